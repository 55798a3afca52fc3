"""A folder of files that a command makes, by the rule of ``output``.

Filled under another name, synced, and only then put in place.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from monitor.errors import RecordingError
from monitor.files.folders import PRIVATE_FOLDER, make_folder, sync_folder
from monitor.files.output import PRIVATE_FILE, PendingFile, check_outputs, refusing
from monitor.files.parts import clear_abandoned, part_folder


@contextmanager
def writing_folder(
    path: Path, *, force: bool = False, merge: bool = False, inputs: Iterable[Path] = ()
) -> Iterator[Path]:
    """Give a folder to fill, which is put in its place when the block ends without an error.

    Parameters
    ----------
    path : Path
        Where the folder goes. An empty folder that is there is filled.
    force : bool
        Replace the folder that is there, with all that is in it.
    merge : bool
        ``force`` replaces files of the same names only, once all new ones are whole; others stay.
    inputs : iterable of Path
        What the command reads: no file of a folder that is merged takes its place.

    Raises
    ------
    RecordingError
        If it holds something already, or cannot be written. What was there stays.
    """
    place = Path(os.path.realpath(path))
    if place.is_dir():
        clear_abandoned(place, place)
    check_folder_free(path, force=force, merge=merge)
    with ExitStack() as stack, refusing(path):
        # an empty folder may be a disk of its own, on which alone files can be renamed
        inside = place.is_dir() and not any(place.iterdir())
        make_folder(place.parent)
        part = stack.enter_context(part_folder(place, place if inside else None))
        yield part
        _keep_private(part)
        if inside:
            _move_up(part, place)
        elif merge and place.is_dir() and force:
            _merge(part, place, inputs)
        else:
            _put(part, place, force=force)


def check_folder_free(path: Path, *, force: bool = False, merge: bool = False) -> None:
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
            instead = "--force replaces files of the same names" if merge else "name another folder"
            raise RecordingError(f"{path}: is not empty; {instead}")


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


def _merge(part: Path, place: Path, inputs: Iterable[Path]) -> None:
    """Replace files of the same names; nothing is replaced before all new ones are whole."""
    made = [file for file in sorted(part.rglob("*")) if file.is_file()]
    places = [place / file.relative_to(part) for file in made]
    check_outputs(places, inputs=inputs, force=True)
    with ExitStack() as stack:
        pending = []
        for file, target in zip(made, places, strict=True):
            one = PendingFile(target, force=True)
            stack.callback(one.discard)
            with file.open("rb") as source:
                shutil.copyfileobj(source, one.file)
            one.settle()
            file.unlink()  # else the disk holds it three times
            pending.append(one)
        for one in pending:
            one.publish()
    for folder in {one for target in places for one in target.parents if place in one.parents}:
        sync_folder(folder.parent)  # it may be new


def _put(part: Path, place: Path, *, force: bool) -> None:
    """Rename the folder; the old one is removed once the new one stands."""
    if not force or not place.exists():  # a rename never replaces a folder that holds something
        part.rename(place)
        sync_folder(place.parent)
        return
    # no unfinished name: for a moment it holds the only copy, which nobody may clear away
    old = Path(tempfile.mkdtemp(prefix=f"{place.name}.", suffix=".old", dir=place.parent))
    kept = old / place.name
    try:
        place.rename(kept)
        part.rename(place)
    except BaseException:  # also a signal between the two
        if kept.exists() and not place.exists():
            kept.rename(place)
        shutil.rmtree(old, ignore_errors=True)
        raise
    sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)
