"""What is this runner's own threshold? Taps move it, within bounds, and leave a history."""

from collections import Counter
from math import inf

from msgspec.structs import replace

from monitor.profile import Lesson, ThresholdState
from monitor.risk.limits import RiskLimits
from monitor.types import Feeling, Side, Zone


class Threshold:
    """The level of measured causes at which one zone of one foot makes itself felt.

    A symptom below the threshold lowers it. An explicit OK above raises it, but never above a level
    at which there was a symptom, and not in a run that had one: recovery says nothing of onset.
    An odd symptom, outvoted by later OKs at clearly higher levels, bounds nothing any more, and an
    OK gives back what it took. Silence teaches nothing, because people with reduced feeling may not
    notice harm. Nor does pain teach when a nerve goes numb: a blister or a bruise hurts at any
    level.

    A run leaves two lessons at most of each foot: its lowest symptom and its highest OK.
    """

    def __init__(self, side: Side, zone: Zone, limits: RiskLimits) -> None:
        self._side = side
        self._zone = zone
        self._limits = limits
        self._earlier: tuple[Lesson, ...] = ()
        self._today: dict[tuple[bool, float], Lesson] = {}
        self._felt = False
        self.value = 1.0

    def recall(self, state: ThresholdState) -> None:
        """Start from what earlier runs taught."""
        self._earlier = state.lessons
        self.value = self._bounded(state.threshold)

    def state(self) -> ThresholdState | None:
        """Return what to keep; None where nothing was ever taught."""
        lessons, most = self._lessons, self._limits.lessons_most
        if not lessons:
            return None
        old, lessons = lessons[:-most], lessons[-most:]
        lowest = min(filter(_is_symptom, (*old, *lessons)), key=_level, default=None)
        if lowest is not None and lowest not in lessons:
            lessons = (lowest, *lessons[1:])
        return ThresholdState(
            side=self._side, zone=self._zone, threshold=self.value, lessons=lessons
        )

    def teach(
        self, t_s: float, feeling: Feeling, measured: float | None, share: float = 1.0
    ) -> None:
        """Take a tap while the causes had a level (None: too few were measured).

        A share of it, if it was on the other foot.
        """
        eased, before = feeling is Feeling.OK, self.value
        self._felt |= not eased
        silent = feeling is Feeling.PAIN or (eased and self._felt)
        if silent or measured is None or measured < self._limits.learn_least:
            return
        lesson = Lesson(
            t_s=t_s, feeling=feeling, measured=measured, before=before, after=before, share=share
        )
        if eased:
            self._ease(lesson)
        else:
            self._learn(lesson, min(measured, before))

    @property
    def _lessons(self) -> tuple[Lesson, ...]:
        return (*self._earlier, *self._today.values())

    def _ease(self, lesson: Lesson) -> None:
        """Rise towards an OK, or to what odd symptoms took, as far as the others allow."""
        symptoms = [x for x in self._lessons if _is_symptom(x)]
        lowest = min((x.measured for x in symptoms), default=inf)
        if lesson.measured <= min(self.value, self._limits.outvote_ratio * lowest):
            return
        self._learn(lesson, self.value)
        odd = [x for x in symptoms if self._is_odd(x)]
        bound = min((x.measured for x in symptoms if x not in odd), default=inf)
        goal = min(max([lesson.measured, *(x.before for x in odd)]), bound)
        self._learn(lesson, max(goal, self.value))

    def _is_odd(self, symptom: Lesson) -> bool:
        """Whether since the last symptom that low enough OKs were higher, for each such symptom.

        An OK of the other foot says nothing against a symptom of this one.
        """
        lessons, limits = self._lessons, self._limits
        low = [
            n for n, x in enumerate(lessons) if _is_symptom(x) and x.measured <= symptom.measured
        ]
        share = max(lessons[n].share for n in low)
        against = Counter(
            x.share
            for x in lessons[low[-1] + 1 :]
            if x.feeling is Feeling.OK
            and x.share >= share
            and x.measured > limits.outvote_ratio * symptom.measured
        )
        # a run leaves one OK of each foot: those of one foot count runs
        return max(against.values(), default=0) >= limits.outvote_oks * len(low)

    def _learn(self, lesson: Lesson, goal: float) -> None:
        """Move towards a level; of alike lessons of this run the one that says most is kept."""
        step = lesson.share * self._limits.learn_fraction * (goal - self.value)
        self.value = self._bounded(self.value + step)
        symptom = _is_symptom(lesson)
        first = self._today.get((symptom, lesson.share), lesson)
        keenest = min if symptom else max
        kept = keenest(first, lesson, key=_level)
        self._today[symptom, lesson.share] = replace(kept, before=first.before, after=self.value)

    def _bounded(self, value: float) -> float:
        return min(max(value, self._limits.threshold_least), self._limits.threshold_most)


def _is_symptom(lesson: Lesson) -> bool:
    return lesson.feeling in (Feeling.NUMB, Feeling.TINGLING)


def _level(lesson: Lesson) -> float:
    return lesson.measured
