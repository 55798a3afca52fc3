"""The command that imports the recordings of other people's sensors."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Force, console
from monitor.cli.import_filed import (
    Insole,
    Keep,
    Lacing,
    Shoe,
    Temperature,
    Whose,
    filing_for,
    folder_of_home,
)
from monitor.cli.import_guess import write_guess
from monitor.cli.import_run import Made, WhichFoot, Wishes, make_recording
from monitor.cli.named_files import candidates, is_pattern, runs
from monitor.cli.who_runs import Worn
from monitor.errors import ConfigError
from monitor.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.sources.importers.opening import Source

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="What another sensor recorded, plain, .gz or .zip; or folders of them, or "
        "patterns in quotes.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="OUT.mcap",
        help="The recording to make; of folders, or a ZIP of many activities, the folder for "
        "them. Without it, a recording beside FILE, of its name, which replaces nothing.",
    ),
]
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
        help="Every press of the watch's lap button reported this: numb, tingling, pain, tight, "
        "swollen, dizzy, something or ok.",
    ),
]
UnsureLaps = Annotated[
    bool,
    typer.Option(
        "--unsure-laps",
        help="With --laps-are: laps of which the file does not say whether they were pressed "
        "count, too.",
    ),
]
Calibration = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Use what calibrate-cells kept under NAME for the tongue's cells."
    ),
]
Guess = Annotated[
    bool,
    typer.Option("--guess", help="Write a map for a table that is not known: look at it."),
]
Foot = Annotated[
    WhichFoot | None, typer.Option("--side", help="Which foot a table of one sensor belongs to.")
]


def import_(
    files: Files,
    output: Output = None,
    map_: Map = None,
    format_: Format = None,
    side: Foot = None,
    laps_are: LapsAre = None,
    unsure_laps: UnsureLaps = False,
    calibration: Calibration = None,
    guess: Guess = False,
    keep: Keep = False,
    athlete: Whose = None,
    shoe: Shoe = None,
    insole: Insole = None,
    lacing: Lacing = None,
    temperature: Temperature = None,
    force: Force = False,
) -> None:
    """Make a recording of files from other sensors; every sample is kept.

    With --keep or a name it is filed as a session, with its report.
    """
    if guess:
        write_guess(files, output, side, force=force)
        return
    wishes = Wishes(map_, format_, side, laps_are, calibration, unsure_laps=unsure_laps)
    wishes.check()
    run = _one_run(files, output, keep=keep, mapped=map_ is not None)
    output = output or _place(run, files[0], keep=keep)
    worn = Worn(shoe, insole, lacing, temperature)
    filing = filing_for(output, athlete, worn, several=run is None)
    if run is None:
        from monitor.cli.import_batch import import_all

        import_all(files, output, wishes, filing, force=force)
        return
    _report(make_recording(run, output, wishes, worn, force=force))
    console.print(f"recorded: {output}")
    if filing and (failed := filing.file([output])):
        raise failed[0]


def _one_run(
    files: list[Path], output: Path | None, *, keep: bool, mapped: bool
) -> "Sequence[Source] | None":
    """Give what becomes one recording; None if each file becomes one, in a folder.

    Raises
    ------
    ConfigError
        If the recording is to lie in two places, or nowhere.
    """
    from monitor.sources.importers.together import together

    if keep and output is not None:
        raise ConfigError("--keep", "", "goes without --output: the recording lies in your home")
    if any(file.is_dir() or is_pattern(file) for file in files):
        one = output is None or output.suffix == ".mcap"
        return _only_run(files, output) if one and not keep else None
    if _is_bulk(files, output) or (output is not None and output.is_dir()):
        return None
    joined = [] if mapped else together(files)  # with a map, a file that it does not take is said
    return joined if len(joined) == 1 else files


def _only_run(files: list[Path], output: Path | None) -> "Sequence[Source]":
    """Give the run of a folder that holds one, as a ZIP does."""
    from monitor.sources.importers.remarks import listed

    found = runs(candidates(files))
    if len(found) == 1:
        return found
    held = listed([printable(one.name) for one in found]) or "no files that can be read"
    expected = f"expected the folder for the recordings: -o FOLDER, or --keep; there are {held}"
    raise ConfigError("--output", str(output or ""), expected)


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


def _place(run: "Sequence[Source] | None", file: Path, *, keep: bool) -> Path:
    """Give where recordings go that nobody named a place for: home, or beside what was named."""
    from monitor.sources.importers.opening import Unpacked, paths_of

    home = folder_of_home() if keep else None
    if run is None:
        return home or _free(file.parent, _stem(file.name), "")
    first = paths_of(run[0])[0]
    if not isinstance(run[0], Unpacked):
        return _free(home or first.parent, _stem(first.name), ".mcap")
    beside = run[0].path if file.is_dir() else first
    return _free(home or beside.parent, run[0].name, ".mcap")


def _stem(name: str) -> str:
    return name.removesuffix(".gz").rpartition(".")[0] or name


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """Name a recording or folder that is not there yet."""
    path, number = folder / f"{stem}{suffix}", 1
    while os.path.lexists(path):
        number += 1
        path = folder / f"{stem}_{number}{suffix}"
    return path


def _on_clock(made: Made) -> str:
    """Name the start of a session by the clock of its file."""
    if made.started is not None:
        return made.started.isoformat(" ", "seconds")
    return f"{made.clock_s:.6f}".rstrip("0").rstrip(".") + " s of the file's own clock"


def _report(made: Made) -> None:
    """Say what is in a recording, of which foot, and when it begins."""
    found = made.found
    for (sensor, _), samples in found.samples.items():
        console.print(f"{sensor}: {samples.summary}")
    known = {sensor for sensor, _ in found.samples}
    for (sensor, _), others in found.others.items():
        if sensor not in known:
            console.print(f"{sensor} / {others.name}: {others.summary}")
    feet = {samples.side for samples in found.samples.values()}
    if made.shared:
        console.print("both feet in one signal: left and right cannot be told apart")
    elif len(feet) == 1:
        console.print(f"one foot only: {feet.pop()}; nothing can be said about the other")
    if made.clock_s:
        console.print(f"0:00 is {_on_clock(made)}")
