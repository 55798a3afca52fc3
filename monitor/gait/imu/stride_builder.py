"""Two landings and the swing between them, joined into a stride."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

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


@dataclass(frozen=True, slots=True)
class _Parameters:
    """What makes a movement a step, a way, a turn, or one sideways; see ``PathLimits``."""

    step_m: float
    step_high_m: float
    step_turn_rad: float
    travel_m: float
    turning_rad: float
    tilted_rad: float
    sideways_rad: float

    @classmethod
    def of(cls, limits: ImuLimits) -> "_Parameters":
        """Take the limits, angles in rad."""
        path = limits.path
        return cls(
            step_m=path.step_m,
            step_high_m=path.step_high_m,
            step_turn_rad=math.radians(path.step_turn_deg),
            travel_m=limits.state.travel_m,
            turning_rad=math.radians(path.turning_deg),
            tilted_rad=limits.segment.turn_rad,
            sideways_rad=math.radians(path.sideways_deg),
        )


@dataclass(slots=True)
class _State:
    """The swing before, where the runner last stood, whether that swing lies in an old frame."""

    before: Swing | None = None
    since: int = 0
    stale: bool = False


class StrideBuilder:
    """Join swings into strides, for one foot.

    A stride that follows a rest, a break or the session's start is flagged ``FIRST``. Its landing
    is looked for; if it was not seen, ``ic`` is where the foot last rested, and unless it had
    stood there the stride has no contact: ``tc`` is None.
    """

    def __init__(self, side: Side, rate_hz: float, limits: ImuLimits) -> None:
        self._side = side
        self._rate_hz = rate_hz
        self._given = _Parameters.of(limits)
        self._longest_samples = round(limits.segment.stride_max_s * rate_hz)
        self._firsts = FirstLandings(side, rate_hz, limits)
        self._gait = MotionGait(limits.state)
        self._state = _State()
        self.guessed = False
        """Whether the mounting is a guess, so that every stride must say so."""

    @property
    def next_from(self) -> float | None:
        """Where the next stride starts, if it follows the last."""
        return None if self._state.before is None else self._state.before.ic

    def remount(self, *, certain: bool) -> None:
        """Another mounting is used from now on; the last landing was seen in the one before."""
        self.guessed = not certain
        self._state.stale = self._state.before is not None

    def interrupt(self) -> None:
        """Samples are missing: the next stride does not follow the last."""
        self._state.before = None

    def is_step(self, swing: Swing) -> bool:
        """Whether the foot went, rose or turned; else it only fidgeted where it stood."""
        if swing.lost or (swing.doubted and not self.is_on_toes(swing)):
            return True
        rose = swing.lifted_m / self._given.step_high_m
        moved = (
            swing.went_m / self._given.step_m,
            rose,
            swing.of_swing["turn_rad"] / self._given.step_turn_rad * min(1.0, rose),
        )
        return math.fsum(share * share for share in moved) >= 1.0

    def is_on_toes(self, swing: Swing) -> bool:
        """Whether what is no step ended with the foot tilted: it pauses before it swings."""
        time_s = (swing.arrived - swing.left) / self._rate_hz
        return abs(swing.pitch_drift_rad_s) * time_s > self._given.tilted_rad

    def stand(self, buffer: ImuBuffer, index: int) -> GaitChange:
        """The runner stands."""
        self._state.before = None
        self._state.since = index - 1
        self._gait.rest()
        return GaitChange(self._side, buffer.time_s(index), Gait.STAND)

    def stride(self, buffer: ImuBuffer, swing: Swing, origin: int, bias: Axis) -> ImuStride:
        """Make the stride that this swing completes."""
        before, self._state.before = self._before(swing), swing
        origin = max(origin, self._state.since)
        tc: float | None = swing.tc
        if before is not None:
            ic, of_landing = before.ic, {} if before.landing_lost else before.of_landing
        else:
            landed, of_landing = self._firsts.before(buffer, swing, origin, bias)
            ic, tc = (float(swing.left), None) if landed is None else (landed, swing.tc)
        length_m = swing.of_swing["stride_length_m"]
        went = swing.lost or length_m >= self._given.travel_m
        duty = _duty(ic, tc, swing.ic) if before is not None and went else None
        speed_m_s = length_m * self._rate_hz / (swing.arrived - swing.left)
        made = ImuStride(
            ic=ic,
            tc=tc,
            next_ic=swing.ic,
            gait=self._gait.of(duty, speed_m_s),
            flags=self._flags(swing, before),
            motion=_measured(buffer, swing, before, of_landing),
        )
        self._state.stale = False
        return made

    def _before(self, swing: Swing) -> Swing | None:
        """Return the swing that this one follows; after a pause it follows none."""
        before = self._state.before
        long_ago = before is not None and swing.left - before.arrived > self._longest_samples
        return None if long_ago else before

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
        if not swing.lost and abs(swing.of_swing["turn_rad"]) > self._given.turning_rad:
            flags |= StrideFlag.TURNING
        if self._went_sideways(swing):
            flags |= StrideFlag.SIDEWAYS
        if self.guessed or (self._state.stale and before is not None):
            flags |= StrideFlag.MOUNTING_GUESSED
        return flags

    def _went_sideways(self, swing: Swing) -> bool:
        went = not swing.lost and swing.of_swing["stride_length_m"] >= self._given.travel_m
        return went and abs(math.remainder(swing.heading_rad, math.tau)) > self._given.sideways_rad


def _duty(ic: float, tc: float | None, next_ic: float) -> float | None:
    return None if tc is None else (tc - ic) / (next_ic - ic)


def _measured(
    buffer: ImuBuffer, swing: Swing, before: Swing | None, of_landing: Mapping[str, float]
) -> MotionMeasures:
    """What the swing tells, and the landing before it, as far as no samples were lost.

    The rest of a slow walker's stance is part of the stride: its time counts, too.
    """
    of_swing = {} if swing.lost else dict(swing.of_swing)
    if math.isnan(of_swing.get("toe_clearance_m", 0.0)):
        del of_swing["toe_clearance_m"]
    left_s, rest_s = buffer.time_s(swing.left), None
    if before is not None and before.arrived < swing.left:
        rest_s = left_s - buffer.time_s(before.arrived)
    return MotionMeasures(
        length_from_s=left_s,
        length_to_s=buffer.time_s(swing.arrived),
        rest_before_s=rest_s,
        **of_swing,
        **of_landing,
    )
