"""Tell sensors on two feet from clocks that differ by half a stride, by who steps first.

At one pace both look the same. At a start one foot moves first, and its sole is free first. If the
sensors of a foot sit on two, the sole that is free first is that of the other foot: the soles go
with the motion of the other feet, by one and the same lag. Clocks change no order of the feet.
"""

from math import inf
from typing import NamedTuple

from monitor.gait.load.limits_crossed import CrossedLimits
from monitor.health.first_step import FirstStep
from monitor.types import Notice, NoticeKind, Side

_LOOK_ALIKE = frozenset({NoticeKind.CROSSED, NoticeKind.CLOCKS_APART, NoticeKind.CLOCKS_UNKNOWN})


class TwoFeet(NamedTuple):
    """Motion and load of a foot seem to be of two: since when, and how its run began."""

    t_s: float
    sensor: str
    side: Side
    step: FirstStep

    @property
    def known_s(self) -> float:
        """Session time at which it is known."""
        return self.t_s


class CrossedFeet:
    """Compare how both feet began, once the motion and load of each seem to be of two.

    Examples
    --------
    >>> crossed = CrossedFeet(CrossedLimits())
    >>> crossed.note(TwoFeet(14.0, "pod-a", Side.LEFT, FirstStep(8.0, 8.5)))
    []
    >>> right = TwoFeet(14.2, "pod-b", Side.RIGHT, FirstStep(8.4, 8.1))
    >>> [notice.sensor for notice in crossed.note(right)]
    ['pod-a', 'pod-b']
    """

    def __init__(self, limits: CrossedLimits) -> None:
        self._limits = limits
        self._feet: dict[Side, TwoFeet] = {}
        self._said_s: dict[Side, float] = {}

    def note(self, foot: TwoFeet) -> list[Notice]:
        """Take note of a foot whose sensors seem to sit on two; return what is sure of both."""
        self._feet[foot.side] = foot
        other = self._feet.get(foot.side.other)
        if other is None or not self._crossed(foot.step, other.step):
            return []
        both = sorted((foot, other), key=lambda one: one.side.value)
        said = [Notice(NoticeKind.CROSSED, foot.t_s, one.sensor, "", one.side) for one in both]
        return [notice for notice in said if self.admits(notice)]

    def admits(self, notice: Notice) -> bool:
        """Whether a notice is news: crossed sensors are said once, and look like clocks apart."""
        if notice.side is None or notice.kind not in _LOOK_ALIKE:
            return True
        news = notice.t_s - self._said_s.get(notice.side, -inf) > self._limits.again_s
        if notice.kind is NoticeKind.CROSSED:
            self._said_s[notice.side] = notice.t_s
        return news

    def _crossed(self, one: FirstStep, other: FirstStep) -> bool:
        limits = self._limits
        own_s = abs((one.freed_s - one.moved_s) - (other.freed_s - other.moved_s))
        back_s = abs((one.freed_s - other.moved_s) - (other.freed_s - one.moved_s))
        return own_s >= limits.steps_s and back_s <= limits.same_share * own_s
