"""Find that left and right differ more than they did at the start."""

from collections.abc import Sequence

from monitor.baseline.pace_line import PaceLine
from monitor.baseline.windows import usable
from monitor.detectors.alarm import Alarm
from monitor.detectors.left_right import Difference, paced
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_form import AsymmetryLimits
from monitor.detectors.question import Question, Reading
from monitor.types import FindingKind, InputEvent, Side, Stride


def asymmetry(limits: DetectorLimits) -> Alarm:
    """Watch the difference of the feet's contact times."""
    question = Question(kind=FindingKind.ASYMMETRY, side=None, needs="contacts of both feet")
    return Alarm(question, limits.asymmetry, Asymmetry(limits.asymmetry))


class Asymmetry:
    """Change of left minus right duty factor, as a part of the duty factor, either way.

    Contact time as a part of stride time: pace matters little. When wrong: a
    cambered road; running in circles.
    """

    def __init__(self, limits: AsymmetryLimits) -> None:
        self._limits = limits
        self._duty = Difference("duty_factor", Side.LEFT, lambda s: s.duty_factor, limits)

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own difference."""
        return (self._duty.line,)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the change over its limit, at every left stride."""
        if not isinstance(event, Stride) or not usable(event):
            return None
        change = self._duty.add(event, paced(event))
        if change is None or not event.duty_factor:
            return None
        if change.amount is None:
            return Reading(None, lambda: "learning the difference of the feet")
        part = change.amount / event.duty_factor
        longer = Side.LEFT if part > 0.0 else Side.RIGHT
        ratio = min(
            abs(part) / self._limits.effect_fraction,
            abs(change.amount) / change.doubt / self._limits.z,
        )
        if change.strange and ratio < 1.0:
            return None
        return Reading(
            ratio,
            lambda: f"{longer} foot {100.0 * abs(part):.0f} % longer on the ground than before",
            value=part,
        )
