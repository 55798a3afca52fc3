"""Does the calf work more than is usual: per stride at this pace, or over the whole run?"""

from collections.abc import Sequence

from monitor.detectors.baseline import PaceLine, Residual
from monitor.detectors.matched import PaceMatched
from monitor.detectors.mechanism import Watch
from monitor.detectors.question import Question, Reading, Sign
from monitor.limits.detectors import DetectorLimits
from monitor.limits.detectors_body import CalfLoadLimits
from monitor.types import FindingKind, Gait, Side, Stride
from monitor.units import S_PER_MIN


def calf_load(side: Side, limits: DetectorLimits) -> Watch:
    """Watch the load of one calf."""
    question = Question(
        kind=FindingKind.CALF_LOAD, side=side, needs="force and its place under the foot"
    )
    return Watch(question, limits.calf_load, CalfLoad(side, limits))


class CalfLoad:
    """Achilles impulse of a stride against usual, and its dose in minutes of usual running.

        dose = Σ (impulse / usual impulse)³ · stride time

    When wrong: the force of an insole is 30–50 % off, so only relative loads mean anything; after
    a long break the dose does not know how much was recovered.
    """

    def __init__(self, side: Side, limits: DetectorLimits) -> None:
        self._side = side
        self._rule: CalfLoadLimits = limits.calf_load
        self._dose_min = 0.0
        self._usual_n_s: float | None = None

        def part(residual: Residual) -> float:
            return self._rule.effect_fraction * residual.expected

        def words(excess: float, residual: Residual) -> str:
            return f"calf load {100.0 * excess / residual.expected:+.0f} % against usual"

        self._matched = PaceMatched(
            "achilles_impulse_n_s",
            side,
            lambda stride: stride.achilles_impulse_n_s,
            prior=self._rule.prior,
            rule=self._rule,
            baseline=limits.baseline,
            effect=part,
            words=words,
        )

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own normal."""
        return self._matched.baselines

    def read(self, sign: Sign) -> Reading | None:
        """Return the larger of excess and dose over their limits, bundle by bundle."""
        if isinstance(sign, Stride) and sign.side is self._side:
            self._add(sign)
        reading = self._matched.read(sign)
        if reading is None or reading.ratio is None:
            return reading
        line = self._matched.line
        self._usual_n_s = line.level if line.level > 0.0 else None
        dose = self._dose_min / self._rule.dose_min
        if dose <= reading.ratio:
            return reading
        dose_min = self._dose_min
        return Reading(
            dose,
            lambda: f"calf has worked as much as in {dose_min:.0f} min of usual running",
            value=dose_min,
        )

    def _add(self, stride: Stride) -> None:
        """Add a stride to the dose; before usual is known, it counts as usual."""
        if stride.achilles_impulse_n_s is None or stride.gait is not Gait.RUN:
            return
        usual = self._usual_n_s
        relative = 1.0 if usual is None else stride.achilles_impulse_n_s / usual
        self._dose_min += max(relative, 0.0) ** self._rule.dose_power * (
            stride.stride_time_s / S_PER_MIN
        )
