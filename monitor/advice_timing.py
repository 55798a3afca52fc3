"""How long do we wait: for an outcome, before we repeat ourselves, until a sentence is stale?"""

from monitor.advice_concerns import Concern, State
from monitor.advice_gate import CUES
from monitor.limits.advice import AdviceLimits
from monitor.types import Action


def window_s(action: Action, limits: AdviceLimits) -> float:
    """Time within which an action should have helped."""
    if action in CUES:
        return limits.cue_outcome_s
    return limits.fit_outcome_s if action is Action.LOOSEN_LACES else limits.walk_outcome_s


def expires_s(action: Action, limits: AdviceLimits) -> float:
    """Time after which a sentence is worthless."""
    if action in CUES:
        return limits.cue_expires_s
    return limits.red_flag_expires_s if action is Action.STOP else limits.expires_s


def cooldown_s(concern: Concern, run_s: float, limits: AdviceLimits) -> float:
    """Time until the same sentence again: longer when ignored, and late in a run for cues."""
    if concern.state is State.STOP:
        return limits.red_flag_cooldown_s
    patience = 1.0 + concern.ignored
    if concern.action not in CUES:
        return limits.fit_cooldown_s * patience
    return limits.cue_cooldown_s * patience * (1.0 + run_s / limits.fade_s)
