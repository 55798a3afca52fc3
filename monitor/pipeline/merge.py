"""Put the events of all sources in the order in which they happened.

Feet and sparse sensors (heart, taps, notes) settle what happened at different delays. The merger
gives everything out in the order of its session time, no matter in which order it came.
"""

from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from monitor.health.crossed_feet import TwoFeet
from monitor.health.mounting_watch import Turned
from monitor.pipeline.speed_choice import HeartSaid, SpeedSaid
from monitor.types import InputEvent

Merged = InputEvent | SpeedSaid | HeartSaid | Turned | TwoFeet


class _Entry(NamedTuple):
    key_s: float
    source: str
    number: int
    event: Merged


class Merger:
    """Hold events until nothing earlier can come any more, then give them in order.

    What comes too late for its place is put where the order has got to.

    Examples
    --------
    >>> from monitor.types import HeartBeat
    >>> merger = Merger()
    >>> merger.add("heart", 2.0, HeartBeat(2.0, 150.0))
    >>> merger.add("heart", 1.0, HeartBeat(1.0, 149.0))
    >>> [event.t_s for event in merger.until(1.5)]
    [1.0]
    """

    def __init__(self) -> None:
        self._heap: list[_Entry] = []
        self._numbers: dict[str, int] = {}
        self._released_s = -inf

    def add(self, source: str, key_s: float, event: Merged) -> None:
        """Take an event of a source; events of one source and one instant keep their order."""
        number = self._numbers[source] = self._numbers.get(source, 0) + 1
        heappush(self._heap, _Entry(max(key_s, self._released_s), source, number, event))

    def until(self, settled_s: float) -> list[Merged]:
        """Return what happened up to an instant before which nothing more will come."""
        self._released_s = max(self._released_s, settled_s)
        events: list[Merged] = []
        while self._heap and self._heap[0].key_s <= settled_s:
            events.append(heappop(self._heap).event)
        return events
