"""Which words? One action a sentence, with foot and reason."""

from typing import Final

from monitor.advice.concerns import Concern, RedFlag
from monitor.advice.nerve_zone import main_cause, minutes
from monitor.risk.causes import Cause
from monitor.types import Action, FindingKind, Side, Zone

REFERRAL: Final = (
    "see a specialist if it stays numb for over 30 minutes after stopping, comes back more often or"
    " worse, the front of the foot is hard to lift, pain stays in one spot at rest, or the calf"
    " feels far tighter than the run explains"
)
"""When to see somebody, after the article; this product diagnoses nothing."""

_CUES: Final[dict[FindingKind, str]] = {
    FindingKind.OVERSTRIDING: "landing far ahead, take shorter, quicker steps",
    FindingKind.IMPACT: "landing hard, take shorter, softer steps",
    FindingKind.CALF_LOAD: "calf is working hard, ease off a little",
    FindingKind.FATIGUE: "form is tiring, ease off a little",
    FindingKind.ASYMMETRY: "steps have become uneven, ease off a little",
    FindingKind.FOOT_SLAP: "foot is slapping down, ease off a little",
    FindingKind.CARDIAC_DRIFT: "heart rate is drifting up at this pace, take a drink",
}

_SHOE: Final[dict[FindingKind, str]] = {
    FindingKind.LACING: "laces tight",
    FindingKind.SWELLING: "foot is swelling in the shoe",
    FindingKind.NARROW_SHOE: "shoe squeezes the forefoot",
}

_PLACES: Final[dict[Zone | None, str]] = {
    Zone.TOP: "top of the foot",
    Zone.SOLE: "sole",
    Zone.FOREFOOT: "forefoot",
    None: "foot",
}

_FROM: Final[dict[Cause | None, str]] = {
    Cause.LACES: " from the laces",
    Cause.EDGES: " from a narrow shoe",
    Cause.SWELLING: " from swelling",
    Cause.CALF: " from calf load",
    Cause.PLANTAR: " from load on the sole",
    None: "",
}

_LOOSEN: Final = "loosen a little over the midfoot"
_WALK: Final = "walk a minute, shake the legs, rotate the ankles"
_RED_FLAGS: Final[dict[RedFlag, str]] = {
    RedFlag.FOOT_DROP: "{foot} is not lifting as before: stop, and see a clinician",
    RedFlag.PAIN_AT_REST: "{place}: pain that rest does not ease: stop for today, and see a"
    " clinician",
    RedFlag.NUMB_AFTER_RUNNING: "{place} not right 30 minutes after running: see a clinician",
    RedFlag.IN_VAIN: "{place} not right again after a walk: stop for today, and see a clinician if"
    " it stays",
}


def sentence(
    concern: Concern, side: Side | None, *, standing: bool = False, treadmill: bool = False
) -> str:
    """What is said, of one foot or of both.

    >>> from monitor.advice.concerns import State
    >>> tight = Concern(cause=FindingKind.LACING, side=Side.LEFT, zone=None, state=State.LOOSEN)
    >>> sentence(tight, Side.LEFT)
    'left laces tight, loosen a little over the midfoot at your next stop'
    >>> long = Concern(cause=FindingKind.OVERSTRIDING, side=None, zone=None, state=State.CUED)
    >>> sentence(long, None)
    'landing far ahead, take shorter, quicker steps'
    """
    if concern.action is Action.STOP:
        flag = concern.red_flag or RedFlag.FOOT_DROP
        return _RED_FLAGS[flag].format(foot=_foot(side), place=_place(side, concern.zone))
    if concern.cause is not None and concern.is_cue:
        return _of(side, _CUES[concern.cause])
    asked = _ask(concern.action, standing=standing, treadmill=treadmill)
    return f"{_what(concern, side)}, {asked}"


def _ask(action: Action, *, standing: bool, treadmill: bool) -> str:
    if action is Action.LOOSEN_LACES:
        if standing:
            return _LOOSEN
        return (
            f"stop the treadmill first, then {_LOOSEN}"
            if treadmill
            else f"{_LOOSEN} at your next stop"
        )
    if action is Action.WALK:
        return f"slow the treadmill and {_WALK}" if treadmill and not standing else _WALK
    return "ease off a little"


def _what(concern: Concern, side: Side | None) -> str:
    """What is the matter, and where."""
    if concern.felt:
        return f"{_place(side, concern.zone)} not right"
    if concern.cause is not None:
        return _of(side, _SHOE[concern.cause]) if concern.cause in _SHOE else _foot(side)
    risk = concern.risk
    if risk is None:
        return f"{_place(side, concern.zone)} may go numb"
    soon = "" if risk.forecast_s is None else f" in {minutes(risk.forecast_s)}"
    return f"{_place(side, concern.zone)} may go numb{_FROM[main_cause(risk)]}{soon}"


def _place(side: Side | None, zone: Zone | None) -> str:
    return _of(side, _PLACES[zone]) if side or zone is None else f"{_PLACES[zone]} of both feet"


def _of(side: Side | None, words: str) -> str:
    return words if side is None else f"{side} {words}"


def _foot(side: Side | None) -> str:
    return "both feet" if side is None else f"{side} foot"
