"""Print what a run would lack on this machine: ``footloose doctor``."""

import typer

from monitor.cli.common import FAILED, ConfigFile, Settings, console, settings
from monitor.errors import ConfigError
from monitor.hints import command

_COLOURS = {"✓": "green", "!": "yellow", "✗": "red"}


def doctor(config_file: ConfigFile = None, change: Settings = None) -> None:
    """Look at all that a run needs here: one line each, with the command that mends it."""
    from monitor.config import Config
    from monitor.doctor import Found, Machine, Mark, examine
    from monitor.home.folder import place

    marks = []
    try:
        config = settings(config_file, change)
        found = Found(Mark.GOOD, "settings")
    except ConfigError as error:
        config = Config()
        found = Found(Mark.BAD, f"settings: {error}", command("settings"))
    for each in (found, *examine(Machine(config, place()))):
        marks.append(each.mark)
        console.print(each.mark, style=_COLOURS[each.mark], end=" ")
        console.print(f"{each.what}  → {each.mend}" if each.mend else each.what)
    if Mark.BAD in marks:
        raise typer.Exit(FAILED)
