"""Write a session for people and their tools: four files in a folder.

``strides.csv`` has a row a stride; ``series.csv`` a row a second of what watches, pods and straps
said; ``events.jsonl`` has every finding, advice, outcome, notice,
symptom and risk with its evidence, one JSON object a line; ``summary.json`` is the page to read
first. Every row of a table says the program, its settings and the recording, as those of
``export`` do. Written as the events come, whatever the length of the session.
"""

import io
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

import msgspec

from monitor.errors import RecordingError
from monitor.files.folders import make_folder
from monitor.files.output import PendingFile, writing
from monitor.serialise import event_to_json
from monitor.session import series_table
from monitor.session.series_table import SeriesTable
from monitor.session.stamp import Stamp
from monitor.session.stamped_table import StampedTable
from monitor.session.stride_table import COLUMNS, row
from monitor.session.summary import SessionFacts, SessionSummary
from monitor.types import (
    Event,
    HeartBeat,
    Power,
    ReferenceSpeed,
    Side,
    Step,
    Stride,
    Temperature,
)

STRIDES: Final = "strides.csv"
SERIES: Final = "series.csv"
EVENTS: Final = "events.jsonl"
SUMMARY: Final = "summary.json"
FILES: Final = (STRIDES, EVENTS, SERIES, SUMMARY)
"""All files of a session."""

_SAMPLES: Final = (Stride, Step, HeartBeat, ReferenceSpeed, Power, Temperature)
"""Events that are measurements, too many for ``events.jsonl``."""


class Exports:
    """The files of one session; ``open`` starts them, ``finish`` completes them.

    Raises
    ------
    RecordingError
        From any method, if the folder cannot be written.
    """

    def __init__(self, folder: Path, stamp: Stamp, *, force: bool = False) -> None:
        self.folder = folder
        self._force = force
        self._summary = SessionSummary()
        check_free(folder, force=force)
        try:
            self._made = make_folder(folder)
        except OSError as error:
            raise RecordingError(f"{folder}: {error.strerror}") from error
        self._pending: list[PendingFile] = []
        try:
            for name in (STRIDES, EVENTS, SERIES):
                self._pending.append(PendingFile(folder / name, force=force))
        except RecordingError:
            self.close()
            raise
        strides, events, series = self._pending
        self._rows = io.TextIOWrapper(strides.file, encoding="utf-8", newline="")
        self._strides = StampedTable(self._rows, COLUMNS, stamp)
        self._lines = io.TextIOWrapper(events.file, encoding="utf-8")
        self._series = SeriesTable()
        self._series_lines = io.TextIOWrapper(series.file, encoding="utf-8", newline="")
        self._seconds = StampedTable(self._series_lines, series_table.COLUMNS, stamp)

    @classmethod
    def open(cls, folder: Path, stamp: Stamp, *, force: bool = False) -> Self:
        """Start the files in ``folder``, which is made if it is not there.

        The files appear when they are whole, ``summary.json`` as the last. ``force`` replaces the
        files of another session; until the new ones are whole, the old ones stay.
        """
        return cls(folder, stamp, force=force)

    @property
    def seconds(self) -> dict[str, int]:
        """How often each quantity of ``series.csv`` was said so far."""
        return self._summary.seconds

    @property
    def strides(self) -> dict[Side, int]:
        """How many strides each foot made so far."""
        return self._summary.strides

    def push(self, events: Iterable[Event]) -> None:
        """Write events."""
        for event in events:
            self._summary.push(event)
            if isinstance(event, Stride):
                self._strides.write(row(event))
            self._write_seconds(self._series.push(event))
            if not isinstance(event, _SAMPLES):
                self._lines.write(event_to_json(event) + "\n")

    def finish(self, facts: SessionFacts) -> None:
        """Complete the files, write the summary, and put all in place."""
        page = msgspec.json.format(msgspec.json.encode(self._summary.page(facts)), indent=2)
        with writing(self.folder / SUMMARY, force=self._force) as file:
            file.write(page + b"\n")
            self._rows.flush()
            self._lines.flush()
            self._write_seconds(self._series.finish())
            self._series_lines.flush()
            for pending in self._pending:
                pending.settle()
            for pending in self._pending:
                pending.publish()

    def _write_seconds(self, rows: Iterable[list[str]]) -> None:
        for one in rows:
            self._seconds.write(one)

    def close(self) -> None:
        """Give the files up, unless they are finished."""
        for pending in self._pending:
            pending.discard()
        with suppress(OSError):  # new folders go if nothing is in them
            for folder in self._made:
                folder.rmdir()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def check_free(folder: Path, *, force: bool = False) -> None:
    """Refuse a folder that holds the files of a session already.

    Raises
    ------
    RecordingError
        If it does and ``force`` is not set, or if it is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise RecordingError(f"{folder}: Not a directory")
    if not force and any((folder / name).exists() for name in FILES):
        raise RecordingError(f"{folder}: holds results already; --force replaces them")
