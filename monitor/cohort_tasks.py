"""What a cohort has to do: a task for each run, and whether an earlier call has done it."""

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from monitor import __version__
from monitor.config import Config, dump
from monitor.errors import ConfigError, ImportFileError, MonitorError
from monitor.files.distinct import distinct
from monitor.printable import printable
from monitor.reader import read_json
from monitor.session.recording import is_recording
from monitor.session.stamp import (
    ADDED,
    added_hash,
    digest,
    hash_of,
    hash_of_session,
    hash_of_stream,
)
from monitor.sources.importers.both_feet import foot_in_a_set
from monitor.sources.importers.opening import (
    InputFile,
    Source,
    Unpacked,
    kept_open,
    opened,
    paths_of,
)
from monitor.sources.importers.recognise import recognise

SESSIONS: Final = "sessions"
SESSION: Final = "session.json"


class SessionRow(msgspec.Struct, frozen=True, tag_field="row", tag="session"):
    """A row of the table of sessions: where its rows come from, and what is in it.

    ``recording`` is a short hash of the file, or of the member of a ZIP; ``map`` one of the map's
    content. It and ``side`` are empty where none was used.
    """

    session: str
    file: str
    size_bytes: int
    changed_ns: int
    software: str
    settings: str
    recording: str
    side: str = ""
    map: str = ""
    started: str = ""
    duration_s: float = 0.0
    strides_left: int = 0
    strides_right: int = 0
    remarks: tuple[str, ...] = ()


class ErrorRow(msgspec.Struct, frozen=True, tag_field="row", tag="error"):
    """A row of the table of errors."""

    session: str
    file: str
    error: str


class Task(msgspec.Struct, frozen=True):
    """One run to analyse: its file, its name, the folder for its files, the settings as JSON.

    ``member`` is one activity of a ZIP; ``files`` are those that belong together, which ``file``
    stands for. ``side`` and ``map`` are for a table of one sensor.
    """

    file: str
    session: str
    folder: str
    settings: str
    member: str = ""
    side: str = ""
    map: str = ""
    files: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        """What is to be read."""
        path = Path(self.file)
        if self.files:
            return Unpacked(path, tuple(map(Path, self.files)))
        return InputFile(path, self.member) if self.member else path


def settings_hash(config: Config) -> str:
    """Short name of a configuration; the same settings have the same."""
    return digest(dump(config))


def tasks_of(
    files: Sequence[Source],
    folder: Path,
    config: Config,
    *,
    side: str = "",
    import_map: Path | None = None,
) -> list[Task]:
    """Name the tasks of a cohort, the largest file first; two of one name do not share one.

    The side and the map hold for tables only: other formats say both themselves. The foot that a
    table's name says comes before the side that was named for all.
    """
    settings = dump(config).decode()
    names = (printable(_stem(file)) or "run" for file in files)
    tasks = []
    for file, session in zip(kept_open(files), distinct(names), strict=True):
        path, member = (file.path, file.member) if isinstance(file, InputFile) else (file, "")
        task = Task(str(path), session, str(folder / SESSIONS / session), settings, member)
        if isinstance(file, Unpacked):
            task = msgspec.structs.replace(task, files=tuple(map(str, file.files)))
        if (side or import_map) and _is_table(file):
            foot = foot_in_a_set(file, side) or ""
            task = msgspec.structs.replace(task, side=foot, map=str(import_map or ""))
        tasks.append((-_bytes_of(file), session, task))
    return [task for *_, task in sorted(tasks, key=lambda one: one[:2])]


def expected_row(task: Task) -> SessionRow:
    """What ``session.json`` says of a run that need not be analysed again; no file is read."""
    size_bytes = changed_ns = 0
    with contextlib.suppress(OSError):
        found = [path.stat() for path in paths_of(task.source)]
        size_bytes = sum(one.st_size for one in found)
        changed_ns = max(one.st_mtime_ns for one in found)
    known = ""
    if task.map:
        with contextlib.suppress(OSError):
            known = digest(Path(task.map).read_bytes())
    settings = digest(task.settings.encode())
    return SessionRow(
        task.session,
        str(task.source),
        size_bytes,
        changed_ns,
        __version__,
        settings,
        recording="",
        side=task.side,
        map=known,
    )


def hash_of_source(source: Source) -> str:
    """Give a short hash of files as they lie there, or of a member of a ZIP, unpacked.

    That of a recording says what was added to it, too.

    Raises
    ------
    ImportFileError, RecordingError
        If it cannot be read.
    """
    if isinstance(source, Path):
        return hash_of_session(source) if is_recording(source) else hash_of(source)
    if isinstance(source, Unpacked):
        return digest("".join(map(hash_of, source.files)).encode())
    with opened(source) as stream:
        return hash_of_stream(stream)


def done(task: Task) -> SessionRow | None:
    """Give the row of a run that was analysed before, from the same bytes, by the same program."""
    try:
        row = read_json(Path(task.folder) / SESSION, SessionRow)
    except ConfigError:
        return None
    known = msgspec.structs.replace(
        row, recording="", started="", duration_s=0.0, strides_left=0, strides_right=0, remarks=()
    )
    if known != expected_row(task):
        return None
    file = task.source
    try:
        added = added_hash(file) if isinstance(file, Path) and is_recording(file) else ""
    except MonitorError:  # whoever analyses it says what is wrong with it
        return None
    return row if row.recording.partition(ADDED)[2] == added else None


def _is_table(file: Source) -> bool:
    try:
        return recognise([file]) == "csv"
    except ImportFileError:  # its reader says what is wrong with it
        return False


def _bytes_of(file: Source) -> int:
    """Size of a file; in a ZIP, unpacked."""
    if isinstance(file, InputFile):
        return file.size_bytes
    try:
        return sum(path.stat().st_size for path in paths_of(file))
    except OSError:
        return 0


def _stem(file: Source) -> str:
    """Name of a run: of a file, before its first dot."""
    return file.name if isinstance(file, Unpacked) else file.name.split(".")[0]
