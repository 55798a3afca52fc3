"""Follow how the difference between the feet changes from the start of the run."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Final, NamedTuple, Protocol

from monitor.baseline.limits import Prior
from monitor.baseline.pace_line import LEVEL, PaceLine
from monitor.baseline.windows import usable
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


class Change(NamedTuple):
    """Change of the difference, and its uncertainty; None while the difference is learned.

    ``strange``: further from what earlier runs taught than can be usual, so that nothing was
    learned in this run and no change can be called small.
    """

    amount: float | None
    doubt: float
    strange: bool = False


LEARNING: Final = Change(None, 0.0)


class _Recent:
    """The latest values of one foot, and their sum."""

    __slots__ = ("last_s", "total", "values")

    def __init__(self) -> None:
        self.values: deque[float] = deque()
        self.total = 0.0
        self.last_s: float | None = None

    def see(self, now_s: float, fresh_s: float) -> None:
        """Take note of a stride; after too long without one the window starts anew."""
        if self.last_s is not None and now_s - self.last_s > fresh_s:
            self.values.clear()
            self.total = 0.0
        self.last_s = now_s

    def keep(self, value: float, most: int) -> None:
        """Move the window on by one stride."""
        values = self.values
        values.append(value)
        self.total += value
        if len(values) > most:
            self.total -= values.popleft()


@dataclass(slots=True)
class _State:
    """When the run began, strides until the line is taught again, and this foot's own mean."""

    start_s: float | None = None
    untaught: int = 0
    own: float = 0.0
    own_seen: int = 0


class Difference:
    """Mean of one foot minus mean of the other, over some strides, against the run's start.

    Latency: ``window_strides`` strides.
    """

    def __init__(
        self,
        name: str,
        side: Side,
        value: Callable[[Stride], float | None],
        rule: WindowRule,
        fits: Callable[[Stride], bool] = usable,
    ) -> None:
        self._fits = fits
        self._value = value
        self._rule = rule
        self.line = PaceLine(name, side, rule.prior)
        self._strides = rule.window_strides
        self._recent = {s: _Recent() for s in Side}
        self._mine, self._others = self._recent[side], self._recent[side.other]
        self._state = _State()

    def add(self, stride: Stride) -> Change | None:
        """Take a stride of either foot; the change, at strides of this foot."""
        value = self._value(stride)
        if value is None or not self._fits(stride):
            return None
        now_s = stride.next_ic_s
        recent = self._recent[stride.side]
        recent.see(now_s, self._rule.fresh_s)
        if self._state.start_s is None:
            self._state.start_s = now_s
        if now_s - self._state.start_s >= self._rule.warmup_s:
            recent.keep(value, self._strides)
        if recent is not self._mine or not self._seen(now_s):
            return None
        if not self._full():
            return LEARNING
        return self._change(now_s, (recent.total - self._others.total) / self._strides)

    def mean(self, side: Side) -> float | None:
        """Mean of one foot over the window, once that is full."""
        return self._recent[side].total / self._strides if self._full() else None

    @property
    def own_change(self) -> float | None:
        """Change of this foot's own mean since the difference was learned.

        Pace and slope are in it. None without either mean: all strange from the start.
        """
        if not self._state.own_seen or not self._full():
            return None
        return self._mine.total / self._strides - self._state.own

    def _seen(self, now_s: float) -> bool:
        """Whether the other foot is there to be compared with."""
        other_s = self._others.last_s
        return other_s is not None and now_s - other_s < self._rule.fresh_s

    def _full(self) -> bool:
        """Whether both windows are."""
        return len(self._mine.values) == len(self._others.values) == self._strides

    def _change(self, now_s: float, difference: float) -> Change:
        start_s = now_s if self._state.start_s is None else self._state.start_s
        late = now_s - start_s >= self._rule.warmup_s + self._rule.learn_s
        if late and self.line.observations:
            return self._compare(difference, strange=False)
        if self.line.known and not self.line.observations:
            change = self._compare(difference, strange=True)
            if abs(change.amount or 0.0) >= self._rule.z * change.doubt:
                return change
        self._learn(difference)
        return LEARNING

    def _compare(self, difference: float, *, strange: bool) -> Change:
        residual = self.line.compare(LEVEL, difference)
        doubt = sqrt(residual.spread**2 + residual.normal_sd**2)
        return Change(residual.difference, doubt, strange)

    def _learn(self, difference: float) -> None:
        """Teach once per window, so that observations are of different strides."""
        self._state.own_seen += 1
        self._state.own += (
            self._mine.total / self._strides - self._state.own
        ) / self._state.own_seen
        # windows overlap: one lesson a window, or the line would believe one stride many times
        if self._state.untaught == 0:
            self.line.learn(LEVEL, difference)
            self._state.untaught = self._strides
        self._state.untaught -= 1
