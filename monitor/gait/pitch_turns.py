"""Where does the pitch of a foot turn, and when is that certain?"""

from typing import NamedTuple

import numpy as np

from monitor.gait.zigzag import Zigzag
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
        self._zigzag = Zigzag(size_rad)
        self._last = np.empty(0)
        self._stop = start

    @property
    def falling(self) -> bool | None:
        """Direction since the last turning point; None before the first."""
        return self._zigzag.falling

    def push(self, angle_rad: FloatArray) -> list[Turn]:
        """Consume the next samples; return the turning points that they confirm."""
        values = np.concatenate([self._last, angle_rad])
        first = self._stop - len(self._last)
        begin = len(self._last)
        self._stop += len(angle_rad)
        self._last = values[-2:]
        rising = np.diff(values) > 0.0
        turns: list[Turn] = []
        for top in (np.flatnonzero(rising[1:] != rising[:-1]) + 1).tolist():
            turns += self._beyond(first, values, begin, top + 1)
            turns += self._feed(first, values, top, top + 1)
            begin = top + 1
        return turns + self._beyond(first, values, begin, len(values))

    def finish(self) -> list[Turn]:
        """Take the last sample for a turn."""
        last = len(self._last) - 1
        return self._feed(self._stop - 1 - last, self._last, last, last) if last >= 0 else []

    def _beyond(self, first: int, values: FloatArray, begin: int, end: int) -> list[Turn]:
        """Look for a sample that confirms; between two extrema there is at most one."""
        if begin >= end or not self._zigzag.confirms(values[end - 1 : end])[0]:
            return []
        seen = begin + int(np.argmax(self._zigzag.confirms(values[begin:end])))
        return self._feed(first, values, seen, seen)

    def _feed(self, first: int, values: FloatArray, index: int, seen: int) -> list[Turn]:
        at = self._zigzag.feed(first + index, float(values[index]))
        return [] if at is None else [Turn(first + seen, at, self._zigzag.falling is False)]
