"""What is this runner's own threshold? Taps move it, within bounds, and leave a history."""

from math import inf

from monitor.detectors.profile import Lesson, ThresholdState
from monitor.limits.risk import RiskLimits
from monitor.types import Feeling, Side, Zone


class Threshold:
    """The level of measured causes at which one zone of one foot makes itself felt.

    A symptom below the threshold lowers it. An explicit OK above raises it, but never above a level
    at which there was a symptom, and not in a run that had one: recovery says nothing of onset.
    Silence teaches nothing, because people with reduced feeling may not notice harm. Nor does pain
    teach when a nerve goes numb: a blister or a bruise hurts at any level.
    """

    def __init__(self, side: Side, zone: Zone, limits: RiskLimits) -> None:
        self._side = side
        self._zone = zone
        self._limits = limits
        self._lessons: list[Lesson] = []
        self._felt = False
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

    def teach(
        self, t_s: float, feeling: Feeling, measured: float | None, share: float = 1.0
    ) -> None:
        """Take a tap while the causes had a level (None: too few were measured).

        A share of it, if it was on the other foot.
        """
        eased = feeling is Feeling.OK
        self._felt |= not eased
        silent = feeling is Feeling.PAIN or (eased and self._felt)
        if silent or measured is None or measured < self._limits.learn_least:
            return
        before = self.value
        if eased:
            measured = min(measured, self._lowest_felt)
        elif before <= measured < self._lowest_felt:
            self._remember(t_s, feeling, measured, before)
        if measured <= before if eased else measured >= before:
            return
        step = share * self._limits.learn_fraction * (measured - before)
        self.value = self._bounded(before + step)
        self._remember(t_s, feeling, measured, before)

    @property
    def _lowest_felt(self) -> float:
        """Lowest level at which there ever was a symptom."""
        felt = (x.measured for x in self._lessons if x.feeling is not Feeling.OK)
        return min(felt, default=inf)

    def _remember(self, t_s: float, feeling: Feeling, measured: float, before: float) -> None:
        self._lessons.append(
            Lesson(t_s=t_s, feeling=feeling, measured=measured, before=before, after=self.value)
        )
        if len(self._lessons) > self._limits.lessons_most:
            lowest = self._lowest_felt
            oldest = (x for x in self._lessons if x.measured > lowest or x.feeling is Feeling.OK)
            self._lessons.remove(next(oldest, self._lessons[0]))

    def _bounded(self, value: float) -> float:
        return min(max(value, self._limits.threshold_least), self._limits.threshold_most)
