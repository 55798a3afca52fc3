"""All concerns: move them on their ladders, and close each sentence with one outcome."""

from collections.abc import Iterable, Iterator

from monitor.advice.activity import Motion
from monitor.advice.concerns import Concern, OpenAdvice
from monitor.advice.ladder import MORE_HELPS, Ladder, Trigger, after
from monitor.advice.limits import AdviceLimits
from monitor.advice.outcome import Seen, relief, verdict
from monitor.advice.place import covers
from monitor.advice.register import Register
from monitor.advice.runner import Runner
from monitor.advice.shoe_pressure import InstepPressure
from monitor.advice.shoes import Shoes
from monitor.advice.timing import cooldown_s, later
from monitor.types import (
    HELPED,
    Action,
    Feeling,
    Outcome,
    OutcomeKind,
    Symptom,
    Wish,
    WishKind,
)


class Concerns:
    """Move what there is on its ladder, as time, sensors and the runner tell.

    Attributes
    ----------
    now_s : float
        Time of the newest event, as ``advance`` was told.
    register : Register
        All concerns there are.
    shoes : Shoes
        What hands at the laces changed.
    """

    def __init__(
        self, limits: AdviceLimits, motion: Motion, pressure: InstepPressure, runner: Runner
    ) -> None:
        self._limits = limits
        self._runner = runner
        self.motion = motion
        self._pressure = pressure
        self.register = Register()
        self.shoes = Shoes(limits, motion, pressure, runner, self.register)
        self._start_s: float | None = None
        self.now_s = 0.0

    def advance(self, t_s: float) -> None:
        """Let time pass."""
        if self._start_s is None:
            self._start_s = self.now_s = t_s
        self.now_s = max(self.now_s, t_s)

    @property
    def run_s(self) -> float:
        """Time since the first event."""
        return 0.0 if self._start_s is None else self.now_s - self._start_s

    @property
    def all(self) -> list[Concern]:
        """All there ever were."""
        return self.register.all

    @property
    def active(self) -> list[Concern]:
        """Those that something calls for now, in the same order."""
        return self.register.active

    @property
    def reported(self) -> list[Concern]:
        """Those about what the runner said."""
        return self.register.reported

    def name(self, symptom: Symptom) -> Iterator[Outcome]:
        """Let the report that named no foot be of the foot that was meant, with all its story."""
        concern, other = self.register.unsaid(symptom), self.register.named(symptom)
        if concern is None or concern.report is None:
            return
        if other is None or other.report is None:
            self.register.rename(symptom)
        elif not concern.stops_the_run:
            other.report.join(concern.report)
            other.last = later(other.last, concern.last)
            if concern.open is not None:
                yield self.close(concern, OutcomeKind.UNKNOWN, "said of a foot")
            concern.step, concern.wanted = None, False

    def fire(self, concern: Concern, trigger: Trigger) -> Iterator[Outcome]:
        """Move a concern, if the table says so."""
        moves, step = after(concern.ladder, concern.step, trigger)
        if not moves:
            return
        if concern.open is not None:
            yield self.close(concern, OutcomeKind.UNKNOWN, "overtaken by what came next")
        if not concern.active:
            concern.since_s = self.now_s
        elif step is not None and concern.step is not None and step > concern.step:
            concern.again_s = self.now_s
        concern.step, concern.assessed = step, True
        concern.wanted = self.now_s >= concern.again_s and not concern.is_exhausted

    def ease(self, concern: Concern, evidence: str, at_s: float | None = None) -> Iterator[Outcome]:
        """Take note that it is over, now or since an instant; a sentence about both feet waits."""
        advice = concern.open
        if advice is not None:
            other = advice.other
            if other is not None and other.active and other.open is None:
                concern.open, other.open, advice.other = None, advice, None
            else:
                kind = relief(concern, advice, self._seen_at(at_s), self._limits)
                yield self.close(concern, kind, evidence)
        if concern.stops_the_run:
            concern.again_s = self.now_s  # a red flag that comes back is a new one
        if concern.ladder in MORE_HELPS:
            concern.in_vain, concern.borne = 0, None
        concern.at_stops = 0
        if concern.cause is not None:  # a risk falls many times before it rises
            concern.soothed = None
        _, concern.step = after(concern.ladder, concern.step, Trigger.EASED)
        concern.wanted = False

    def mark_unassessed(self, concern: Concern) -> Iterator[Outcome]:
        """Close the concerns whose sensor is gone; a red flag stands, and waits to be measured."""
        for speaker in self.register.measured:
            advice = speaker.open
            if advice is not None and (speaker is concern or advice.other is concern):
                yield self.close(speaker, OutcomeKind.UNKNOWN, "no longer measured")
                if not speaker.stops_the_run:
                    self._back_off(advice, speaker, advice.other)
        concern.wanted = concern.assessed = False
        if not concern.stops_the_run:  # what ended the run ends it until it is seen to be well
            concern.step = None

    def leave_vain(self, active: Iterable[Concern]) -> None:
        """Ask for no more of what was done in vain: for a zone that it explains, a walk is left."""
        for zone in active:
            if zone.is_zone and any(
                other.is_exhausted and zone.is_due_to(other, self._limits)
                for other in self.register.measured
            ):
                zone.ladder = Ladder.IN_VAIN
                zone.wanted &= not zone.is_exhausted

    def dismiss(self, event: Symptom | Wish) -> Iterator[Outcome]:
        """Take note of a runner who does not agree: all is well, or quiet is wanted."""
        for concern in self.register.measured:
            advice = concern.open
            if advice is None or advice.action is Action.STOP:
                continue
            if isinstance(event, Wish):
                dismissed = self._hushes(event, concern, advice)
            else:
                dismissed = self._denies(event, concern, advice)
            if dismissed:
                yield self.close(concern, OutcomeKind.DISMISSED, "the runner does not agree")
                other = advice.other
                if isinstance(event, Symptom) and other is not None:
                    other = other if covers(event, other.side, other.zone) else None
                self._back_off(advice, concern, other)

    def _hushes(self, wish: Wish, concern: Concern, advice: OpenAdvice) -> bool:
        """Whether quiet is wanted because of a sentence: at once after it."""
        silences = wish.kind is WishKind.SNOOZE
        silences |= wish.kind is WishKind.MUTE_CUES and concern.is_cue
        return silences and self.now_s - advice.spoken_s <= self._limits.dismiss_s

    def _denies(self, symptom: Symptom, concern: Concern, advice: OpenAdvice) -> bool:
        """Whether an OK says that a place is fine, before anything was done about it."""
        if symptom.feeling is not Feeling.OK or self._runner.reduced_feeling or concern.is_cue:
            return False
        if symptom.t_s < advice.spoken_s:
            return False  # it was pressed before the sentence, and says nothing of it
        untouched = self._seen_at(symptom.t_s).rested_s <= advice.rested_s
        return untouched and covers(symptom, concern.side, concern.zone)

    def judge(self, concern: Concern, advice: OpenAdvice) -> Iterator[Outcome]:
        """Close a window that has ended; what did not help moves the concern on."""
        judged = verdict(concern, advice, self.seen, self._limits)
        yield self.close(concern, judged.kind, judged.evidence)
        if judged.kind is OutcomeKind.IGNORED:
            self._back_off(advice, concern, advice.other)
            for one in (concern, advice.other):
                if one is not None and judged.pressed:
                    one.soothed = None
        if judged.unhelped:
            done = self.shoes.were_seen_to(advice, self.now_s)
            for one in (concern, advice.other):
                if one is not None and one.active:
                    yield from self._move_on(one, in_vain=done)

    def _move_on(self, concern: Concern, *, in_vain: bool) -> Iterator[Outcome]:
        """Take note that nothing helped; what is felt is moved by the next report alone."""
        concern.bear(in_vain=in_vain)
        if concern.felt:  # nothing was said of the next rung: who reports again is to hear it
            return
        # what the shoe presses is pressed less by more room: the same, but more of it
        tried = in_vain and concern.ladder not in MORE_HELPS
        yield from self.fire(concern, Trigger.IN_VAIN if tried else Trigger.UNHELPED)

    def hold(self, advice: OpenAdvice) -> None:
        """Keep the window of a sentence about laces open through a stop, until they are seen."""
        if advice.action is Action.LOOSEN_LACES and self.motion.standing:
            advice.until_s = max(advice.until_s, self.now_s + self._limits.after_stop_s)

    def close(self, concern: Concern, kind: OutcomeKind, evidence: str) -> Outcome:
        """Settle what a sentence came to."""
        advice, concern.open = concern.open, None
        if advice is None:
            raise ValueError("no advice is open")
        if kind in HELPED:
            concern.unanswered = concern.in_vain = 0
        return Outcome(advice.number, self.now_s, kind, evidence)

    def cooldown_s(self, concern: Concern) -> float:
        """Time until the same sentence again."""
        return cooldown_s(concern, self.run_s, self._limits)

    def _back_off(self, advice: OpenAdvice, *feet: Concern | None) -> None:
        """Wait longer before a sentence that nothing came of is said again of those feet."""
        for one in feet:
            if one is not None:
                one.unanswered += 1
                one.again_s = advice.spoken_s + self.cooldown_s(one)

    @property
    def seen(self) -> Seen:
        """What outcomes are judged by."""
        return self._seen_at(None)

    def _seen_at(self, at_s: float | None) -> Seen:
        """What outcomes were judged by at an earlier instant, as far as that is known."""
        now_s, motion = self.now_s if at_s is None else at_s, self.motion
        return Seen(now_s, self._pressure, motion.rested_s(now_s), motion.known)
