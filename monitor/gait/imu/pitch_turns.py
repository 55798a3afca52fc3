"""Turning points of a foot's pitch, and the sample at which each became certain."""

from bisect import bisect_left
from typing import NamedTuple

import numpy as np

from monitor.gait.imu.prominence import ProminenceTracker
from monitor.types import FloatArray


class Turn(NamedTuple):
    """A turning point of the pitch; ``falls`` says that the phase it ends fell.

    ``seen`` is the sample at which the angle had come back far enough to be sure of it.
    """

    seen: int
    at: int
    falls: bool


class PitchTurns:
    """Follow an angle, in samples numbered from ``start``, from turning point to turning point.

    A turning point counts once the angle has come back by more than ``size_rad``; not only the
    next turn says so, but the first sample that far off: half a swing earlier.

    Examples
    --------
    >>> PitchTurns(0.3).push(np.array([0.0, 0.1, 0.5, 0.4, 0.1, -0.4, -0.3, 0.2]))
    [Turn(seen=4, at=2, falls=False), Turn(seen=7, at=5, falls=True)]
    """

    def __init__(self, size_rad: float, start: int = 0) -> None:
        self._tracker = ProminenceTracker(size_rad)
        self._last = np.empty(0)
        self._stop = start

    @property
    def falling(self) -> bool | None:
        """Direction since the last turning point; None before the first."""
        return self._tracker.falling

    def push(self, angle_rad: FloatArray) -> list[Turn]:
        """Consume the next samples; return the turning points that they confirm."""
        values = np.concatenate([self._last, angle_rad])
        first = self._stop - len(self._last)
        begin = len(self._last)
        self._stop += len(angle_rad)
        self._last = values[-2:]
        rising = np.diff(values) > 0.0
        tops: list[int] = (np.flatnonzero(rising[1:] != rising[:-1]) + 1).tolist()
        angles: list[float] = values.tolist()
        turns: list[Turn] = []
        for top in tops:
            turns += self._beyond(first, angles, begin, top + 1)
            turns += self._feed(first, angles, top, top + 1)
            begin = top + 1
        return turns + self._beyond(first, angles, begin, len(angles))

    def finish(self) -> list[Turn]:
        """Take the last sample for a turn."""
        last = len(self._last) - 1
        if last < 0:
            return []
        return self._feed(self._stop - 1 - last, self._last.tolist(), last, last)

    def _beyond(self, first: int, angles: list[float], begin: int, end: int) -> list[Turn]:
        """Look for a sample that confirms; between two extrema there is at most one."""
        confirms = self._tracker.confirms
        if begin >= end or not confirms(angles[end - 1]):
            return []
        # the way to the extremum goes in one direction: once beyond, always beyond
        seen = bisect_left(angles, True, begin, end, key=confirms)
        return self._feed(first, angles, seen, seen)

    def _feed(self, first: int, angles: list[float], index: int, seen: int) -> list[Turn]:
        at = self._tracker.feed(first + index, angles[index])
        return [] if at is None else [Turn(first + seen, at, self._tracker.falling is False)]
