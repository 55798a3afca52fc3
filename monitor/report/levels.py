"""How high a risk rose: in words until reports taught the runner's own limit, then as a number."""

from typing import Final

from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import class_of
from monitor.report.story import RiskTrack
from monitor.report.wording import Words

_READING: Final = AdviceLimits()
"""The bounds of the words are the product's own: a report does not depend on settings of today."""


def highest_told(track: RiskTrack, words: Words) -> str:
    """Say the highest level of a place; of older sessions nothing tells whose limit it was."""
    if track.highest is None:
        return words["status.not_assessed"]
    if track.personal is False:
        return words[f"level.{class_of(track.highest, _READING).name.lower()}"]
    return words.number(track.highest, 2)
