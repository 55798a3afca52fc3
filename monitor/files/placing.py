"""Put new files in their place once they are whole: one file, or a folder of them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from monitor.errors import RecordingError
from monitor.files.folders import make_folder
from monitor.files.output import PRIVATE_FILE, writing
from monitor.files.parts import part_folder


def check_folder_free(folder: Path, *, force: bool) -> None:
    """Refuse a folder in which something is, or a file in its place.

    Raises
    ------
    RecordingError
        If it is taken; with ``force``, only if it is no folder.
    """
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise RecordingError(f"{folder}: is a file; expected a new folder")
    if not force and any(folder.iterdir()):
        raise RecordingError(f"{folder}: is not empty; --force replaces files of the same names")


@contextmanager
def making_folder(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a folder to fill, which takes its place when the block ends without an error.

    An empty folder in its place is filled. ``force`` replaces files of the same names, one by one;
    other files stay.

    Raises
    ------
    RecordingError
        If the place is taken, or cannot be written. What was there stays.
    """
    check_folder_free(target, force=force)
    with _part_beside(target) as part:
        yield part
        for file in part.rglob("*"):
            file.chmod(PRIVATE_FILE if file.is_file() else 0o700)
        try:
            if target.is_dir():
                _merge(part, target)
            else:
                part.rename(target)
        except OSError as error:
            raise RecordingError(f"{target}: {error.strerror or error}") from error


@contextmanager
def making_file(target: Path, name: str, *, force: bool = False) -> Iterator[Path]:
    """Give a folder in which ``name`` is to be made, which then becomes ``target``.

    Raises
    ------
    RecordingError
        If the file exists already, or cannot be written. What was there stays.
    """
    with _part_beside(target) as part:
        yield part
        with (part / name).open("rb") as made, writing(target, force=force) as file:
            shutil.copyfileobj(made, file)


@contextmanager
def _part_beside(target: Path) -> Iterator[Path]:
    """Give a folder beside a place, gone when the block ends."""
    with ExitStack() as stack:
        try:
            make_folder(target.absolute().parent)
            part = stack.enter_context(part_folder(target.absolute()))
            yield part
        except OSError as error:  # of the disk, also while the files were made
            raise RecordingError(f"{target}: {error.strerror or error}") from error


def _merge(part: Path, target: Path) -> None:
    for file in sorted(part.rglob("*")):
        place = target / file.relative_to(part)
        if file.is_dir():
            place.mkdir(mode=0o700, exist_ok=True)
        else:
            file.replace(place)
