"""Find a foot whose front no longer lifts as it did; a red flag."""

from collections.abc import Sequence
from itertools import chain
from math import degrees, inf, radians
from typing import Final, NamedTuple

from msgspec import structs

from monitor.baseline.pace_line import PaceLine, Residual, Terrain
from monitor.baseline.windows import usable, whole
from monitor.detectors.alarm import Alarm
from monitor.detectors.left_right import Difference, OwnChange, paced
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_body import FootDropLimits
from monitor.detectors.pace_matched import PaceMatched
from monitor.detectors.question import Question, Reading
from monitor.types import QUANTITIES, FindingKind, Gait, InputEvent, Side, Stride

_RUN: Final = Gait.RUN  # a member costs more to look up than what is done with it


class _Fall(NamedTuple):
    """How far an angle has fallen against the other foot, and that over its limit."""

    ratio: float
    fall_rad: float


def foot_drop(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch whether one foot still lifts, against the other foot and against itself."""
    question = Question(
        kind=FindingKind.FOOT_DROP,
        side=side,
        needs="foot angles of both feet",
        both=True,
        walking=True,
    )
    return Alarm(question, limits.foot_drop, FootDrop(side, limits))


class _Lift(NamedTuple):
    """How far toe clearance and height have fallen against the other foot, and its doubt, m."""

    clearance_m: float
    clearance_doubt_m: float
    height_m: float
    height_doubt_m: float


_ANGLES: Final = ("pitch_mid_swing_rad", "foot_strike_angle_rad")


class FootDrop:
    """Fall of the foot's pitch in mid-swing or at contact.

    Of one foot against the other, since the run's start: the other foot takes out what hills, pace
    and tiredness do to both; a part of the fall must be the foot's own, or its toes must pass the
    ground more closely, for a difference falls, too, when the other foot's pitch rises. And of the
    foot against its own normal at this pace and slope, in mid-swing, so that a drop on both sides
    is seen.

    Of a runner who lands on the forefoot these angles show hardly anything. There the toes' least
    height over the ground and the pod's greatest must both have fallen against the other foot's;
    where they are not measured, it is not assessed, never clear.

    While a drop of either foot is found, no difference is learned anew: who then walks home with it
    would teach that it is usual in walking.

    When wrong: a sensor that slips on the shoe looks the same; a foot that dropped before the run
    is its own normal.
    """

    def __init__(self, side: Side, limits: DetectorLimits) -> None:
        rule: FootDropLimits = limits.foot_drop
        self._side = side
        self._limits = rule
        self._effect_rad = radians(rule.effect_deg)
        # running and walking have differences of their own
        self._places = {
            gait: [
                Difference(f"{prefix}{name}", side, QUANTITIES[name], rule, rule.pitch_prior)
                for name in _ANGLES
            ]
            for gait, prefix in ((Gait.RUN, ""), (Gait.WALK, "walk_"))
        }
        self._landing = _Landing(self._places[Gait.RUN][1], rule)
        low = structs.replace(rule, prior=rule.clearance_prior)
        self._clearance, self._height = (
            Difference(name, side, QUANTITIES[name], low, own=rule.height_prior)
            for name in ("toe_clearance_m", "path_height_m")
        )
        self._lift: _Lift | None = None
        self._own = _own(side, limits)
        self._own_reading: Reading | None = None
        self._dropped_since_s: float | None = None
        self._learning_strides = 0

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own differences, and the foot's own normal."""
        places = (*chain(*self._places.values()), self._clearance, self._height)
        return (*(place.line for place in places), *self._own.baselines)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the largest fall over its limit, stride by stride."""
        own = self._own.read(event)
        self._own_reading = own or self._own_reading
        if not isinstance(event, Stride):
            return None
        if own is not None and own.ratio is not None and own.ratio >= 1.0:
            self._hold(event.next_ic_s, own.ratio)
            return own
        return self._against_other(event)

    def _against_other(self, stride: Stride) -> Reading | None:
        falls, others, strange, seen = [], [0.0], False, False
        terrain = paced(stride)
        self._see_lift(stride, terrain)
        for place in self._asked(stride):
            change = place.add(stride, terrain)
            if change is None:
                continue
            seen = True
            strange |= change.strange
            if change.amount is not None:
                own_change = place.own_change
                falls.append(self._fall(change.amount, change.doubt, own_change))
                others.append(self._others_ratio(change.amount, change.doubt, own_change))
        if not seen:
            return None
        if not falls:
            return self._learn()
        self._learning_strides = 0
        own = self._own_reading
        own_ratio = 0.0 if own is None or own.ratio is None else own.ratio
        self._hold(stride.next_ic_s, max(own_ratio, max(falls).ratio, *others))
        return self._judge(max(falls), strange=strange)

    def _asked(self, stride: Stride) -> Sequence[Difference]:
        """Differences of the angles that a stride tells of."""
        fits = usable(stride) if stride.gait is _RUN else whole(stride)
        return self._places.get(stride.gait, ()) if fits else ()

    @property
    def _held(self) -> bool:
        """Whether no difference is learned."""
        return self._places[_RUN][0].held

    def _learn(self) -> Reading:
        """Judge nothing; after a window's strides, what running showed says nothing of a walk."""
        dropped, self._dropped_since_s = self._dropped_since_s is not None, None
        self._learning_strides += 1
        calm = not dropped and not self._held
        new = calm and self._learning_strides >= self._limits.window_strides
        return Reading(None, lambda: "learning the difference of the feet", restart=new)

    def _hold(self, now_s: float, ratio: float) -> None:
        """Learn no difference from a drop that is found until it is over, whichever foot dropped.

        What does not last is no drop: held for it, a gait that comes next would never be learned.
        """
        held = self._held
        if ratio < (self._limits.clear_fraction if held else 1.0):
            self._dropped_since_s, held = None, False
        elif self._dropped_since_s is None:
            self._dropped_since_s = now_s
        else:
            held = held or now_s - self._dropped_since_s >= self._limits.sustained_s
        if held is not self._held:
            for place in chain(*self._places.values()):
                place.held = held

    def _judge(self, fall: _Fall, *, strange: bool) -> Reading | None:
        ratio, fall_rad = fall
        self._landing.see(self._side.other)  # which has nothing
        lift = self._lift if self._landing.perhaps_forefoot else None
        if lift is not None and (lift_ratio := self._lowered(lift)) > ratio:
            return self._low(lift_ratio, min(lift.clearance_m, self._own_fall_m))
        if ratio < 1.0 and (strange or (self._landing.forefoot and lift is None)):
            return None
        own = self._own_reading
        if ratio < 1.0 and own is not None and own.ratio is not None and own.ratio > ratio:
            return own
        return Reading(
            ratio,
            lambda: f"toes {degrees(fall_rad):.0f}° lower than before against the other foot",
            value=-fall_rad,
        )

    @staticmethod
    def _low(ratio: float, fall_m: float) -> Reading:
        mm = 1000.0 * fall_m
        return Reading(
            ratio, lambda: f"toes pass {mm:.0f} mm lower than before against the other foot"
        )

    def _see_lift(self, stride: Stride, terrain: Terrain) -> None:
        """Take how high the toes and the pod pass, while running."""
        clearance = height = None
        if usable(stride):
            clearance = self._clearance.add(stride, terrain)
            height = self._height.add(stride, terrain)
        if stride.side is not self._side or stride.gait is not _RUN:
            return
        self._lift = None
        if clearance is None or height is None:
            return
        if clearance.amount is not None and height.amount is not None:
            self._lift = _Lift(-clearance.amount, clearance.doubt, -height.amount, height.doubt)

    def _lowered(self, lift: _Lift) -> float:
        """Fall of both heights over their limits, no more than one foot's own part allows."""
        limits, clearance_m, height_m = self._limits, lift.clearance_m, lift.height_m
        least_m, least_height_m = limits.clearance_effect_m, limits.height_effect_m
        # a longer reach lifts the toes of both feet, and hides how much of it is one foot's own
        own = max(
            self._own_part(self._clearance.own_change, clearance_m, least_m),
            self._own_part(self._height.own_change, height_m, least_height_m),
        )
        return min(
            clearance_m / least_m,
            clearance_m / lift.clearance_doubt_m / limits.z,
            height_m / least_height_m,
            height_m / lift.height_doubt_m / limits.z,
            own,
        )

    @property
    def _own_fall_m(self) -> float:
        """By how much the feet differ more, if the other's toes rose as these fell."""
        own = self._clearance.own_change
        return 0.0 if own is None else -2.0 * own.amount

    def _own_part(self, own: OwnChange | None, fall: float, effect: float) -> float:
        """How much of a fall may be the foot's own, over what must be; infinite: not known."""
        if own is None:
            return inf
        return (own.doubt - own.amount) / (self._limits.own_fraction * max(fall, effect))

    def _fall(self, change_rad: float, doubt_rad: float, own_rad: OwnChange | None) -> _Fall:
        """One angle's fall over its limit, no more than the foot's own part allows."""
        fall_rad = -change_rad
        ratio = min(fall_rad / self._effect_rad, fall_rad / doubt_rad / self._limits.z)
        if not self._passes_lower():
            ratio = min(ratio, self._own_part(own_rad, fall_rad, self._effect_rad))
        return _Fall(ratio, fall_rad)

    def _others_ratio(self, change_rad: float, doubt_rad: float, own: OwnChange | None) -> float:
        """The same of the other foot, whose own change is what this foot's leaves of the sum."""
        if own is not None:
            own = OwnChange(own.amount - change_rad, own.doubt)
        return self._fall(-change_rad, doubt_rad, own).ratio

    def _passes_lower(self) -> bool:
        """Whether this foot's toes pass the ground more closely than before, the other's not."""
        lift, least_m = self._lift, self._limits.confirm_m
        # what the foot's own fall is costs far more to ask
        return lift is not None and lift.clearance_m >= least_m and self._own_fall_m >= least_m


class _Landing:
    """Whether a foot ever landed toes first for a window: so, or, by the sensor's seat, perhaps."""

    def __init__(self, contact: Difference, limits: FootDropLimits) -> None:
        self._contact = contact
        self._forefoot_rad = radians(limits.forefoot_deg)
        self._seat_rad = radians(limits.seat_deg)
        self.forefoot = self.perhaps_forefoot = False

    def see(self, side: Side) -> None:
        """Look at the window of one foot."""
        angle_rad = self._contact.mean(side)
        if angle_rad is not None:
            self.forefoot |= angle_rad < self._forefoot_rad
            self.perhaps_forefoot |= angle_rad < self._forefoot_rad + self._seat_rad


def _own(side: Side, limits: DetectorLimits) -> PaceMatched:
    """Fall of one foot's pitch in mid-swing below its own normal at this pace and slope."""
    rule = limits.foot_drop
    effect_rad = radians(rule.own_effect_deg)

    def fallen_rad(stride: Stride) -> float | None:
        pitch_rad = stride.motion.pitch_mid_swing_rad if stride.motion else None
        return None if pitch_rad is None else -pitch_rad

    def words(excess: float, _: Residual) -> str:
        return f"toes {degrees(excess):.0f}° lower than usual at this pace"

    return PaceMatched(
        "pitch_mid_swing_own_rad",
        side,
        fallen_rad,
        prior=rule.own_prior,
        rule=rule,
        baseline=limits.baseline,
        effect=lambda _: effect_rad,
        words=words,
    )
