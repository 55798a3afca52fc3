"""Open a file to import: as it is, out of gzip, or out of a ZIP.

Nothing that a file says of its own size is believed: what comes out is counted, and refused where
it is far more than what went in.
"""

import gzip
import io
import lzma
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Final, cast

from monitor.errors import ImportFileError
from monitor.sources.importers.limits import ImportLimits

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 1
_ACTIVITIES: Final = (".fit", ".gpx", ".tcx")
_IGNORED: Final = ("__MACOSX/", ".")
"""What computers put into a ZIP beside the recordings."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file, or one member of a ZIP."""

    path: Path
    member: str = ""
    archive: zipfile.ZipFile | None = field(default=None, compare=False, repr=False)
    """The ZIP, while it is kept open for its members."""
    size_bytes: int = field(default=0, compare=False, repr=False)
    """Unpacked size of a member, as its ZIP says."""
    beside: "Path | None" = field(default=None, compare=False, repr=False)
    """What it was found in, if not named by itself: a ZIP, or what stands for files in a folder."""

    @property
    def spare(self) -> bool:
        """Whether it may be left out, as what an app puts beside the samples; nobody named it."""
        return bool(self.member) or self.beside is not None

    @property
    def whole(self) -> Path:
        """What was imported, for people: the ZIP or folder that it was found in, or its file."""
        return self.beside or self.path

    @property
    def title(self) -> str:
        """Name of what was imported."""
        return self.beside.name if self.beside else self.name

    @property
    def inside(self) -> str:
        """Name of it in its ZIP, or in the folder of what it was found with."""
        place = self.path.parent.resolve() / self.path.name
        if self.member or self.beside is None or self.beside.resolve() not in place.parents:
            return self.member or self.path.name
        return place.relative_to(self.beside.resolve()).as_posix()

    @property
    def name(self) -> str:
        """File name without folders, and without ``.gz``."""
        name = PurePosixPath(self.member).name if self.member else self.path.name
        return name.removesuffix(".gz") or name

    @property
    def place(self) -> str:
        """Where it lies, with slashes."""
        return f"{self.path.as_posix()}/{self.member}" if self.member else self.path.as_posix()

    def __str__(self) -> str:
        return f"{self.path}/{self.member}" if self.member else str(self.path)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Files of one sensor that lie in a folder as in the ZIP of an app, and are read as that is.

    ``path`` stands for them: the folder, or what their names have in common.
    """

    path: Path
    files: tuple[Path, ...]

    @property
    def name(self) -> str:
        """Name for people, and for what is made of them."""
        return self.path.name

    def __str__(self) -> str:
        return str(self.path)


Source = Path | InputFile | Unpacked
"""What can be imported: a file, one member of a ZIP, or files that belong together."""


def paths_of(source: Source) -> tuple[Path, ...]:
    """Give the files on the disk that a source is in."""
    if isinstance(source, Unpacked):
        return source.files
    return (source if isinstance(source, Path) else source.path,)


def expand(files: Sequence[Source], limits: ImportLimits | None = None) -> list[InputFile]:
    """Name what is to be read: every file, also those in a ZIP or of a set.

    Raises
    ------
    ImportFileError
        If a file cannot be opened, or a ZIP is damaged, encrypted or holds too much.
    """
    limits = limits or ImportLimits()
    found: list[InputFile] = []
    for file in files:
        if isinstance(file, InputFile):
            found.append(file)
        elif isinstance(file, Unpacked):
            found += [InputFile(one, beside=file.path) for one in file.files]
        else:
            packed = _starts(file, _ZIP)
            members = _members(file, limits.zip_members) if packed else [InputFile(file)]
            found += [replace(one, beside=file) for one in members] if packed else members
    return found


def called(files: Sequence[InputFile]) -> dict[InputFile, str]:
    """Name each file, with as many of its folders as tell it from the others.

    >>> names = called([InputFile(Path("a/left/run.csv")), InputFile(Path("a/right/run.csv"))])
    >>> list(names.values())
    ['left/run.csv', 'right/run.csv']
    """
    names = {file: file.name for file in files}
    deep = 1
    while True:
        counts = Counter(names.values())
        doubled = [file for file in files if counts[names[file]] > 1]
        if all(deep >= len(PurePosixPath(file.place).parts) for file in doubled):
            return names
        deep += 1
        names |= {file: "/".join(PurePosixPath(file.place).parts[-deep:]) for file in doubled}


def activities_in(path: Path, limits: ImportLimits | None = None) -> list[InputFile]:
    """Name the activities in a ZIP by the ends of their names, as a bulk export holds them.

    None are in what is no ZIP.

    Raises
    ------
    ImportFileError
        As ``expand``.
    """
    limits = limits or ImportLimits()
    if not _starts(path, _ZIP):
        return []
    members = _members(path, limits.zip_activities)
    return [one for one in members if one.member.lower().removesuffix(".gz").endswith(_ACTIVITIES)]


def kept_open(files: Iterable[Source]) -> Iterator[Source]:
    """Give files in their order; a ZIP stays open while its members are given.

    Its list of members, which may be long, is then read once and not for each of them.
    """
    for (path, packed), group in groupby(files, _place):
        with ExitStack() as stack:
            archive = None
            if packed:
                with suppress(OSError, zipfile.BadZipFile):  # each member says what is wrong
                    archive = stack.enter_context(zipfile.ZipFile(path))
            for file in group:
                yield replace(file, archive=archive) if isinstance(file, InputFile) else file


def _place(file: Source) -> tuple[Path, bool]:
    """Say where a file is, and whether in a ZIP."""
    return (file.path, bool(file.member)) if isinstance(file, InputFile) else (Path(), False)


@contextmanager
def opened(file: InputFile | Path, limits: ImportLimits | None = None) -> Iterator[BinaryIO]:
    """Open a file for its unpacked bytes, and say what is wrong with it as ``ImportFileError``."""
    limits = limits or ImportLimits()
    source = InputFile(file) if isinstance(file, Path) else file
    try:
        with source.path.open("rb") as raw, _unpacked(source, raw) as stream:
            most = limits.unpacked_bytes(source.path.stat().st_size)
            yield io.BufferedReader(_Counted(source, stream, most))
    except OSError as error:
        raise ImportFileError(str(source), error.strerror or "cannot be unpacked") from error
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise ImportFileError(str(source), "the compressed file is cut or damaged") from error
    except (RuntimeError, NotImplementedError) as error:  # zipfile's words for what it cannot do
        raise ImportFileError(str(source), "is packed in a way that is not read") from error


def read_whole(file: InputFile | Path, limits: ImportLimits | None = None) -> bytes:
    """All unpacked bytes of a file of which only a small one makes sense (FIT, GPX, TCX).

    Raises
    ------
    ImportFileError
        If it cannot be read, or is larger than ``activity_bytes``.
    """
    limits = limits or ImportLimits()
    with opened(file, limits) as stream:
        data = stream.read(limits.activity_bytes + 1)
    if len(data) > limits.activity_bytes:
        most = f"{limits.activity_bytes / 1e6:g} MB"
        raise ImportFileError(str(file), f"is larger than any activity ({most})")
    return data


class _Counted(io.RawIOBase):
    """Bytes that come out of a file, up to a limit."""

    def __init__(self, file: InputFile, stream: IO[bytes], most: int) -> None:
        self._file = file
        self._stream = stream
        self._most = most
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # typeshed: any writable buffer
        data = self._stream.read(len(view))
        self._seen += len(data)
        if self._seen > self._most:
            reason = f"unpacks to more than {self._most / 1e6:.0f} MB; unpack it if you trust it"
            raise ImportFileError(str(self._file), reason)
        view[: len(data)] = data
        return len(data)


@contextmanager
def _unpacked(file: InputFile, raw: BinaryIO) -> Iterator[IO[bytes]]:
    """Open a stream of unpacked bytes; a packed member of a ZIP is unpacked once more."""
    if not stat.S_ISREG(file.path.stat().st_mode):
        raise ImportFileError(str(file), "is not a file")
    if not file.member:
        yield _gunzip(raw)
        return
    with ExitStack() as stack:
        archive = file.archive or stack.enter_context(zipfile.ZipFile(raw))
        yield _gunzip(stack.enter_context(archive.open(file.member)))


def _gunzip(stream: IO[bytes]) -> IO[bytes]:
    packed = stream.read(len(_GZIP)) == _GZIP
    stream.seek(0)
    if packed:
        return cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
    return stream


def _starts(path: Path, mark: bytes) -> bool:
    try:
        if not path.is_file():
            reason = "is not a file" if path.exists() else "No such file or directory"
            raise ImportFileError(path, reason)
        with path.open("rb") as file:
            return file.read(len(mark)) == mark
    except OSError as error:
        raise ImportFileError(path, error.strerror or "cannot be read") from error


def _members(path: Path, most: int) -> list[InputFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except OSError as error:
        raise ImportFileError(path, error.strerror or "cannot be read") from error
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise ImportFileError(path, "the ZIP is cut or damaged") from error
    if len(members) > most:
        reason = f"holds {len(members)} files, at most {most}: unpack it, and import the folder"
        raise ImportFileError(path, reason)
    if any(one.flag_bits & _ENCRYPTED for one in members):
        raise ImportFileError(path, "is encrypted; unpack it first")
    wanted = [
        InputFile(path, one.filename, size_bytes=one.file_size)
        for one in members
        if not one.filename.startswith(_IGNORED) and "/." not in one.filename
    ]
    if not wanted:
        raise ImportFileError(path, "the ZIP holds no files")
    return wanted
