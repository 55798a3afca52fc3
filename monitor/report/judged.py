"""Which places of which foot were judged for long enough to call them quiet."""

from typing import Final

from monitor.report.story import Story
from monitor.report.wording import Words
from monitor.types import NERVE_ZONES, FindingKind, Side, Zone

_LITTLE: Final = 0.3
"""Below this share of the session with an answer, nothing is called quiet. Rule of thumb."""


def unjudged(story: Story) -> dict[Side, tuple[Zone, ...]]:
    """Give the places of each foot that were judged for too little of the run; none: no foot.

    A place of which nothing is known was not judged.
    """
    least_s = _LITTLE * max(story.running_s, 1.0)
    known = {(t.side, t.zone) for t in story.risks if t.assessed_s >= least_s}
    places = {side: tuple(z for z in NERVE_ZONES if (side, z) not in known) for side in Side}
    return {side: zones for side, zones in places.items() if zones}


def judged(story: Story) -> bool:
    """Tell whether at least a place of each foot was judged for long enough."""
    return all(len(zones) < len(NERVE_ZONES) for zones in unjudged(story).values())


def answered(story: Story, kind: FindingKind) -> bool:
    """Tell whether a question was answered for long enough, for every foot that it is about."""
    least_s = _LITTLE * max(story.running_s, 1.0)
    mine = [one.assessed_s for one in story.judgements if one.kind is kind]
    return bool(mine) and min(mine) >= least_s


def never_assessed(story: Story) -> tuple[FindingKind, ...]:
    """Give the questions that no foot had an answer to at any time."""
    asked = dict.fromkeys(one.kind for one in story.judgements)
    known = {one.kind for one in story.judgements if one.assessed_s}
    return tuple(kind for kind in asked if kind not in known)


def unjudged_places(story: Story, words: Words) -> str:
    """Name the places that were not judged for long enough, as *top of both feet*."""
    of = unjudged(story)
    whole = [side for side, zones in of.items() if len(zones) == len(NERVE_ZONES)]
    named = [words.place(whole[0] if len(whole) == 1 else None, None)] if whole else []
    for zone in NERVE_ZONES:
        sides = [side for side, zones in of.items() if zone in zones and side not in whole]
        if sides:
            named.append(words.place(sides[0] if len(sides) == 1 else None, zone))
    return words.each(named)
