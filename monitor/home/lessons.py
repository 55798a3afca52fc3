"""Take back what taps taught: thresholds, agreed pressures, minutes to the first report."""

from msgspec import structs

from monitor.profile import FIRST_THRESHOLD, AthleteProfile, OnsetState
from monitor.types import Side, Zone


def undo_lessons(
    profile: AthleteProfile, side: Side, zone: Zone, number: int | None = None
) -> AthleteProfile:
    """Take back a lesson of a threshold and all after it; None is the last one.

    The threshold becomes what it was before that lesson, which lessons may have taught that are not
    kept any more: taken back once more, the zone is as at first.

    Raises
    ------
    ValueError
        If nothing was taught there, or there is no lesson of this number (they count from 1).
    """
    found = [state for state in profile.thresholds if (state.side, state.zone) == (side, zone)]
    if not found:
        raise ValueError(f"nothing was taught of {side}/{zone}")
    others = tuple(one for one in profile.thresholds if one is not found[0])
    lessons = found[0].lessons
    if not lessons:
        if number is not None:
            raise ValueError("expected no number: its lessons are not kept any more")
        return structs.replace(profile, thresholds=others)
    first = len(lessons) if number is None else number
    if not 1 <= first <= len(lessons):
        raise ValueError(f"expected a lesson from 1 to {len(lessons)}")
    kept = lessons[: first - 1]
    state = structs.replace(found[0], threshold=lessons[first - 1].before, lessons=kept)
    is_taught = bool(kept) or state.threshold != FIRST_THRESHOLD
    return structs.replace(profile, thresholds=(*others, state) if is_taught else others)


def undo_agreed(profile: AthleteProfile, side: Side) -> AthleteProfile:
    """Take back what pressure under the laces of a foot the runner said is fine, in every shoe.

    Raises
    ------
    ValueError
        If nothing was said of this foot.
    """
    left = tuple(one for one in profile.agreed if one.side is not side)
    if left == profile.agreed:
        raise ValueError(f"nothing was taught of {side}/agreed")
    return structs.replace(profile, agreed=left)


def undo_onsets(profile: AthleteProfile) -> AthleteProfile:
    """Take back when the feet make themselves felt: a walk is offered as at first.

    Raises
    ------
    ValueError
        If nothing was taught.
    """
    if profile.onsets in (None, OnsetState()):
        raise ValueError("nothing was taught of onsets")
    return structs.replace(profile, onsets=None)
