"""What do we say, when, and did it help? Findings, risk and taps in; sentences and outcomes out.

The ladder is the table in :mod:`monitor.advice_concerns`. A sentence waits for the gate
(:mod:`monitor.advice_gate`), opens an outcome window, and only a window that shows no improvement
lets the next rung speak.
"""

from collections.abc import Iterator

from monitor.advice_concerns import (
    APPEARS,
    TRANSITIONS,
    Concern,
    OpenAdvice,
    State,
    Trigger,
    climbs,
    looser,
    rank,
)
from monitor.advice_gate import CUES, Gate
from monitor.advice_outcome import Clamp, relief, verdict
from monitor.advice_red_flags import RedFlags
from monitor.advice_reports import echoes, first_trigger, relieves
from monitor.advice_timing import cooldown_s, expires_s, window_s
from monitor.advice_words import REFERRAL, sentence
from monitor.limits.advice import AdviceLimits
from monitor.types import (
    Action,
    Advice,
    Event,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    Notice,
    NoticeKind,
    Outcome,
    OutcomeKind,
    Risk,
    Side,
    Step,
    Stride,
    Symptom,
    Wish,
    Zone,
)

_Key = tuple[FindingKind | None, Side | None, Zone | None]


class Adviser:
    """Turn what happened into at most one sentence at a time, and follow each up.

    Latency: none; a sentence that must wait is said at the first event after it may be.
    """

    def __init__(self, limits: AdviceLimits) -> None:
        self._limits = limits
        self._gate = Gate(limits)
        self._clamp = Clamp(limits.pressure_strides)
        self._red_flags = RedFlags(limits)
        self._concerns: dict[_Key, Concern] = {}
        self._start_s: float | None = None
        self._now_s = 0.0
        self._number = 0

    def push(self, event: Event, /) -> list[Advice | Outcome]:
        """Consume what happened; return what to say, and what became of what was said."""
        t_s = event.next_ic_s if isinstance(event, Stride | Step) else event.t_s
        if self._start_s is None:
            self._start_s = self._now_s = t_s
        self._now_s = max(self._now_s, t_s)
        out: list[Advice | Outcome] = list(self._absorb(event))
        for concern in self._concerns.values():
            if concern.state is not State.QUIET:
                out.extend(self._follow_up(concern))
        out.extend(self._speak())
        return out

    def finish(self) -> list[Advice | Outcome]:
        """Close what is open: nobody will know whether it helped."""
        return [
            self._close(concern, OutcomeKind.UNKNOWN, "the session ended")
            for concern in self._concerns.values()
            if concern.open is not None
        ]

    def _absorb(self, event: Event) -> Iterator[Outcome]:
        match event:
            case Stride():
                self._clamp.see(event)
                self._gate.see(event)
            case GaitChange():
                self._change(event)
            case Wish():
                self._gate.see(event)
            case Notice(kind=NoticeKind.LOST | NoticeKind.STALLED, side=Side() as side):
                self._gate.forget(side)
            case Finding():
                yield from self._find(event)
            case Risk():
                yield from self._weigh(event)
            case Symptom():
                yield from self._hear(event)

    def _change(self, change: GaitChange) -> None:
        self._gate.see(change)
        self._red_flags.move(change)
        if change.gait is Gait.RUN:
            return
        for concern in self._concerns.values():
            if concern.open is not None:
                concern.open.walked = True

    def _find(self, finding: Finding) -> Iterator[Outcome]:
        concern = self._concern(finding.kind, finding.side, None)
        if finding.status is FindingStatus.NOT_ASSESSED:
            yield from self._blind(concern)
        elif finding.status is FindingStatus.CLEAR:
            yield from self._ease(concern, finding.evidence)
        elif not looser(finding):
            concern.severity = finding.severity
            concern.evidence = finding.evidence
            yield from self._fire(concern, APPEARS[finding.kind])

    def _weigh(self, risk: Risk) -> Iterator[Outcome]:
        concern = self._concern(None, risk.side, risk.zone)
        if risk.level is None:
            yield from self._blind(concern)
        elif echoes(risk):
            return
        elif risk.level >= self._limits.risk_act:
            concern.severity = risk.level - 1.0
            concern.evidence = ", ".join(f"{c.cause} {c.amount:.2f}" for c in risk.contributions)
            trigger = Trigger.FORM if risk.zone is Zone.SOLE else Trigger.FIT
            yield from self._fire(concern, trigger)
        elif risk.level < self._limits.risk_ease:
            yield from self._ease(concern, f"risk {risk.level:.2f}")

    def _blind(self, concern: Concern) -> Iterator[Outcome]:
        """Drop what nobody can see any more; what the runner said stays."""
        if concern.felt:
            return
        if concern.open is not None:
            yield self._close(concern, OutcomeKind.UNKNOWN, "no longer measured")
        concern.state = State.QUIET
        concern.wanted = False

    def _hear(self, symptom: Symptom) -> Iterator[Outcome]:
        reason = self._red_flags.tap(symptom)
        if symptom.feeling is Feeling.OK:
            for concern in self._concerns.values():
                if relieves(symptom, concern):
                    yield from self._ease(concern, "the runner says it is fine")
                    concern.felt = False
            return
        concern = self._concern(None, symptom.side, symptom.zone)
        again = concern.felt and concern.state is not State.QUIET
        concern.felt = concern.asked = True
        concern.fine = frozenset()
        concern.severity = 1.0 if symptom.feeling is Feeling.PAIN else 0.5
        concern.evidence = f"{symptom.feeling} reported" if reason is None else reason
        if reason is not None:
            yield from self._fire(concern, Trigger.RED_FLAG)
        elif not again:
            yield from self._fire(concern, first_trigger(symptom, self._concerns.values()))
        elif concern.open is not None:
            concern.open.felt_again = True
        elif not concern.wanted:
            yield from self._fire(concern, Trigger.FELT_AGAIN)

    def _concern(self, cause: FindingKind | None, side: Side | None, zone: Zone | None) -> Concern:
        key = (cause, side, zone)
        if key not in self._concerns:
            self._concerns[key] = Concern(cause=cause, side=side, zone=zone)
        return self._concerns[key]

    def _fire(self, concern: Concern, trigger: Trigger) -> Iterator[Outcome]:
        new = TRANSITIONS[concern.state].get(trigger)
        if new is None:
            return
        if concern.open is not None:
            yield self._close(concern, OutcomeKind.UNKNOWN, "overtaken by what came next")
        if concern.state is State.QUIET:
            concern.since_s = self._now_s
        elif climbs(concern.state, new):
            concern.again_s = self._now_s
        concern.state = new
        concern.wanted = concern.felt or self._now_s >= concern.again_s

    def _ease(self, concern: Concern, evidence: str) -> Iterator[Outcome]:
        if concern.open is not None:
            yield self._close(concern, relief(concern), evidence)
        concern.state = TRANSITIONS[concern.state].get(Trigger.EASED, State.QUIET)
        concern.wanted = concern.asked = False

    def _follow_up(self, concern: Concern) -> Iterator[Outcome]:
        """Close windows that have ended, and let a rung that lasts speak again."""
        if concern.felt and concern.state is not State.STOP:
            reason = self._red_flags.numb_after_stop(self._now_s)
            if reason is not None:
                concern.evidence = reason
                yield from self._fire(concern, Trigger.RED_FLAG)
        if concern.open is not None and self._now_s >= concern.open.until_s:
            judged = verdict(concern, concern.open, self._clamp, self._limits)
            again = concern.open.felt_again
            yield self._close(concern, judged.kind, judged.evidence)
            if judged.unhelped:
                yield from self._fire(concern, Trigger.FELT_AGAIN if again else concern.still)
        if concern.state is State.STOP and self._gate.resting:
            # a red flag is repeated only on what a running foot shows
            concern.again_s = self._now_s + self._cooldown_s(concern)
        if concern.open is None and not concern.felt and self._now_s >= concern.again_s:
            concern.wanted = True

    def _close(self, concern: Concern, kind: OutcomeKind, evidence: str) -> Outcome:
        advice, concern.open = concern.open, None
        if advice is None:
            raise ValueError("no advice is open")
        if kind is OutcomeKind.IGNORED:
            concern.ignored += 1
            concern.again_s = advice.spoken_s + self._cooldown_s(concern)
        else:
            concern.ignored = 0
        return Outcome(advice.number, self._now_s, kind, evidence)

    def _speak(self) -> Iterator[Advice]:
        waiting = [c for c in self._concerns.values() if c.wanted]
        if not waiting:
            return
        for concern in waiting:
            if concern.state is State.STOP:
                yield self._say(concern)
        waiting.sort(key=rank, reverse=True)
        for concern in waiting:
            if concern.wanted and self._may(concern):
                yield self._say(concern)
                return

    def _may(self, concern: Concern) -> bool:
        for other in self._concerns.values():
            cooling = concern.action in CUES and other.is_twin(concern)
            if concern.spoken_for_by(other) or (cooling and self._now_s < other.again_s):
                return False
        return self._gate.permits(
            concern.action, self._now_s, felt=concern.felt, asked=concern.asked
        )

    def _side(self, concern: Concern) -> Side | None:
        """Whose foot a sentence is about: one cue is enough where both feet need it."""
        for other in self._concerns.values():
            if concern.action in CUES and other.wanted and other.is_twin(concern):
                other.wanted = False
                return None
        return concern.side

    def _say(self, concern: Concern) -> Advice:
        action, now_s, limits = concern.action, self._now_s, self._limits
        side = self._side(concern)
        self._gate.spoke(action, now_s)
        self._number += 1
        concern.wanted = concern.asked = False
        concern.again_s = now_s + self._cooldown_s(concern)
        concern.open = OpenAdvice(
            number=self._number,
            spoken_s=now_s,
            until_s=now_s + window_s(action, limits),
            action=action,
            pressure_kpa=self._clamp.now_kpa(concern.side),
        )
        red = action is Action.STOP
        return Advice(
            number=self._number,
            t_s=now_s,
            expires_s=now_s + expires_s(action, limits),
            action=action,
            cause=concern.cause,
            side=side,
            text=sentence(
                action,
                concern.cause,
                side,
                concern.zone,
                felt=concern.felt,
                treadmill=limits.treadmill,
            ),
            reason=f"{concern.evidence}; {REFERRAL}" if red else concern.evidence,
            zone=concern.zone,
            red_flag=red,
        )

    def _cooldown_s(self, concern: Concern) -> float:
        start_s = self._now_s if self._start_s is None else self._start_s
        return cooldown_s(concern, self._now_s - start_s, self._limits)
