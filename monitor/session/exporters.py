"""What does a session leave for people and their tools? Four files in a folder.

``strides.csv`` has a row a stride; ``series.csv`` a row a second of what watches, pods and straps
said; ``events.jsonl`` has every finding, advice, outcome, notice,
symptom and risk with its evidence, one JSON object a line; ``summary.json`` is the page to read
first. Written as the events come, whatever the length of the session.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Self

import msgspec

from monitor.errors import RecordingError
from monitor.serialise import event_to_json
from monitor.session import series_table
from monitor.session.series_table import SeriesTable
from monitor.session.stride_table import COLUMNS, row
from monitor.session.summary import SessionFacts, SessionSummary
from monitor.types import Event, HeartBeat, ReferenceSpeed, Side, Step, Stride

STRIDES: Final = "strides.csv"
SERIES: Final = "series.csv"
EVENTS: Final = "events.jsonl"
SUMMARY: Final = "summary.json"

_SAMPLES: Final = (Stride, Step, HeartBeat, ReferenceSpeed)
"""Events that are measurements, too many for ``events.jsonl``."""


class Exports:
    """The files of one session; ``open`` starts them, ``finish`` completes them.

    Raises
    ------
    RecordingError
        From any method, if the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._summary = SessionSummary()
        self._series = SeriesTable()
        with _refusing(folder), ExitStack() as files:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / SUMMARY).unlink(missing_ok=True)
            strides = (folder / STRIDES).open("w", encoding="utf-8", newline="")
            self._table = csv.writer(files.enter_context(strides))
            events = (folder / EVENTS).open("w", encoding="utf-8")
            self._lines = files.enter_context(events)
            self._table.writerow(COLUMNS)
            series = (folder / SERIES).open("w", encoding="utf-8", newline="")
            self._seconds = csv.writer(files.enter_context(series))
            self._seconds.writerow(series_table.COLUMNS)
            self._files = files.pop_all()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Start the files in ``folder``, which is made if it is not there; old ones are replaced.

        ``summary.json`` appears at the end: where it stands, the export is whole.
        """
        return cls(folder)

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
        with _refusing(self.folder):
            for event in events:
                self._summary.push(event)
                if isinstance(event, Stride):
                    self._table.writerow(row(event))
                self._seconds.writerows(self._series.push(event))
                if not isinstance(event, _SAMPLES):
                    self._lines.write(event_to_json(event) + "\n")

    def finish(self, facts: SessionFacts) -> None:
        """Complete the files and write the summary."""
        page = msgspec.json.format(msgspec.json.encode(self._summary.page(facts)), indent=2)
        with _refusing(self.folder):
            self._seconds.writerows(self._series.finish())
            self._files.close()
            (self.folder / SUMMARY).write_bytes(page + b"\n")

    def close(self) -> None:
        """Give the files up, finished or not."""
        with _refusing(self.folder):
            self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordingError(f"{folder}: {error.strerror}") from error
