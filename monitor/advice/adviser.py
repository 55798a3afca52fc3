"""Say the one useful thing at the right time, and follow it up.

What is measured (findings, zones at risk) waits for the rules of :mod:`monitor.advice.gate`; what
is reported is answered at once (:mod:`monitor.advice.answers`). Each stands on a ladder
(:mod:`monitor.advice.ladder`); advice opens an outcome window, and only a window that shows no
improvement, or a report, leads to the next rung.
"""

from collections.abc import Callable, Iterator
from functools import partial

from monitor.advice.activity import Motion
from monitor.advice.answers import Answers
from monitor.advice.coin import is_tossed, withholds
from monitor.advice.concerns import Concern, RedFlag, looser, rank
from monitor.advice.early_walk import EarlyWalk
from monitor.advice.follow_up import Concerns
from monitor.advice.gate import Moment, Spoken, veto
from monitor.advice.ladder import MORE_HELPS, Ladder, Trigger
from monitor.advice.led_break import LedBreak
from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import class_of, echoes, reason, threatens
from monitor.advice.outcome import InstepPressure
from monitor.advice.runner import ANYBODY, Runner
from monitor.advice.voice import Voice
from monitor.advice.which_foot import WhichFoot
from monitor.profile import OnsetState
from monitor.types import (
    GONE,
    Action,
    Advice,
    Event,
    Finding,
    FindingKind,
    FindingStatus,
    GaitChange,
    HeartBeat,
    Notice,
    Outcome,
    OutcomeKind,
    ReferenceSpeed,
    Risk,
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
        self._early = EarlyWalk(limits, self._motion, onsets)

    @property
    def onsets(self) -> OnsetState | None:
        """When this runner's feet make themselves felt, for the profile."""
        return self._early.state()

    def warm(self) -> None:
        """Take note that the day is hot, by a thermometer; it stays so for the run."""
        self._runner = self._runner._replace(hot=True)

    def push(self, event: Event | Tick, /) -> list[Said]:
        """Consume what happened; return what to say, and what became of what was said."""
        self._concerns.advance(event.known_s)
        out: list[Said] = []
        for concern in self._concerns.all:
            if concern.active:
                out.extend(self._follow_up(concern))
        if not isinstance(event, Step):  # of steps only the time counts
            out.extend(self._absorb(event))
        out.extend(self._speak())
        return out

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
                named = self._which.push(event)
                yield from self._answers.push(named or event, names=named is not None)

    def _watch(self, event: Event | Tick) -> None:
        """Take what tells how the runner moves, and what presses."""
        match event:
            case Stride():
                self._pressure.see(event)
                self._concerns.see_pressure(event.side)
                self._motion.see(event)
            case GaitChange() | ReferenceSpeed():
                self._motion.see(event)
            case Notice(kind=kind) if kind in GONE:
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
        concern = self._concerns.finding(finding.kind, finding.side)
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
            elif finding.kind is FindingKind.CARDIAC_DRIFT:
                thirsty = self._runner.hot and not self._voice.near_most
                concern.ladder = Ladder.HEAT if thirsty else Ladder.HEART
            yield from self._concerns.fire(concern, trigger)
            if concern.in_vain and concern.ladder not in MORE_HELPS:
                yield from self._concerns.fire(concern, Trigger.IN_VAIN)

    def _on_risk(self, risk: Risk) -> Iterator[Outcome]:
        concern = self._concerns.zone(risk.zone, risk.side)
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
            yield from self._answers.follow_up(concern)
        advice = concern.open
        if advice is not None and now_s >= advice.until_s:
            yield from self._concerns.judge(concern, advice)
        if concern.felt:
            concern.wanted = False  # only reports speak of what is felt
            return
        if concern.stops_the_run and self._motion.resting:
            # a red flag is repeated only on what a running foot shows
            concern.again_s = now_s + self._concerns.cooldown_s(concern)
        if concern.open is None and now_s >= concern.again_s:
            concern.wanted = concern.assessed and not concern.is_exhausted

    def _speak(self) -> Iterator[Advice | Toss]:
        """Say red flags, then what a break needs, then one other thing that may be said."""
        waiting = [c for c in self._concerns.all if c.wanted and c.active]
        for concern in waiting:
            if concern.stops_the_run and concern.wanted:
                yield self._voice.advise(concern)
        yield from self._lead()
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

    def _lead(self) -> Iterator[Advice]:
        """Say what a break needs, or what a stop is good for; nothing while quiet is wanted."""
        now_s = self._concerns.now_s
        word = self._word_due(now_s)
        ended = any(concern.stops_the_run for concern in self._concerns.all)
        if ended or self._spoken.is_snoozed(now_s):
            return
        if word is not None:
            yield word()
            return
        last_s = self._spoken.last_s
        too_soon = last_s is not None and now_s - last_s < self._limits.speech.gap_s
        if too_soon or not self._motion.resting:
            return
        chances = [c for c in self._concerns.all if self._is_chance(c, now_s)]
        if chances:
            yield self._at_stop(max(chances, key=lambda c: (c.felt, rank(c))))

    def _word_due(self, now_s: float) -> Callable[[], Advice] | None:
        """Give what a break, an unsaid foot or the usual minute of a symptom asks for now."""
        cue, which = self._break.push(now_s), self._which.due(now_s)
        walk = self._early.due(now_s)
        asks = cue is not None and cue.action is Action.ASK
        if asks and self._concerns.loosened(self._break.about):
            self._break.answered(now_s)  # the sensor saw it already
            return None
        if cue is not None:
            return partial(self._voice.word, cue.action, cue.words)
        if which is not None:
            return partial(self._voice.which_foot, which.side)
        return self._voice.offer_walk if walk else None

    def _at_stop(self, concern: Concern) -> Advice:
        """Ask for the laces once a stop, whatever else is known of the shoes; of both at once."""
        for other in self._concerns.all:
            other.stop_s = self._motion.rest_began_s
        both = any(concern.may_share(other) and other.last for other in self._concerns.all)
        return self._voice.word(Action.GUIDE, self._voice.ask(concern), concern, both=both)

    def _is_chance(self, concern: Concern, now_s: float) -> bool:
        """Whether the runner has just stopped, and laces that were spoken of could be loosened."""
        began_s, last = self._motion.rest_began_s, concern.last
        if began_s is None or last is None or not (concern.active and concern.is_shoe):
            return False
        if now_s - began_s < self._limits.stop_settle_s or concern.stop_s == began_s:
            return False
        if concern.soothed is not None:
            return False
        # what was asked for is still to be done, or the sensor still sees it a good while later;
        # of a narrow shoe the laces are all that can be loosened, once
        long_ago = now_s - (concern.stop_s or last.spoken_s) >= self._limits.stop_again_s
        again = concern.stop_s is None or concern.ladder is not Ladder.NARROW_SHOE
        still_seen = concern.cause is not None and long_ago and again
        return last.spoken_s < began_s and (concern.open is not None or still_seen)
