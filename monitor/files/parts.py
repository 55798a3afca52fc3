"""Files and folders that are not whole yet: their names, and what a killed program left of them.

Whoever makes one holds a lock on it until it is whole or given up. A program that is killed holds
no lock any more: the next one that writes to the same place removes what it left. Where a disk has
no locks, nothing is removed.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from monitor.files.locks import surely_lock, try_lock

PART_SUFFIX: Final = ".part"
"""How the name of a file ends that is not whole yet."""
_MARK: Final = ".footloose-"
"""What tells our own unfinished files from those of others, such as a browser."""
_NAME_LENGTH: Final = 40
"""So much of the file's own name is in the name of its unfinished version."""


class PartFile(NamedTuple):
    """An unfinished file, open to be written; ``lock`` is closed when nobody needs it any more."""

    path: Path
    handle: int
    lock: int


def part_file(target: Path) -> PartFile:
    """Make an unfinished file beside a place, once what was left for the place is removed.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    clear_abandoned(target)
    while True:
        handle, name = tempfile.mkstemp(
            prefix=_prefix(target), suffix=PART_SUFFIX, dir=target.parent
        )
        if try_lock(handle) and os.fstat(handle).st_nlink:
            return PartFile(Path(name), handle, os.dup(handle))
        os.close(handle)  # another program takes it for abandoned, and removes it


@contextmanager
def part_folder(target: Path, inside: Path | None = None) -> Iterator[Path]:
    """Give an unfinished folder beside a place, gone when the block ends; ``inside``: in there.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    beside = inside or target.parent
    clear_abandoned(target, beside)
    part, lock = _locked_folder(target, beside)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def clear_abandoned(target: Path, beside: Path | None = None) -> None:
    """Remove what killed programs left unfinished for a place; what cannot be removed stays."""
    prefix = _prefix(target)
    with suppress(OSError), os.scandir(beside or target.parent) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.endswith(PART_SUFFIX):
                with suppress(OSError):
                    _clear(Path(entry.path))


def _prefix(target: Path) -> str:
    return f"{target.name[:_NAME_LENGTH]}{_MARK}"


def _locked_folder(target: Path, beside: Path) -> tuple[Path, int | None]:
    while True:
        part = Path(tempfile.mkdtemp(prefix=_prefix(target), suffix=PART_SUFFIX, dir=beside))
        if os.name == "nt":  # Windows opens no folders, and has no locks
            return part, None
        with suppress(FileNotFoundError):
            lock = os.open(part, os.O_RDONLY)
            if try_lock(lock) and part.exists():
                return part, lock
            os.close(lock)  # another program takes it for abandoned, and removes it


def _clear(place: Path) -> None:
    """Remove an unfinished file or folder of ours, if nobody holds it."""
    found = place.lstat()
    is_folder = stat.S_ISDIR(found.st_mode)
    if os.name == "nt" or found.st_uid != os.geteuid():
        return
    if not (is_folder or stat.S_ISREG(found.st_mode)):
        return
    handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        if surely_lock(handle):
            shutil.rmtree(place) if is_folder else place.unlink()
    finally:
        os.close(handle)
