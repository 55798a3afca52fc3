"""What is this runner's own threshold? Taps move it, within bounds, and leave a history."""

from monitor.detectors.profile import Lesson, ThresholdState
from monitor.limits.risk import RiskLimits
from monitor.types import Feeling, Side, Zone


class Threshold:
    """The level of measured causes at which one zone of one foot makes itself felt.

    A symptom below the threshold lowers it, an explicit OK above raises it; silence teaches
    nothing, because people with reduced feeling may not notice harm.
    """

    def __init__(self, side: Side, zone: Zone, limits: RiskLimits) -> None:
        self._side = side
        self._zone = zone
        self._limits = limits
        self._lessons: list[Lesson] = []
        self.value = 1.0

    def recall(self, state: ThresholdState) -> None:
        """Start from what earlier runs taught."""
        self._lessons = list(state.lessons)
        self.value = self._bounded(state.threshold)

    def state(self) -> ThresholdState | None:
        """Return what to keep; None where nothing was ever taught."""
        if not self._lessons:
            return None
        return ThresholdState(
            side=self._side, zone=self._zone, threshold=self.value, lessons=tuple(self._lessons)
        )

    def teach(self, t_s: float, feeling: Feeling, measured: float, share: float = 1.0) -> None:
        """Take a tap while the measured causes had a level; a share of it, if on the other foot."""
        eased = feeling is Feeling.OK
        surprising = measured > self.value if eased else measured < self.value
        if not surprising or measured < self._limits.learn_least:
            return
        before = self.value
        step = share * self._limits.learn_fraction * (measured - before)
        self.value = self._bounded(before + step)
        self._lessons.append(
            Lesson(t_s=t_s, feeling=feeling, measured=measured, before=before, after=self.value)
        )

    def _bounded(self, value: float) -> float:
        return min(max(value, self._limits.threshold_least), self._limits.threshold_most)
