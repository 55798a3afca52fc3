"""Import folders of files: one progress bar, then what was read, repaired and refused."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.common import console
from monitor.cli.import_run import Wishes, make_recording
from monitor.cli.named_files import SUFFIXES, candidates, runs
from monitor.cli.who_runs import Worn
from monitor.errors import ConfigError, MonitorError
from monitor.files.distinct import distinct
from monitor.sources.importers.both_feet import foot_in_a_set
from monitor.sources.importers.opening import Source, Unpacked, kept_open
from monitor.sources.importers.recognise import recognise

if TYPE_CHECKING:
    from monitor.cli.import_filed import Filing

_COLUMNS: Final = (
    TextColumn("{task.description}", markup=False),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


def import_all(
    files: Sequence[Path],
    folder: Path,
    wishes: Wishes,
    filing: "Filing | None" = None,
    *,
    force: bool,
) -> None:
    """Import every file that is named or in a folder that is named, each into its own recording.

    Of several files each is read by those wishes that hold for its format. ``filing`` enters what
    was made into the catalogue.

    Raises
    ------
    ConfigError
        If there is none.
    ExceptionGroup
        Of all that were refused or not filed, after the others were imported.
    """
    found = runs(candidates(files))
    if not found:
        raise ConfigError("FILE", "", f"no file with one of {', '.join(SUFFIXES)} is there")
    imported = _Imported(wishes, _worn(filing), alone=len(files) == 1 and found == [*files])
    outputs = dict(zip(found, _outputs(found, folder), strict=True))
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("importing", total=len(found))
        for file in kept_open(outputs):
            progress.update(task, description=file.name)
            imported.take(file, outputs[file], force=force)
            progress.advance(task)
    imported.say()
    if imported.recordings:
        console.print(f"recordings: {folder}")
    refused = [*imported.refused, *(filing.file(imported.recordings) if filing else ())]
    if refused:
        raise ExceptionGroup("not imported", refused)


class _Imported:
    """What became of the files so far, each read by those of the wishes that hold for it."""

    def __init__(self, wishes: Wishes, worn: Worn, *, alone: bool) -> None:
        self._wishes = wishes
        self._worn = worn
        self._alone = alone
        self._repaired = 0
        self._sides: list[str | None] = []
        self.recordings: list[Path] = []
        self.refused: list[MonitorError] = []

    def take(self, file: Source, output: Path, *, force: bool) -> None:
        """Make the recording of a file; one that cannot be read keeps no other from it."""
        try:
            held = self._wishes if self._alone else _wishes_for(file, self._wishes)
            made = make_recording([file], output, held, self._worn, force=force)
        except MonitorError as error:
            self.refused.append(error)
        else:
            self.recordings.append(output)
            self._repaired += bool(made.remarks)
            self._sides.append(held.side)

    def say(self) -> None:
        """Say how many were read, as of which foot, and how many refused."""
        read = f"{len(self.recordings)} read, {self._repaired} of them with remarks"
        console.print(f"{read}; {len(self.refused)} refused")
        _say_sides(self._sides, self._wishes.side)


def _say_sides(sides: Sequence[str | None], side: str | None) -> None:
    """Say which files were not read as of the foot that was named for all."""
    if side is None:
        return
    if sideless := sides.count(None):
        console.print(f"--side is for tables of one foot; {sideless} others were read without it")
    if named := len(sides) - sideless - sides.count(side):
        console.print(f"{named} read as the foot that their names say, not as --side does")


def _worn(filing: "Filing | None") -> Worn:
    return filing.worn if filing else Worn()


def _wishes_for(file: Source, wishes: Wishes) -> Wishes:
    """Give the wishes that hold for a file's format; who forces a format, means it.

    Among many files the foot that a name says comes before the one that was named for all.
    """
    held = wishes if wishes.format else wishes.held(recognise([file]))
    return held.of_foot(foot_in_a_set(file, held.side))


def _outputs(files: Iterable[Source], folder: Path) -> Iterator[Path]:
    """Name a recording for each file; two of one name do not share one.

    >>> from pathlib import Path
    >>> [str(p) for p in _outputs([Path("a/run.fit"), Path("b/run.fit.gz")], Path("out"))]
    ['out/run.mcap', 'out/run_2.mcap']
    """
    stems = []
    for file in files:
        name = file.name.lower().removesuffix(".gz")
        together = isinstance(file, Unpacked)  # a folder's name has no ending
        stems.append(file.name if together else Path(file.name[: len(name)]).stem)
    for stem in distinct(stems):
        yield folder / f"{stem}.mcap"
