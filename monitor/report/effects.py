"""Which finding comes from another: its cause is told first, and is what to change first."""

from monitor.advice.concerns import CAUSES_OF
from monitor.report.story import Episode, Story
from monitor.types import FindingKind


def is_effect(episode: Episode, story: Story) -> bool:
    """Tell whether a cause of a finding was found on the same foot, for most of its time."""
    return any(_explains(other, episode, story) for other in story.episodes)


def is_echo(episode: Episode, story: Story) -> bool:
    """Tell whether a finding is but its cause seen again.

    Laces that tighten raise the pressure from which swelling is told.
    """
    return episode.kind is FindingKind.SWELLING and is_effect(episode, story)


def _explains(cause: Episode, effect: Episode, story: Story) -> bool:
    if cause.kind not in CAUSES_OF.get(effect.kind, frozenset()):
        return False
    # one foot's drop is the other's rise
    either = cause.kind is FindingKind.FOOT_DROP or None in (cause.side, effect.side)
    if not either and cause.side is not effect.side:
        return False
    # a foot that swells makes its laces press: then it was there first
    if effect.kind is FindingKind.SWELLING and effect.from_s < cause.from_s:
        return False
    until_s = _until_s(effect, story)
    both_s = min(until_s, _until_s(cause, story)) - max(effect.from_s, cause.from_s)
    return both_s >= 0.5 * (until_s - effect.from_s)


def _until_s(episode: Episode, story: Story) -> float:
    return story.duration_s if episode.until_s is None else episode.until_s
