"""Find that a foot lands harder than is usual for this runner at this pace."""

from collections.abc import Sequence

from monitor.baseline.pace_line import PaceLine, Residual
from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.pace_matched import PaceMatched
from monitor.detectors.question import Question, Reading
from monitor.types import FindingKind, InputEvent, Side, Stride, StrideFlag


def impact(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch the hardness of one foot's landings."""
    question = Question(
        kind=FindingKind.IMPACT, side=side, needs="acceleration or force at landing"
    )
    return Alarm(question, limits.impact, Impact(side, limits))


class Impact:
    """Peak acceleration of landing; where there is no accelerometer, the loading rate.

    When wrong: a sensor that saturates is left out, and with it the hardest landings; another
    ground (grass, trail) reads as another runner.
    """

    def __init__(self, side: Side, limits: DetectorLimits) -> None:
        rule = limits.impact

        def part(residual: Residual) -> float:
            return rule.effect_fraction * residual.expected

        def words(excess: float, residual: Residual) -> str:
            return f"lands {100.0 * excess / residual.expected:+.0f} % harder than usual"

        self._acceleration = PaceMatched(
            "impact_m_s2",
            side,
            _unclipped,
            prior=rule.prior,
            rule=rule,
            baseline=limits.baseline,
            effect=part,
            words=words,
        )
        self._loading = PaceMatched(
            "loading_rate_n_s",
            side,
            lambda stride: stride.load and stride.load.loading_rate_n_s,
            prior=rule.loading_prior,
            rule=rule,
            baseline=limits.baseline,
            effect=part,
            words=words,
        )
        self._felt = False

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own normal of both quantities."""
        return (*self._acceleration.baselines, *self._loading.baselines)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the excess over its limit, from the accelerometer where there ever was one."""
        if isinstance(event, Stride) and event.motion:
            self._felt |= event.motion.impact_m_s2 is not None
        by_acceleration = self._acceleration.read(event)
        by_force = self._loading.read(event)
        return by_acceleration if self._felt else by_force


def _unclipped(stride: Stride) -> float | None:
    if stride.motion is None or stride.has(StrideFlag.CLIPPED):
        return None
    return stride.motion.impact_m_s2
