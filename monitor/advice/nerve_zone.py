"""A nerve zone that may go numb: when does it speak, what lifts it, what would help?"""

from enum import StrEnum
from typing import Final

from monitor.advice.limits import AdviceLimits
from monitor.risk.causes import REPORTED, Cause
from monitor.types import FindingKind, Risk


class RiskClass(StrEnum):
    """How a risk reads."""

    NOT_ASSESSED = "not assessed"
    LOW = "low"
    RAISED = "raised"
    THRESHOLD = "at your threshold"


_EXPLAINED_BY: Final[dict[str, frozenset[FindingKind]]] = {
    # a swollen foot presses the laces' own cells
    Cause.LACES: frozenset({FindingKind.LACING, FindingKind.SWELLING}),
    Cause.EDGES: frozenset({FindingKind.NARROW_SHOE}),
    Cause.SWELLING: frozenset({FindingKind.SWELLING}),
}
"""Which findings are the same pressure; a form cue can be muted, so none stands for a zone."""

_SHOE: Final = frozenset({Cause.LACES, Cause.EDGES, Cause.SWELLING})
"""Causes that a looser shoe relieves."""


def class_of(level: float | None, limits: AdviceLimits) -> RiskClass:
    """Put a level into words.

    >>> [class_of(level, AdviceLimits()).value for level in (None, 0.2, 0.6, 1.0)]
    ['not assessed', 'low', 'raised', 'at your threshold']
    """
    if level is None:
        return RiskClass.NOT_ASSESSED
    if level >= limits.risk_act:
        return RiskClass.THRESHOLD
    return RiskClass.RAISED if level >= limits.risk_raised else RiskClass.LOW


def threatens(risk: Risk, limits: AdviceLimits) -> bool:
    """Whether a zone is at the runner's threshold, or will be soon at this rate."""
    return risk.level is not None and risk.level >= _bar(risk, limits)


def main_cause(risk: Risk) -> Cause | None:
    """What lifts a zone most, if that is known."""
    parts = [part for part in risk.contributions if part.cause != REPORTED and part.amount > 0.0]
    return Cause(max(parts, key=lambda part: part.amount).cause) if parts else None


def shoe_helps(risk: Risk) -> bool | None:
    """Whether a looser shoe relieves what lifts a zone most; None if that is not known."""
    cause = main_cause(risk)
    return None if cause is None else cause in _SHOE


def is_explained(risk: Risk, kind: FindingKind, limits: AdviceLimits) -> bool:
    """Whether a zone would be quiet but for what a finding already says."""
    same = sum(p.amount for p in risk.contributions if kind in _EXPLAINED_BY.get(p.cause, ()))
    return risk.level is not None and risk.level - same < _bar(risk, limits)


def reason(risk: Risk) -> str:
    """Parts of a risk, the largest first, and the forecast.

    >>> from monitor.types import Contribution, Side, Zone
    >>> parts = (Contribution("calf load", 0.75), Contribution("swelling", 0.1))
    >>> reason(Risk(side=Side.LEFT, zone=Zone.SOLE, t_s=0.0, level=0.85, coverage=1.0,
    ...             contributions=parts, forecast_s=250.0))
    'risk 0.85 of your threshold: calf load 0.75, swelling 0.10; at this rate about 4 min'
    """
    if risk.level is None:
        return "not assessed"
    named = (f"{part.cause} {part.amount:.2f}" for part in risk.contributions)
    parts = ", ".join(words for words in named if not words.endswith(" 0.00"))
    soon = "" if risk.forecast_s is None else f"; at this rate {minutes(risk.forecast_s)}"
    return f"risk {risk.level:.2f} of your threshold{': ' if parts else ''}{parts}{soon}"


def minutes(span_s: float) -> str:
    """Say a time as one guesses it.

    >>> minutes(20.0), minutes(250.0)
    ('about 1 min', 'about 4 min')
    """
    return f"about {max(1, round(span_s / 60.0))} min"


def _bar(risk: Risk, limits: AdviceLimits) -> float:
    soon = risk.forecast_s is not None and risk.forecast_s <= limits.speech.warn_s
    return limits.risk_warn if soon else limits.risk_act
