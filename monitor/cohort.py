"""Analyse thousands of runs: one process a core, one run a task, the largest first.

Every run leaves a folder of files, written whole or not at all; ``session.json``, the last of
them, says from which file, software and settings they are, so that a cohort that was interrupted
goes on where it was. A run that cannot be read is a row of the table of errors.
"""

import logging
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock, local
from typing import Final

import msgspec

from monitor import __version__
from monitor.cohort_tasks import (
    SESSION,
    SESSIONS,
    ErrorRow,
    SessionRow,
    Task,
    done,
    expected_row,
    hash_of_source,
)
from monitor.config import read_dump
from monitor.errors import MonitorError, RecordingError
from monitor.sources.importers.opening import Source, kept_open

MARKER: Final = "cohort.json"
"""Says that a folder is ours: what is in it may be made anew."""
TABLES: Final = "parquet"
ERRORS: Final = "errors.jsonl"
_ATTEMPTS: Final = 2
"""Times that a run is tried whose process dies."""
_LEAVING_S: Final = 5.0
"""Longest that a process may take to remove what is half made, s. Rule of thumb."""
_BATCH_PACKETS: Final = 2_048
"""Packets that a worker reads at once: 25 MiB less at its highest than by 16,384, and 5 % more time
(measured: ``python -m benchmarks.cohort``)."""


class Marker(msgspec.Struct, frozen=True):
    """What the marker of a cohort's folder says."""

    made_by: str = "footloose cohort"
    software: str = __version__


def take_folder(folder: Path, *, force: bool = False) -> None:
    """Make a cohort's folder, or go on in one that an earlier call made.

    Raises
    ------
    RecordingError
        If it holds files of somebody else and ``force`` is not set, tables of somebody else, or
        cannot be written.
    """
    from monitor.files.output import refusing, write_file

    with refusing(folder):
        ours = (folder / MARKER).is_file()
        taken = folder.exists() and any(folder.iterdir())
    if taken and not ours and not force:
        raise RecordingError(
            f"{folder}: holds files that are not of a cohort; name another folder, or --force"
            " writes the tables among them"
        )
    if not ours and (folder / TABLES).exists():  # it would be replaced with all that is in it
        raise RecordingError(f"{folder / TABLES}: is not of a cohort; name another folder")
    if not ours:
        write_file(folder / MARKER, msgspec.json.encode(Marker()) + b"\n")


def is_result(file: Path, folder: Path) -> bool:
    """Whether a cohort's own results hold a file, so that no cohort reads it as a run.

    >>> is_result(Path("out/sessions/a/strides.csv"), Path("out"))
    True
    """
    from monitor.session.exporters import FILES

    place = file.resolve()
    return place.name in FILES and place.parent.parent == folder.resolve() / SESSIONS


def run_tasks(tasks: Sequence[Task], workers: int) -> Generator[SessionRow | ErrorRow]:
    """Run tasks in processes, and give a row of each as it ends.

    A process that dies takes only its own run with it, which is tried once more.
    """
    left = []
    for task in tasks:
        if (row := done(task)) is None:
            left.append(task)
        else:
            yield row
    crew = _Crew()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for future in as_completed([pool.submit(crew.run, task) for task in left]):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            crew.dismiss()  # whoever ends us early does not wait for the runs that are begun
            pool.shutdown(wait=True)
            crew.close()


class _Crew:
    """One process for each thread that asks; a program of its own, fed line by line.

    Not ``multiprocessing``: that would import our caller's main module in every process.
    """

    def __init__(self) -> None:
        self._mine = local()
        self._all: list[subprocess.Popen[bytes]] = []
        self._lock = Lock()
        self._dismissed = False

    def run(self, task: Task) -> SessionRow | ErrorRow:
        """Have a task done, by another process if the first one dies."""
        for _ in range(_ATTEMPTS):
            answer = self._ask(msgspec.json.encode(task) + b"\n")
            if answer:
                return msgspec.json.decode(answer, type=SessionRow | ErrorRow)
        return ErrorRow(task.session, str(task.source), "the process that read it died")

    def dismiss(self) -> None:
        """End all processes, and start no more; whoever waits for an answer gets none."""
        with self._lock:
            self._dismissed = True
        for process in self._all:
            process.terminate()
        for process in self._all:
            try:
                process.wait(_LEAVING_S)
            except subprocess.TimeoutExpired:
                process.kill()

    def close(self) -> None:
        """Close the pipes to the processes, once nobody waits for an answer."""
        for process in self._all:
            process.communicate()

    def _ask(self, line: bytes) -> bytes:
        """Give a line to this thread's process; return its answer, empty if it died."""
        process: subprocess.Popen[bytes] | None = getattr(self._mine, "process", None)
        if process is None or process.poll() is not None:
            with self._lock:
                if self._dismissed:
                    return b""
                process = self._mine.process = _started()
                self._all.append(process)
        if process.stdin is None or process.stdout is None:
            raise ValueError("a process without pipes")
        try:
            process.stdin.write(line)
            process.stdin.flush()
        except BrokenPipeError:
            return b""
        answer = process.stdout.readline()
        if not answer:
            process.wait()
        return answer


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor.cohort"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        process_group=0,  # Ctrl-C reaches only the program that dismisses them
    )


def work(task: Task) -> SessionRow | ErrorRow:
    """Analyse one run and write its files; runs in a process of its own, which has to be small.

    So it does without ``scipy.signal``: 66 MiB, for 3 % of the time (see monitor/gait/filters.py).
    """
    try:
        [row] = [_analyse(task, source) for source in kept_open([task.source])]
    except MonitorError as error:
        return ErrorRow(task.session, str(task.source), str(error))
    return row


def _analyse(task: Task, source: Source) -> SessionRow:
    from monitor.analysis import facts_of, open_run, run_events
    from monitor.files.output import write_file
    from monitor.pipeline import Pipeline
    from monitor.session.exporters import Exports
    from monitor.session.stamp import Stamp
    from monitor.types import Side

    config, _ = read_dump(task.settings.encode())
    folder = Path(task.folder)
    run = open_run([source], task.map or None, Side(task.side) if task.side else None)
    pipeline = Pipeline(config)
    expected = msgspec.structs.replace(expected_row(task), recording=hash_of_source(source))
    stamp = Stamp(expected.software, expected.settings, expected.recording)
    with Exports.open(folder, stamp, force=True) as exports:
        for events in run_events(run, pipeline, _BATCH_PACKETS):
            exports.push(events)
        facts = facts_of(run, pipeline, config)
        exports.finish(facts)
    row = msgspec.structs.replace(
        expected,
        started=facts.header.started.isoformat(),
        duration_s=facts.duration_s,
        strides_left=exports.strides[Side.LEFT],
        strides_right=exports.strides[Side.RIGHT],
        remarks=tuple(run.remarks),
    )
    write_file(folder / SESSION, msgspec.json.encode(row) + b"\n", force=True)
    return row


def serve() -> None:
    """Do the tasks that come as lines of JSON, and answer each with its row."""
    logging.getLogger("monitor").setLevel(logging.CRITICAL)  # remarks are in the rows
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # dismissed: nothing half made is left
    for line in sys.stdin.buffer:
        row = work(msgspec.json.decode(line, type=Task))
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
