"""Which words? One action a sentence, with foot and reason."""

from typing import Final

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

_FELT: Final[dict[Zone | None, str]] = {
    Zone.TOP: "top of the foot",
    Zone.SOLE: "sole",
    Zone.FOREFOOT: "forefoot",
    None: "foot",
}


_WALK: Final = "walk a minute, shake the legs, rotate the ankles"
_STOP: Final = ": stop for today, and see a clinician if it stays"
_ASKS: Final[dict[tuple[Action, bool], str]] = {
    (Action.LOOSEN_LACES, False): ", loosen over the midfoot at your next stop",
    (Action.LOOSEN_LACES, True): ", stop the treadmill first, then loosen over the midfoot",
    (Action.WALK, False): f", {_WALK}",
    (Action.WALK, True): f", slow the treadmill and {_WALK}",
    (Action.STOP, False): _STOP,
    (Action.STOP, True): _STOP,
}


def sentence(
    action: Action,
    cause: FindingKind | None,
    side: Side | None,
    zone: Zone | None,
    *,
    felt: bool = False,
    treadmill: bool = False,
) -> str:
    """What is said.

    >>> sentence(Action.LOOSEN_LACES, FindingKind.LACING, Side.LEFT, None)
    'left laces tight, loosen over the midfoot at your next stop'
    >>> sentence(Action.SHORTER_STEPS, FindingKind.OVERSTRIDING, None, None)
    'landing far ahead, take shorter, quicker steps'
    """
    where = _where(cause, side, zone, felt=felt)
    if action in (Action.DRINK, Action.SHORTER_STEPS, Action.EASE_OFF):
        return _cue(cause, side, zone)
    if action is Action.STOP and cause is FindingKind.FOOT_DROP:
        return f"{_foot(side)} is not lifting as before: stop, and see a clinician"
    return f"{where}{_ASKS[action, treadmill]}"


def _cue(cause: FindingKind | None, side: Side | None, zone: Zone | None) -> str:
    if cause is None:
        return f"{_foot(side)}: {_FELT[zone]} is under load, ease off a little"
    words = _CUES[cause]
    return words if side is None else f"{side} {words}"


def _where(cause: FindingKind | None, side: Side | None, zone: Zone | None, *, felt: bool) -> str:
    if felt:
        place = _FELT[zone]
        return f"{place} not right on both feet" if side is None else f"{side} {place} not right"
    if cause in _SHOE:
        return _SHOE[cause] if side is None else f"{side} {_SHOE[cause]}"
    if cause is not None:
        return _foot(side)
    return f"{_foot(side)}: {_FELT[zone]} under pressure"


def _foot(side: Side | None) -> str:
    return "both feet" if side is None else f"{side} foot"
