"""Where on the ladder is each concern, and what becomes of what was said about it?"""

from collections.abc import Iterator

from monitor.advice.activity import Motion
from monitor.advice.concerns import (
    TRANSITIONS,
    Concern,
    OpenAdvice,
    State,
    Trigger,
    climbs,
    covers,
)
from monitor.advice.limits import AdviceLimits
from monitor.advice.outcome import InstepPressure, Seen, relief, verdict
from monitor.advice.timing import cooldown_s
from monitor.types import (
    HELPED,
    Action,
    Feeling,
    FindingKind,
    Outcome,
    OutcomeKind,
    Side,
    Symptom,
    Wish,
    WishKind,
    Zone,
)

_Key = tuple[FindingKind | None, Side | None, Zone | None]


class Ladder:
    """Move concerns by the table; close their sentences with one outcome each.

    Attributes
    ----------
    now_s : float
        Time of the newest event, as ``advance`` was told.
    """

    def __init__(self, limits: AdviceLimits, motion: Motion, pressure: InstepPressure) -> None:
        self._limits = limits
        self._motion = motion
        self._pressure = pressure
        self._concerns: dict[_Key, Concern] = {}
        self._start_s: float | None = None
        self.now_s = 0.0

    def advance(self, t_s: float) -> None:
        """Let time pass."""
        if self._start_s is None:
            self._start_s = self.now_s = t_s
        self.now_s = max(self.now_s, t_s)

    @property
    def concerns(self) -> list[Concern]:
        """All there ever were."""
        return list(self._concerns.values())

    def concern(self, cause: FindingKind | None, side: Side | None, zone: Zone | None) -> Concern:
        """Give the concern about one thing."""
        key = (cause, side, zone)
        if key not in self._concerns:
            self._concerns[key] = Concern(cause=cause, side=side, zone=zone)
        return self._concerns[key]

    def fire(self, concern: Concern, trigger: Trigger) -> Iterator[Outcome]:
        """Move a concern, if the table says so."""
        new = TRANSITIONS[concern.state].get(trigger)
        if new is None:
            return
        if concern.open is not None:
            yield self.close(concern, OutcomeKind.UNKNOWN, "overtaken by what came next")
        if concern.state is State.QUIET:
            concern.since_s = self.now_s
        elif climbs(concern.state, new):
            concern.again_s = self.now_s
        concern.state = new
        answers = concern.felt and new is not State.STOP
        concern.wanted = answers or self.now_s >= concern.again_s

    def ease(self, concern: Concern, evidence: str) -> Iterator[Outcome]:
        """Take note that it is over; a sentence about both feet waits for the other."""
        advice = concern.open
        if advice is not None:
            other = advice.other
            if other is not None and other.state is not State.QUIET and other.open is None:
                concern.open, other.open, advice.other = None, advice, None
            else:
                yield self.close(
                    concern, relief(concern, advice, self._seen, self._limits), evidence
                )
        if concern.state is State.STOP:
            concern.again_s = self.now_s  # a red flag that comes back is a new one
        concern.state = TRANSITIONS[concern.state].get(Trigger.EASED, State.QUIET)
        concern.wanted = concern.asked = False

    def mark_unassessed(self, concern: Concern) -> Iterator[Outcome]:
        """Drop what nobody can see any more; what the runner said stays."""
        if concern.felt:
            return
        for speaker in self._concerns.values():
            about_both = speaker.open is not None and speaker.open.other is concern
            if speaker.open is not None and (speaker is concern or about_both):
                yield self.close(speaker, OutcomeKind.UNKNOWN, "no longer measured")
                self._grow_patient(speaker)
        concern.state = State.QUIET
        concern.wanted = False

    def dismiss(self, event: Symptom | Wish) -> Iterator[Outcome]:
        """Take note of a runner who does not agree: all is well, or quiet is wanted."""
        for concern in self._concerns.values():
            advice = concern.open
            if advice is None or concern.felt or advice.action is Action.STOP:
                continue
            if isinstance(event, Wish):
                dismissed = self._hushes(event, concern, advice)
            else:
                dismissed = self._denies(event, concern, advice)
            if dismissed:
                yield self.close(concern, OutcomeKind.DISMISSED, "the runner does not agree")
                self._grow_patient(concern)

    def _hushes(self, wish: Wish, concern: Concern, advice: OpenAdvice) -> bool:
        """Whether quiet is wanted because of a sentence: at once after it."""
        silences = wish.kind is WishKind.SNOOZE
        silences |= wish.kind is WishKind.MUTE_CUES and concern.is_cue
        return silences and self.now_s - advice.spoken_s <= self._limits.dismiss_s

    def _denies(self, symptom: Symptom, concern: Concern, advice: OpenAdvice) -> bool:
        """Whether an OK says that a place is fine, before anything was done about it."""
        untouched = self._seen.rested_s <= advice.rested_s
        about = covers(symptom, concern.side, concern.zone)
        return symptom.feeling is Feeling.OK and about and untouched and not concern.is_cue

    def judge(self, concern: Concern, advice: OpenAdvice) -> Iterator[Outcome]:
        """Close a window that has ended; what did not help moves the concern on."""
        judged = verdict(concern, advice, self._seen, self._limits)
        yield self.close(concern, judged.kind, judged.evidence)
        if judged.kind is OutcomeKind.IGNORED:
            self._grow_patient(concern)
        if judged.unhelped:
            for one in (concern, advice.other):
                if one is not None and one.state is not State.QUIET:
                    yield from self.fire(
                        one, Trigger.FELT_AGAIN if advice.felt_again else one.still
                    )

    def close(self, concern: Concern, kind: OutcomeKind, evidence: str) -> Outcome:
        """Settle what a sentence came to."""
        advice, concern.open = concern.open, None
        if advice is None:
            raise ValueError("no advice is open")
        if kind in HELPED:
            concern.unanswered = 0
        return Outcome(advice.number, self.now_s, kind, evidence)

    def cooldown_s(self, concern: Concern) -> float:
        """Time until the same sentence again."""
        start_s = self.now_s if self._start_s is None else self._start_s
        return cooldown_s(concern, self.now_s - start_s, self._limits)

    def _grow_patient(self, concern: Concern) -> None:
        """Wait longer before a sentence that nothing came of is said again."""
        concern.unanswered += 1
        if concern.last is not None:
            concern.again_s = concern.last.spoken_s + self.cooldown_s(concern)

    @property
    def _seen(self) -> Seen:
        motion = self._motion
        return Seen(self.now_s, self._pressure, motion.rested_s(self.now_s), motion.known)
