"""Lead a break: circle the ankles halfway, then ask whether it is better. It never says "safe".

    stage     trigger: next stage
    idle      asked to rest: waiting
    waiting   rests: resting         runs on for long, or well: idle
              nobody sees how the runner moves, and time is up: asked
    resting   halfway: circled       runs again: resumed            well: idle
              runs again before it was a rest: waiting
    circled   a minute: asked        runs again: resumed            well: idle
    resumed   a minute: asked        well, or not: idle
    asked     no answer: idle, after a word to who walks        answered: idle
    any       the run is to end: idle

A word that may not be said for half a minute, because quiet is wanted, lapses: what was not asked
is not waited for.

A break at the laces has no ankles to circle, and who stood or walked already was asked for them at
once: then nothing is said halfway.
"""

from dataclasses import dataclass
from enum import StrEnum, auto
from math import inf
from typing import Final

from monitor.advice.activity import Motion
from monitor.advice.concerns import Concern
from monitor.advice.limits import AdviceLimits
from monitor.types import Action, Symptom


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
    CUT_SHORT = auto()
    HALFWAY = auto()
    TIME_IS_UP = auto()
    GIVEN_UP = auto()
    LAPSED = auto()
    RUN_ENDS = auto()
    WELL = auto()
    NOT_WELL = auto()


_IDLE: Final = Stage.IDLE  # a member costs more to look up than what is done with it
TRANSITIONS: Final[dict[Stage, dict[Trigger, Stage]]] = {
    Stage.IDLE: {Trigger.ASKED_TO_REST: Stage.WAITING},
    Stage.WAITING: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.RESTS: Stage.RESTING,
        Trigger.TIME_IS_UP: Stage.ASKED,
        Trigger.GIVEN_UP: Stage.IDLE,
        Trigger.LAPSED: Stage.IDLE,
        Trigger.RUN_ENDS: Stage.IDLE,
        Trigger.WELL: Stage.IDLE,
    },
    Stage.RESTING: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.HALFWAY: Stage.CIRCLED,
        Trigger.LAPSED: Stage.CIRCLED,
        Trigger.RUNS_AGAIN: Stage.RESUMED,
        Trigger.CUT_SHORT: Stage.WAITING,
        Trigger.RUN_ENDS: Stage.IDLE,
        Trigger.WELL: Stage.IDLE,
    },
    Stage.CIRCLED: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.TIME_IS_UP: Stage.ASKED,
        Trigger.LAPSED: Stage.IDLE,
        Trigger.RUNS_AGAIN: Stage.RESUMED,
        Trigger.RUN_ENDS: Stage.IDLE,
        Trigger.WELL: Stage.IDLE,
    },
    Stage.RESUMED: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.TIME_IS_UP: Stage.ASKED,
        Trigger.LAPSED: Stage.IDLE,
        Trigger.RUN_ENDS: Stage.IDLE,
        Trigger.WELL: Stage.IDLE,
        Trigger.NOT_WELL: Stage.IDLE,
    },
    Stage.ASKED: {
        Trigger.ASKED_TO_REST: Stage.WAITING,
        Trigger.GIVEN_UP: Stage.IDLE,
        Trigger.LAPSED: Stage.IDLE,
        Trigger.RUN_ENDS: Stage.IDLE,
        Trigger.WELL: Stage.IDLE,
        Trigger.NOT_WELL: Stage.IDLE,
    },
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the break, and where it leads once it is said."""

    action: Action
    words: tuple[str, ...]
    leads: Trigger


_CIRCLE: Final = Cue(Action.GUIDE, ("circle_ankles",), Trigger.HALFWAY)
_CIRCLE_BELT: Final = Cue(Action.GUIDE, ("circle_belt",), Trigger.HALFWAY)
_BETTER: Final = Cue(Action.ASK, ("better",), Trigger.TIME_IS_UP)
_KEEP: Final = Cue(Action.GUIDE, ("keep_walking",), Trigger.GIVEN_UP)


class LedBreak:
    """Follow one break at a time: the one that was asked for last."""

    def __init__(self, limits: AdviceLimits, motion: Motion) -> None:
        self._limits = limits
        self._motion = motion
        self._stage = Stage.IDLE
        self._since_s = 0.0
        self._due_since_s: float | None = None
        self._rests_already = False
        self._asked_s = inf
        self._asked_about: Concern | None = None
        self.about: Concern | None = None

    @property
    def asks(self) -> bool:
        """Whether a question is open."""
        return self._stage is Stage.ASKED

    def asked(self, word: Symptom) -> Concern | None:
        """Give what was asked about, if a word may be the answer by when it was pressed."""
        may_be = self.asks or word.t_s < self._asked_s + self._limits.better_wait_s
        in_time = may_be and word.t_s >= self._asked_s and not word.added
        about = self._asked_about if in_time else None
        return about if about is not None and about.active else None

    def begin(self, concern: Concern | None, now_s: float) -> None:
        """Take note that a walk, or a hand at the laces, was asked for."""
        self.about = concern
        self._rests_already = self._motion.resting
        self._fire(Trigger.ASKED_TO_REST, now_s)

    def name(self, named: Concern) -> None:
        """Let a break for a foot that was not said, and is now, be for the foot that was meant."""
        about = self.about
        unsaid = about is not None and about.felt and about.side is None and not about.both
        if about is not None and unsaid and not about.active and about.zone is named.zone:
            self.about = named

    def is_answer(self, word: Symptom) -> bool:
        """Whether a report was pressed late enough to answer the open question, if there is one."""
        return not word.added and (not self.asks or word.t_s >= self._since_s)

    def answered(self, now_s: float, *, well: bool) -> None:
        """Take note of a report; one that repeats what the break is for does not end it."""
        self._fire(Trigger.WELL if well else Trigger.NOT_WELL, now_s)

    def due(self, now_s: float) -> Cue | None:
        """Let time pass; the word that is due, until it is said or lapses."""
        if self._stage is _IDLE:
            return None
        cue = _STEPS[self._stage](self, now_s, now_s - self._since_s)
        if cue is None:
            self._due_since_s = None
        elif self._due_since_s is None:
            self._due_since_s = now_s
        elif now_s - self._due_since_s >= self._limits.better_wait_s:
            self._fire(Trigger.LAPSED, now_s)
            return None
        return cue

    def said(self, cue: Cue, now_s: float) -> None:
        """Take note that a word was said."""
        self._fire(cue.leads, now_s)
        if self.asks:
            self._asked_s, self._asked_about = now_s, self.about

    def end(self, now_s: float) -> None:
        """Take note that the run is to end: no break leads back into it."""
        self._fire(Trigger.RUN_ENDS, now_s)

    def _fire(self, trigger: Trigger, now_s: float) -> None:
        new = TRANSITIONS[self._stage].get(trigger)
        if new is not None:
            self._stage, self._since_s, self._due_since_s = new, now_s, None

    def _waiting(self, now_s: float, waited_s: float) -> Cue | None:
        if self._motion.resting:
            self._fire(Trigger.RESTS, now_s)
        elif not self._motion.known and waited_s >= self._limits.better_blind_s:
            return _BETTER
        elif self._motion.known and waited_s >= self._limits.in_vain_s:
            self._fire(Trigger.GIVEN_UP, now_s)
        return None

    def _resting(self, now_s: float, rested_s: float) -> Cue | None:
        at_laces = self.about is not None and self.about.is_shoe
        if not self._motion.resting:
            least_s = self._limits.at_laces_s if at_laces else self._limits.walked_s
            short = rested_s < least_s  # waiting at a kerb
            self._rests_already &= not short
            self._fire(Trigger.CUT_SHORT if short else Trigger.RUNS_AGAIN, now_s)
        elif rested_s >= self._limits.ankles_s:
            # who rested already was asked for the ankles at once
            if not at_laces and not self._rests_already:
                on_belt = self._limits.speech.treadmill and not self._motion.standing
                return _CIRCLE_BELT if on_belt else _CIRCLE
            self._fire(Trigger.HALFWAY, now_s)
        return None

    def _circled(self, now_s: float, since_s: float) -> Cue | None:
        if not self._motion.resting:
            self._fire(Trigger.RUNS_AGAIN, now_s)
        elif since_s >= self._limits.better_s - self._limits.ankles_s:
            return _BETTER
        return None

    def _resumed(self, _now_s: float, since_s: float) -> Cue | None:
        return None if since_s < self._limits.better_s else _BETTER

    def _asked(self, now_s: float, since_s: float) -> Cue | None:
        if since_s < self._limits.better_wait_s:
            return None
        if self._motion.resting and not self._motion.standing:
            return _KEEP
        self._fire(Trigger.GIVEN_UP, now_s)
        return None


_STEPS: Final = {
    Stage.WAITING: LedBreak._waiting,
    Stage.RESTING: LedBreak._resting,
    Stage.CIRCLED: LedBreak._circled,
    Stage.RESUMED: LedBreak._resumed,
    Stage.ASKED: LedBreak._asked,
}
"""What is looked at in each stage."""
