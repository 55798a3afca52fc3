"""How hard each shoe presses, before a sentence and after it."""

from collections import deque
from collections.abc import Iterator
from math import inf
from statistics import median
from typing import NamedTuple

from monitor.types import Side, Stride


class Level(NamedTuple):
    """Pressure of one shoe in swing, kPa, and whether cells under the laces measured it."""

    kpa: float
    direct: bool

    def fell_to(self, now: "Level", fraction: float) -> bool:
        """Whether the pressure fell by this part of it, as the same cells measured it."""
        return self.kpa - now.kpa >= fraction * self.kpa


class InstepPressure:
    """How hard each shoe holds its foot in swing: median of the last strides, kPa.

    Strides from before a stop do not mix with those after it, nor cells of the sole with those of
    the instep: what was measured under the laces once is measured there only.
    """

    def __init__(self, strides: int) -> None:
        self._last: dict[Side, deque[float]] = {side: deque(maxlen=strides) for side in Side}
        self._seen_s: dict[Side, float] = {}
        self._stopped_s: dict[Side, float] = {}
        self._direct: set[Side] = set()

    def stop(self, side: Side, t_s: float) -> None:
        """Take a stop of a foot, at which its laces may be changed."""
        self._stopped_s[side] = t_s

    def see(self, stride: Stride) -> None:
        """Take a stride."""
        side, load = stride.side, stride.load
        kpa = load and load.instep_swing_kpa
        if kpa is not None and side not in self._direct:
            self._direct.add(side)
            self._last[side].clear()
        if kpa is None and side not in self._direct:
            kpa = load and load.plantar_swing_kpa
        stopped_s = self._stopped_s.get(side, -inf)
        if kpa is None or stride.ic_s < stopped_s:
            return
        if self._seen_s.get(side, -inf) <= stopped_s:
            self._last[side].clear()
        self._last[side].append(kpa)
        self._seen_s[side] = stride.next_ic_s

    def now(self, side: Side | None, after_s: float | None = None) -> dict[Side, Level]:
        """Pressure of a foot, or of both, where it was measured after an instant."""
        return {
            one: Level(median(self._last[one]), one in self._direct)
            for one in (tuple(Side) if side is None else (side,))
            if one in self._seen_s and (after_s is None or self._seen_s[one] > after_s)
        }

    def settled_kpa(self, side: Side) -> float | None:
        """Pressure of a foot, once there are strides enough since a stop that no odd one counts."""
        last = self._last[side]
        return median(last) if len(last) == last.maxlen else None

    def since_stop(self, side: Side, after_s: float) -> dict[Side, Level]:
        """Pressure of a foot where it was measured after an instant and after its last stop."""
        return self.now(side, max(after_s, self._stopped_s.get(side, -inf)))

    def fell(
        self, before: dict[Side, Level], side: Side | None, since_s: float, fraction: float
    ) -> bool:
        """Whether the pressure of a foot, or of each that was measured before, was seen to fall."""
        before = {one: level for one, level in before.items() if side in (None, one)}
        now = self.now(side, since_s)
        sides = [*comparable(before, now)]
        each = (before[one].fell_to(now[one], fraction) for one in sides)
        return bool(before) and len(sides) == len(before) and all(each)


def comparable(before: dict[Side, Level], now: dict[Side, Level]) -> Iterator[Side]:
    """Give the feet of which the same cells measured both."""
    for side, level in before.items():
        if level.kpa and side in now and now[side].direct is level.direct:
            yield side
