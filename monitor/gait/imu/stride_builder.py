"""Two landings and the swing between them, joined into a stride."""

import math
from typing import NamedTuple

from monitor.gait.imu.limits import ImuLimits
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

    A stride that follows a rest, a break or the session's start has no landing of its own: its
    ``ic`` is where the foot last rested, it is flagged ``FIRST`` and has no contact time to trust.
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

    def stride(self, buffer: ImuBuffer, swing: Swing, origin: int) -> ImuStride:
        """Make the stride that this swing completes."""
        before, self._before = self._before, swing
        ic = before.ic if before is not None else self._first_ic(buffer, swing.left, origin)
        length_m = swing.of_swing["stride_length_m"]
        went = swing.lost or length_m >= self._travel_m
        duty = _duty(ic, swing.tc, swing.ic) if before is not None and went else None
        speed_m_s = length_m * self._rate_hz / (swing.arrived - swing.left)
        made = ImuStride(
            ic=ic,
            tc=swing.tc,
            next_ic=swing.ic,
            gait=self._gait.of(duty, speed_m_s),
            flags=self._flags(swing, before),
            motion=_measured(buffer, swing, before),
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

    def _first_ic(self, buffer: ImuBuffer, left: int, origin: int) -> float:
        """Initial contact before the first stance seen, if the slap of its landing was seen."""
        start = min(left, max(origin, self._since, left - self._look_back_samples))
        rate: list[float] = buffer.view(start, left + 1).gyr_rad_s[:, 2].tolist()
        slap = rate.index(min(rate))
        if rate[slap] > -self._limits.landing_rate_rad_s:
            return float(left)
        half = self._limits.slap_fraction * rate[slap]
        for index in range(slap, 0, -1):
            if rate[index - 1] > half >= rate[index]:
                part = (rate[index - 1] - half) / (rate[index - 1] - rate[index])
                return start + index - 1 + part
        return float(start)


def _duty(ic: float, tc: float | None, next_ic: float) -> float | None:
    return None if tc is None else (tc - ic) / (next_ic - ic)


def _measured(buffer: ImuBuffer, swing: Swing, before: Swing | None) -> MotionMeasures:
    """What the swing tells, and the landing before it, as far as no samples were lost."""
    of_swing = {} if swing.lost else dict(swing.of_swing)
    if math.isnan(of_swing.get("toe_clearance_m", 0.0)):
        del of_swing["toe_clearance_m"]
    return MotionMeasures(
        length_from_s=buffer.time_s(swing.left),
        length_to_s=buffer.time_s(swing.arrived),
        **of_swing,
        **({} if before is None or before.landing_lost else before.of_landing),
    )
