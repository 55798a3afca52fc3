"""How far the runner has come: by strides, and by another device where no stride says it."""

from collections import deque
from typing import Final, NamedTuple

from monitor.total import total
from monitor.types import ReferenceSpeed, Stride

_HOLD_S: Final = 15.0
"""A speed holds until the next one, but not longer, s. Rule of thumb: watches that save memory
write one in some seconds."""
_WAIT_S: Final = 10.0
"""Strides that come later than another device's speed by more than this, s, are not waited for.
Rule of thumb: a stride is told within two seconds of its end."""


class _Way(NamedTuple):
    """A stretch of time at one speed."""

    from_s: float
    to_s: float
    speed_m_s: float


class Odometer:
    """Add up the way; no instant counts twice.

    Strides of both feet and speeds of other devices come in any order of a few seconds. Time for
    which nobody says a speed adds nothing.

    Examples
    --------
    >>> far = Odometer()
    >>> for second in range(101):
    ...     far.note(ReferenceSpeed(float(second), 3.0))
    >>> far.distance_m
    300.0
    """

    def __init__(self) -> None:
        self._counted_m = 0.0
        self._counted_to_s = float("-inf")
        self._last: ReferenceSpeed | None = None
        self._others: deque[_Way] = deque()

    @property
    def distance_m(self) -> float | None:
        """Way so far, m; None while nobody has said a speed."""
        if self._last is None and self._counted_to_s == float("-inf"):
            return None
        rest_m = total(self._uncounted_s(way) * way.speed_m_s for way in self._others)
        return self._counted_m + rest_m

    def step(self, stride: Stride) -> None:
        """Take a stride: its time is covered, other devices are asked for the time before it."""
        if stride.speed_m_s is None:
            return
        self._settle(stride.ic_s)
        self._count(_Way(stride.ic_s, stride.next_ic_s, stride.speed_m_s))

    def note(self, said: ReferenceSpeed) -> None:
        """Take another device's speed; it ends the time of the one before."""
        before, self._last = self._last, said
        if before is None or said.t_s <= before.t_s:
            return
        to_s = min(said.t_s, before.t_s + _HOLD_S)
        self._others.append(_Way(before.t_s, to_s, before.speed_m_s))
        self._settle(said.t_s - _WAIT_S)

    def _settle(self, until_s: float) -> None:
        """Count what other devices said of the time before an instant."""
        while self._others and self._others[0].from_s < until_s:
            way = self._others.popleft()
            if way.to_s > until_s:
                self._others.appendleft(way._replace(from_s=until_s))
            self._count(way._replace(to_s=min(way.to_s, until_s)))

    def _count(self, way: _Way) -> None:
        self._counted_m += self._uncounted_s(way) * way.speed_m_s
        self._counted_to_s = max(self._counted_to_s, way.to_s)

    def _uncounted_s(self, way: _Way) -> float:
        return max(0.0, way.to_s - max(way.from_s, self._counted_to_s))
