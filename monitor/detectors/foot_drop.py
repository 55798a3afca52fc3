"""Does the front of one foot no longer lift as it did? A red flag."""

from collections.abc import Sequence
from math import degrees, radians
from typing import NamedTuple

from monitor.baseline.pace_line import PaceLine
from monitor.detectors.alarm import Alarm
from monitor.detectors.left_right import Difference
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_body import FootDropLimits
from monitor.detectors.question import Question, Reading
from monitor.types import QUANTITIES, FindingKind, InputEvent, Side, Stride


class _Fall(NamedTuple):
    """How far an angle has fallen against the other foot, and that over its limit."""

    ratio: float
    fall_rad: float


def foot_drop(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch whether one foot still lifts, against the other foot."""
    question = Question(
        kind=FindingKind.FOOT_DROP, side=side, needs="foot angles of both feet", both=True
    )
    return Alarm(question, limits.foot_drop, FootDrop(side, limits.foot_drop))


class FootDrop:
    """One-sided fall of pitch in mid-swing or at contact, against the run's start.

    The other foot takes out what hills, pace and tiredness do to both; a part of the fall must be
    the foot's own: a difference falls, too, when the other foot's pitch rises.

    When wrong: a sensor that slips on the shoe looks the same; a foot that dropped before the run
    is its own normal. Of a runner who lands on the forefoot it shows hardly anything: that is not
    assessed, never clear.
    """

    def __init__(self, side: Side, limits: FootDropLimits) -> None:
        self._side = side
        self._limits = limits
        self._effect_rad = radians(limits.effect_deg)
        self._forefoot_rad = radians(limits.forefoot_deg)
        self._on_forefoot = False
        self._swing = Difference(
            "pitch_mid_swing_rad", side, QUANTITIES["pitch_mid_swing_rad"], limits
        )
        self._contact = Difference(
            "foot_strike_angle_rad", side, QUANTITIES["foot_strike_angle_rad"], limits
        )

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own differences."""
        return (self._swing.line, self._contact.line)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the larger fall over its limit, stride by stride."""
        if not isinstance(event, Stride):
            return None
        falls, strange, seen = [], False, False
        for place in (self._swing, self._contact):
            change = place.add(event)
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
