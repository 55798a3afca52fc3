"""The rule for every file that a command writes.

1. Never write onto an input of the command.
2. Never replace an existing file, unless the person asked for it with ``--force``.
3. Write beside the place under a random name, sync, read back, and only then put it in place.
   Until then whatever stood there stays. What a killed program left goes at the next write.
4. New files are for their owner alone (0600, folders 0700); a replaced file keeps its mode.
   Symbolic links are followed.

A device or a pipe such as ``/dev/stdout`` holds nothing that could be lost: it is written directly.
"""

import io
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from monitor.errors import RecordingError
from monitor.files.folders import make_folder, sync_folder
from monitor.files.parts import part_file

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PRIVATE_FILE: Final = 0o600
"""Mode of a file that we make."""
_BINARY: Final = getattr(os, "O_BINARY", 0)  # Windows turns line ends into two bytes without it
_BLOCK_BYTES: Final = 1 << 20


def check_outputs(
    outputs: Iterable[Path | None], *, inputs: Iterable[Path | None] = (), force: bool = False
) -> None:
    """Refuse outputs that would destroy something, before any work is done.

    ``None`` stands for an option that was not given.

    Raises
    ------
    RecordingError
        If an output is also an input, or another output, or exists and ``force`` is not set.
    """
    read = [path for path in inputs if path is not None]
    taken: list[Path] = []
    for path in outputs:
        if path is None or is_stream(path):
            continue
        if any(same_file(path, other) for other in read):
            raise RecordingError(f"{path}: this command reads it; name another output")
        if any(same_file(path, other) for other in taken):
            raise RecordingError(f"{path}: two outputs have this name; name another one")
        check_free(path, force=force)
        taken.append(path)


def check_free(path: Path, *, force: bool = False) -> None:
    """Refuse a path that is taken.

    Raises
    ------
    RecordingError
        If something is there; with ``force``, only if that is a folder.
    """
    if path.is_dir():
        raise RecordingError(f"{path}: Is a directory")
    if os.path.lexists(path) and not force and not is_stream(path):
        raise RecordingError(f"{path}: File exists; --force replaces it")


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same file, there already or not."""
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return os.path.realpath(one) == os.path.realpath(other)


def is_stream(path: Path) -> bool:
    """Whether a path is a device, a pipe or a socket."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def create(path: Path) -> int:
    """Make a file that must not exist yet, to append to; returns its descriptor.

    For what is written while a session runs: it has to be found under its name after a crash.

    Raises
    ------
    OSError
        If it exists, or cannot be made.
    """
    make_folder(path.parent)
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND | _BINARY
    return os.open(path, flags, PRIVATE_FILE)


@contextmanager
def writing(
    path: Path, *, force: bool = False, check: Callable[[Path], None] | None = None
) -> Iterator[BinaryIO]:
    """Give a file to write to, which is put in its place when the block ends without an error.

    Parameters
    ----------
    path : Path
        Where the file goes.
    force : bool
        Replace what is there.
    check : callable or None
        Reads the unfinished version back and raises if something is wrong with it.

    Raises
    ------
    RecordingError
        If it exists already, or cannot be written or read back. Whatever was there stays.
    """
    pending = PendingFile(path, force=force)
    try:
        yield pending.file
        pending.settle(check)
        pending.publish()
    finally:
        pending.discard()


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a whole file by the rule.

    Raises
    ------
    RecordingError
        If it exists already and ``force`` is not set, or cannot be written. What was there stays.
    """
    with writing(path, force=force) as file:
        file.write(data)


class PendingFile:
    """A file that is written beside its place until ``publish`` puts it there.

    Attributes
    ----------
    file : BinaryIO
        What to write to.

    Raises
    ------
    RecordingError
        From any method, if the file exists already or cannot be written. Writing to ``file``
        raises it too.
    """

    def __init__(self, path: Path, *, force: bool = False) -> None:
        self.path = path
        self._force = force
        self._target = Path(os.path.realpath(path)) if path.is_symlink() else path
        self._part: Path | None = None
        self._lock: int | None = None
        check_free(path, force=force)
        with refusing(path):
            handle = self._open()
        self._raw = _Summed(handle, path)
        self.file: BinaryIO = io.BufferedWriter(self._raw)

    def publish(self) -> None:
        """Put the file in its place, once it is synced and read back."""
        self.settle()
        if self._part is None:
            return
        with refusing(self.path):
            self._put(self._part)
            sync_folder(self._target.parent)

    def settle(self, check: Callable[[Path], None] | None = None) -> None:
        """Sync and read back; of files that belong together all settle before one is published."""
        if self.file.closed:
            return
        self.file.flush()
        if self._part is None:
            self.file.close()
            return
        with refusing(self.path):
            os.fsync(self._raw.fileno())
            self.file.close()
            if _checksum(self._part) != self._raw.checksum:
                raise RecordingError(f"{self.path}: the disk does not give back what was written")
            if check is not None:
                check(self._part)

    def discard(self) -> None:
        """Give the file up, unless it was published."""
        with suppress(RecordingError):  # what is left in the buffer may not fit on the disk
            self.file.close()
        self._raw.close()
        if self._part is not None:
            with suppress(OSError):
                self._part.unlink()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _open(self) -> int:
        if is_stream(self.path):
            return os.open(self.path, os.O_WRONLY | _BINARY)
        make_folder(self._target.parent)
        self._part, handle, self._lock = part_file(self._target)
        if self._target.exists():
            self._part.chmod(stat.S_IMODE(self._target.stat().st_mode))
        return handle

    def _put(self, part: Path) -> None:
        if self._force:
            part.replace(self._target)
            return
        try:
            # unlike a rename, a link never replaces what somebody put there meanwhile
            self._target.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links
            check_free(self.path)
            part.rename(self._target)
        else:
            part.unlink()


class _Summed(io.RawIOBase):
    """Writes to a descriptor and keeps the checksum of what was written."""

    def __init__(self, handle: int, path: Path) -> None:
        self._handle = handle
        self._path = path
        self.checksum = 0
        self._size_bytes = 0

    def tell(self) -> int:
        return self._size_bytes

    def fileno(self) -> int:
        return self._handle

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        with refusing(self._path):
            count = os.write(self._handle, data)
        self.checksum = zlib.crc32(memoryview(data)[:count], self.checksum)
        self._size_bytes += count
        return count

    def close(self) -> None:
        if not self.closed:
            super().close()
            os.close(self._handle)


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while data := file.read(_BLOCK_BYTES):
            checksum = zlib.crc32(data, checksum)
    return checksum


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn errors of the system into one that names the file."""
    try:
        yield
    except BrokenPipeError:  # the reader of a pipe has seen enough: no fault of the file
        raise
    except FileExistsError as error:
        raise RecordingError(f"{path}: File exists; --force replaces it") from error
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror or error}") from error
