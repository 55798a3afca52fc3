r"""Tell a notebook what happened in a run: ``from monitor import analyse``.

One call reads a recording, or any file that ``footloose import`` reads, and gives strides, events,
seconds and the summary. Nothing is written.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     file = Path(folder) / "plate.csv"
...     _ = file.write_text("t,f\n" + "".join(f"{i / 100},800\n" for i in range(300)))
...     import_map = Path(folder) / "plate.toml"
...     words = ["[[stream]]", "kind = 'force'", "side = 'left'", "time_s = 't'", "force = 'f'"]
...     _ = import_map.write_text("\n".join(words))
...     run = analyse(file, import_map=import_map)
>>> run.strides, run.summary["duration_s"]
([], 2.99)
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from math import inf
from pathlib import Path
from typing import Any, Final

from monitor import __version__
from monitor.config import Config, dump
from monitor.errors import RecordingError
from monitor.pipeline import Pipeline
from monitor.profile import AthleteProfile
from monitor.session.header import UNKNOWN_START, RecordingHeader
from monitor.session.recording import Recording, Recovery, is_recording
from monitor.session.series_table import COLUMNS, SeriesTable
from monitor.session.summary import SessionFacts, SessionSummary
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.opening import Source
from monitor.sources.importers.recognise import recognise
from monitor.types import (
    Event,
    HeartBeat,
    Packet,
    Power,
    ReferenceSpeed,
    Side,
    Step,
    Stride,
    Temperature,
)

_SAMPLES: Final = (Stride, Step, HeartBeat, ReferenceSpeed, Power, Temperature)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What happened in a run.

    Parameters
    ----------
    started : datetime
        Wall time of session time 0; 1970 where it is not known.
    strides : list of Stride
        In the order in which they ended; SI units, see docs/frames-and-units.md.
    events : list of Event
        Findings, risks, advice, outcomes, notices, reports, laps.
    series : list of dict
        What watches, pods and straps said, by the columns of ``series.csv``, as text.
    summary : dict
        As ``summary.json`` has it.
    remarks : list of str
        What was repaired or left out when the file was read.
    """

    started: datetime
    strides: list[Stride]
    events: list[Event]
    series: list[dict[str, str]]
    summary: dict[str, Any]
    remarks: list[str] = field(default_factory=list)


def analyse(
    *files: str | Path,
    config: Config | None = None,
    profile: AthleteProfile | None = None,
    import_map: str | Path | None = None,
    side: Side | None = None,
) -> Analysis:
    """Analyse one run: a recording, or the files of another sensor that belong together.

    Parameters
    ----------
    *files : str or Path
    config : Config, optional
        Settings; those of the program without it, also for a recording made with others.
    profile : AthleteProfile, optional
        What earlier runs taught.
    import_map : str or Path, optional
        For a table that no ready map describes.
    side : Side, optional
        The foot that a table of one sensor is of.

    Raises
    ------
    MonitorError
        If a file cannot be read; the error names it.
    """
    import scipy.signal  # noqa: F401  # long blocks are filtered by it: monitor/gait/filters.py

    settings = config or Config()
    run = open_run([Path(file) for file in files], import_map, side)
    pipeline = Pipeline(settings, profile)
    gathered = _Gathered()
    for events in run_events(run, pipeline, settings.session.batch_packets):
        for event in events:
            gathered.push(event)
    return gathered.analysis(run, facts_of(run, pipeline, settings))


class _Gathered:
    """What a notebook is told, gathered event by event."""

    def __init__(self) -> None:
        self._strides: list[Stride] = []
        self._events: list[Event] = []
        self._rows: list[list[str]] = []
        self._page, self._table = SessionSummary(), SeriesTable()

    def push(self, event: Event) -> None:
        """Take the next event."""
        self._page.push(event)
        self._rows += self._table.push(event)
        if isinstance(event, Stride):
            self._strides.append(event)
        elif not isinstance(event, _SAMPLES):
            self._events.append(event)

    def analysis(self, run: "OpenRun", facts: SessionFacts) -> Analysis:
        """Give it all, after the last event."""
        rows = [*self._rows, *self._table.finish()]
        return Analysis(
            run.header.started,
            self._strides,
            self._events,
            [dict(zip(COLUMNS, row, strict=True)) for row in rows],
            self._page.page(facts),
            run.remarks,
        )


class OpenRun:
    """A run that is being read: its packets, and what becomes known of them on the way."""

    def __init__(self, header: RecordingHeader, packets: Iterable[Packet]) -> None:
        self.header = header
        self.remarks: list[str] = []
        self.packets = 0
        self.first_s, self.last_s = inf, -inf
        self._packets = packets
        self.recording: Recording | None = None

    def batches(self, size: int) -> Iterator[list[Packet]]:
        """Give the packets in the order of the file."""
        packets = iter(self._packets)
        while batch := list(islice(packets, size)):
            times_s = [packet.t_rx_s for packet in batch]
            self.first_s = min(self.first_s, *times_s)
            self.last_s = max(self.last_s, *times_s)
            self.packets += len(batch)
            yield batch

    @property
    def recovery(self) -> Recovery:
        """How much could be read."""
        if self.recording is not None:
            return self.recording.recovery
        return Recovery(self.packets, 0, 0, 0, finished=True)


def open_run(
    files: Sequence[Source], import_map: str | Path | None = None, side: Side | None = None
) -> OpenRun:
    """Open a recording, or files to import, for their packets."""
    if len(files) == 1 and isinstance(files[0], Path) and is_recording(files[0]):
        recording = Recording(files[0])
        run = OpenRun(recording.header, recording.packets())
        run.recording = recording
        return run
    form = "csv" if import_map else recognise(files)
    if form == "csv":
        from monitor.sources.importers.csv_map import map_path

        chosen = map_path(import_map) if import_map else None
        imported = import_csv(files, chosen, side=side)
    else:
        imported = IMPORT_FORMATS[form](files, None)
    started = imported.started or UNKNOWN_START
    header = RecordingHeader(started.astimezone(UTC), __version__, "", f"import {form}")
    run = OpenRun(header, imported.packets)
    run.remarks = imported.remarks.said
    return run


def run_events(run: OpenRun, pipeline: Pipeline, batch_packets: int) -> Iterator[list[Event]]:
    """Give the events of a run, batch by batch; the larger, the quicker, and the more memory.

    Raises
    ------
    RecordingError
        If it holds not one packet.
    """
    for batch in run.batches(batch_packets):
        yield pipeline.push(batch)
    if not run.packets:
        raise RecordingError(f"nothing to read: {run.recovery.summary}")
    yield pipeline.finish()


def facts_of(run: OpenRun, pipeline: Pipeline, config: Config) -> SessionFacts:
    """What is known of a run besides its events, once it was read."""
    return SessionFacts(
        replace(run.header, config=run.header.config or dump(config).decode()),
        run.recovery,
        max(run.last_s - run.first_s, 0.0),
        refused=pipeline.refused,
        lost={name: tally.lost for name, tally in pipeline.tallies.items()},
    )
