"""Which command takes the recordings of other people's sensors?"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Force, console, header
from monitor.errors import ConfigError
from monitor.files.output import check_outputs

if TYPE_CHECKING:
    from monitor.session.inventory import Inventory
    from monitor.types import Packet

_AT_ONCE = 512
"""Packets counted at once."""


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="What another sensor recorded.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT.mcap", help="The recording to make.")
    ],
    map_: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="MAP",
            help="Says which column is what (csv): a TOML file, or the name of one that comes "
            "with the program, as vicon_foot.",
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="csv (needs --map), moticon or fit."),
    ] = "csv",
    force: Force = False,
) -> None:
    """Make a recording of files from other sensors; every sample is kept."""
    from monitor.config import Config
    from monitor.session.finish import write_recording
    from monitor.session.inventory import Inventory
    from monitor.sources.importers import IMPORT_FORMATS
    from monitor.sources.importers.csv_map import map_path

    importer = IMPORT_FORMATS.get(format_)
    if importer is None:
        raise ConfigError("--format", format_, f"expected one of {', '.join(IMPORT_FORMATS)}")
    import_map = map_path(map_) if map_ else None
    check_outputs([output], inputs=[*files, import_map], force=force)
    imported = importer(files, import_map)
    config = Config()
    found = Inventory(config.ingest)
    says = header(f"import {format_}", config, imported.started)
    write_recording(output, says, _seen(imported.packets, found), config.session, force=force)
    _report(found, shared=imported.shared)
    console.print(f"recorded: {output}")


def _seen(packets: "Iterator[Packet]", inventory: "Inventory") -> "Iterator[Packet]":
    """Pass packets on, and count what they hold."""
    while batch := list(islice(packets, _AT_ONCE)):
        inventory.push(batch)
        yield from batch
    inventory.finish()


def _report(found: "Inventory", *, shared: bool) -> None:
    for (sensor, _), samples in found.samples.items():
        console.print(f"{sensor}: {samples.summary}")
    known = {sensor for sensor, _ in found.samples}
    for (sensor, _), others in found.others.items():
        if sensor not in known:
            console.print(f"{sensor} / {others.name}: {others.summary}")
    feet = {samples.side for samples in found.samples.values()}
    if shared:
        console.print("both feet in one signal: left and right cannot be told apart")
    elif len(feet) == 1:
        console.print(f"one foot only: {feet.pop()}; nothing can be said about the other")
