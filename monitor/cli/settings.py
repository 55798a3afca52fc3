"""The command that lists what can be set."""

import textwrap
from itertools import groupby
from typing import Annotated, Final

import typer

from monitor.cli.common import ConfigFile, Settings, console, settings
from monitor.settings.listing import Setting, listed

_WIDTH: Final = 80
_DEEP: Final = "    "
_DEEPER: Final = "      "


def list_settings(
    everything: Annotated[
        bool, typer.Option("--all", help="List the constants of the algorithms as well.")
    ] = False,
    config_file: ConfigFile = None,
    change: Settings = None,
) -> None:
    """List what you may set, with the value in force; with --all every constant and its source."""
    from monitor.config import owner_key

    known = list(listed(settings(config_file, change)))
    if everything:
        for setting in known:
            _print_constant(setting)
        return
    owners = [setting for setting in known if setting.is_owners]
    for section, group in groupby(owners, key=lambda s: owner_key(s.key).partition(".")[0]):
        _print_section(section, list(group))
    console.print("To change one, put it into a file of your own and name that: --config FILE")
    console.print(f"The algorithms have {len(known) - len(owners)} constants besides: --all")


def _print_section(section: str, group: list[Setting]) -> None:
    console.print(f"[{section}]  {group[0].group}")
    for setting in group:
        name = setting.key.rpartition(".")[2]
        console.print(f"  {name} = {_shown(setting)}")
        console.print(
            textwrap.fill(
                setting.sentence, _WIDTH, initial_indent=_DEEPER, subsequent_indent=_DEEPER
            )
        )
    console.print()


def _print_constant(setting: Setting) -> None:
    from monitor.config import owner_key

    unit = f" {setting.unit}" if setting.unit else ""
    source = f"  ({', '.join(setting.sources)})" if setting.sources else ""
    console.print(f"{owner_key(setting.key)} = {_shown(setting)}{unit}{source}")
    meaning = " ".join(setting.meaning.split())
    console.print(textwrap.fill(meaning, _WIDTH, initial_indent=_DEEP, subsequent_indent=_DEEP))


def _shown(setting: Setting) -> str:
    return "not set" if setting.toml is None else setting.toml
