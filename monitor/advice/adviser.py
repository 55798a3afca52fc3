"""Say the one useful thing at the right time, and follow it up.

What is measured (findings, zones at risk) waits for the rules of :mod:`monitor.advice.gate`; what
is reported is answered at once (:mod:`monitor.advice.answers`). Each stands on a ladder
(:mod:`monitor.advice.ladder`); advice opens an outcome window, and only a window that shows no
improvement, or a report, leads to the next rung.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import inf

from monitor.advice.activity import Motion
from monitor.advice.answers import Answers
from monitor.advice.coin import is_tossed, withholds
from monitor.advice.concerns import Concern, RedFlag, looser, rank
from monitor.advice.early_walk import EarlyWalk
from monitor.advice.follow_up import Concerns
from monitor.advice.gate import Moment, Spoken, veto
from monitor.advice.laces_at_stop import LacesAtStop
from monitor.advice.ladder import MORE_HELPS, Ladder, Trigger
from monitor.advice.led_break import Cue, LedBreak
from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import class_of, echoes, reason, threatens
from monitor.advice.oks import as_answer
from monitor.advice.runner import ANYBODY, Runner
from monitor.advice.shoe_pressure import InstepPressure
from monitor.advice.voice import Voice
from monitor.advice.which_foot import Question, WhichFoot
from monitor.profile import OnsetState
from monitor.types import (
    GONE,
    Action,
    Advice,
    Event,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    Notice,
    Outcome,
    OutcomeKind,
    ReferenceSpeed,
    Risk,
    Side,
    Step,
    Stride,
    Symptom,
    Tick,
    Toss,
    Wish,
)

Said = Advice | Outcome | Toss


class Adviser:
    """Turn what happened into at most one sentence at a time, and follow each up.

    Latency: none for reports and red flags; what is measured waits for the rules of the gate, and
    is said at the first event after it may be.
    """

    def __init__(
        self,
        limits: AdviceLimits,
        runner: Runner = ANYBODY,
        onsets: OnsetState | None = None,
    ) -> None:
        self._limits = limits
        self._runner = runner
        self._motion = Motion(limits)
        self._pressure = InstepPressure(limits.pressure_strides)
        self._spoken = Spoken(muted=limits.speech.mute_cues)
        self._concerns = Concerns(limits, self._motion, self._pressure, runner)
        self._break = LedBreak(limits, self._motion)
        self._voice = Voice(limits, self._concerns, self._spoken, self._motion, self._break)
        self._answers = Answers(limits, runner, self._concerns, self._spoken, self._voice)
        self._which = WhichFoot(limits)
        self._laces = LacesAtStop(limits, self._concerns, self._spoken, self._voice)
        self._early = EarlyWalk(limits, self._motion, onsets)

    @property
    def onsets(self) -> OnsetState | None:
        """When this runner's feet make themselves felt, for the profile."""
        return self._early.state()

    def warm(self) -> None:
        """Take note that the day is hot, by a thermometer; it stays so for the run."""
        self._runner = self._runner._replace(hot=True)

    def named(self, symptom: Symptom) -> Symptom | None:
        """Give the earlier report with its foot, if a report says yes to "Left foot?".

        A no to "Better?" tells whether a break helped, and nothing of when a nerve makes itself
        felt: what teaches from reports is not told it.
        """
        return self._which.named(symptom)

    def push(self, event: Event | Tick, /) -> list[Said]:
        """Consume what happened; return what to say, and what became of what was said."""
        self._concerns.advance(event.known_s)
        out: list[Said] = []
        active = self._concerns.active
        for concern in active:
            if concern.active:  # what was said of another may have ended it
                out.extend(self._follow_up(concern))
        if not isinstance(event, Step):  # of steps only the time counts
            out.extend(self._absorb(event))
            active = self._concerns.active
        out.extend(self._speak([concern for concern in active if concern.active]))
        return out

    def lose_speed(self, notice: Notice) -> list[Said]:
        """Take the loss of the device that tells the speed; that of others tells of no movement."""
        self._motion.see(notice)
        return self.push(notice)

    def finish(self) -> list[Said]:
        """Close what is open: nobody will know whether it helped."""
        return [
            self._concerns.close(concern, OutcomeKind.UNKNOWN, "the session ended")
            for concern in self._concerns.all
            if concern.open is not None
        ]

    def _absorb(self, event: Event | Tick) -> Iterator[Said]:
        self._watch(event)
        match event:
            case Wish():
                self._spoken.wish(event, self._limits)
                yield from self._concerns.dismiss(event)
            case Finding():
                yield from self._on_finding(event)
            case Risk():
                yield from self._on_risk(event)
            case Symptom():
                self._early.see(event)
                named = self._which.named(event)
                meant = named or as_answer(event, self._break.asked(event)) or event
                self._which.push(event if named else meant)
                names_s = None if named is None else self._which.about_s
                yield from self._answers.push(meant, names_s=names_s)

    def _watch(self, event: Event | Tick) -> None:
        """Take what tells how the runner moves, and what presses."""
        match event:
            case Stride():
                self._pressure.see(event)
                self._concerns.shoes.see_pressure(event.side)
                self._motion.see(event)
            case GaitChange() | ReferenceSpeed():
                self._motion.see(event)
                if isinstance(event, GaitChange) and event.gait is Gait.STAND:
                    self._pressure.stop(event.side, event.t_s)
            case Notice(kind=kind, side=Side()) if kind in GONE:
                self._motion.see(event)
            case HeartBeat():
                self._on_heart(event)
            case _:
                pass

    def _on_heart(self, beat: HeartBeat) -> None:
        most_bpm = self._runner.heart_rate_most_bpm
        near = self._limits.heart_near_fraction
        self._voice.near_most = most_bpm is not None and beat.rate_bpm >= near * most_bpm

    def _on_finding(self, finding: Finding) -> Iterator[Outcome]:
        concern = self._concerns.register.finding(finding.kind, finding.side)
        if finding.status is FindingStatus.NOT_ASSESSED:
            yield from self._concerns.mark_unassessed(concern)
        elif finding.status is FindingStatus.CLEAR:
            yield from self._concerns.ease(concern, finding.evidence)
        elif not looser(finding):
            concern.severity = finding.severity
            concern.evidence = finding.evidence
            concern.from_start = finding.from_start
            trigger = Trigger.APPEARS
            if finding.kind is FindingKind.FOOT_DROP:
                concern.red_flag, trigger = RedFlag.FOOT_DROP, Trigger.RED_FLAG
            yield from self._concerns.fire(concern, trigger)
            if concern.in_vain and concern.ladder not in MORE_HELPS:
                yield from self._concerns.fire(concern, Trigger.IN_VAIN)

    def _on_risk(self, risk: Risk) -> Iterator[Outcome]:
        concern = self._concerns.register.zone(risk.zone, risk.side)
        if echoes(risk):
            return
        concern.take_risk(risk)
        if risk.level is None:
            yield from self._concerns.mark_unassessed(concern)
        elif threatens(risk, self._limits):
            concern.severity = risk.level - self._limits.risk_act
            concern.evidence = f"risk {class_of(risk.level, self._limits)}: {reason(risk)}"
            yield from self._concerns.fire(concern, Trigger.APPEARS)
        elif risk.level < self._limits.risk_ease:
            yield from self._concerns.ease(concern, "the risk fell")

    def _follow_up(self, concern: Concern) -> Iterator[Said]:
        """Close windows that have ended, and let a rung that lasts speak again."""
        now_s = self._concerns.now_s
        if concern.felt:
            yield from self._answers.ending.follow_up(concern)
        advice = concern.open
        if advice is not None:
            self._concerns.hold(advice)
            if now_s >= advice.until_s:
                yield from self._concerns.judge(concern, advice)
        if concern.felt:
            concern.wanted = False  # only reports speak of what is felt
            return
        if concern.stops_the_run and self._motion.resting:
            # a red flag is repeated only on what a running foot shows
            concern.again_s = now_s + self._concerns.cooldown_s(concern)
        if concern.open is None and now_s >= concern.again_s:
            concern.wanted = concern.assessed and not concern.is_exhausted

    def _speak(self, active: Sequence[Concern]) -> Iterator[Advice | Toss]:
        """Say red flags, then what a break needs, then one other thing that may be said."""
        self._concerns.leave_vain(active)
        waiting = [c for c in active if c.wanted]
        for concern in waiting:
            if concern.cause is FindingKind.CARDIAC_DRIFT:  # by the day and the heart of now
                thirsty = self._runner.hot and not self._voice.near_most
                concern.ladder = Ladder.HEAT if thirsty else Ladder.HEART
            if concern.stops_the_run and concern.wanted:
                yield self._voice.advise(concern)
        yield from self._lead(active)
        if not waiting:
            return
        waiting.sort(key=rank, reverse=True)
        moment = self._moment()
        for concern in waiting:
            if concern.wanted and veto(concern, moment) is None:
                yield from self._say(concern)
                return

    def _say(self, concern: Concern) -> Iterator[Advice | Toss]:
        """Say what a concern asks for, unless the runner's coin withholds it."""
        limits = self._limits
        if limits.try_cues and is_tossed(concern):
            said = not withholds(limits.try_seed, self._voice.next_number())
            yield self._voice.toss(concern, said=said)
            if not said:
                return
        yield self._voice.advise(concern)

    def _moment(self) -> Moment:
        return Moment(
            self._concerns.now_s, self._limits, self._motion, self._spoken, self._concerns.all
        )

    def _lead(self, active: Sequence[Concern]) -> Iterator[Advice]:
        """Say what a break needs, or what a stop is good for; nothing while quiet is wanted."""
        now_s = self._concerns.now_s
        word = self._word_due(now_s)
        ended = any(concern.stops_the_run for concern in active)
        if ended or self._spoken.is_snoozed(now_s):
            return
        if word is not None:
            yield word()
            return
        laces = self._laces.due(now_s)
        if laces is not None:
            yield laces

    def _word_due(self, now_s: float) -> Callable[[], Advice] | None:
        """Give what a break, an unsaid foot or the usual minute of a symptom asks for now."""
        cue, which = self._break.due(now_s), self._which.due(now_s)
        walk = self._early.due(now_s)
        asks = cue is not None and cue.action is Action.ASK
        if asks and self._concerns.shoes.loosened(self._break.about):
            self._break.answered(now_s, well=True)  # the sensor saw it already
            return None
        if cue is not None:
            return partial(self._lead_on, cue)
        last_s = self._spoken.last_s
        quiet_s = inf if last_s is None else now_s - last_s
        if which is not None:
            return partial(self._ask_foot, which) if quiet_s >= self._limits.which_pause_s else None
        return self._offer_walk if walk and quiet_s >= self._limits.speech.gap_s else None

    def _lead_on(self, cue: Cue) -> Advice:
        self._break.said(cue, self._concerns.now_s)
        return self._voice.word(cue.action, cue.words)

    def _ask_foot(self, question: Question) -> Advice:
        self._which.asked(self._concerns.now_s)
        return self._voice.which_foot(question.side)

    def _offer_walk(self) -> Advice:
        self._early.offered(self._concerns.now_s)
        return self._voice.offer_walk()
