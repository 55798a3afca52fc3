"""How do two landings and the swing between them make a stride?"""

import math
from typing import NamedTuple

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.windows import Landing, Swing
from monitor.gait.walk_run import GaitState
from monitor.ingest.sample_buffer import Tape
from monitor.types import Gait, GaitChange, Side, StrideFlag


class ImuStride(NamedTuple):
    """One stride as the IMU of its foot saw it.

    ``ic``, ``tc``, ``next_ic``, ``length_from``, ``length_to`` are sample numbers on the foot's
    grid, fractional where they lie between samples; the same with ``_s`` are session times. The
    rest as in :class:`monitor.types.Stride`.
    """

    side: Side
    ic: float
    tc: float | None
    next_ic: float
    length_from: int
    length_to: int
    ic_s: float
    tc_s: float | None
    next_ic_s: float
    length_from_s: float
    length_to_s: float
    gait: Gait
    flags: StrideFlag
    stride_length_m: float | None
    rise_m: float | None
    turn_rad: float | None
    path_height_m: float | None
    toe_clearance_m: float | None
    pitch_mid_swing_rad: float | None
    foot_strike_angle_rad: float | None
    foot_slap_rad_s: float | None
    pronation_rad: float | None
    impact_m_s2: float | None

    @property
    def speed_m_s(self) -> float | None:
        """Mean speed over the length's interval."""
        if self.stride_length_m is None:
            return None
        return self.stride_length_m / (self.length_to_s - self.length_from_s)


class StrideMaker:
    """Join swings into strides, for one foot.

    A stride that follows a rest, a break or the session's start has no landing of its own: its
    ``ic`` is where the foot last rested, it is flagged ``FIRST`` and has no contact time to trust.
    """

    def __init__(self, side: Side, rate_hz: float, limits: ImuLimits) -> None:
        self._side = side
        self._look_back = round(limits.contact.look_back_s * rate_hz)
        self._rate_hz = rate_hz
        self._running_m_s = limits.state.run_speed_m_s
        self._travel_m = limits.state.travel_m
        self._limits = limits.contact
        self._turning_rad = math.radians(limits.path.turning_deg)
        self._state = GaitState(limits.state)
        self._gait: Gait | None = None
        self._landing: Landing | None = None
        self._since = 0
        self.guessed = False
        """Whether the mounting is a guess, so that every stride must say so."""
        self._stale = False

    @property
    def next_from(self) -> float | None:
        """Where the next stride starts, if it follows the last."""
        return None if self._landing is None else self._landing.ic

    def remount(self, *, certain: bool) -> None:
        """Another mounting is used from now on; the last landing was seen in the one before."""
        self.guessed = not certain
        self._stale = self._landing is not None

    def interrupt(self) -> None:
        """Samples are missing: the next stride does not follow the last."""
        self._landing = None

    def stand(self, tape: Tape, index: int) -> GaitChange:
        """The runner stands."""
        self._landing = None
        self._since = index - 1
        self._state.rest()
        self._gait = Gait.STAND
        return GaitChange(self._side, _Clock(tape, index, index)(index), Gait.STAND)

    def stride(self, tape: Tape, swing: Swing, origin: int) -> list[ImuStride | GaitChange]:
        """Make the stride that this swing completes, after a change of gait if it shows one."""
        before, self._landing = self._landing, swing.landing
        ic = before.ic if before is not None else self._first_ic(tape, swing.left, origin)
        went = swing.lost or swing.length_m >= self._travel_m
        duty = _duty(ic, swing.tc, swing.landing.ic) if before is not None and went else None
        gait = self._state.follow(duty)
        made = self._make(tape, swing, before, ic, gait or self._guess(swing))
        self._stale = False
        if gait is None or gait is self._gait:
            return [made]
        self._gait = gait
        return [GaitChange(self._side, made.ic_s, gait), made]

    def _make(
        self, tape: Tape, swing: Swing, before: Landing | None, ic: float, gait: Gait
    ) -> ImuStride:
        at_s = _Clock(tape, int(ic), swing.arrived)
        landed = before if before is not None and not before.lost else None
        return ImuStride(
            side=self._side,
            ic=ic,
            tc=swing.tc,
            next_ic=swing.landing.ic,
            length_from=swing.left,
            length_to=swing.arrived,
            ic_s=at_s(ic),
            tc_s=None if swing.tc is None else at_s(swing.tc),
            next_ic_s=at_s(swing.landing.ic),
            length_from_s=at_s(swing.left),
            length_to_s=at_s(swing.arrived),
            gait=gait,
            flags=self._flags(swing, before),
            stride_length_m=None if swing.lost else swing.length_m,
            rise_m=None if swing.lost else swing.rise_m,
            turn_rad=None if swing.lost else swing.turn_rad,
            path_height_m=None if swing.lost else swing.path_height_m,
            toe_clearance_m=None
            if swing.lost or math.isnan(swing.clearance_m)
            else swing.clearance_m,
            pitch_mid_swing_rad=None if swing.lost else swing.pitch_mid_swing_rad,
            foot_strike_angle_rad=None if landed is None else landed.strike_rad,
            foot_slap_rad_s=None if landed is None else landed.slap_rad_s,
            pronation_rad=None if landed is None else self._pronation(landed),
            impact_m_s2=None if landed is None else landed.impact_m_s2,
        )

    def _guess(self, swing: Swing) -> Gait:
        """The gait of a first stride, from its speed: its contact time is not known."""
        speed_m_s = swing.length_m * self._rate_hz / (swing.arrived - swing.left)
        return Gait.RUN if speed_m_s > self._running_m_s else Gait.WALK

    def _flags(self, swing: Swing, before: Landing | None) -> StrideFlag:
        flags = StrideFlag.NONE
        if before is None:
            flags |= StrideFlag.FIRST
        if swing.lost or (before is not None and before.lost):
            flags |= StrideFlag.GAP
        if swing.clipped:
            flags |= StrideFlag.CLIPPED
        if swing.doubted and not swing.lost:
            flags |= StrideFlag.LENGTH_DOUBTED
        if not swing.lost and abs(swing.turn_rad) > self._turning_rad:
            flags |= StrideFlag.TURNING
        if self.guessed or (self._stale and before is not None):
            flags |= StrideFlag.MOUNTING_GUESSED
        return flags

    def _pronation(self, landed: Landing) -> float:
        """Eversion after contact: the outer edge, right on a right foot, comes up."""
        return landed.roll_up_rad if self._side is Side.RIGHT else landed.roll_down_rad

    def _first_ic(self, tape: Tape, left: int, origin: int) -> float:
        """Initial contact before the first stance seen, if the slap of its landing was seen."""
        start = min(left, max(origin, self._since, left - self._look_back))
        rate: list[float] = tape.view(start, left + 1)[:, 6].tolist()
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


class _Clock:
    """Session time of fractional sample numbers between two whole ones."""

    def __init__(self, tape: Tape, first: int, last: int) -> None:
        self._first = first
        self._times_s = tape.column(first, min(last + 2, tape.stop), 0)

    def __call__(self, index: float) -> float:
        """Time on the line between the two samples."""
        before = int(index)
        position = before - self._first
        at_s = float(self._times_s[position])
        if index == before:
            return at_s
        return at_s + (index - before) * (float(self._times_s[position + 1]) - at_s)
