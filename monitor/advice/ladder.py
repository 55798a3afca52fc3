"""The ladders: what is asked for each cause, mildest first, and what moves a concern on them.

A concern that nothing calls for is *quiet*. It appears on its ladder's first rung; a rung that did
not help leads to the next, and the last rung is asked again. What ends the run is reached only by a
red flag: never by silence.
"""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from monitor.risk.causes import Cause
from monitor.types import Action, Feeling, FindingKind, Zone


class Rung(StrEnum):
    """One thing to ask for."""

    SHORTER_STEPS = auto()
    SOFTER_STEPS = auto()
    SLOW_DOWN = auto()
    DRINK = auto()
    LOOSEN_AT_STOP = auto()
    STOP_AND_LOOSEN = auto()
    ROOM_AT_STOP = auto()
    STOP_FOR_ROOM = auto()
    LOWEST_AT_STOP = auto()
    WIDER_NEXT_TIME = auto()
    LACES_AT_STOP = auto()
    STOP_FOR_LACES = auto()
    WALK = auto()
    END = auto()


class Ladder(StrEnum):
    """What a concern is about, as far as it decides what helps."""

    LACES = auto()
    SWELLING = auto()
    NARROW_SHOE = auto()
    OVERSTRIDING = auto()
    IMPACT = auto()
    CALF = auto()
    SOLE = auto()
    FATIGUE = auto()
    ASYMMETRY = auto()
    SLAP = auto()
    HEART = auto()
    HEAT = auto()
    DROP = auto()
    IN_VAIN = auto()
    """A zone pressed by what was loosened in vain."""
    FELT_UNDER_LACES = auto()
    FELT = auto()
    FELT_IN_CALF = auto()
    FELT_ALL_OVER = auto()


LADDERS: Final[dict[Ladder, tuple[Rung, ...]]] = {
    Ladder.LACES: (Rung.LOOSEN_AT_STOP, Rung.STOP_AND_LOOSEN),
    Ladder.SWELLING: (Rung.ROOM_AT_STOP, Rung.STOP_FOR_ROOM),
    Ladder.NARROW_SHOE: (Rung.LOWEST_AT_STOP, Rung.WIDER_NEXT_TIME),
    Ladder.OVERSTRIDING: (Rung.SHORTER_STEPS,),
    Ladder.IMPACT: (Rung.SOFTER_STEPS,),
    Ladder.CALF: (Rung.SLOW_DOWN, Rung.WALK),
    Ladder.SOLE: (Rung.SLOW_DOWN, Rung.WALK),
    Ladder.FATIGUE: (Rung.SLOW_DOWN,),
    Ladder.ASYMMETRY: (Rung.SLOW_DOWN,),
    Ladder.SLAP: (Rung.SLOW_DOWN,),
    Ladder.HEART: (Rung.SLOW_DOWN,),
    Ladder.HEAT: (Rung.DRINK,),
    Ladder.DROP: (Rung.END,),
    Ladder.IN_VAIN: (Rung.WALK,),
    Ladder.FELT_UNDER_LACES: (Rung.LACES_AT_STOP, Rung.STOP_FOR_LACES, Rung.WALK, Rung.END),
    Ladder.FELT: (Rung.WALK, Rung.END),
    Ladder.FELT_IN_CALF: (Rung.SLOW_DOWN, Rung.WALK, Rung.END),
    Ladder.FELT_ALL_OVER: (Rung.END,),
}
"""What is asked for, mildest first."""

LATER: Final = frozenset({Rung.WIDER_NEXT_TIME, Rung.END})
"""Not for who has not tried what stands before: the first is said once what can be done on the run
was done in vain, and never again in that run; the second by red flags alone."""


class Trigger(StrEnum):
    """What moves a concern."""

    APPEARS = auto()
    """A finding, a zone at risk, or a report."""
    UNHELPED = auto()
    """The outcome window of the last sentence ended without improvement."""
    AGAIN = auto()
    """Reported again, a while after the last answer."""
    IN_VAIN = auto()
    """Still so, or reported again, after the laces were seen to: that is not asked again."""
    RED_FLAG = auto()
    """The run must end."""
    EASED = auto()
    """It is over."""


class Move(StrEnum):
    """Where a concern goes."""

    FIRST = auto()
    NEXT = auto()
    OTHER = auto()
    """The next rung that asks for something else."""
    LAST = auto()
    QUIET = auto()


TRANSITIONS: Final[dict[bool, dict[Trigger, Move]]] = {
    False: {
        Trigger.APPEARS: Move.FIRST,
        Trigger.AGAIN: Move.FIRST,
        Trigger.IN_VAIN: Move.FIRST,
        Trigger.RED_FLAG: Move.LAST,
    },
    True: {
        Trigger.UNHELPED: Move.NEXT,
        Trigger.AGAIN: Move.NEXT,
        Trigger.IN_VAIN: Move.OTHER,
        Trigger.RED_FLAG: Move.LAST,
        Trigger.EASED: Move.QUIET,
    },
}
"""Whether a concern is on its ladder; trigger: where it goes."""


def after(ladder: Ladder, step: int | None, trigger: Trigger) -> tuple[bool, int | None]:
    """Whether a trigger moves a concern at ``step`` (None: quiet), and to which step.

    >>> after(Ladder.FELT_UNDER_LACES, 1, Trigger.AGAIN)
    (True, 2)
    >>> after(Ladder.FELT_UNDER_LACES, 2, Trigger.AGAIN)  # only a red flag ends the run
    (True, 2)
    >>> after(Ladder.FELT_UNDER_LACES, 0, Trigger.IN_VAIN)  # the laces were loosened: walk
    (True, 2)
    >>> after(Ladder.LACES, None, Trigger.EASED)
    (False, None)
    """
    rungs = LADDERS[ladder]
    match TRANSITIONS[step is not None].get(trigger):
        case Move.FIRST:
            return True, 0
        case Move.NEXT:
            return True, _next(rungs, step or 0)
        case Move.OTHER:
            return True, _other(rungs, step or 0)
        case Move.LAST:
            return True, len(rungs) - 1
        case Move.QUIET:
            return True, None
        case None:
            return False, step


def at_rest(ladder: Ladder, step: int) -> int:
    """Step for who rests already: who cannot slow down is asked for what a walk is for.

    >>> at_rest(Ladder.FELT_IN_CALF, 0), at_rest(Ladder.HEART, 0)
    (1, 0)
    """
    slower = LADDERS[ladder][step : step + 2] == (Rung.SLOW_DOWN, Rung.WALK)
    return step + 1 if slower else step


def _next(rungs: tuple[Rung, ...], step: int, never: frozenset[Rung] = LATER) -> int:
    highest = max(number for number, rung in enumerate(rungs) if rung not in never or not number)
    return step if step >= highest else step + 1


def _other(rungs: tuple[Rung, ...], step: int) -> int:
    action, new = ASKS[rungs[step]].action, step
    while (after_it := _next(rungs, new, frozenset({Rung.END}))) != new:
        new = after_it
        if ASKS[rungs[new]].action is not action:
            break
    return new


@dataclass(frozen=True, slots=True)
class Ask:
    """How a rung is asked: action, and the keys of its sentences.

    ``resting``: while standing or walking; ``belt``: on a treadmill that runs, ``walking_belt``:
    the same while walking on it, where that differs.
    """

    action: Action
    words: tuple[str, ...]
    resting: tuple[str, ...] | None = None
    belt: tuple[str, ...] | None = None
    walking_belt: tuple[str, ...] | None = None


ASKS: Final[dict[Rung, Ask]] = {
    Rung.SHORTER_STEPS: Ask(Action.SHORTER_STEPS, ("shorter_steps",)),
    Rung.SOFTER_STEPS: Ask(Action.SHORTER_STEPS, ("softer_steps",)),
    Rung.SLOW_DOWN: Ask(Action.EASE_OFF, ("slow_down",), None, ("slow_belt",)),
    Rung.DRINK: Ask(Action.DRINK, ("drink",)),
    Rung.LOOSEN_AT_STOP: Ask(
        Action.LOOSEN_LACES, ("loosen_next_stop",), ("loosen_now", "tie_again"), ("loosen_belt",)
    ),
    Rung.STOP_AND_LOOSEN: Ask(
        Action.LOOSEN_LACES,
        ("loosen_stop", "tie_again"),
        ("loosen_now", "tie_again"),
        ("loosen_belt",),
    ),
    Rung.ROOM_AT_STOP: Ask(
        Action.LOOSEN_LACES, ("room_next_stop",), ("room_now", "tie_again"), ("room_belt",)
    ),
    Rung.STOP_FOR_ROOM: Ask(
        Action.LOOSEN_LACES, ("room_stop", "tie_again"), ("room_now", "tie_again"), ("room_belt",)
    ),
    Rung.LOWEST_AT_STOP: Ask(
        Action.LOOSEN_LACES, ("lowest_next_stop",), ("lowest_now", "tie_again"), ("lowest_belt",)
    ),
    Rung.LACES_AT_STOP: Ask(
        Action.LOOSEN_LACES, ("laces_next_stop",), ("laces_now", "tie_again"), ("laces_belt",)
    ),
    Rung.STOP_FOR_LACES: Ask(
        Action.LOOSEN_LACES,
        ("laces_stop", "tie_again"),
        ("laces_now", "tie_again"),
        ("laces_belt",),
    ),
    Rung.WIDER_NEXT_TIME: Ask(Action.GUIDE, ("wider_next_time",)),
    Rung.WALK: Ask(Action.WALK, ("walk",), ("circle_ankles",), ("walk_belt",), ("circle_belt",)),
    Rung.END: Ask(Action.STOP, ("end_run",)),
}
"""Words of every rung."""

SHOE_RUNGS: Final = frozenset(
    rung for rung, ask in ASKS.items() if ask.action is Action.LOOSEN_LACES
)
"""What a hand at the laces does, at any stop."""

MORE_HELPS: Final = frozenset({Ladder.LACES, Ladder.SWELLING})
"""Pressure that is measured: what was done too little is asked for again, as more of it."""

CUES: Final = frozenset({Action.DRINK, Action.SHORTER_STEPS, Action.EASE_OFF})
"""Actions that change how one runs."""

BY_FINDING: Final[dict[FindingKind, Ladder]] = {
    FindingKind.LACING: Ladder.LACES,
    FindingKind.SWELLING: Ladder.SWELLING,
    FindingKind.NARROW_SHOE: Ladder.NARROW_SHOE,
    FindingKind.OVERSTRIDING: Ladder.OVERSTRIDING,
    FindingKind.IMPACT: Ladder.IMPACT,
    FindingKind.CALF_LOAD: Ladder.CALF,
    FindingKind.FATIGUE: Ladder.FATIGUE,
    FindingKind.ASYMMETRY: Ladder.ASYMMETRY,
    FindingKind.FOOT_SLAP: Ladder.SLAP,
    FindingKind.CARDIAC_DRIFT: Ladder.HEART,
    FindingKind.FOOT_DROP: Ladder.DROP,
}
"""Ladder of each finding; a heart that drifts in the heat is on ``HEAT``."""

BY_CAUSE: Final[dict[Cause, Ladder]] = {
    Cause.LACES: Ladder.LACES,
    Cause.EDGES: Ladder.NARROW_SHOE,
    Cause.SWELLING: Ladder.SWELLING,
    Cause.CALF: Ladder.CALF,
    Cause.PLANTAR: Ladder.SOLE,
}
"""Ladder of a zone at risk, by its main cause."""

FIT_KINDS: Final = frozenset({FindingKind.LACING, FindingKind.SWELLING, FindingKind.NARROW_SHOE})
"""Findings about the shoe: pressure says whether advice helped."""


def of_report(feeling: Feeling, zone: Zone | None, *, tight: bool) -> Ladder:
    """Ladder of a report; ``tight``: laces are known to be tight there.

    >>> of_report(Feeling.NUMB, Zone.TOP, tight=False).value
    'felt_under_laces'
    """
    if feeling is Feeling.DIZZY:
        return Ladder.FELT_ALL_OVER
    of_calf = feeling in (Feeling.TIGHT, Feeling.SWOLLEN) and zone is None
    if zone is Zone.CALF or of_calf:
        return Ladder.FELT_IN_CALF
    if feeling is Feeling.PAIN:
        return Ladder.FELT
    under_laces = zone in (Zone.TOP, Zone.FOREFOOT) or (zone in (None, Zone.FOOT) and tight)
    return Ladder.FELT_UNDER_LACES if under_laces else Ladder.FELT
