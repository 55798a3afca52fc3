"""Find that one foot slaps down faster than it did."""

from collections.abc import Sequence
from math import radians

from monitor.baseline.pace_line import PaceLine
from monitor.baseline.windows import usable
from monitor.detectors.alarm import Alarm
from monitor.detectors.left_right import Difference, paced
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_body import FootSlapLimits
from monitor.detectors.question import Question, Reading
from monitor.types import QUANTITIES, FindingKind, InputEvent, Side, Stride


def foot_slap(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch how fast one foot comes down after contact, against the other foot."""
    question = Question(
        kind=FindingKind.FOOT_SLAP, side=side, needs="foot rotation of both feet", both=True
    )
    return Alarm(question, limits.foot_slap, FootSlap(side, limits.foot_slap))


class FootSlap:
    """One-sided rise of the peak plantarflexion rate in the first 60 ms of contact.

    A part of the rise must be the foot's own: a difference grows, too, when the other foot comes
    down more slowly, as one that drops does.

    When wrong: a forefoot striker has none; a change of shoe or ground on one side.
    """

    def __init__(self, side: Side, limits: FootSlapLimits) -> None:
        self._limits = limits
        self._effect_rad_s = radians(limits.effect_deg_s)
        self._rate = Difference(
            "foot_slap_rad_s", side, QUANTITIES["foot_slap_rad_s"], limits, own=limits.own_prior
        )

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own difference."""
        return (self._rate.line,)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the rise over its limit, stride by stride."""
        if not isinstance(event, Stride) or not usable(event):
            return None
        change = self._rate.add(event, paced(event))
        if change is None:
            return None
        if change.amount is None:
            return Reading(None, lambda: "learning the difference of the feet")
        rise_rad_s = change.amount
        ratio = min(rise_rad_s / self._effect_rad_s, rise_rad_s / change.doubt / self._limits.z)
        own = self._rate.own_change
        if own is not None:
            own_part_rad_s = self._limits.own_fraction * max(rise_rad_s, self._effect_rad_s)
            ratio = min(ratio, (own.amount + own.doubt) / own_part_rad_s)
        if change.strange and ratio < 1.0:
            return None
        return Reading(
            ratio,
            lambda: f"foot comes down {rise_rad_s:+.1f} rad/s faster against the other foot",
            value=rise_rad_s,
        )
