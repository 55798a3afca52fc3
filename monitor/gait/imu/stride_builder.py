"""Two landings and the swing between them, joined into a stride."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from monitor.gait.imu.first_landing import FirstLandings
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.sensor_to_foot import Axis
from monitor.gait.imu.usable_samples import ImuBuffer
from monitor.gait.imu.windows import Swing
from monitor.gait.walk_run import MotionGait
from monitor.types import Gait, GaitChange, MotionMeasures, Side, StrideFlag


class ImuStride(NamedTuple):
    """One stride as the IMU of its foot saw it: contacts as fractional sample numbers."""

    ic: float
    tc: float | None
    next_ic: float
    gait: Gait
    flags: StrideFlag
    motion: MotionMeasures


class StrideBuilder:
    """Join swings into strides, for one foot.

    A stride that follows a rest, a break or the session's start is flagged ``FIRST``. Its landing
    is looked for; if it was not seen, ``ic`` is where the foot last rested, and unless it had
    stood there the stride has no contact: ``tc`` is None.
    """

    def __init__(self, side: Side, rate_hz: float, limits: ImuLimits) -> None:
        self._side = side
        self._look_back_samples = round(limits.contact.look_back_s * rate_hz)
        self._rate_hz = rate_hz
        self._travel_m = limits.state.travel_m
        self._limits = limits.contact
        self._path = limits.path
        self._turning_rad = math.radians(limits.path.turning_deg)
        self._sideways_rad = math.radians(limits.path.sideways_deg)
        self._firsts = FirstLandings(side, rate_hz, limits)
        self._gait = MotionGait(limits.state)
        self._before: Swing | None = None
        self._since = 0
        self.guessed = False
        """Whether the mounting is a guess, so that every stride must say so."""
        self._stale = False

    @property
    def next_from(self) -> float | None:
        """Where the next stride starts, if it follows the last."""
        return None if self._before is None else self._before.ic

    def remount(self, *, certain: bool) -> None:
        """Another mounting is used from now on; the last landing was seen in the one before."""
        self.guessed = not certain
        self._stale = self._before is not None

    def interrupt(self) -> None:
        """Samples are missing: the next stride does not follow the last."""
        self._before = None

    def is_step(self, swing: Swing) -> bool:
        """Whether the foot went, rose or turned; else it only fidgeted where it stood."""
        if swing.lost or swing.doubted:
            return True
        moved = (
            swing.of_swing["stride_length_m"] / self._path.step_m,
            swing.of_swing["path_height_m"] / self._path.step_high_m,
            swing.of_swing["turn_rad"] / math.radians(self._path.step_turn_deg),
        )
        return math.fsum(share * share for share in moved) >= 1.0

    def stand(self, buffer: ImuBuffer, index: int) -> GaitChange:
        """The runner stands."""
        self._before = None
        self._since = index - 1
        self._gait.rest()
        return GaitChange(self._side, buffer.time_s(index), Gait.STAND)

    def stride(self, buffer: ImuBuffer, swing: Swing, origin: int, bias: Axis) -> ImuStride:
        """Make the stride that this swing completes."""
        before, self._before = self._before, swing
        origin = max(origin, self._since)
        tc, of_landing = (
            swing.tc,
            {} if before is None or before.landing_lost else before.of_landing,
        )
        if before is not None:
            ic = before.ic
        else:
            ic, seen, of_landing = self._first(buffer, swing, origin, bias)
            tc = swing.tc if seen else None
        length_m = swing.of_swing["stride_length_m"]
        went = swing.lost or length_m >= self._travel_m
        duty = _duty(ic, tc, swing.ic) if before is not None and went else None
        speed_m_s = length_m * self._rate_hz / (swing.arrived - swing.left)
        made = ImuStride(
            ic=ic,
            tc=tc,
            next_ic=swing.ic,
            gait=self._gait.of(duty, speed_m_s),
            flags=self._flags(swing, before),
            motion=_measured(buffer, swing, of_landing),
        )
        self._stale = False
        return made

    def _flags(self, swing: Swing, before: Swing | None) -> StrideFlag:
        flags = StrideFlag.NONE
        if before is None:
            flags |= StrideFlag.FIRST
        if swing.lost or (before is not None and before.landing_lost):
            flags |= StrideFlag.GAP
        if swing.clipped:
            flags |= StrideFlag.CLIPPED
        if swing.doubted and not swing.lost:
            flags |= StrideFlag.LENGTH_DOUBTED
        if not swing.lost and abs(swing.of_swing["turn_rad"]) > self._turning_rad:
            flags |= StrideFlag.TURNING
        if self._went_sideways(swing):
            flags |= StrideFlag.SIDEWAYS
        if self.guessed or (self._stale and before is not None):
            flags |= StrideFlag.MOUNTING_GUESSED
        return flags

    def _went_sideways(self, swing: Swing) -> bool:
        went = not swing.lost and swing.of_swing["stride_length_m"] >= self._travel_m
        return went and abs(math.remainder(swing.heading_rad, math.tau)) > self._sideways_rad

    def _first(
        self, buffer: ImuBuffer, swing: Swing, origin: int, bias: Axis
    ) -> tuple[float, bool, Mapping[str, float]]:
        """Initial contact before the first stance, whether tc belongs to it, what it tells.

        Where no landing was seen, it is where the foot rested; one that came to its stance
        unseen has no contact.
        """
        stride = range(swing.left, swing.arrived + 1)
        if swing.runs and (first := self._firsts.seen(buffer, stride, origin, bias)) is not None:
            return first.ic, True, first.of_landing
        start = max(origin, swing.left - self._look_back_samples)
        rate = buffer.view(min(start, swing.left), swing.left + 1).gyr_rad_s
        if float(np.abs(rate).max()) <= self._limits.landing_rate_rad_s:
            return float(swing.left), True, {}
        ic = None if swing.runs else self._slap(rate[:, 2].tolist())
        return (float(swing.left), False, {}) if ic is None else (start + ic, True, {})

    def _slap(self, rate: list[float]) -> float | None:
        """Where the foot slapped down; None if that was not seen."""
        slap = rate.index(min(rate))
        if rate[slap] > -self._limits.landing_rate_rad_s:
            return None
        half = self._limits.slap_fraction * rate[slap]
        for index in range(slap, 0, -1):
            if rate[index - 1] > half >= rate[index]:
                return index - 1 + (rate[index - 1] - half) / (rate[index - 1] - rate[index])
        return None


def _duty(ic: float, tc: float | None, next_ic: float) -> float | None:
    return None if tc is None else (tc - ic) / (next_ic - ic)


def _measured(buffer: ImuBuffer, swing: Swing, of_landing: Mapping[str, float]) -> MotionMeasures:
    """What the swing tells, and the landing before it, as far as no samples were lost."""
    of_swing = {} if swing.lost else dict(swing.of_swing)
    if math.isnan(of_swing.get("toe_clearance_m", 0.0)):
        del of_swing["toe_clearance_m"]
    return MotionMeasures(
        length_from_s=buffer.time_s(swing.left),
        length_to_s=buffer.time_s(swing.arrived),
        **of_swing,
        **of_landing,
    )
