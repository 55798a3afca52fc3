"""What can we be concerned about, and what is it answered with? Tables, and one record each."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import is_explained
from monitor.types import Action, Finding, FindingKind, Risk, Side, Symptom, Zone


class State(StrEnum):
    """How far up the ladder a concern is."""

    QUIET = auto()
    CUED = auto()
    LOOSEN = auto()
    WALK = auto()
    STOP = auto()


class Trigger(StrEnum):
    """What moves a concern."""

    FORM = auto()
    """A finding about gait or effort, or a zone at risk from load."""
    FIT = auto()
    """A finding about the shoe, or a zone at risk from pressure."""
    FELT_TOP = auto()
    """The runner reports the top or the front of the foot, where laces help."""
    FELT = auto()
    """The runner reports the sole, the whole foot, or pain."""
    UNHELPED = auto()
    """The outcome window ended without improvement."""
    STILL_TIGHT = auto()
    """The same, and the shoe still presses."""
    STILL_AT_RISK = auto()
    """The same, and a zone is still at its threshold."""
    FELT_AGAIN = auto()
    """Reported again after the outcome window."""
    IN_VAIN = auto()
    """Reported again soon after a walk that was taken."""
    RED_FLAG = auto()
    """A sign that needs a clinician."""
    EASED = auto()
    """It is over."""


TRANSITIONS: Final[dict[State, dict[Trigger, State]]] = {
    State.QUIET: {
        Trigger.FORM: State.CUED,
        Trigger.FIT: State.LOOSEN,
        Trigger.FELT_TOP: State.LOOSEN,
        Trigger.FELT: State.WALK,
        Trigger.RED_FLAG: State.STOP,
    },
    State.CUED: {
        Trigger.FELT_TOP: State.LOOSEN,
        Trigger.FELT: State.WALK,
        Trigger.STILL_AT_RISK: State.WALK,
        Trigger.RED_FLAG: State.STOP,
        Trigger.EASED: State.QUIET,
    },
    State.LOOSEN: {
        Trigger.UNHELPED: State.WALK,
        Trigger.STILL_TIGHT: State.WALK,
        Trigger.STILL_AT_RISK: State.WALK,
        Trigger.FELT_AGAIN: State.WALK,
        Trigger.RED_FLAG: State.STOP,
        Trigger.EASED: State.QUIET,
    },
    State.WALK: {
        Trigger.STILL_TIGHT: State.LOOSEN,
        Trigger.FELT_AGAIN: State.WALK,
        Trigger.IN_VAIN: State.STOP,
        Trigger.RED_FLAG: State.STOP,
        Trigger.EASED: State.QUIET,
    },
    State.STOP: {Trigger.FELT_AGAIN: State.STOP, Trigger.EASED: State.QUIET},
}
"""The ladder, mildest first; every state leads back to quiet."""

APPEARS: Final[dict[FindingKind, Trigger]] = {
    FindingKind.LACING: Trigger.FIT,
    FindingKind.SWELLING: Trigger.FIT,
    FindingKind.NARROW_SHOE: Trigger.FIT,
    FindingKind.OVERSTRIDING: Trigger.FORM,
    FindingKind.IMPACT: Trigger.FORM,
    FindingKind.CALF_LOAD: Trigger.FORM,
    FindingKind.FATIGUE: Trigger.FORM,
    FindingKind.ASYMMETRY: Trigger.FORM,
    FindingKind.FOOT_SLAP: Trigger.FORM,
    FindingKind.CARDIAC_DRIFT: Trigger.FORM,
    FindingKind.FOOT_DROP: Trigger.RED_FLAG,
}
"""Which rung a finding starts on."""

CUE: Final[dict[FindingKind | None, Action]] = {
    FindingKind.OVERSTRIDING: Action.SHORTER_STEPS,
    FindingKind.IMPACT: Action.SHORTER_STEPS,
    FindingKind.CARDIAC_DRIFT: Action.DRINK,
    FindingKind.CALF_LOAD: Action.EASE_OFF,
    FindingKind.FATIGUE: Action.EASE_OFF,
    FindingKind.ASYMMETRY: Action.EASE_OFF,
    FindingKind.FOOT_SLAP: Action.EASE_OFF,
    None: Action.EASE_OFF,
}
"""What a form cue asks for."""

CUES: Final = frozenset({Action.DRINK, Action.SHORTER_STEPS, Action.EASE_OFF})
"""Actions that change how one runs."""

RUNGS: Final[dict[State, Action]] = {
    State.LOOSEN: Action.LOOSEN_LACES,
    State.WALK: Action.WALK,
    State.STOP: Action.STOP,
}
"""What the other rungs ask for."""

SPOKEN_FOR: Final[dict[FindingKind, frozenset[FindingKind]]] = {
    FindingKind.SWELLING: frozenset({FindingKind.LACING}),
    FindingKind.NARROW_SHOE: frozenset({FindingKind.LACING, FindingKind.SWELLING}),
    FindingKind.IMPACT: frozenset({FindingKind.OVERSTRIDING, FindingKind.FOOT_DROP}),
    FindingKind.CALF_LOAD: frozenset({FindingKind.OVERSTRIDING, FindingKind.FATIGUE}),
    FindingKind.FOOT_SLAP: frozenset({FindingKind.FOOT_DROP}),
    FindingKind.ASYMMETRY: frozenset(
        {FindingKind.FOOT_DROP, FindingKind.FOOT_SLAP, FindingKind.FATIGUE}
    ),
    FindingKind.FATIGUE: frozenset({FindingKind.FOOT_DROP}),
}
"""Causes that speak in another's stead while they are active on the same foot.

A finding about the shoe speaks for a zone that would be quiet without what it found. What the
runner reports speaks in the stead of everything about that shoe until it is answered.
"""

FIT_KINDS: Final = frozenset(k for k, t in APPEARS.items() if t is Trigger.FIT)
"""Findings about the shoe: pressure says whether advice helped."""


class RedFlag(StrEnum):
    """Why a clinician is to be seen."""

    FOOT_DROP = auto()
    PAIN_AT_REST = auto()
    NUMB_AFTER_RUNNING = auto()
    IN_VAIN = auto()
    """Neither loosening nor walking helped."""


@dataclass(slots=True, kw_only=True)
class OpenAdvice:
    """A sentence whose outcome is not yet known.

    ``rested_s`` is the rest taken before it, ``level`` the risk when it was said, ``other`` the
    same concern of the other foot, if the sentence was about both.
    """

    number: int
    spoken_s: float
    until_s: float
    action: Action
    pressure_kpa: float | None
    rested_s: float
    level: float | None = None
    other: "Concern | None" = None
    felt_again: bool = False


@dataclass(slots=True, kw_only=True)
class Concern:
    """One thing on one foot, and where on the ladder it is.

    ``felt``: the runner reported it; ``fine``: the feet of a report about both that have eased;
    ``asked``: reported since anything was last said; ``unanswered``: sentences in a row that
    nothing came of; ``last``: what was last said, its outcome known or not.
    """

    cause: FindingKind | None
    side: Side | None
    zone: Zone | None
    state: State = State.QUIET
    severity: float = 0.0
    evidence: str = ""
    risk: Risk | None = None
    red_flag: RedFlag | None = None
    felt: bool = False
    fine: frozenset[Side] = frozenset()
    asked: bool = False
    since_s: float = 0.0
    wanted: bool = False
    again_s: float = 0.0
    unanswered: int = 0
    open: OpenAdvice | None = None
    last: OpenAdvice | None = None

    @property
    def is_cue(self) -> bool:
        """Whether it is said to better the form; a zone at risk, or what is felt, is more."""
        return self.cause is not None and self.action in CUES

    @property
    def action(self) -> Action:
        """What the state asks for."""
        if self.state in RUNGS:
            return RUNGS[self.state]
        return CUE[self.cause]

    def spoken_for_by(self, other: "Concern", limits: AdviceLimits) -> bool:
        """Whether another active concern has the same cause and will do the talking."""
        if self.felt or other.state is State.QUIET:
            return False
        compared = other.cause is FindingKind.FOOT_DROP  # one foot's fall is the other's rise
        if not compared and None not in (self.side, other.side) and self.side is not other.side:
            return False
        if other.felt:
            answering = other.wanted or other.open is not None
            return answering and (self.cause is None or self.cause in FIT_KINDS)
        if self.cause is None:
            kind, risk = other.cause, self.risk
            return kind is not None and risk is not None and is_explained(risk, kind, limits)
        return other.cause in SPOKEN_FOR.get(self.cause, frozenset())

    def is_twin(self, other: "Concern") -> bool:
        """Whether another is about the same on the other foot."""
        same = self.cause is other.cause and self.zone is other.zone
        return same and self.side is not other.side and not (self.felt or other.felt)

    def may_share(self, other: "Concern") -> bool:
        """Whether one sentence will do for both feet."""
        together = self.action in CUES or self.action is Action.WALK
        return together and self.is_twin(other) and other.action is self.action

    @property
    def still(self) -> Trigger:
        """What an outcome window without improvement amounts to."""
        if self.felt:
            return Trigger.UNHELPED
        if self.cause is None:
            return Trigger.STILL_AT_RISK
        return Trigger.STILL_TIGHT if self.cause in FIT_KINDS else Trigger.UNHELPED


_LADDER: Final = tuple(State)


def climbs(before: State, after: State) -> bool:
    """Whether one rung is higher than another."""
    return _LADDER.index(after) > _LADDER.index(before)


def rank(concern: Concern) -> tuple[bool, int, float, float]:
    """What is said first: the runner's own report, then the higher rung, then the stronger."""
    rung = _LADDER.index(concern.state)
    return concern.felt, rung, concern.severity, -concern.since_s


def looser(finding: Finding) -> bool:
    """Whether a finding says that the shoe gives way, which asks for nothing in mid-run."""
    return finding.kind is FindingKind.SWELLING and (finding.value or 0.0) < 0.0


def covers(symptom: Symptom, side: Side | None, zone: Zone | None) -> bool:
    """Whether a report is about all of a place; one that names no foot or zone is about all.

    >>> from monitor.types import Feeling
    >>> ok = Symptom(0.0, Feeling.OK, Side.LEFT)
    >>> covers(ok, Side.LEFT, Zone.TOP), covers(ok, None, Zone.TOP)
    (True, False)
    """
    return symptom.side in (None, side) and symptom.zone in (None, zone)
