"""Waiting times: for an outcome, before the same is said again, until a sentence is stale."""

from monitor.advice.concerns import Concern, OpenAdvice
from monitor.advice.limits import AdviceLimits
from monitor.types import Action


def window_s(concern: Concern, limits: AdviceLimits) -> float:
    """Time within which what is asked for should have helped."""
    if concern.is_cue:
        return limits.cue_outcome_s
    return limits.walk_outcome_s if concern.action is Action.WALK else limits.fit_outcome_s


def expires_s(concern: Concern, limits: AdviceLimits) -> float:
    """Time after which a sentence is worthless."""
    if concern.is_cue:
        return limits.cue_expires_s
    return limits.red_flag_expires_s if concern.action is Action.STOP else limits.expires_s


def cooldown_s(concern: Concern, run_s: float, limits: AdviceLimits) -> float:
    """Time until the same sentence again: longer each time nothing came of it, never for ever.

    And longer late in a run, for form cues.
    """
    backoff = 1.0 + concern.unanswered
    if concern.stops_the_run:
        return limits.speech.red_flag_cooldown_s * backoff
    if not concern.is_cue:
        return limits.speech.fit_cooldown_s * backoff
    return limits.speech.cue_cooldown_s * backoff * (1.0 + run_s / limits.fade_s)


def later(one: OpenAdvice | None, other: OpenAdvice | None) -> OpenAdvice | None:
    """Give the sentence that was said last, if any was."""
    return max(filter(None, (one, other)), key=lambda said: said.spoken_s, default=None)
