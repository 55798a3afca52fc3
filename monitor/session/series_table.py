"""What watches, pods and straps said, second by second: the rows of ``series.csv``.

A row is one second of session time in which anything was said: the mean of what was said in it,
empty where nothing was. The numbers are the devices' own, not ours.
"""

from collections.abc import Iterator, Mapping
from math import floor
from typing import Final

from monitor.types import Event, HeartBeat, Lap, Power, ReferenceSpeed, Temperature

SERIES: Final = (
    "speed_m_s",
    "cadence_spm",
    "contact_time_s",
    "power_w",
    "heart_rate_bpm",
    "slope",
    "temperature_c",
    "stride_length_m",
    "distance_m",
)
_OF_SPEED: Final = (
    "speed_m_s",
    "cadence_spm",
    "contact_time_s",
    "power_w",
    "slope",
    "stride_length_m",
    "distance_m",
)
_SAYING: Final = (HeartBeat, ReferenceSpeed, Power, Temperature, Lap)
COLUMNS: Final = ("t_s", *SERIES, "lap", "lap_trigger")
"""Names of the columns; ``lap`` is the number of a lap that ended in this second."""
_HOLD_S: Final = 10
"""A second is written when something was said this much later. Events come in order of time; rule
of thumb."""
_DIGITS: Final = 6


def said(event: Event) -> Mapping[str, float]:
    """Values of an event, by column; empty if it is of no series.

    >>> said(HeartBeat(12.0, 140.0))
    {'heart_rate_bpm': 140.0}
    """
    match event:
        case HeartBeat():
            return {"heart_rate_bpm": event.rate_bpm}
        case ReferenceSpeed():
            values = {name: getattr(event, name) for name in _OF_SPEED}
            return {name: value for name, value in values.items() if value is not None}
        case Power():
            return {"power_w": event.power_w}
        case Temperature():
            return {"temperature_c": event.temperature_c}
        case _:
            return {}


class _Second:
    """Sums of what was said in one second."""

    def __init__(self) -> None:
        self.sums = dict.fromkeys(SERIES, 0.0)
        self.counts = dict.fromkeys(SERIES, 0)
        self.lap: Lap | None = None

    def row(self, second: int) -> list[str]:
        cells = [
            f"{self.sums[name] / count:.{_DIGITS}g}" if (count := self.counts[name]) else ""
            for name in SERIES
        ]
        lap = ["", ""] if self.lap is None else [str(self.lap.number), self.lap.trigger.value]
        return [str(second), *cells, *lap]


class SeriesTable:
    """Turn events into rows of one second each, as text."""

    def __init__(self) -> None:
        self._open: dict[int, _Second] = {}
        self._written = -(1 << 62)

    def push(self, event: Event) -> Iterator[list[str]]:
        """Consume an event; give the rows that it settles."""
        if not isinstance(event, _SAYING):
            return
        values = said(event)
        at = max(floor(event.t_s), self._written + 1)
        second = self._open.setdefault(at, _Second())
        for name, value in values.items():
            second.sums[name] += value
            second.counts[name] += 1
        if isinstance(event, Lap):
            second.lap = event
        yield from self._until(at - _HOLD_S)

    def finish(self) -> Iterator[list[str]]:
        """Give the rows that were still open."""
        yield from self._until(max(self._open, default=0) + 1)

    def _until(self, stop: int) -> Iterator[list[str]]:
        for at in sorted(second for second in self._open if second < stop):
            self._written = at
            yield self._open.pop(at).row(at)
