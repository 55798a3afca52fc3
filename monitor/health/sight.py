"""Decide when a foot is said to be unseen, and when it is seen again: once each, with hysteresis.

A foot is unseen when all its sensors are lost for a while, and when its strides stop while the
other foot goes on. It is seen again when its sensors have been back, or it has made strides, for a
while. A link that flutters is spoken of once.
"""

from collections import deque
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Final

from monitor.gait.load.limits_crossed import CrossedLimits
from monitor.health.crossed_feet import CrossedFeet
from monitor.health.limits import HealthLimits
from monitor.health.turned_together import TurnedTogether
from monitor.types import Notice, NoticeKind, Side, Stride

_LINKS: Final = frozenset({NoticeKind.LOST, NoticeKind.STALLED, NoticeKind.FROZEN})
"""What a sensor does that says nothing any more at all."""


@dataclass(slots=True)
class _Foot:
    sensors: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    changed_s: float = float("-inf")
    """When a sensor was last lost or came back."""
    unseen: bool = False
    end_s: float = float("-inf")
    """Of its latest stride."""
    back_s: float | None = None
    """Start of the strides that it makes although it is unseen."""
    alone_s: float | None = None
    """Since when only the other foot makes strides, and how many."""
    alone: int = 0


class Sight:
    """Follow which feet are seen.

    What is to be asked later comes in as a notice of later, which :meth:`admit` lets pass or not.
    """

    def __init__(self, limits: HealthLimits, crossed: CrossedLimits) -> None:
        self._limits = limits
        self._feet: dict[Side, _Foot] = {}
        self._now_s = float("-inf")
        self._worn: deque[tuple[float, Mapping[Side, Set[str]]]] = deque()
        """What is to be known later: notices come late, in order of time."""
        self.turned = TurnedTogether(limits)
        """Which feet's sensors seemed to turn."""
        self.crossed = CrossedFeet(crossed)
        """Which feet's sensors seem to sit on two."""

    def wear(self, t_s: float, sensors: Mapping[Side, Set[str]]) -> None:
        """Know which sensors each foot has from an instant on; those before are no more its own."""
        self._worn.append((t_s, sensors))
        for side in sensors:
            self._feet.setdefault(side, _Foot())

    def later(self, notice: Notice) -> list[Notice]:
        """What has to be asked some time after a notice."""
        side = notice.side
        if side is None or side not in self._feet:
            return []
        if notice.kind in _LINKS:
            return [_of(NoticeKind.UNSEEN, notice, self._limits.unseen_s)]
        if notice.kind is NoticeKind.RETURNED:
            return [_of(NoticeKind.SEEN, notice, self._limits.seen_s)]
        return []

    def admit(self, notice: Notice) -> bool:
        """Take a notice as its time has come; False if it is not worth saying."""
        self._dress(notice.t_s)
        if self.turned.explains(notice):
            return False
        foot = self._feet.get(notice.side) if notice.side is not None else None
        if foot is None:
            return True
        match notice.kind:
            case NoticeKind.UNSEEN:
                return self._goes(foot, notice.t_s)
            case NoticeKind.SEEN:
                return self._comes(foot, notice.t_s)
            case NoticeKind.NO_STRIDES:
                foot.unseen, foot.back_s = True, None
            case kind if kind in _LINKS and notice.sensor in foot.sensors:
                foot.lost.add(notice.sensor)
                foot.changed_s = notice.t_s
            case NoticeKind.RETURNED if notice.sensor in foot.lost:
                foot.lost.discard(notice.sensor)
                foot.changed_s = notice.t_s
            case _:
                pass
        return True

    def see(self, stride: Stride) -> list[Notice]:
        """Take a stride; return what it says of either foot."""
        self._dress(stride.next_ic_s)
        self._now_s = max(self._now_s, stride.next_ic_s)
        if stride.next_ic_s < self._now_s - self._limits.pause_s:
            return []  # what was held back for long says nothing of now
        foot = self._feet.setdefault(stride.side, _Foot())
        said = self._alone(stride, foot)
        foot.alone_s = None
        if foot.unseen:
            if foot.back_s is None or stride.ic_s - foot.end_s > self._limits.pause_s:
                foot.back_s = stride.ic_s
            if stride.next_ic_s - foot.back_s >= self._limits.seen_s:
                foot.unseen = False
                said.append(_about(NoticeKind.SEEN, stride.next_ic_s, stride.side, foot))
        foot.end_s = stride.next_ic_s
        return said

    def _dress(self, now_s: float) -> None:
        """Know what the feet wear at an instant."""
        while self._worn and self._worn[0][0] <= now_s:
            for side, names in self._worn.popleft()[1].items():
                foot = self._feet[side]
                foot.sensors = set(names)
                foot.lost &= foot.sensors

    def _alone(self, stride: Stride, foot: _Foot) -> list[Notice]:
        """Whether the other foot makes no strides while this one does."""
        side = stride.side.other
        other = self._feet.get(side)
        if other is None or other.unseen:
            return []
        if other.alone_s is None or stride.ic_s - foot.end_s > self._limits.pause_s:
            other.alone_s, other.alone = stride.ic_s, 0
        other.alone += 1
        limits = self._limits
        lasts = stride.next_ic_s - other.alone_s >= limits.lonely_s
        if not lasts or other.alone < limits.lonely_strides:
            return []
        other.unseen, other.back_s = True, None
        return [_about(NoticeKind.UNSEEN, stride.next_ic_s, side, other)]

    def _goes(self, foot: _Foot, now_s: float) -> bool:
        """Whether a foot whose sensor was lost is unseen now, and that is news."""
        stays = now_s >= foot.changed_s + self._limits.unseen_s
        if foot.unseen or not stays or foot.end_s > foot.changed_s or foot.sensors - foot.lost:
            return False
        foot.unseen, foot.back_s = True, None
        return True

    def _comes(self, foot: _Foot, now_s: float) -> bool:
        """Whether a foot whose sensor came back is seen now, and that is news."""
        stays = now_s >= foot.changed_s + self._limits.seen_s
        if not foot.unseen or not stays or foot.lost or not foot.sensors:
            return False
        foot.unseen = False
        return True


def _of(kind: NoticeKind, notice: Notice, after_s: float) -> Notice:
    return Notice(kind, notice.t_s + after_s, notice.sensor, "", notice.side)


def _about(kind: NoticeKind, t_s: float, side: Side, foot: _Foot) -> Notice:
    return Notice(kind, t_s, min(foot.sensors, default=side.value), "", side)
