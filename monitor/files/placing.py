"""A file that is made by its name in a folder, and then put in its place."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from monitor.errors import RecordingError
from monitor.files.folders import make_folder
from monitor.files.output import writing
from monitor.files.parts import part_folder


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
