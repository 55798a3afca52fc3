"""Take everything out, keep a copy of everything, or forget: the owner's rights over the data."""

import csv
import io
import shutil
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from msgspec import structs

from monitor.errors import HomeError
from monitor.files.output import check_outputs, write_file, writing
from monitor.files.output_folder import writing_folder
from monitor.files.parts import PART_SUFFIX, part_folder
from monitor.home.catalogue import Catalogue
from monitor.home.filing import Progress, silent
from monitor.home.folder import Home, refusing
from monitor.home.notes import note_or_none
from monitor.home.own_files import LOGS, PAGE, kept_files
from monitor.home.remembered import Remembered, read_remembered, write_remembered
from monitor.home.renewal import FORMS, renewing
from monitor.home.rows import Filter, SessionRow
from monitor.home.trends import renew_worse
from monitor.session.beside import SUFFIX, note_of
from monitor.session.finish import is_being_made, originals_of

_UNREACHED: Final = (
    "Not reached: backups, files made with `export`, `analyse` or `report -o`, copies of the report"
    " that were sent or printed, and messages to a broker."
)
"""What forgetting cannot touch; said each time."""
_TAUGHT: Final = (
    "Not removed: what taps of these runs taught stays in the profile of {who} (`thresholds` shows"
    " it and takes it back), and in the copies of the profile that later recordings hold."
)
"""What stays where a run goes and its runner does not."""


def everything(home: Home, catalogue: Catalogue) -> Iterator[tuple[Path, str]]:
    """Give every file of the home with its name in a copy; recordings elsewhere are among them.

    What the page keeps of its own is not: who gets the copy would get in by its token and its key.
    """
    for file in sorted(home.root.rglob("*")):
        if home.root / PAGE in file.parents:
            continue
        if file.is_file() and not _is_catalogue(home, file) and not _is_unfinished(home, file):
            yield file, str(file.relative_to(home.root))
    for row in catalogue.sessions():
        path = Path(row.path)
        if home.root not in path.parents:
            named = {path: f"{row.id}{path.suffix}", note_of(path): f"{row.id}{SUFFIX}"}
            yield from (
                (file, f"elsewhere/{name}") for file, name in named.items() if file.exists()
            )


def back_up(
    home: Home,
    catalogue: Catalogue,
    target: Path,
    progress: Progress = silent,
    *,
    force: bool = False,
) -> int:
    """Write everything into one tar file and give the number of files.

    ``progress`` is told how many bytes of how many are written.

    Raises
    ------
    RecordingError
        If it exists and ``force`` is not set, is one of the files itself, or cannot be written.
    HomeError
        If the catalogue cannot be copied.
    """
    read = [*kept_files(home, catalogue), *(file for file, _ in everything(home, catalogue))]
    check_outputs([target], inputs=read, force=force)
    count = 0
    with (
        writing(target, force=force) as out,
        _copy_of(catalogue, target.absolute()) as copy,
        refusing(target),
        tarfile.open(fileobj=out, mode="w|") as tar,
    ):
        found = [*everything(home, catalogue), (copy, home.catalogue.name)]
        for file, name in _counted(found, progress):
            tar.add(file, name)
            count += 1
    return count


@contextmanager
def _copy_of(catalogue: Catalogue, target: Path) -> Iterator[Path]:
    """Give a copy of the catalogue as it stands, beside a place; it goes when the block ends.

    Beside a stream, such as another program's input, there is no place: then beside the catalogue.
    """
    is_stream = target.exists() and not target.is_file()
    beside = catalogue.file if is_stream else target
    with ExitStack() as stack:
        with refusing(beside.parent):
            folder = stack.enter_context(part_folder(beside))
        copy = folder / catalogue.file.name
        catalogue.copy_to(copy)
        yield copy


def copy_everything(
    home: Home, catalogue: Catalogue, target: Path, progress: Progress = silent
) -> int:
    """Copy everything into a new folder, with the list of sessions as a table; count the files.

    ``progress`` is told how many bytes of how many are written.

    Raises
    ------
    RecordingError
        If the folder exists and is not empty, or cannot be written.
    """
    count = 0
    with writing_folder(target) as part:
        for file, name in _counted(list(everything(home, catalogue)), progress):
            with refusing(file), file.open("rb") as source, writing(part / name) as copy:
                shutil.copyfileobj(source, copy)
            count += 1
        write_file(part / "sessions.csv", _table(catalogue))
    return count + 1


def _counted(files: Sequence[tuple[Path, str]], progress: Progress) -> Iterator[tuple[Path, str]]:
    """Give the files, and tell after each how many of all their bytes are done."""
    sizes = []
    for file, _ in files:
        with refusing(file):
            sizes.append(file.stat().st_size)
    done, total = 0, sum(sizes)
    progress(done, total)
    for one, size in zip(files, sizes, strict=True):
        yield one
        done += size
        progress(done, total)


def _table(catalogue: Catalogue) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(SessionRow.__struct_fields__)
    rows.writerows(structs.astuple(row) for row in catalogue.sessions())
    return text.getvalue().encode()


def forget_sessions(home: Home, catalogue: Catalogue, rows: Sequence[SessionRow]) -> list[str]:
    """Remove sessions with recordings, notes and reports; say what was removed and what stays."""
    with renewing(catalogue) as failed:  # reports of later runs show their cards
        removed = _sessions_removed(home, catalogue, rows)
        for athlete in {row.athlete for row in rows}:
            renew_worse(catalogue, athlete)
    left = " ".join([_UNREACHED, *(f"Not made anew: {error}" for error in failed)])
    who = sorted({row.athlete for row in rows if row.athlete})
    taught = [_TAUGHT.format(who=name) for name in who if home.profile_of(name).exists()]
    return [*removed, "\n".join([*taught, left])]  # the last says what stays


def files_of_sessions(home: Home, rows: Sequence[SessionRow]) -> list[Path]:
    """Give the files that go with sessions: also recordings that lie outside the home."""
    files: list[Path] = []
    for row in rows:
        path = Path(row.path)
        reports = [home.report_of(row.id).with_suffix(f".{form}") for form in FORMS]
        files += [path, *originals_of(path), note_of(path), *reports, path.with_suffix(".html")]
    # what was set aside holds what was known then
    files += sorted(home.root.glob(f"{home.catalogue.stem}.damaged*"))
    return [file for file in files if file.exists()]


def files_of_athlete(home: Home, catalogue: Catalogue, name: str) -> list[Path]:
    """Give the files that go with an athlete."""
    profile = home.profile_of(name)
    files = [profile] if profile.exists() else []
    for path, note in _unfiled(home, catalogue, name):
        files += [file for file in (path, *originals_of(path), note) if file.exists()]
    return [*files, *files_of_sessions(home, catalogue.sessions(Filter(athlete=name)))]


def _sessions_removed(home: Home, catalogue: Catalogue, rows: Sequence[SessionRow]) -> list[str]:
    removed = [line for file in files_of_sessions(home, rows) for line in _removed(file)]
    catalogue.remove([row.id for row in rows])
    return [*removed, f"{len(rows)} sessions from the catalogue", *_written_over(catalogue)]


def forget_athlete(home: Home, catalogue: Catalogue, name: str) -> list[str]:
    """Remove an athlete with all sessions and the profile; say what was removed.

    Raises
    ------
    HomeError
        If nothing is known of anybody of this name, or a run of theirs goes on.
    """
    going = [path for path, _ in _unfiled(home, catalogue, name) if is_being_made(path)]
    if going:
        raise HomeError(going[0], f"is being recorded now; end this run of {name} first")
    rows = catalogue.sessions(Filter(athlete=name))
    profile = home.profile_of(name)
    if not rows and not profile.exists():
        raise HomeError(f"athlete {name}", "nothing is known of anybody of this name")
    lock = profile.with_name(f".{profile.name}.lock")  # a killed run leaves it, with the name
    removed = [*_removed(profile), *_removed(lock), *_unfiled_removed(home, catalogue, name)]
    removed += _sessions_removed(home, catalogue, rows)
    catalogue.remove_athlete(name)
    _forget_remembered(home, name)
    held = [line for line in _written_over(catalogue) if line not in removed]
    return [*removed, *held, _UNREACHED]


def _unfiled_removed(home: Home, catalogue: Catalogue, name: str) -> list[str]:
    """Remove recordings of an athlete that are no session: their headers hold the profile."""
    removed = []
    for path, note in _unfiled(home, catalogue, name):
        removed += [line for one in (path, *originals_of(path), note) for line in _removed(one)]
    return removed


def _unfiled(home: Home, catalogue: Catalogue, name: str) -> Iterator[tuple[Path, Path]]:
    """Give the recordings of an athlete that are no session, each with its note."""
    for file in sorted(home.recordings.glob(f"*{SUFFIX}")):
        path = file.with_name(f"{file.name.removesuffix(SUFFIX)}.mcap")
        note = None if catalogue.at(path) else note_or_none(path)
        if note is not None and note.athlete == name:
            yield path, file


def _written_over(catalogue: Catalogue) -> list[str]:
    """Write over what was removed, in the catalogue's log too; say where that must wait."""
    if catalogue.write_over():
        return []
    return ["from the catalogue's log only once every other footloose has ended; end them"]


def _forget_remembered(home: Home, name: str) -> None:
    known = read_remembered(home)
    worn = {athlete: gear for athlete, gear in known.worn.items() if athlete != name}
    athlete = None if known.athlete == name else known.athlete
    write_remembered(home, Remembered(athlete=athlete, worn=worn))


def _removed(file: Path) -> list[str]:
    with refusing(file):
        if not file.exists():
            return []
        file.unlink()
    return [str(file)]


def _is_unfinished(home: Home, file: Path) -> bool:
    return any(part.endswith(PART_SUFFIX) for part in file.relative_to(home.root).parts)


def _is_catalogue(home: Home, file: Path) -> bool:
    names = {home.catalogue.name, *(home.catalogue.name + log for log in LOGS)}
    return file.parent == home.root and file.name in names
