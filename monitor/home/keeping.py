"""Take everything out, keep a copy of everything, or forget: the owner's rights over the data."""

import csv
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import structs

from monitor.errors import HomeError
from monitor.home.catalogue import Catalogue
from monitor.home.folder import OWNER_FILE, Home, make_folder, refusing
from monitor.home.notes import note_of
from monitor.home.remembered import Remembered, read_remembered, write_remembered
from monitor.home.rows import Filter, SessionRow

_UNREACHED: Final = (
    "Not reached: backups, files made with `export` or `analyse`, copies of the report that were"
    " sent or printed, and messages to a broker or a push service."
)
"""What forgetting cannot touch; said each time."""
_BEATS: Final = ("-wal", "-shm", "-journal")


def everything(home: Home, catalogue: Catalogue) -> Iterator[tuple[Path, str]]:
    """Give every file of the home with its name in a copy; recordings elsewhere are among them."""
    for file in sorted(home.root.rglob("*")):
        if file.is_file() and not _is_catalogue(home, file) and not file.name.endswith(".part"):
            yield file, str(file.relative_to(home.root))
    for row in catalogue.sessions():
        path = Path(row.path)
        if home.root not in path.parents:
            for file in (path, note_of(path)):
                if file.exists():
                    yield file, f"elsewhere/{row.id}{''.join(file.suffixes[-2:])}"


def back_up(home: Home, catalogue: Catalogue, target: Path, tell: Callable[[str], None]) -> int:
    """Write everything into one tar file and give the number of files.

    The file appears when it is whole, and never over another one.

    Raises
    ------
    HomeError
        If it exists, or cannot be written.
    """
    if target.exists():
        raise HomeError(target, "exists already; nothing is overwritten")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    copy = part.with_suffix(".sqlite")
    count = 0
    with refusing(target):
        try:
            catalogue.copy_to(copy)
            handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_FILE)
            with os.fdopen(handle, "wb") as opened, tarfile.open(fileobj=opened, mode="w|") as tar:
                for file, name in [*everything(home, catalogue), (copy, home.catalogue.name)]:
                    tell(name)
                    tar.add(file, name)
                    count += 1
            os.link(part, target)  # unlike a rename this never replaces what came meanwhile
        finally:
            part.unlink(missing_ok=True)
            copy.unlink(missing_ok=True)
    return count


def copy_everything(
    home: Home, catalogue: Catalogue, target: Path, tell: Callable[[str], None]
) -> int:
    """Copy everything into a new folder, with the list of sessions as a table; count the files.

    Raises
    ------
    HomeError
        If the folder exists and is not empty, or cannot be written.
    """
    with refusing(target):
        if target.exists() and any(target.iterdir()):
            raise HomeError(target, "is not empty; nothing is overwritten")
    make_folder(target)
    count = 0
    with refusing(target):
        for file, name in everything(home, catalogue):
            tell(name)
            make_folder((target / name).parent)
            shutil.copyfile(file, target / name)
            (target / name).chmod(OWNER_FILE)
            count += 1
        table = target / "sessions.csv"
        with table.open("w", encoding="utf-8", newline="") as opened:
            table.chmod(OWNER_FILE)
            rows = csv.writer(opened)
            rows.writerow(SessionRow.__struct_fields__)
            rows.writerows(structs.astuple(row) for row in catalogue.sessions())
    return count + 1


def forget_sessions(home: Home, catalogue: Catalogue, rows: Sequence[SessionRow]) -> list[str]:
    """Remove sessions with recordings, notes and reports; say what was removed."""
    removed = []
    for row in rows:
        path = Path(row.path)
        report = home.report_of(row.id)
        for file in (path, note_of(path), report, path.with_suffix(".html")):
            removed += _removed(file)
    catalogue.remove([row.id for row in rows])
    removed += [f"{len(rows)} sessions from the catalogue"]
    return [*removed, _UNREACHED]


def forget_athlete(home: Home, catalogue: Catalogue, name: str) -> list[str]:
    """Remove an athlete with all sessions and the profile; say what was removed.

    Raises
    ------
    HomeError
        If nothing is known of anybody of this name.
    """
    rows = catalogue.sessions(Filter(athlete=name))
    profile = home.profile_of(name)
    if not rows and not profile.exists():
        raise HomeError(f"athlete {name}", "nothing is known of anybody of this name")
    removed = [*_removed(profile), *forget_sessions(home, catalogue, rows)]
    catalogue.remove_athlete(name)
    _forget_remembered(home, name)
    return removed


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


def _is_catalogue(home: Home, file: Path) -> bool:
    names = {home.catalogue.name, *(home.catalogue.name + beat for beat in _BEATS)}
    return file.parent == home.root and file.name in names
