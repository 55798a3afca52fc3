"""How does any detector turn a quantity into findings? Onset, hysteresis, dwell, not assessed.

A detector file says only its quantity and its limits; :class:`Watch` does the rest. A finding
walks through one table:

    status          trigger: next status
    (none yet)      above: active      below: clear      blind: not assessed
    clear           above: active                        blind: not assessed
    active                             below: clear      blind: not assessed
    not assessed    above: active      below: clear

``above`` is sustained: the ratio of the quantity to its limit stayed at or over 1 for
``sustained_s``. ``below`` is under 1, and of an active finding under ``clear_fraction`` for
``clear_s``.
"""

from collections.abc import Sequence
from enum import StrEnum, auto
from math import inf

from monitor.baseline.pace_line import PaceLine
from monitor.detectors.question import LOSSES, Quantity, Question, Reading, Rule, Sign, Word
from monitor.types import (
    Feeling,
    Finding,
    FindingStatus,
    Gait,
    GaitChange,
    Notice,
    Step,
    Stride,
    Symptom,
)


class Trigger(StrEnum):
    """What moves a finding."""

    ABOVE = auto()
    BELOW = auto()
    BLIND = auto()


TRANSITIONS: dict[FindingStatus | None, dict[Trigger, FindingStatus]] = {
    None: {
        Trigger.ABOVE: FindingStatus.ACTIVE,
        Trigger.BELOW: FindingStatus.CLEAR,
        Trigger.BLIND: FindingStatus.NOT_ASSESSED,
    },
    FindingStatus.CLEAR: {
        Trigger.ABOVE: FindingStatus.ACTIVE,
        Trigger.BLIND: FindingStatus.NOT_ASSESSED,
    },
    FindingStatus.ACTIVE: {
        Trigger.BELOW: FindingStatus.CLEAR,
        Trigger.BLIND: FindingStatus.NOT_ASSESSED,
    },
    FindingStatus.NOT_ASSESSED: {
        Trigger.ABOVE: FindingStatus.ACTIVE,
        Trigger.BELOW: FindingStatus.CLEAR,
    },
}


class Watch:
    """Watch one quantity of one foot (or of both) and report changes of the answer.

    Latency: ``sustained_s`` beyond that of the quantity.
    """

    def __init__(self, question: Question, rule: Rule, quantity: Quantity) -> None:
        self._question = question
        self._side = question.side
        self._rule = rule
        self._quantity = quantity
        self._status: FindingStatus | None = None
        self._pauses = (Gait.STAND,) if question.walking else (Gait.STAND, Gait.WALK)
        self._reads_both = question.both or question.side is None
        self._paused = False
        self._now_s = -inf
        self._read_s: float | None = None
        self._above_since_s: float | None = None
        self._below_since_s: float | None = None
        self._indirect: bool | None = None
        self._found = False
        self._felt = False

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """What the quantity learns of the runner."""
        return self._quantity.baselines

    @property
    def spoilt(self) -> bool:
        """Whether anything was found or felt in this run, so that it was not normal."""
        return self._found or self._felt

    @property
    def felt(self) -> bool:
        """Whether the runner felt a symptom here in this run."""
        return self._felt

    def push(self, event: Sign, /) -> list[Finding]:
        """Consume what happened; return what changed in the answer."""
        if not isinstance(event, Stride):
            # no question needs steps, and every step lies within a stride
            return [] if isinstance(event, Step) else self._other(event)
        now_s = event.next_ic_s
        if now_s > self._now_s:
            self._now_s = now_s
        else:
            now_s = self._now_s
        if self._reads_both or event.side is self._side:
            reading = self._quantity.read(event)
            if reading is not None:
                return self._take(now_s, reading)
        paused = self._paused = event.gait in self._pauses
        read_s = self._read_s
        if not paused and read_s is not None and now_s - read_s < self._rule.stale_s:
            return []
        return self._wait()

    def _other(self, event: Word) -> list[Finding]:
        now_s = self._now_s = max(self._now_s, event.t_s)
        reading = self._quantity.read(event)
        return self._miss(event) if reading is None else self._take(now_s, reading)

    def _take(self, now_s: float, reading: Reading) -> list[Finding]:
        self._read_s = now_s
        if reading.restart or reading.indirect is not self._indirect:
            return [*self._switch(now_s, reading), *self._judge(now_s, reading)]
        return self._judge(now_s, reading)

    def _miss(self, event: Word) -> list[Finding]:
        """Take what is no measurement for what else it says."""
        if isinstance(event, Symptom):
            self._felt |= self._is_spoilt_by(event)
        elif isinstance(event, Notice) and self._loses(event):
            return self._fire(Trigger.BLIND, self._now_s, _blind(event.text))
        elif isinstance(event, GaitChange) and self._side in (None, event.side):
            self._paused = event.gait in self._pauses
            self._read_s = self._now_s
        return self._wait()

    def _wait(self) -> list[Finding]:
        """Let time pass without a reading: too much of it, while moving, is not assessed."""
        now_s = self._now_s
        if self._paused or self._read_s is None:
            self._read_s = now_s
        elif now_s - self._read_s >= self._rule.stale_s:
            return self._fire(Trigger.BLIND, now_s, _blind(f"no {self._question.needs}"))
        return []

    def finish(self) -> list[Finding]:
        """Return nothing: a finding that is open at the end stays open."""
        return []

    def _loses(self, notice: Notice) -> bool:
        if notice.kind not in LOSSES:
            return False
        if self._side is None:
            return (notice.side is not None) is self._question.feet
        return notice.side is self._side

    def _is_spoilt_by(self, symptom: Symptom) -> bool:
        """Whether a report says that a foot of this question was not as it is: runners limp."""
        if symptom.feeling is Feeling.OK or not self._question.feet:
            return False
        return self._reads_both or symptom.side in (None, self._side)

    def _switch(self, now_s: float, reading: Reading) -> list[Finding]:
        """Forget the answer of a sensor that another one has replaced."""
        before, self._indirect = self._indirect, reading.indirect
        switched = before is not None and before is not reading.indirect
        if not switched and not reading.restart:
            return []
        self._above_since_s = self._below_since_s = None
        if self._status is None:
            return []
        text = "another sensor measures it now" if switched else reading.evidence()
        return self._fire(Trigger.BLIND, now_s, _blind(text))

    def _judge(self, now_s: float, reading: Reading) -> list[Finding]:
        ratio, active = reading.ratio, self._status is FindingStatus.ACTIVE
        if ratio is not None and ratio >= 1.0:
            self._below_since_s = None
            since_s = self._above_since_s = _earlier(self._above_since_s, now_s)
            if now_s - since_s >= self._rule.sustained_s:
                return self._fire(Trigger.ABOVE, now_s, reading)
            return []
        self._above_since_s = None
        # written so that no number, which is neither above nor below, is not below
        if ratio is None or not ratio < (self._rule.clear_fraction if active else 1.0):
            self._below_since_s = None
            return []
        since_s = self._below_since_s = _earlier(self._below_since_s, now_s)
        if now_s - since_s >= (self._rule.clear_s if active else 0.0):
            return self._fire(Trigger.BELOW, now_s, reading)
        return []

    def _fire(self, trigger: Trigger, now_s: float, reading: Reading) -> list[Finding]:
        status = TRANSITIONS[self._status].get(trigger)
        if status is None:
            return []
        self._status = status
        self._found |= status is FindingStatus.ACTIVE
        self._above_since_s = self._below_since_s = None
        ratio = reading.ratio if status is FindingStatus.ACTIVE else None
        return [
            Finding(
                kind=self._question.kind,
                side=self._side,
                t_s=now_s,
                status=status,
                severity=0.0 if ratio is None else ratio - 1.0,
                evidence=reading.evidence(),
                indirect=reading.indirect,
                value=reading.value,
            )
        ]


def _earlier(since_s: float | None, now_s: float) -> float:
    """Since when a condition holds that holds now."""
    return now_s if since_s is None else since_s


def _blind(text: str) -> Reading:
    """Nothing was measured, and why."""
    return Reading(None, lambda: text)
