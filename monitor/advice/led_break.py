"""Lead a break: circle the ankles halfway, then ask whether it is better. It never says "safe".

    stage     trigger: next stage
    idle      asked to rest: waiting
    waiting   rests: resting         runs on for long, or answered: idle
              nobody sees how the runner moves, and time is up: asked
    resting   halfway: circled       runs again: resumed            answered: idle
    circled   a minute: asked        runs again: resumed            answered: idle
    resumed   a minute: asked        answered: idle
    asked     no answer, or answered: idle

A break at the laces has no ankles to circle, and who stood or walked already was asked for them at
once: then nothing is said halfway.
"""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from monitor.advice.activity import Motion
from monitor.advice.concerns import Concern
from monitor.advice.limits import AdviceLimits
from monitor.types import Action


class Stage(StrEnum):
    """How far a break is."""

    IDLE = auto()
    WAITING = auto()
    RESTING = auto()
    CIRCLED = auto()
    RESUMED = auto()
    ASKED = auto()


class Trigger(StrEnum):
    """What moves it on."""

    ASKED_TO_REST = auto()
    RESTS = auto()
    RUNS_AGAIN = auto()
    HALFWAY = auto()
    TIME_IS_UP = auto()
    GIVEN_UP = auto()
    ANSWERED = auto()


TRANSITIONS: Final[dict[Stage, dict[Trigger, Stage]]] = {
    Stage.IDLE: {Trigger.ASKED_TO_REST: Stage.WAITING},
    Stage.WAITING: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.RESTS: Stage.RESTING,
        Trigger.TIME_IS_UP: Stage.ASKED,
        Trigger.GIVEN_UP: Stage.IDLE,
        Trigger.ANSWERED: Stage.IDLE,
    },
    Stage.RESTING: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.HALFWAY: Stage.CIRCLED,
        Trigger.RUNS_AGAIN: Stage.RESUMED,
        Trigger.ANSWERED: Stage.IDLE,
    },
    Stage.CIRCLED: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.TIME_IS_UP: Stage.ASKED,
        Trigger.RUNS_AGAIN: Stage.RESUMED,
        Trigger.ANSWERED: Stage.IDLE,
    },
    Stage.RESUMED: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.TIME_IS_UP: Stage.ASKED,
        Trigger.ANSWERED: Stage.IDLE,
    },
    Stage.ASKED: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.GIVEN_UP: Stage.IDLE,
        Trigger.ANSWERED: Stage.IDLE,
    },
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the break."""

    action: Action
    words: tuple[str, ...]


_CIRCLE: Final = Cue(Action.GUIDE, ("circle_ankles",))
_BETTER: Final = Cue(Action.ASK, ("better",))
_KEEP: Final = Cue(Action.GUIDE, ("keep_walking",))


class LedBreak:
    """Follow one break at a time: the one that was asked for last."""

    def __init__(self, limits: AdviceLimits, motion: Motion) -> None:
        self._limits = limits
        self._motion = motion
        self._stage = Stage.IDLE
        self._since_s = 0.0
        self._rests_already = False
        self.about: Concern | None = None

    @property
    def asks(self) -> bool:
        """Whether a question is open."""
        return self._stage is Stage.ASKED

    def begin(self, concern: Concern | None, now_s: float) -> None:
        """Take note that a walk, or a hand at the laces, was asked for."""
        self.about = concern
        self._rests_already = self._motion.resting
        self._fire(Trigger.ASKED_TO_REST, now_s)

    def is_answer(self, pressed_s: float) -> bool:
        """Whether a report was pressed late enough to answer the open question, if there is one."""
        return not self.asks or pressed_s >= self._since_s

    def answered(self, now_s: float) -> None:
        """Take note of a report: no question is open any more."""
        self._fire(Trigger.ANSWERED, now_s)

    def push(self, now_s: float) -> Cue | None:
        """Let time pass; the word that is due."""
        if self._stage is Stage.IDLE:
            return None
        return _STEPS[self._stage](self, now_s, now_s - self._since_s)

    def _fire(self, trigger: Trigger, now_s: float) -> None:
        new = TRANSITIONS[self._stage].get(trigger)
        if new is not None:
            self._stage, self._since_s = new, now_s

    def _waiting(self, now_s: float, waited_s: float) -> Cue | None:
        if self._motion.resting:
            self._fire(Trigger.RESTS, now_s)
        elif not self._motion.known and waited_s >= self._limits.better_blind_s:
            self._fire(Trigger.TIME_IS_UP, now_s)
            return _BETTER
        elif self._motion.known and waited_s >= self._limits.in_vain_s:
            self._fire(Trigger.GIVEN_UP, now_s)
        return None

    def _resting(self, now_s: float, rested_s: float) -> Cue | None:
        if not self._motion.resting:
            self._fire(Trigger.RUNS_AGAIN, now_s)
        elif rested_s >= self._limits.ankles_s:
            self._fire(Trigger.HALFWAY, now_s)
            at_laces = self.about is not None and self.about.is_shoe
            # who rested already was asked for the ankles at once
            return None if at_laces or self._rests_already else _CIRCLE
        return None

    def _circled(self, now_s: float, since_s: float) -> Cue | None:
        if not self._motion.resting:
            self._fire(Trigger.RUNS_AGAIN, now_s)
        elif since_s >= self._limits.better_s - self._limits.ankles_s:
            self._fire(Trigger.TIME_IS_UP, now_s)
            return _BETTER
        return None

    def _resumed(self, now_s: float, since_s: float) -> Cue | None:
        if since_s < self._limits.better_s:
            return None
        self._fire(Trigger.TIME_IS_UP, now_s)
        return _BETTER

    def _asked(self, now_s: float, since_s: float) -> Cue | None:
        if since_s < self._limits.better_wait_s:
            return None
        self._fire(Trigger.GIVEN_UP, now_s)
        return _KEEP if self._motion.resting else None


_STEPS: Final = {
    Stage.WAITING: LedBreak._waiting,
    Stage.RESTING: LedBreak._resting,
    Stage.CIRCLED: LedBreak._circled,
    Stage.RESUMED: LedBreak._resumed,
    Stage.ASKED: LedBreak._asked,
}
"""What is looked at in each stage."""
