"""Answer every report at once, in every state: with advice, or at least by an acknowledgement."""

from collections import Counter
from collections.abc import Iterator
from math import inf
from typing import Final

from monitor.advice.concerns import MOST_IN_VAIN, Concern, Report
from monitor.advice.ending import Ending
from monitor.advice.follow_up import Concerns
from monitor.advice.gate import Spoken, in_an_hour
from monitor.advice.ladder import FIT_KINDS, Ladder, Trigger, after, of_report
from monitor.advice.limits import AdviceLimits
from monitor.advice.oks import as_yes, covers_all, is_apart, is_well, relieves
from monitor.advice.place import covers
from monitor.advice.red_flags import RedFlags
from monitor.advice.runner import Runner
from monitor.advice.voice import Voice
from monitor.types import Action, Advice, Feeling, FindingKind, Outcome, OutcomeKind, Side, Symptom


class Answers:
    """Take what the runner reports, and answer in the same instant.

    Attributes
    ----------
    ending : Ending
        What ends the run.
    """

    def __init__(
        self,
        limits: AdviceLimits,
        runner: Runner,
        concerns: Concerns,
        spoken: Spoken,
        voice: Voice,
    ) -> None:
        self._limits = limits
        self._runner = runner
        self._motion = concerns.motion
        self._concerns = concerns
        self._spoken = spoken
        self._voice = voice
        self._break = voice.led
        self._flags = RedFlags(limits, concerns.motion)
        self.ending = Ending(limits, concerns, voice, self._flags)
        self._praised: set[Action] = set()
        self._oks: list[Symptom] = []
        self._loosened: Counter[Side | None] = Counter()

    def push(self, symptom: Symptom, *, names_s: float | None = None) -> Iterator[Advice | Outcome]:
        """Take a report; give its answer, and what became of earlier sentences.

        One that arrives late is judged by when it was pressed, and answered now. ``names_s``: it
        says of which foot one was that was pressed then.
        """
        if names_s is not None:
            self._flags.name(symptom, names_s)
            yield from self._concerns.name(symptom)
            self._break.name(self._concerns.register.report(symptom))
        yes = as_yes(symptom, self._break.asked(symptom))
        yield from self._concerns.dismiss(yes or symptom)
        if symptom.feeling is Feeling.OK:
            yield from self._on_ok(symptom)
        else:
            if self._break.is_answer(symptom):
                self._break.answered(self._concerns.now_s, well=False)
            yield from self._on_symptom(symptom)

    def _on_symptom(self, symptom: Symptom) -> Iterator[Advice | Outcome]:
        concern = self._concerns.register.report(symptom)
        if self._is_history(symptom):
            if not concern.active:
                concern.report = Report(feeling=symptom.feeling)
            yield self._voice.acknowledge(concern)
            return
        self._concerns.shoes.upset(concern)
        self._note(concern, symptom)
        asked = self._break.asked(symptom) is concern
        flag = self._flags.judge(symptom, concern, self._concerns.reported, asked=asked)
        if flag is not None:
            yield from self.ending.stop(concern, *flag)
            return
        if self.ending.ran_on(symptom.t_s):
            yield from self.ending.urge(concern)
            return
        again = Trigger.IN_VAIN if self._was_done(concern, symptom.t_s) else Trigger.AGAIN
        answered = concern.active and _is_answered(symptom, concern)
        if answered or not self._is_due(concern, again) or self._must_be_brief():
            if not concern.active:
                yield from self._concerns.fire(concern, Trigger.APPEARS)
                concern.wanted = False
            yield self._voice.acknowledge(concern)
        else:
            yield from self._concerns.fire(concern, again)
            yield self._voice.advise(concern)

    def _is_history(self, symptom: Symptom) -> bool:
        """Whether a report came so late that it was fine again since, or the run is another."""
        if symptom.heard_s is None or symptom.feeling in _NEVER_HISTORY:
            return False
        fine = any(ok.t_s > symptom.t_s and covers_all(ok, symptom) for ok in self._oks)
        return fine or symptom.heard_s - symptom.t_s > self._limits.late_report_s

    def _note(self, concern: Concern, symptom: Symptom) -> None:
        """Write down what was said; a new story begins on its own ladder."""
        report = concern.report or Report()
        if not concern.active:
            report = Report()
            concern.ladder = of_report(
                symptom.feeling, symptom.zone, tight=self._is_tight(symptom.sides)
            )
            if concern.ladder is Ladder.FELT_UNDER_LACES and self._are_open(symptom.sides):
                concern.ladder = Ladder.FELT
            concern.last = None
        report.feeling = symptom.feeling
        report.fine = frozenset()
        report.since_s = min(report.since_s, symptom.t_s)
        report.pressed_s = max(report.pressed_s, symptom.t_s)
        first_s = inf if report.numb_s is None else report.numb_s
        if symptom.feeling is Feeling.NUMB and symptom.t_s < first_s:
            report.numb_s = symptom.t_s
            report.numb_rested_s = self._motion.rested_s(symptom.t_s)
        concern.report = report
        concern.evidence = f"{symptom.feeling} reported"

    def _is_tight(self, sides: tuple[Side, ...]) -> bool:
        """Whether laces are known to be tight there."""
        return any(
            c.cause is FindingKind.LACING and c.active and c.side in (sides or tuple(Side))
            for c in self._concerns.all
        )

    def _are_open(self, sides: tuple[Side, ...]) -> bool:
        """Whether the laces were seen to, and that is not what helped: they are not why."""
        more = any(0 < self._loosened[side] <= MOST_IN_VAIN for side in sides)
        seen_to = bool(sides) and self._concerns.shoes.saw_laces(sides, self._concerns.now_s)
        return seen_to and not more and not self._is_tight(sides)

    def _was_done(self, concern: Concern, pressed_s: float) -> bool:
        """Whether the laces were seen to between the sentence and the report, as far as shows."""
        last = concern.last
        if last is None or last.action is not Action.LOOSEN_LACES:
            return False
        if self._concerns.shoes.loosened(concern):
            return True
        rested_s = self._motion.longest_rest_s(last.spoken_s, pressed_s)
        sides = tuple(Side) if concern.side is None else (concern.side,)
        return rested_s >= self._limits.at_laces_s and not self._is_tight(sides)

    def _is_due(self, concern: Concern, again: Trigger) -> bool:
        """Whether it is time for advice, not just an acknowledgement; the same takes longer."""
        last = concern.last
        if last is None:
            return True
        _, step = after(concern.ladder, concern.step, again)
        same = concern.active and step == concern.step
        wait_s = self._limits.speech.fit_cooldown_s if same else self._limits.repeat_s
        return self._concerns.now_s - last.spoken_s >= wait_s

    def _must_be_brief(self) -> bool:
        """Whether the runner wants quiet, was answered often, or was told to end the run."""
        now_s, spoken = self._concerns.now_s, self._spoken
        often = in_an_hour(spoken.answers_s, now_s) >= self._limits.speech.answers_per_hour
        ended = any(concern.stops_the_run for concern in self._concerns.all)
        return often or ended or spoken.is_snoozed(now_s)

    def _on_ok(self, symptom: Symptom) -> Iterator[Advice | Outcome]:
        """Ease what the OK is about; say what helped, once, and how to go on."""
        asked = self._break.asked(symptom)
        yes = as_yes(symptom, asked)
        self._flags.ease(yes or symptom)
        self._oks.append(yes or symptom)
        asked_for = None if yes is None or asked is None else asked.action
        helped: Action | None = None
        for concern in self._concerns.reported:
            if not concern.active or not relieves(symptom, concern):
                continue
            if yes is not None and concern is not asked and is_apart(concern):
                continue
            action = concern.action
            in_vain = action is Action.LOOSEN_LACES and self._concerns.shoes.press_on(concern)
            self._concerns.shoes.soothe(concern, self._concerns.now_s)
            for outcome in self._concerns.ease(concern, _FINE, symptom.t_s):
                if outcome.kind is OutcomeKind.SYMPTOM_EASED and not in_vain:
                    helped = action if asked_for in (None, action) else helped
                    self._loosened[concern.side] += action is Action.LOOSEN_LACES
                yield outcome
            concern.red_flag = None
        if self._break.is_answer(symptom) and is_well(symptom, self._break.about):
            self._break.answered(self._concerns.now_s, well=True)
        go_on = asked is not None and is_well(symptom, asked)
        words = self._thanks(symptom, helped, go_on=go_on)
        yield self._voice.word(Action.ACKNOWLEDGE, words, felt=True)

    def _thanks(self, symptom: Symptom, helped: Action | None, *, go_on: bool) -> tuple[str, ...]:
        if self._runner.reduced_feeling and self._still_pressed(symptom):
            return ("sensor_still_sees",)
        if any(concern.stops_the_run for concern in self._concerns.all):
            return ("heard",)  # the run is to end all the same
        words: tuple[str, ...] = ("good",)
        if helped in _PRAISE and helped not in self._praised:
            self._praised.add(helped)
            words = (_PRAISE[helped],)
        if go_on and self._motion.resting:
            return (*words, "start_slowly")
        return words

    def _still_pressed(self, symptom: Symptom) -> bool:
        return any(
            concern.cause in FIT_KINDS and concern.active and covers(symptom, concern.side, None)
            for concern in self._concerns.all
        )


def _is_answered(symptom: Symptom, concern: Concern) -> bool:
    """Whether a report that came late was pressed before the last sentence about the same."""
    last = concern.last
    return symptom.heard_s is not None and last is not None and symptom.t_s < last.spoken_s


_FINE: Final = "the runner says it is fine"

_NEVER_HISTORY: Final = frozenset({Feeling.DIZZY, Feeling.SWOLLEN})
"""Reports that are never too late to act on."""

_PRAISE: Final = {Action.WALK: "walking_helped", Action.LOOSEN_LACES: "loosening_helped"}
"""What is said, once a session, of what helped."""
