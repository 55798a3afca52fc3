"""What a running recording does about trouble: the disk is full, or its file is gone."""

import os
from itertools import count
from pathlib import Path
from typing import Final

from monitor.files.folders import sync_folder
from monitor.files.output import create
from monitor.session.framing import refused_record

_BLOCK_BYTES: Final = 1 << 20
_NO_HANDLE: Final = -1


class Counter:
    """The number of refused packets, written over its own place: a full disk takes that too.

    Parameters
    ----------
    path : Path
        The recording, just made.
    offset_bytes : int
        Where in it the record of ``refused_record`` stands.
    """

    def __init__(self, path: Path, offset_bytes: int) -> None:
        # a descriptor of its own: one that appends would write at the end
        self._handle = os.open(path, os.O_WRONLY)
        self._offset_bytes = offset_bytes

    def set(self, packets: int) -> None:
        """Write the number down, if the disk lets us."""
        if self._handle == _NO_HANDLE:
            return
        try:
            os.lseek(self._handle, self._offset_bytes, os.SEEK_SET)
            os.write(self._handle, refused_record(packets))
        except OSError:  # the numbers of the packets tell most of it
            return

    def close(self) -> None:
        """Give the file up; its number may soon be another file's."""
        handle, self._handle = self._handle, _NO_HANDLE
        os.close(handle)


def is_at(path: Path, handle: int) -> bool:
    """Whether an open file is still the one at its path."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except OSError:
        return False


def write_again(handle: int, path: Path) -> Path:
    """Copy an open file, which was deleted or moved, to its path; return where it is now.

    If another file is there by now, a number is added to the name.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    numbers = count(2)
    target = path
    while True:
        try:
            copy = create(target)
            break
        except FileExistsError:
            target = path.with_name(f"{path.stem}_{next(numbers)}{path.suffix}")
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        while block := os.read(handle, _BLOCK_BYTES):
            view = memoryview(block)
            while view:
                view = view[os.write(copy, view) :]
        os.fsync(copy)
    finally:
        os.close(copy)
    sync_folder(target.parent)
    return target
