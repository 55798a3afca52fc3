"""A folder of files that a command makes, by the rule of ``output``.

Filled under another name, synced, and only then put in place.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.errors import RecordingError
from monitor.files.folders import PRIVATE_FOLDER, make_folder, sync_folder
from monitor.files.output import NAME_LENGTH, PART_SUFFIX, PRIVATE_FILE, refusing


@contextmanager
def writing_folder(path: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a folder to fill, which is put in its place when the block ends without an error.

    Parameters
    ----------
    path : Path
        Where the folder goes. An empty folder that is there is filled.
    force : bool
        Replace the folder that is there, with all that is in it.

    Raises
    ------
    RecordingError
        If it holds something already, or cannot be written. What was there stays.
    """
    place = Path(os.path.realpath(path))
    check_folder_free(path, force=force)
    with refusing(path):
        # an empty folder may be a disk of its own, on which alone files can be renamed
        inside = place.is_dir() and not any(place.iterdir())
        part = _unfinished(place, place if inside else place.parent)
    try:
        yield part
        with refusing(path):
            _keep_private(part)
            if inside:
                _move_up(part, place)
            else:
                _put(part, place, force=force)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check_folder_free(path: Path, *, force: bool = False) -> None:
    """Refuse a folder that holds something.

    Raises
    ------
    RecordingError
        If it does and ``force`` is not set, or if it is no folder.
    """
    with refusing(path):
        if not os.path.lexists(path):
            return
        if any(path.iterdir()) and not force:
            raise RecordingError(f"{path}: is not empty; name another folder")


def _unfinished(place: Path, beside: Path) -> Path:
    """Make the folder that is filled, for its owner alone."""
    make_folder(beside)
    prefix = f"{place.name[:NAME_LENGTH]}."
    return Path(tempfile.mkdtemp(prefix=prefix, suffix=PART_SUFFIX, dir=beside))


def _keep_private(folder: Path) -> None:
    """Let only the owner read what was made, whoever wrote it, and sync all of it."""
    for place, _, files in os.walk(folder, topdown=False):
        for file in files:
            path = Path(place, file)
            with suppress(PermissionError):  # a disk without modes
                path.chmod(PRIVATE_FILE)
            with path.open("rb+") as opened:
                os.fsync(opened.fileno())
        with suppress(PermissionError):
            Path(place).chmod(PRIVATE_FOLDER)
        sync_folder(Path(place))


def _move_up(part: Path, place: Path) -> None:
    """Fill an empty folder."""
    for made in sorted(part.iterdir()):
        if os.path.lexists(place / made.name):
            raise FileExistsError(made.name)
        made.rename(place / made.name)
    sync_folder(place)


def _put(part: Path, place: Path, *, force: bool) -> None:
    """Rename the folder; the old one is removed once the new one stands."""
    if not force or not place.exists():  # a rename never replaces a folder that holds something
        part.rename(place)
        sync_folder(place.parent)
        return
    old = _unfinished(place, place.parent)
    place.rename(old / place.name)
    try:
        part.rename(place)
    except OSError:
        (old / place.name).rename(place)
        raise
    sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)
