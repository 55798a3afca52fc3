"""What do we say, when, and did it help? Findings, risk and taps in; sentences and outcomes out.

The ladder is the table in :mod:`monitor.advice.concerns`. A sentence waits for the gate
(:mod:`monitor.advice.gate`), opens an outcome window, and only a window that shows no improvement
lets the next rung speak.
"""

from collections.abc import Iterator

from monitor.advice.activity import Motion
from monitor.advice.concerns import (
    APPEARS,
    Concern,
    OpenAdvice,
    RedFlag,
    State,
    Trigger,
    looser,
    rank,
)
from monitor.advice.gate import Gate
from monitor.advice.ladder import Ladder
from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import reason, shoe_helps, threatens
from monitor.advice.outcome import InstepPressure
from monitor.advice.red_flags import RedFlags
from monitor.advice.reports import echoes, first_trigger, relieves
from monitor.advice.sentences import REFERRAL, sentence
from monitor.advice.timing import expires_s, window_s
from monitor.types import (
    Action,
    Advice,
    Event,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    GaitChange,
    Notice,
    NoticeKind,
    Outcome,
    OutcomeKind,
    ReferenceSpeed,
    Risk,
    Step,
    Stride,
    Symptom,
    Wish,
    Zone,
)


class Adviser:
    """Turn what happened into at most one sentence at a time, and follow each up.

    Latency: none; a sentence that must wait is said at the first event after it may be.
    """

    def __init__(self, limits: AdviceLimits) -> None:
        self._limits = limits
        self._motion = Motion(limits)
        self._gate = Gate(limits, self._motion)
        self._pressure = InstepPressure(limits.pressure_strides)
        self._red_flags = RedFlags(limits, self._motion)
        self._ladder = Ladder(limits, self._motion, self._pressure)
        self._number = 0

    def push(self, event: Event, /) -> list[Advice | Outcome]:
        """Consume what happened; return what to say, and what became of what was said."""
        self._ladder.advance(event.known_s)
        out: list[Advice | Outcome] = []
        for concern in self._ladder.concerns:
            if concern.state is not State.QUIET:
                out.extend(self._follow_up(concern))
        if not isinstance(event, Step):  # of steps only the time counts
            out.extend(self._absorb(event))
        waiting = [concern for concern in self._ladder.concerns if concern.wanted]
        if waiting:
            out.extend(self._speak(waiting))
        return out

    def finish(self) -> list[Advice | Outcome]:
        """Close what is open: nobody will know whether it helped."""
        return [
            self._ladder.close(concern, OutcomeKind.UNKNOWN, "the session ended")
            for concern in self._ladder.concerns
            if concern.open is not None
        ]

    def _absorb(self, event: Event) -> Iterator[Outcome]:
        match event:
            case Stride():
                self._pressure.see(event)
                self._motion.see(event)
            case GaitChange() | ReferenceSpeed():
                self._motion.see(event)
            case Notice(kind=NoticeKind.LOST | NoticeKind.STALLED):
                self._motion.see(event)
            case Wish():
                self._gate.see(event)
                yield from self._ladder.dismiss(event)
            case Finding():
                yield from self._on_finding(event)
            case Risk():
                yield from self._on_risk(event)
            case Symptom():
                yield from self._on_symptom(event)

    def _on_finding(self, finding: Finding) -> Iterator[Outcome]:
        concern = self._ladder.concern(finding.kind, finding.side, None)
        if finding.status is FindingStatus.NOT_ASSESSED:
            yield from self._ladder.mark_unassessed(concern)
        elif finding.status is FindingStatus.CLEAR:
            yield from self._ladder.ease(concern, finding.evidence)
        elif not looser(finding):
            concern.severity = finding.severity
            concern.evidence = finding.evidence
            if finding.kind is FindingKind.FOOT_DROP:
                concern.red_flag = RedFlag.FOOT_DROP
            yield from self._ladder.fire(concern, APPEARS[finding.kind])

    def _on_risk(self, risk: Risk) -> Iterator[Outcome]:
        concern = self._ladder.concern(None, risk.side, risk.zone)
        if concern.felt or echoes(risk):
            return
        concern.risk = risk
        if risk.level is None:
            yield from self._ladder.mark_unassessed(concern)
        elif threatens(risk, self._limits):
            concern.severity = risk.level - self._limits.risk_act
            concern.evidence = reason(risk)
            shoe = shoe_helps(risk)
            fits = risk.zone is not Zone.SOLE if shoe is None else shoe
            yield from self._ladder.fire(concern, Trigger.FIT if fits else Trigger.FORM)
        elif risk.level < self._limits.risk_ease:
            yield from self._ladder.ease(concern, f"risk {risk.level:.2f}")

    def _on_symptom(self, symptom: Symptom) -> Iterator[Outcome]:
        pain = self._red_flags.tap(symptom)
        yield from self._ladder.dismiss(symptom)
        if symptom.feeling is Feeling.OK:
            for concern in self._ladder.concerns:
                if relieves(symptom, concern):
                    yield from self._ladder.ease(concern, "the runner says it is fine")
                    concern.felt, concern.red_flag = False, None
            return
        concern = self._ladder.concern(None, symptom.side, symptom.zone)
        again = concern.felt and concern.state is not State.QUIET
        concern.felt = concern.asked = True
        concern.fine = frozenset()
        concern.severity = 1.0 if symptom.feeling is Feeling.PAIN else 0.5
        concern.evidence = f"{symptom.feeling} reported"
        if pain is not None:
            yield from self._on_red_flag(concern, RedFlag.PAIN_AT_REST, pain)
        elif not again:
            trigger = first_trigger(symptom, self._ladder.concerns)
            yield from self._ladder.fire(concern, trigger)
        else:
            yield from self._on_repeated_symptom(concern)

    def _on_repeated_symptom(self, concern: Concern) -> Iterator[Outcome]:
        """Take a report that was answered before: the walk in vain is a red flag, at once."""
        limits, now_s, last = self._limits, self._ladder.now_s, concern.last
        if concern.state is State.WALK and last is not None and last.action is Action.WALK:
            rested_s = self._motion.rested_s(now_s) - last.rested_s
            if rested_s >= limits.walked_s and now_s - last.spoken_s <= limits.in_vain_s:
                concern.red_flag = RedFlag.IN_VAIN
                concern.evidence = f"reported again after {rested_s:.0f} s of rest"
                yield from self._ladder.fire(concern, Trigger.IN_VAIN)
                return
        if concern.open is not None:
            concern.open.felt_again = True
        elif not concern.wanted:
            yield from self._ladder.fire(concern, Trigger.FELT_AGAIN)

    def _on_red_flag(self, concern: Concern, flag: RedFlag, evidence: str) -> Iterator[Outcome]:
        """Let a report become a red flag, or another one."""
        concern.evidence = evidence
        if concern.red_flag is not flag:
            concern.red_flag, concern.again_s = flag, self._ladder.now_s
        stopped = concern.state is State.STOP
        yield from self._ladder.fire(concern, Trigger.FELT_AGAIN if stopped else Trigger.RED_FLAG)

    def _follow_up(self, concern: Concern) -> Iterator[Outcome]:
        """Close windows that have ended, and let a rung that lasts speak again."""
        now_s = self._ladder.now_s
        if concern.felt and concern.red_flag is not RedFlag.NUMB_AFTER_RUNNING:
            long = self._red_flags.numb_after_running(now_s)
            if long is not None:
                yield from self._on_red_flag(concern, RedFlag.NUMB_AFTER_RUNNING, long)
        advice = concern.open
        if advice is not None and now_s >= advice.until_s:
            yield from self._ladder.judge(concern, advice)
        if concern.state is State.STOP and self._motion.resting:
            # a red flag is repeated only on what a running foot shows
            concern.again_s = now_s + self._ladder.cooldown_s(concern)
        if concern.open is None and not concern.felt and now_s >= concern.again_s:
            concern.wanted = True

    def _speak(self, waiting: list[Concern]) -> Iterator[Advice]:
        for concern in waiting:
            if concern.state is State.STOP:
                yield self._say(concern)
        waiting.sort(key=rank, reverse=True)
        for concern in waiting:
            if concern.wanted and self._may(concern):
                yield self._say(concern)
                return

    def _may(self, concern: Concern) -> bool:
        risk, now_s = concern.risk, self._ladder.now_s
        is_zone = concern.cause is None and not concern.felt
        if is_zone and (risk is None or not threatens(risk, self._limits)):
            return False
        for other in self._ladder.concerns:
            cooling = concern.is_cue and other.is_twin(concern) and now_s < other.again_s
            if cooling or concern.spoken_for_by(other, self._limits):
                return False
        return self._gate.permits(concern, now_s)

    def _say(self, concern: Concern) -> Advice:
        action, now_s, limits = concern.action, self._ladder.now_s, self._limits
        shared = [c for c in self._ladder.concerns if c.wanted and concern.may_share(c)]
        side = None if shared else concern.side
        self._gate.spoke(concern, side, now_s)
        self._number += 1
        concern.open = concern.last = OpenAdvice(
            number=self._number,
            spoken_s=now_s,
            until_s=now_s + window_s(concern, limits),
            action=action,
            pressure_kpa=self._pressure.now_kpa(side),
            rested_s=self._motion.rested_s(now_s),
            level=None if concern.risk is None else concern.risk.level,
            other=shared[0] if shared else None,
        )
        for said in (concern, *shared):
            said.wanted = said.asked = False
            said.again_s = now_s + self._ladder.cooldown_s(concern)
        red, standing = action is Action.STOP, self._motion.standing
        return Advice(
            number=self._number,
            t_s=now_s,
            expires_s=now_s + expires_s(concern, limits),
            action=action,
            cause=concern.cause,
            side=side,
            text=sentence(concern, side, standing=standing, treadmill=limits.speech.treadmill),
            reason=f"{concern.evidence}; {REFERRAL}" if red else concern.evidence,
            zone=concern.zone,
            felt=concern.felt,
            red_flag=red,
        )
