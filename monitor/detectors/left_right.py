"""Follow how the difference between the feet changes from the start of the run."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Final, Protocol

from msgspec import Struct

from monitor.baseline.limits import Prior
from monitor.baseline.pace_line import LEVEL, SPEED_CENTRE_M_S, PaceLine, Terrain
from monitor.baseline.windows import slope_of
from monitor.types import Side, Stride


class WindowRule(Protocol):
    """The part of a detector's limits that a comparison of the feet reads."""

    @property
    def warmup_s(self) -> float:
        """Skipped at the start, s."""
        ...

    @property
    def learn_s(self) -> float:
        """The runner's own difference is learned over this time, s."""
        ...

    @property
    def window_strides(self) -> int:
        """Strides of each foot that are averaged."""
        ...

    @property
    def fresh_s(self) -> float:
        """The other foot's last stride is younger than this, or it is not seen, s."""
        ...

    @property
    def z(self) -> float:
        """Change in units of its uncertainty."""
        ...

    @property
    def prior(self) -> Prior:
        """What is believed of the difference before."""
        ...


class OwnChange(Struct, frozen=True):
    """Change of one foot's own mean, pace and slope taken out, and the doubt of its normal."""

    amount: float
    doubt: float


class Change(Struct, frozen=True):
    """Change of the difference, and its uncertainty; None while the difference is learned.

    ``strange``: further from what earlier runs taught than can be usual, so that nothing was
    learned in this run and no change can be called small.
    """

    amount: float | None
    doubt: float
    strange: bool = False


LEARNING: Final = Change(None, 0.0)


def paced(stride: Stride) -> Terrain:
    """Pace and slope of a stride; where its pace is not known, any will do."""
    speed_m_s = stride.speed_m_s
    return Terrain(SPEED_CENTRE_M_S if speed_m_s is None else speed_m_s, slope_of(stride))


class _Seen(Struct, frozen=True):
    """What a stride showed, at which pace and slope."""

    ic_s: float
    next_ic_s: float
    value: float
    terrain: Terrain


_LONE_MOST: Final = 8
"""Strides of one foot that wait for the other's. Rule of thumb: its packets may come seconds late.
"""


class _Recent:
    """The latest values of one foot, and their sums."""

    __slots__ = ("last_s", "lone", "slope", "speed_m_s", "total", "values")

    def __init__(self) -> None:
        self.values: deque[_Seen] = deque()
        self.lone: deque[_Seen] = deque(maxlen=_LONE_MOST)
        """Strides until the other foot's of the same moment is known."""
        self.total = self.speed_m_s = self.slope = 0.0
        self.last_s: float | None = None

    @property
    def terrain(self) -> Terrain:
        """Mean pace and slope of the window."""
        count = len(self.values)
        return Terrain(self.speed_m_s / count, self.slope / count)

    def see(self, now_s: float, fresh_s: float) -> None:
        """Take note of a stride; after too long without one the window starts anew."""
        if self.last_s is not None and now_s - self.last_s > fresh_s:
            self.values.clear()
            self.lone.clear()
            self.total = self.speed_m_s = self.slope = 0.0
        self.last_s = now_s

    def keep(self, seen: _Seen, most: int) -> None:
        """Move the window on by one stride."""
        values, terrain = self.values, seen.terrain
        values.append(seen)
        self.total += seen.value
        self.speed_m_s += terrain.speed_m_s
        self.slope += terrain.slope
        if len(values) > most:
            seen = values.popleft()
            terrain = seen.terrain
            self.total -= seen.value
            self.speed_m_s -= terrain.speed_m_s
            self.slope -= terrain.slope


@dataclass(slots=True)
class _State:
    """When the run began, and strides until the lines are taught again."""

    start_s: float | None = None
    untaught: int = 0


class Difference:
    """Mean of one foot minus mean of the other, over some strides, against the run's start.

    Pace and slope do the same to both feet, as long as both are seen at the same moments: a stride
    counts only together with the other foot's, or the foot of which more strides are lost would be
    seen for longer, and at another pace. This foot's own mean, which pace and slope change, is
    followed by a line over them: it says whose change it is.

    Latency: ``window_strides`` strides.

    Attributes
    ----------
    held : bool
        Learn nothing: the feet differ for a reason. What was not learned before is not known then.
    """

    def __init__(
        self,
        name: str,
        side: Side,
        value: Callable[[Stride], float | None],
        rule: WindowRule,
        own: Prior | None = None,
    ) -> None:
        self._own = None if own is None else PaceLine(f"own_{name}", side, own)
        self._value = value
        self._rule = rule
        self.line = PaceLine(name, side, rule.prior)
        self._strides = rule.window_strides
        self._recent = {s: _Recent() for s in Side}
        self._mine, self._others = self._recent[side], self._recent[side.other]
        self._state = _State()
        self.held = False

    def add(self, stride: Stride, terrain: Terrain) -> Change | None:
        """Take a stride of either foot, that counts; the change, at strides of this foot.

        ``terrain`` is the stride's own, as ``paced`` gives it.
        """
        value = self._value(stride)
        if value is None:
            return None
        now_s = stride.next_ic_s
        recent, state = self._recent[stride.side], self._state
        recent.see(now_s, self._rule.fresh_s)
        start_s = state.start_s
        if start_s is None:
            start_s = state.start_s = now_s
        if now_s - start_s >= self._rule.warmup_s:
            self._pair(recent, _Seen(stride.ic_s, now_s, value, terrain))
        if recent is not self._mine or not self._seen(now_s):
            return None
        if not self._full():
            return LEARNING
        return self._change(now_s, (recent.total - self._others.total) / self._strides)

    def _pair(self, recent: _Recent, new: _Seen) -> None:
        """Keep a stride and the other foot's of the same moment; let it wait for that one."""
        is_mine = recent is self._mine
        others = self._others if is_mine else self._mine
        for lone in others.lone:
            mine, other = (new, lone) if is_mine else (lone, new)
            if mine.ic_s < other.next_ic_s <= mine.next_ic_s:
                others.lone.remove(lone)
                recent.keep(new, self._strides)
                others.keep(lone, self._strides)
                return
        recent.lone.append(new)

    def mean(self, side: Side) -> float | None:
        """Mean of one foot over the window, once that is full."""
        return self._recent[side].total / self._strides if self._full() else None

    @property
    def own_change(self) -> OwnChange | None:
        """Change of this foot's own mean against what is usual at this pace and slope.

        None while it is not known: all strange from the start, or nothing asked for it.
        """
        if self._own is None or not self._own.observations or not self._full():
            return None
        own = self._own.compare(self._mine.terrain, self._mine.total / self._strides)
        return OwnChange(own.difference, own.normal_sd)

    def _seen(self, now_s: float) -> bool:
        """Whether the other foot is there to be compared with."""
        other_s = self._others.last_s
        return other_s is not None and now_s - other_s < self._rule.fresh_s

    def _full(self) -> bool:
        """Whether both windows are."""
        return len(self._mine.values) == len(self._others.values) == self._strides

    def _change(self, now_s: float, difference: float) -> Change | None:
        start_s = now_s if self._state.start_s is None else self._state.start_s
        late = now_s - start_s >= self._rule.warmup_s + self._rule.learn_s
        if late and self.line.observations:
            return self._compare(difference, strange=False)
        if self.line.known and not self.line.observations:
            change = self._compare(difference, strange=True)
            if abs(change.amount or 0.0) >= self._rule.z * change.doubt:
                return change
        if self.held:
            return None
        self._learn(difference)
        return LEARNING

    def _compare(self, difference: float, *, strange: bool) -> Change:
        residual = self.line.compare(LEVEL, difference)
        doubt = sqrt(residual.spread**2 + residual.normal_sd**2)
        if not strange and abs(residual.difference) < doubt and self._is_lesson():
            self._learn_own()  # of a pace or a slope that is new, while the feet are as usual
        return Change(residual.difference, doubt, strange)

    def _learn(self, difference: float) -> None:
        """Teach once per window, so that observations are of different strides."""
        # windows overlap: one lesson a window, or the line would believe one stride many times
        if self._is_lesson():
            self.line.learn(LEVEL, difference)
            self._learn_own()

    def _is_lesson(self) -> bool:
        """Whether a window has passed since the last lesson."""
        if self._state.untaught > 0:
            self._state.untaught -= 1
            return False
        self._state.untaught = self._strides - 1
        return True

    def _learn_own(self) -> None:
        if self._own is not None:
            self._own.learn(self._mine.terrain, self._mine.total / self._strides)
