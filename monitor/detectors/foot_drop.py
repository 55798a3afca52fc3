"""Find a foot whose front no longer lifts as it did; a red flag."""

from collections.abc import Callable, Sequence
from math import degrees, radians
from typing import Final, NamedTuple

from monitor.baseline.pace_line import PaceLine, Residual
from monitor.baseline.windows import usable, whole
from monitor.detectors.alarm import Alarm
from monitor.detectors.left_right import Difference
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_body import FootDropLimits
from monitor.detectors.pace_matched import PaceMatched
from monitor.detectors.question import Question, Reading
from monitor.types import QUANTITIES, FindingKind, Gait, InputEvent, Side, Stride


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


def _walked(stride: Stride) -> bool:
    return stride.gait is Gait.WALK and whole(stride)


_ANGLES: Final = ("pitch_mid_swing_rad", "foot_strike_angle_rad")
_GAITS: Final[dict[str, Callable[[Stride], bool]]] = {"": usable, "walk_": _walked}
"""Running and walking have differences of their own."""


class FootDrop:
    """Fall of the foot's pitch in mid-swing or at contact.

    Of one foot against the other, since the run's start: the other foot takes out what hills, pace
    and tiredness do to both; a part of the fall must be the foot's own, for a difference falls,
    too, when the other foot's pitch rises. And of the foot against its own normal at this pace and
    slope, in mid-swing, so that a drop on both sides is seen.

    When wrong: a sensor that slips on the shoe looks the same; a foot that dropped before the run
    is its own normal. Of a runner who lands on the forefoot it shows hardly anything: that is not
    assessed, never clear.
    """

    def __init__(self, side: Side, limits: DetectorLimits) -> None:
        rule: FootDropLimits = limits.foot_drop
        self._side = side
        self._limits = rule
        self._effect_rad = radians(rule.effect_deg)
        self._forefoot_rad = radians(rule.forefoot_deg)
        self._on_forefoot = False
        self._places = [
            Difference(f"{gait}{name}", side, QUANTITIES[name], rule, fits)
            for gait, fits in _GAITS.items()
            for name in _ANGLES
        ]
        self._contact = self._places[1]
        self._own = _own(side, limits)
        self._own_reading: Reading | None = None

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own differences, and the foot's own normal."""
        return (*(place.line for place in self._places), *self._own.baselines)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the largest fall over its limit, stride by stride."""
        own = self._own.read(event)
        self._own_reading = own or self._own_reading
        if not isinstance(event, Stride):
            return None
        if own is not None and own.ratio is not None and own.ratio >= 1.0:
            return own
        return self._against_other(event)

    def _against_other(self, stride: Stride) -> Reading | None:
        falls, strange, seen = [], False, False
        for place in self._places:
            change = place.add(stride)
            if change is None:
                continue
            seen = True
            strange |= change.strange
            if change.amount is not None:
                falls.append(self._fall(change.amount, change.doubt, place.own_change))
        if not seen:
            return None
        if not falls:
            return Reading(None, lambda: "learning the difference of the feet")
        ratio, fall_rad = max(falls)
        if ratio < 1.0 and (self._lands_on_forefoot() or strange):
            return None
        own = self._own_reading
        if ratio < 1.0 and own is not None and own.ratio is not None and own.ratio > ratio:
            return own
        return Reading(
            ratio,
            lambda: f"toes {degrees(fall_rad):.0f}° lower than before against the other foot",
            value=-fall_rad,
        )

    def _fall(self, change_rad: float, doubt_rad: float, own_rad: float | None) -> _Fall:
        """One angle's fall over its limit, no more than the foot's own part allows."""
        fall_rad = -change_rad
        ratio = min(fall_rad / self._effect_rad, fall_rad / doubt_rad / self._limits.z)
        if own_rad is not None:
            own_part_rad = self._limits.own_fraction * max(fall_rad, self._effect_rad)
            ratio = min(ratio, -own_rad / own_part_rad)
        return _Fall(ratio, fall_rad)

    def _lands_on_forefoot(self) -> bool:
        """Whether the other foot, which has nothing, ever landed toes first for a window."""
        angle_rad = self._contact.mean(self._side.other)
        self._on_forefoot |= angle_rad is not None and angle_rad < self._forefoot_rad
        return self._on_forefoot


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
