"""The command that imports the recordings of other people's sensors."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Force, console, header
from monitor.errors import ConfigError, ImportFileError
from monitor.files.output import check_outputs

if TYPE_CHECKING:
    from monitor.session.inventory import Inventory
    from monitor.sources.importers.opening import Source
    from monitor.sources.importers.streams import ImportedRun
    from monitor.types import Packet

_AT_ONCE = 512
"""Packets counted at once."""


class WhichFoot(StrEnum):
    """The words of ``--side``; `monitor.types` would load numpy for the help."""

    LEFT = "left"
    RIGHT = "right"


Map = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="MAP",
        help="Says which column of a table is what: a TOML file, or the name of one that comes "
        "with the program, as phyphox. Without it one that fits is taken.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="csv, moticon, pedar, fit, gpx or tcx. Without it, it is found from the content.",
    ),
]
LapsAre = Annotated[
    str | None,
    typer.Option(
        "--laps-are",
        metavar="FEELING",
        help="Every press of the watch's lap button reported this: numb, tingling, pain or ok.",
    ),
]
Foot = Annotated[
    WhichFoot | None, typer.Option("--side", help="Which foot a table of one sensor belongs to.")
]


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="What another sensor recorded, plain, .gz or .zip; or folders of them.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT.mcap",
            help="The recording to make; of folders, or a ZIP of many activities, the folder for "
            "them. Without it, a recording beside FILE, of its name, which replaces nothing.",
        ),
    ] = None,
    map_: Map = None,
    format_: Format = None,
    side: Foot = None,
    laps_are: LapsAre = None,
    calibration: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Use what calibrate-cells kept under NAME for the tongue's cells."
        ),
    ] = None,
    guess: Annotated[
        bool,
        typer.Option("--guess", help="Write a map for a table that is not known: look at it."),
    ] = False,
    force: Force = False,
) -> None:
    """Make a recording of files from other sensors; every sample is kept."""
    if guess:
        from monitor.cli.import_guess import write_guess

        write_guess(files, output, side, force=force)
        return
    wishes = Wishes(map_, format_, side, laps_are, calibration)
    wishes.check()
    several = any(file.is_dir() or "*" in file.name for file in files)
    if output is None and several:
        raise ConfigError("--output", "", "expected the folder for the recordings: -o FOLDER")
    several = several or _is_bulk(files, output)
    output = output or _beside(files[0], ".mcap" if not several else "")
    if several or output.is_dir():
        from monitor.cli.import_batch import import_all

        import_all(files, output, wishes, force=force)
        return
    made = make_recording(files, output, wishes, force=force)
    _report(made.found, shared=made.shared)
    if made.clock_s:
        console.print(f"0:00 is {_on_clock(made)}")
    console.print(f"recorded: {output}")


def _is_bulk(files: list[Path], output: Path | None) -> bool:
    """Whether each file becomes a recording in a folder.

    So does each activity of one ZIP of several, as sites export all that they have.
    """
    from monitor.sources.importers.opening import activities_in

    several = len(files) == 1 and len(activities_in(files[0])) > 1
    if several and output is not None and output.suffix == ".mcap":
        what = f"{files[0].name} holds several activities, and each becomes a recording"
        raise ConfigError("--output", str(output), f"expected a folder: {what}")
    if several or output is None or output.suffix == ".mcap" or os.path.lexists(output):
        return several
    return len(files) == 1 or _each_is_a_run(files, output)


def _each_is_a_run(files: list[Path], output: Path) -> bool:
    """Whether none of several files is a table, which may be a part of another."""
    from monitor.sources.importers.recognise import recognise

    if all(recognise([file]) != "csv" for file in files):
        return True
    expected = "expected OUT.mcap for tables that belong together, or a folder that is there"
    raise ConfigError("--output", str(output), expected)


def _beside(file: Path, suffix: str) -> Path:
    """Name a recording or folder beside a file, after it; one that is not there yet."""
    stem = file.name.removesuffix(".gz").rpartition(".")[0] or file.name
    path, number = file.with_name(f"{stem}{suffix}"), 1
    while os.path.lexists(path):
        number += 1
        path = file.with_name(f"{stem}_{number}{suffix}")
    return path


class Wishes:
    """How the owner wants files to be read."""

    def __init__(
        self,
        map_: str | None,
        format_: str | None,
        side: WhichFoot | None,
        laps_are: str | None,
        calibration: str | None = None,
    ) -> None:
        self.calibration = calibration
        self.map = map_
        self.format = format_
        self.side = side
        self.laps_are = laps_are

    def check(self) -> None:
        """Refuse a format that is none, before any file is looked at.

        Raises
        ------
        ConfigError
        """
        from monitor.sources.importers import IMPORT_FORMATS

        if self.format is not None and self.format not in IMPORT_FORMATS:
            allowed = ", ".join(IMPORT_FORMATS)
            raise ConfigError("--format", self.format, f"expected one of {allowed}")


class Made:
    """A recording that was made: what is in it, and what was repaired."""

    def __init__(self, found: "Inventory", run: "ImportedRun", packets: int) -> None:
        self.found = found
        self.shared = run.shared
        self.started = run.started
        self.clock_s = run.clock_s
        self.remarks = run.remarks.said
        self.packets = packets


def make_recording(files: "Sequence[Source]", output: Path, wishes: Wishes, *, force: bool) -> Made:
    """Import files that belong together into one recording.

    Raises
    ------
    ConfigError, ImportFileError, RecordingError
        If they cannot be read, or the recording cannot be written.
    """
    from monitor.config import Config
    from monitor.session.finish import write_recording
    from monitor.session.inventory import Inventory
    from monitor.sources.importers.csv_map import map_path
    from monitor.sources.importers.recognise import recognise

    import_map = map_path(wishes.map) if wishes.map else None
    read = [file if isinstance(file, Path) else file.path for file in files]
    check_outputs([output], inputs=[*read, import_map], force=force)
    form = wishes.format or ("csv" if import_map else recognise(files))
    imported = _imported(files, form, import_map, wishes)
    config = Config()
    found = Inventory(config.ingest)
    says = replace(
        header(f"import {form}", config, imported.started), file_clock_s=imported.clock_s
    )
    packets = _seen(_some(imported, str(files[0])), found)
    count = write_recording(output, says, packets, config.session, force=force)
    return Made(found, imported, count)


def _some(imported: "ImportedRun", file: str) -> "Iterator[Packet]":
    """Give the packets of an import; refuse one of none."""
    packets = iter(imported.packets)
    first = next(packets, None)
    if first is None:
        raise ImportFileError(file, "holds nothing that can be used")
    return chain([first], packets)


def _imported(
    files: "Sequence[Source]", form: str, import_map: Path | None, wishes: Wishes
) -> "ImportedRun":
    from monitor.sources.importers import IMPORT_FORMATS
    from monitor.sources.importers.csv_file import import_csv
    from monitor.sources.importers.laps import feeling_of, say_reports, with_reports
    from monitor.types import Side

    importer = IMPORT_FORMATS[form]
    if wishes.side is not None and form != "csv":
        raise ConfigError("--side", wishes.side, "is for tables; this format says its sides")
    if form == "csv":
        side = Side(wishes.side) if wishes.side else None
        imported = import_csv(files, import_map, side=side)
    else:
        imported = importer(files, import_map)
    if wishes.calibration is not None:
        from monitor.cli.calibrate_import import with_calibration

        imported = replace(imported, packets=with_calibration(imported.packets, wishes.calibration))
    if wishes.laps_are is None:
        return imported
    if form not in {"fit", "gpx", "tcx"}:
        raise ConfigError("--laps-are", wishes.laps_are, "is for activities of a watch, with laps")
    reported = [*with_reports(imported.packets, feeling_of(wishes.laps_are))]
    say_reports(reported, imported.remarks)
    return replace(imported, packets=iter(reported))


def _seen(packets: "Iterator[Packet]", inventory: "Inventory") -> "Iterator[Packet]":
    """Pass packets on, and count what they hold."""
    while batch := list(islice(packets, _AT_ONCE)):
        inventory.push(batch)
        yield from batch
    inventory.finish()


def _on_clock(made: Made) -> str:
    """Name the start of a session by the clock of its file."""
    if made.started is not None:
        return made.started.isoformat(" ", "seconds")
    return f"{made.clock_s:.6f}".rstrip("0").rstrip(".") + " s of the file's own clock"


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
