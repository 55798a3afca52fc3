"""Import folders of files: one progress bar, then what was read, repaired and refused."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.common import console
from monitor.cli.import_files import Wishes, make_recording
from monitor.errors import ConfigError, ImportFileError, MonitorError
from monitor.files.distinct import distinct
from monitor.sources.importers.opening import Source, activities_in, kept_open

_COLUMNS: Final = (
    TextColumn("{task.description}", markup=False),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)
SUFFIXES: Final = (".fit", ".gpx", ".tcx", ".csv", ".txt", ".asc", ".tsv", ".zip")
"""What may be a recording in a folder; each also with ``.gz``."""


def import_all(files: Iterable[Path], folder: Path, wishes: Wishes, *, force: bool) -> None:
    """Import every file that is named or in a folder that is named, each into its own recording.

    Raises
    ------
    ConfigError
        If there is none.
    ExceptionGroup
        Of all that were refused, after the others were imported.
    """
    found: list[Source] = [one for file in candidates(files) for one in _sources(file)]
    if not found:
        raise ConfigError("FILE", "", f"no file with one of {', '.join(SUFFIXES)} is there")
    refused: list[MonitorError] = []
    repaired = read = 0
    outputs = dict(zip(found, _outputs(found, folder), strict=True))
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("importing", total=len(found))
        for file in kept_open(outputs):
            progress.update(task, description=file.name)
            try:
                made = make_recording([file], outputs[file], wishes, force=force)
            except MonitorError as error:
                refused.append(error)
            else:
                read += 1
                repaired += bool(made.remarks)
            progress.advance(task)
    console.print(f"{read} read, {repaired} of them with remarks; {len(refused)} refused")
    console.print(f"recordings: {folder}")
    if refused:
        raise ExceptionGroup("not imported", refused)


def candidates(files: Iterable[Path], more: tuple[str, ...] = ()) -> Iterator[Path]:
    """Give the files that are named, those of patterns, and those in folders, in order.

    ``more``: endings that files in folders may have besides those of what can be imported.
    """
    for file in files:
        if file.is_dir():
            yield from sorted(one for one in file.rglob("*") if _may_be(one, more))
        elif "*" in file.name and not file.exists():
            yield from sorted(one for one in file.parent.glob(file.name) if one.is_file())
        elif file.exists():
            yield file
        else:
            raise ImportFileError(file, "No such file or directory")


def _sources(file: Path) -> list[Source]:
    """Give the activities of a ZIP of several; else the file, whatever it is."""
    try:
        packed = activities_in(file)
    except ImportFileError:
        return [file]  # its reader says what is wrong with it
    return [*packed] if len(packed) > 1 else [file]


def _may_be(file: Path, more: tuple[str, ...]) -> bool:
    name = file.name.lower().removesuffix(".gz")
    return file.is_file() and name.endswith(SUFFIXES + more)


def _outputs(files: Iterable[Source], folder: Path) -> Iterator[Path]:
    """Name a recording for each file; two of one name do not share one.

    >>> from pathlib import Path
    >>> [str(p) for p in _outputs([Path("a/run.fit"), Path("b/run.fit.gz")], Path("out"))]
    ['out/run.mcap', 'out/run_2.mcap']
    """
    stems = []
    for file in files:
        name = file.name.lower().removesuffix(".gz")
        stems.append(Path(file.name[: len(name)]).stem)
    for stem in distinct(stems):
        yield folder / f"{stem}.mcap"
