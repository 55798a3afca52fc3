"""Keep this runner's own threshold of one zone: taps move it, within bounds, with a history."""

from math import inf
from typing import Final

from msgspec.structs import replace

from monitor.profile import FIRST_THRESHOLD, Lesson, ThresholdState
from monitor.risk.limits import RiskLimits
from monitor.total import total
from monitor.types import Feeling, Side, Zone

TEACHING: Final = frozenset({Feeling.NUMB, Feeling.TINGLING, Feeling.OK})
"""Reports that say at which level a nerve makes itself felt."""


class Threshold:
    """The level of measured causes at which one zone of one foot makes itself felt.

    A symptom below the threshold lowers it. An explicit OK above raises it, but never above a level
    at which there was a symptom, and not in a run that had one: recovery says nothing of onset.
    A single symptom stops limiting the threshold after later OKs at clearly higher levels, and an
    OK gives back what it took. Silence teaches nothing, because people with reduced feeling may not
    notice harm. Nor does pain teach when a nerve goes numb: a blister or a bruise hurts at any
    level.

    A run leaves two lessons at most: its lowest symptom and its highest OK. What is felt on one
    foot teaches nothing about the other.
    """

    def __init__(self, side: Side, zone: Zone, limits: RiskLimits) -> None:
        self._side = side
        self._zone = zone
        self._limits = limits
        self._earlier: tuple[Lesson, ...] = ()
        self._today: dict[bool, Lesson] = {}
        self._felt = False
        self._recalled = 0.0
        """What earlier runs taught, to be kept although this run uses less; 0: nothing, any more.
        """
        self.value = FIRST_THRESHOLD
        self.usually_felt: float | None = None
        """Mean level at which it was felt in earlier runs, if there were enough of them.

        Not the lowest: reports are late, and days differ. Where runs agree, no floor is needed.
        """

    def recall(self, state: ThresholdState, most: float = inf) -> None:
        """Start from what earlier runs taught, up to ``most``; those of the other foot are none.

        What they taught above that is kept for later runs, until a symptom below it.
        Older profiles hold such lessons, with a share below 1.
        """
        own = tuple(lesson for lesson in state.lessons if lesson.share >= 1.0)
        if len(own) == len(state.lessons):
            self.value = self._bounded(state.threshold)
        elif own:
            self.value = self._bounded(own[-1].after)
        self._recalled, self.value = self.value, min(self.value, most)
        self._earlier = own
        felt = [x.measured for x in own if _is_symptom(x) and not self._is_odd(x)]
        if len(felt) >= self._limits.foretell_runs:
            self.usually_felt = total(felt) / len(felt)

    @property
    def is_personal(self) -> bool:
        """Whether any report taught it, also one that is not kept any more."""
        return bool(self._lessons) or self.value != FIRST_THRESHOLD

    def state(self) -> ThresholdState | None:
        """Return what to keep; None where no lesson is known, and what is kept stays as it is."""
        lessons, most = self._lessons, self._limits.lessons_most
        if not lessons:
            return None
        old, lessons = lessons[:-most], lessons[-most:]
        lowest = min(filter(_is_symptom, (*old, *lessons)), key=_level, default=None)
        if lowest is not None and lowest not in lessons:
            lessons = (lowest, *lessons[1:])
        kept = max(self.value, self._recalled)
        return ThresholdState(side=self._side, zone=self._zone, threshold=kept, lessons=lessons)

    def teach(self, t_s: float, feeling: Feeling, measured: float | None) -> None:
        """Take a tap while the causes had a level (None: too few were measured)."""
        eased, before = feeling is Feeling.OK, self.value
        self._felt |= not eased
        silent = feeling not in TEACHING or (eased and self._felt)
        if silent or measured is None or measured < self._limits.learn_least:
            return
        lesson = Lesson(t_s=t_s, feeling=feeling, measured=measured, before=before, after=before)
        if eased:
            self._ease(lesson)
        else:
            if measured < self._recalled:
                self._recalled = 0.0
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
        """Whether enough later OKs, each in another run, were clearly higher than a symptom."""
        lessons, limits = self._lessons, self._limits
        low = [
            n for n, x in enumerate(lessons) if _is_symptom(x) and x.measured <= symptom.measured
        ]
        against = total(
            x.feeling is Feeling.OK and x.measured > limits.outvote_ratio * symptom.measured
            for x in lessons[low[-1] + 1 :]
        )
        return against >= limits.outvote_oks * len(low)

    def _learn(self, lesson: Lesson, goal: float) -> None:
        """Move towards a level; of alike lessons of this run the one that says most is kept."""
        step = self._limits.learn_fraction * (goal - self.value)
        self.value = self._bounded(self.value + step)
        symptom = _is_symptom(lesson)
        first = self._today.get(symptom, lesson)
        keenest = min if symptom else max
        kept = keenest(first, lesson, key=_level)
        self._today[symptom] = replace(kept, before=first.before, after=self.value)

    def _bounded(self, value: float) -> float:
        return min(max(value, self._limits.threshold_least), self._limits.threshold_most)


def _is_symptom(lesson: Lesson) -> bool:
    return lesson.feeling in (Feeling.NUMB, Feeling.TINGLING)


def _level(lesson: Lesson) -> float:
    return lesson.measured
