"""The command that takes data out for others."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import console
from monitor.errors import ConfigError


def export(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="A new folder, or an empty one.")
    ],
    everything: Annotated[
        bool, typer.Option("--everything", help="All that is known, of all athletes.")
    ] = False,
) -> None:
    """Take out all that is known: recordings, notes, reports, profiles, and a table of sessions."""
    from monitor.cli.home import opened, shown
    from monitor.home import keeping

    if not everything:
        raise ConfigError("export", "", "expected --everything")
    with opened() as (home, catalogue), shown(output.name):
        count = keeping.copy_everything(home, catalogue, output, lambda _: None)
    console.print(f"{count} files: {output}")
