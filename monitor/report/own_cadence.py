"""The cadence that a drill starts from: the runner's own, before anything was wrong with it."""

from itertools import chain
from statistics import mean, median
from typing import Final, NamedTuple

from monitor.report.story import Story
from monitor.types import FindingKind, Side

_LEAST_S: Final = 60.0
"""Less running than this before a finding shows no cadence of one's own. Rule of thumb."""


class OwnCadence(NamedTuple):
    """Steps per minute; ``before``: of the running before the finding, not of the whole run."""

    spm: float
    before: bool


def own_cadence(story: Story, kind: FindingKind) -> OwnCadence | None:
    """Give the median cadence before a finding first came; None where none was measured.

    What was found changes the cadence itself: five per cent above the faulty steps may be below
    the usual ones. Where too little was run before, it is that of the whole run.
    """
    starts_s = [episode.from_s for episode in story.episodes if episode.kind is kind]
    pieces = int(min(starts_s, default=0.0) / story.piece_s)
    found = [series for side in Side if (series := story.find("cadence", side)) is not None]
    if not found:
        return None
    known = [[spm for spm in one.middle[:pieces] if spm is not None] for one in found]
    if max(map(len, known)) * story.piece_s >= _LEAST_S:
        return OwnCadence(median(chain(*known)), before=True)
    return OwnCadence(mean(one.median for one in found), before=False)
