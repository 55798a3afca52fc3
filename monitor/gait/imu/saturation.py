"""Find the samples that a sensor cut off because they were beyond its range."""

from dataclasses import dataclass, field

import numpy as np

from monitor.gait.imu.desaturate import coded
from monitor.gait.imu.limits_saturation import ClipLimits, PlateauLimits
from monitor.gait.imu.quaternions import BoolArray, IntArray
from monitor.gait.imu.usable_samples import ImuSamples
from monitor.types import FloatArray


class SaturationMarker:
    """Mark in a foot's samples where its gyroscope and its accelerometer were saturated.

    Parameters
    ----------
    limits : ClipLimits
    rate_hz : float
    """

    def __init__(self, limits: ClipLimits, rate_hz: float) -> None:
        self._gyr = PlateauFinder(limits.gyr, rate_hz)
        self._acc = PlateauFinder(limits.acc, rate_hz)

    def restart(self) -> None:
        """Forget, after a break."""
        self._gyr.restart()
        self._acc.restart()

    def mark(self, samples: ImuSamples) -> None:
        """Fill in what was cut off; the samples must be in the sensor's own frame."""
        gyr, acc = self._gyr(samples.gyr_rad_s), self._acc(samples.acc_m_s2)
        if gyr.any():
            samples.gyr_saturated[:] = coded(gyr)
        if acc.any():
            samples.acc_saturated[:] = acc.any(axis=0)


@dataclass(slots=True)
class _State:
    """What the samples before say of each axis.

    ``last`` are the last three samples, ``level`` says which axes stand still since they stopped
    dead, ``highest`` is what any axis has said for two samples, ``crept`` and ``stood`` count
    samples of slow change and of none.
    """

    last: FloatArray = field(default_factory=lambda: np.full((3, 3), np.nan))
    level: BoolArray = field(default_factory=lambda: np.zeros(3, dtype=np.bool_))
    highest: float = 0.0
    crept: IntArray = field(default_factory=lambda: np.zeros(3, dtype=np.intp))
    stood: IntArray = field(default_factory=lambda: np.zeros(3, dtype=np.intp))


class PlateauFinder:
    """Find plateaus in three axes of a sensor, in the sensor's own frame.

    The range of an imported recording is not known, and calibration mixes a little of the other
    axes into a saturated one. What stays is the corner (a signal that rises steeply, stops dead
    and creeps) or, where the sensor rounds it off, a level that lasts. A peak bends instead. Low
    ranges are known by the plain flat top alone. Nothing is cut off that lies well below what any
    of the three axes has said: they share one range. So a pod that sits askew, one of whose axes
    turns back slowly or has a shoulder below the peak of another, is not taken for saturated once
    it has swung.

    Parameters
    ----------
    limits : PlateauLimits
    rate_hz : float
    """

    def __init__(self, limits: PlateauLimits, rate_hz: float) -> None:
        self._limits = limits
        self._creep = limits.creep_per_s / rate_hz
        self._level_samples = max(3, round(limits.creep_s * rate_hz))
        self._flat_samples = max(2, round(limits.flat_s * rate_hz))
        self._state = _State()

    def restart(self) -> None:
        """Forget, after a break."""
        self._state = _State()

    def __call__(self, values: FloatArray) -> BoolArray:
        """Which of the next samples, shape (n, 3), are cut off, shape (3, n); two samples late."""
        if not len(values):
            return np.zeros((3, 0), dtype=np.bool_)
        limits, state = self._limits, self._state
        # axes along the first dimension: every step then runs through memory as it lies
        whole = np.empty((3, 3 + len(values)))
        whole[:, :3], whole[:, 3:] = state.last, values.T
        state.last = whole[:, -3:].copy()
        size = np.abs(whole[:, 3:])
        beyond = size > limits.top
        tall = size > limits.flat_floor
        if not state.level.any() and not tall.any():
            state.crept[:] = state.stood[:] = 0
            return np.asarray(beyond)
        # what two samples in a row have said: one that was garbled must not hide a range
        reach = limits.range_share * self._reached(np.minimum(np.abs(whole[:, 2:-1]), size))
        # step[:, k] leads to whole[:, k + 1], so that step[:, 2:] leads to values
        step = np.abs(np.diff(whole, axis=1))
        before, turning, after = step[:, :-2], step[:, 1:-1], step[:, 2:]
        high = size > np.maximum(limits.floor, reach)
        tall &= size > reach
        bend = limits.ratio * before
        dead = high & (before > limits.corner) & (turning < bend) & (after < bend)
        creeps = high & (after < limits.ratio * limits.corner)
        state.crept, crept = _lasts(high & (after < self._creep), state.crept, self._level_samples)
        state.stood, flat = _lasts(tall & (after < limits.flat), state.stood, self._flat_samples)
        dead |= crept
        return np.asarray(self._lasting(dead, creeps) | flat | beyond)

    def _reached(self, size: FloatArray) -> FloatArray:
        """Greatest value of any axis that lasted, up to each sample: the range must hold it."""
        most = np.fmax.reduce(np.where(size > self._limits.most, 0.0, size), axis=0)
        most[0] = np.fmax(most[0], self._state.highest)
        most = np.fmax.accumulate(most)
        self._state.highest = float(most[-1])
        return np.asarray(most)

    def _lasting(self, dead: BoolArray, creeps: BoolArray) -> BoolArray:
        """From where a signal stopped dead to where it no longer creeps."""
        if not (self._state.level.any() or dead.any()):
            return dead
        index = np.arange(1, dead.shape[1] + 1)
        begun = np.maximum.accumulate(np.where(dead, index, 0), axis=1)
        ended = np.maximum.accumulate(np.where(creeps | dead, 0, index), axis=1)
        level = (begun > ended) | (self._state.level[:, np.newaxis] & (ended == 0))
        self._state.level = level[:, -1].copy()
        return np.asarray(level)


def _lasts(level: BoolArray, before: IntArray, least_samples: int) -> tuple[IntArray, BoolArray]:
    """For how many samples a signal has been level at the last one; where for ``least_samples``."""
    n = level.shape[1]
    # as if it had been level so long before: more than that makes no difference
    since = np.arange(least_samples - 1, 0, -1) <= before[:, np.newaxis]
    lasts = np.concatenate([since, level], axis=1)
    span = 1
    while span < least_samples:
        more = min(span, least_samples - span)
        lasts = lasts[:, more:] & lasts[:, :-more]
        span += more
    ended = np.argmin(level[:, ::-1], axis=1)
    count = np.where(level.all(axis=1), n + before, ended)
    return count, lasts
