"""Turn any detector's quantity into findings: onset, hysteresis, dwell, not assessed.

A detector file gives only its quantity and its limits; :class:`Alarm` does the rest. A finding
moves by one table:

    status          trigger: next status
    (none yet)      above: active      below: clear      unassessed: not assessed
    clear           above: active                        unassessed: not assessed
    active                             below: clear      unassessed: not assessed
    not assessed    above: active      below: clear

``above`` is sustained: the ratio of the quantity to its limit stayed at or over 1 for
``sustained_s``. ``below`` is under 1, and of an active finding under ``clear_fraction`` for
``clear_s``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from math import inf
from typing import Final

from monitor.baseline.pace_line import PaceLine
from monitor.detectors.question import Quantity, Question, Reading, Rule
from monitor.types import (
    LOSSES,
    Feeling,
    Finding,
    FindingStatus,
    Gait,
    GaitChange,
    InputEvent,
    Notice,
    OccasionalEvent,
    Side,
    Step,
    Stride,
    Symptom,
)


class Trigger(StrEnum):
    """What moves a finding."""

    ABOVE = auto()
    BELOW = auto()
    UNASSESSED = auto()


# members cost more to look up than what is done with them
_ABOVE: Final = Trigger.ABOVE
_BELOW: Final = Trigger.BELOW
_ACTIVE: Final = FindingStatus.ACTIVE
TRANSITIONS: dict[FindingStatus | None, dict[Trigger, FindingStatus]] = {
    None: {
        Trigger.ABOVE: FindingStatus.ACTIVE,
        Trigger.BELOW: FindingStatus.CLEAR,
        Trigger.UNASSESSED: FindingStatus.NOT_ASSESSED,
    },
    FindingStatus.CLEAR: {
        Trigger.ABOVE: FindingStatus.ACTIVE,
        Trigger.UNASSESSED: FindingStatus.NOT_ASSESSED,
    },
    FindingStatus.ACTIVE: {
        Trigger.BELOW: FindingStatus.CLEAR,
        Trigger.UNASSESSED: FindingStatus.NOT_ASSESSED,
    },
    FindingStatus.NOT_ASSESSED: {
        Trigger.ABOVE: FindingStatus.ACTIVE,
        Trigger.BELOW: FindingStatus.CLEAR,
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parameters:
    """What is asked, by which limits, and when the question rests."""

    question: Question
    side: Side | None
    rule: Rule
    pauses: tuple[Gait, ...]
    reads_both: bool


@dataclass(slots=True)
class _State:
    """The answer so far, and since when what held; ``felt``: the runner felt a symptom here."""

    status: FindingStatus | None = None
    paused: bool = False
    changed_s: float = -inf
    now_s: float = -inf
    read_s: float | None = None
    above_since_s: float | None = None
    below_since_s: float | None = None
    indirect: bool | None = None
    found: bool = False
    felt: bool = False


class Alarm:
    """Watch one quantity of one foot (or of both) and report changes of the answer.

    Latency: ``sustained_s`` beyond that of the quantity.

    Attributes
    ----------
    quantity : Quantity
        What is watched.
    """

    def __init__(self, question: Question, rule: Rule, quantity: Quantity) -> None:
        self._asked = _Parameters(
            question=question,
            side=question.side,
            rule=rule,
            pauses=(Gait.STAND,) if question.walking else (Gait.STAND, Gait.WALK),
            reads_both=question.both or question.side is None,
        )
        self.quantity = quantity
        self._state = _State()

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """What the quantity learns of the runner."""
        return self.quantity.baselines

    @property
    def spoilt(self) -> bool:
        """Whether anything was found or felt in this run, so that it was not normal."""
        return self._state.found or self._state.felt

    @property
    def felt(self) -> bool:
        """Whether the runner felt a symptom here in this run."""
        return self._state.felt

    def push(self, event: InputEvent, /) -> list[Finding]:
        """Consume what happened; return what changed in the answer."""
        if not isinstance(event, Stride):
            # no question needs steps, and every step lies within a stride
            return [] if isinstance(event, Step) else self._other(event)
        asked, state, now_s = self._asked, self._state, event.next_ic_s
        if now_s > state.now_s:
            state.now_s = now_s
        else:
            now_s = state.now_s
        if asked.reads_both or event.side is asked.side:
            reading = self.quantity.read(event)
            if reading is not None:
                return self._take(now_s, reading)
        if event.ic_s >= state.changed_s:  # else it began before the runner stopped
            state.paused = event.gait in asked.pauses
        read_s = state.read_s
        if not state.paused and read_s is not None and now_s - read_s < asked.rule.stale_s:
            return []
        return self._wait()

    def _other(self, event: OccasionalEvent) -> list[Finding]:
        now_s = self._state.now_s = max(self._state.now_s, event.t_s)
        reading = self.quantity.read(event)
        return self._miss(event) if reading is None else self._take(now_s, reading)

    def _take(self, now_s: float, reading: Reading) -> list[Finding]:
        self._state.read_s = now_s
        if reading.restart or reading.indirect is not self._state.indirect:
            return [*self._switch(now_s, reading), *self._judge(now_s, reading)]
        return self._judge(now_s, reading)

    def _miss(self, event: OccasionalEvent) -> list[Finding]:
        """Take what is no measurement for what else it says."""
        if isinstance(event, Symptom):
            self._state.felt |= self._is_spoilt_by(event)
        elif isinstance(event, Notice) and self._loses(event):
            return self._fire(Trigger.UNASSESSED, self._state.now_s, _unassessed(event.text))
        elif isinstance(event, GaitChange) and self._asked.side in (None, event.side):
            self._state.paused = event.gait in self._asked.pauses
            self._state.changed_s = event.t_s
            self._state.read_s = self._state.now_s
        return self._wait()

    def _wait(self) -> list[Finding]:
        """Let time pass without a reading: too much of it, while moving, is not assessed."""
        now_s = self._state.now_s
        if self._state.paused or self._state.read_s is None:
            self._state.read_s = now_s
        elif now_s - self._state.read_s >= self._asked.rule.stale_s:
            return self._fire(
                Trigger.UNASSESSED, now_s, _unassessed(f"no {self._asked.question.needs}")
            )
        return []

    def finish(self) -> list[Finding]:
        """Return nothing: a finding that is open at the end stays open."""
        return []

    def _loses(self, notice: Notice) -> bool:
        if notice.kind not in LOSSES:
            return False
        if self._asked.side is None:
            return (notice.side is not None) is self._asked.question.feet
        return notice.side is self._asked.side

    def _is_spoilt_by(self, symptom: Symptom) -> bool:
        """Whether a report says that a foot of this question was not as it is: runners limp."""
        if symptom.feeling is Feeling.OK or not self._asked.question.feet:
            return False
        return self._asked.reads_both or symptom.side in (None, self._asked.side)

    def _switch(self, now_s: float, reading: Reading) -> list[Finding]:
        """Forget the answer of a sensor that another one has replaced."""
        before, self._state.indirect = self._state.indirect, reading.indirect
        switched = before is not None and before is not reading.indirect
        if not switched and not reading.restart:
            return []
        self._state.above_since_s = self._state.below_since_s = None
        if self._state.status is None:
            return []
        text = "another sensor measures it now" if switched else reading.evidence()
        return self._fire(Trigger.UNASSESSED, now_s, _unassessed(text))

    def _judge(self, now_s: float, reading: Reading) -> list[Finding]:
        state, rule, ratio = self._state, self._asked.rule, reading.ratio
        active = state.status is _ACTIVE
        if ratio is None and state.status is None and self._asked.question.learns_long:
            still = _unassessed(f"still {reading.evidence()}")
            return self._fire(Trigger.UNASSESSED, now_s, still)
        if ratio is not None and ratio >= 1.0:
            state.below_since_s = None
            since_s = state.above_since_s = _earlier(state.above_since_s, now_s)
            if now_s - since_s >= rule.sustained_s:
                return self._fire(_ABOVE, now_s, reading)
            return []
        state.above_since_s = None
        # written so that no number, which is neither above nor below, is not below
        if ratio is None or not ratio < (rule.clear_fraction if active else 1.0):
            state.below_since_s = None
            return []
        since_s = state.below_since_s = _earlier(state.below_since_s, now_s)
        if now_s - since_s >= (rule.clear_s if active else 0.0):
            return self._fire(_BELOW, now_s, reading)
        return []

    def _fire(self, trigger: Trigger, now_s: float, reading: Reading) -> list[Finding]:
        status = TRANSITIONS[self._state.status].get(trigger)
        if status is None:
            return []
        self._state.status = status
        self._state.found |= status is FindingStatus.ACTIVE
        self._state.above_since_s = self._state.below_since_s = None
        ratio = reading.ratio if status is FindingStatus.ACTIVE else None
        return [
            Finding(
                kind=self._asked.question.kind,
                side=self._asked.side,
                t_s=now_s,
                status=status,
                severity=0.0 if ratio is None else ratio - 1.0,
                evidence=reading.evidence(),
                indirect=reading.indirect,
                value=reading.value,
                from_start=reading.from_start,
            )
        ]


def _earlier(since_s: float | None, now_s: float) -> float:
    """Since when a condition holds that holds now."""
    return now_s if since_s is None else since_s


def _unassessed(text: str) -> Reading:
    """Nothing was measured, and why."""
    return Reading(None, lambda: text)
