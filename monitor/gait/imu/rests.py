"""Rests of a foot: stances in which it does not turn, and the standing runner."""

from dataclasses import dataclass, field

import numpy as np

from monitor.gait.imu.limits import SegmentLimits
from monitor.gait.imu.open_stance import OpenStance
from monitor.gait.imu.stance_energy import RecentEnergy


@dataclass(frozen=True, slots=True)
class _Parameters:
    """How long and how calm a rest is, in samples and (rad/s)²."""

    settle_samples: int
    window_samples: int
    stand_samples: int
    calm_samples: float
    quiet_energy: float


@dataclass(slots=True)
class _State:
    """Since when the foot is calm, what followed from it, and the rests before, newest last."""

    since: int | None = None
    settled: bool = False
    stood: bool = False
    before: list[tuple[int, int]] = field(default_factory=list)


class Rests:
    """Follow when a foot is calm; tell the open stance what that makes of it.

    Parameters
    ----------
    energy : RecentEnergy
    stance : OpenStance
    rate_hz : float
    limits : SegmentLimits
    """

    def __init__(
        self, energy: RecentEnergy, stance: OpenStance, rate_hz: float, limits: SegmentLimits
    ) -> None:
        self._energy = energy
        self._stance = stance
        self._given = _Parameters(
            settle_samples=round(limits.settle_s * rate_hz),
            window_samples=max(2, round(limits.settle_window_s * rate_hz)),
            stand_samples=round(limits.stand_s * rate_hz),
            calm_samples=limits.calm_s * rate_hz,
            quiet_energy=limits.quiet_energy,
        )
        self._state = _State()

    @property
    def needs(self) -> int:
        """First sample that a later rest may point to."""
        oldest = self._energy.stop - self._given.window_samples
        if self._state.since is not None and not self._state.settled:
            return min(oldest, self._state.since)
        return oldest

    @property
    def stands(self) -> bool:
        """Whether the foot rests, and has done so for as long as standing takes."""
        return self._state.stood and self._state.since is not None

    def within(self, start: int, stop: int) -> bool:
        """Whether the foot came to rest in this time."""
        if self._state.since is not None and self._state.since < stop:
            return True
        return any(first < stop and last > start for first, last in self._state.before)

    def calm_at(self, index: int) -> None:
        """The foot is calm from this sample on."""
        self._state.since, self._state.settled, self._state.stood = index, False, False

    def calm_until(self, index: int) -> None:
        """A rest that lasts parts arrival from departure, and later means standing."""
        start = self._state.since
        if start is None:
            return
        if not self._state.settled and index >= start + self._given.settle_samples:
            self._state.settled = True
            self._energy.now = start + self._given.settle_samples
            into = self._energy.calmest(start, start + self._given.window_samples)
            self._stance.consider(into, into, rest=True)
        if not self._state.stood and index >= start + self._given.stand_samples:
            self._state.stood = True
            self._stance.rests()
            self._stance.stands(start + self._given.stand_samples)

    def stirred_at(self, stop: int) -> None:
        """The calm is over: a stance, or the departure of one that has arrived long ago."""
        start, self._state.since = self._state.since, None
        if start is None or not (self._state.settled or self._is_rest(start, stop)):
            return
        self._state.before = [*self._state.before[-3:], (start, stop)]
        if self._state.settled:
            window = self._given.window_samples
            into = self._energy.calmest(start, start + window)
            out = self._energy.calmest(stop - window, stop)
        else:
            into = out = self._energy.calmest(start, stop)
        self._stance.consider(into, out, rest=True)

    def _is_rest(self, start: int, stop: int) -> bool:
        """Whether the foot was calm for long, or very calm: no sample alone decides."""
        depth = 1.0 - self._energy.between(start, stop) / self._given.quiet_energy
        return float(np.add.accumulate(depth)[-1]) >= self._given.calm_samples
