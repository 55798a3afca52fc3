"""What was measured of a foot that dropped: since when, how far, against what, on how much."""

from statistics import median
from typing import Final

from monitor.report.measures import MEASURES
from monitor.report.story import Episode, Story
from monitor.report.wording import Words
from monitor.types import FindingKind, Side

_ANGLE: Final = "strike"


def drop_text(story: Story, side: Side | None, words: Words) -> str | None:
    """Say what was measured of a foot drop; None where no sensor found it."""
    found = [one for one in story.episodes if one.kind is FindingKind.FOOT_DROP]
    mine = [one for one in found if side is None or one.side is side]
    if not mine:
        return None
    first = min(mine, key=lambda one: one.from_s)
    lasted_s = sum(_until_s(one, story) - one.from_s for one in mine)
    judged_s = [
        one.assessed_s
        for one in story.judgements
        if one.kind is FindingKind.FOOT_DROP and one.side is first.side
    ]
    told = words.say(
        "text.drop",
        at=words.clock(first.from_s),
        long=words.minutes(lasted_s),
        assessed=words.number(max(judged_s, default=0.0) / 60.0),
    )
    angles = [text for one in _feet(first.side) if (text := _angle(story, one, first, words))]
    if not angles:
        return f"{told} {words['text.drop_unmeasured']}"
    return f"{told} {words.say('text.drop_angles', what='; '.join(angles))}"


def _feet(side: Side | None) -> tuple[Side, ...]:
    """The foot that dropped first."""
    return tuple(Side) if side is None else (side, side.other)


def _until_s(episode: Episode, story: Story) -> float:
    return story.duration_s if episode.until_s is None else episode.until_s


def _angle(story: Story, side: Side, episode: Episode, words: Words) -> str | None:
    """Give the median angle of a foot before a drop was found, and while it lasted."""
    series = story.find(_ANGLE, side)
    if series is None:
        return None
    start = int(episode.from_s / story.piece_s)
    end = int(_until_s(episode, story) / story.piece_s) + 1
    parts = (series.middle[:start], series.middle[start + 1 : end])
    before, after = ([deg for deg in part if deg is not None] for part in parts)
    if not before or not after:
        return None
    digits = MEASURES[_ANGLE].digits
    return words.say(
        "text.drop_angle",
        side=words.side(side),
        before=words.number(median(before), digits),
        after=words.number(median(after), digits),
    )
