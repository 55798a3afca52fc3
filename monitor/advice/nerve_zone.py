"""A nerve zone that may go numb: how a risk reads, when it speaks, what lifts it."""

from enum import StrEnum
from typing import Final

from monitor.advice.limits import WEAK_COVERAGE, AdviceLimits
from monitor.risk.causes import REPORTED, Cause
from monitor.total import total
from monitor.types import FindingKind, Risk, Zone


class RiskClass(StrEnum):
    """How a risk reads."""

    NOT_ASSESSED = "not assessed"
    LOW = "low"
    RISING = "rising"
    HIGH = "high"
    NOW = "now"


WEAK_EVIDENCE: Final = frozenset({Zone.SOLE, Zone.FOREFOOT})
"""Zones whose level says little: shown as weak evidence, never spoken.

[M] benchmarks: a level of 1 or more at the sole came true in 0 of 46 runs.
"""

_EXPLAINED_BY: Final[dict[str, frozenset[FindingKind]]] = {
    # a swollen foot presses the laces' own cells
    Cause.LACES: frozenset({FindingKind.LACING, FindingKind.SWELLING}),
    Cause.EDGES: frozenset({FindingKind.NARROW_SHOE}),
    Cause.SWELLING: frozenset({FindingKind.SWELLING}),
}
"""Which findings are the same pressure; a form cue can be muted, so none stands for a zone."""


def class_of(level: float | None, limits: AdviceLimits) -> RiskClass:
    """Put a level into words.

    >>> [class_of(level, AdviceLimits()).value for level in (None, 0.2, 0.6, 0.85, 1.0)]
    ['not assessed', 'low', 'rising', 'high', 'now']
    """
    if level is None:
        return RiskClass.NOT_ASSESSED
    if level >= limits.risk_act:
        return RiskClass.NOW
    if level >= limits.risk_warn:
        return RiskClass.HIGH
    return RiskClass.RISING if level >= limits.risk_raised else RiskClass.LOW


def threatens(risk: Risk, limits: AdviceLimits) -> bool:
    """Whether a zone is, or will soon be, where this runner felt it in earlier runs."""
    return risk.felt_s is not None and risk.felt_s <= limits.speech.warn_s


def main_cause(risk: Risk) -> Cause | None:
    """What presses a zone most, if that is known; what the runner said presses nothing."""
    parts = [part for part in risk.contributions if part.cause != REPORTED and part.amount > 0.0]
    return Cause(max(parts, key=lambda part: part.amount).cause) if parts else None


def main_reason(risk: Risk) -> str | None:
    """Why a risk is as high as it is, in one word: what presses most, or that it was reported.

    >>> from monitor.types import Contribution, Side, Zone
    >>> parts = (Contribution("narrow shoe", 0.05), Contribution("reported", 0.94))
    >>> main_reason(Risk(side=Side.LEFT, zone=Zone.SOLE, t_s=0.0, level=0.99, coverage=1.0,
    ...                  contributions=parts))
    'reported'
    """
    parts = [part for part in risk.contributions if part.amount > 0.0]
    return max(parts, key=lambda part: part.amount).cause if parts else None


def is_explained(risk: Risk, kind: FindingKind, limits: AdviceLimits) -> bool:
    """Whether a zone would be quiet but for what a finding already says."""
    same = total(p.amount for p in risk.contributions if kind in _EXPLAINED_BY.get(p.cause, ()))
    return risk.level is not None and risk.level - same < limits.risk_warn


def echoes(risk: Risk) -> bool:
    """Whether a risk is as high as it is only because the runner said so: that is no news."""
    return any(part.cause == REPORTED and part.amount > 0.0 for part in risk.contributions)


def is_weak(risk: Risk) -> bool:
    """Whether a level rests on little; what the runner said needs no sensor."""
    return risk.level is not None and not echoes(risk) and risk.coverage < WEAK_COVERAGE


def reason(risk: Risk) -> str:
    """Say why a risk is as high as it is; with numbers once reports taught a threshold.

    >>> from monitor.types import Contribution, Side, Zone
    >>> parts = (Contribution("calf load", 0.75), Contribution("swelling", 0.1))
    >>> risk = Risk(side=Side.LEFT, zone=Zone.SOLE, t_s=0.0, level=0.85, coverage=1.0,
    ...             contributions=parts)
    >>> reason(risk)
    'calf load, swelling; weak evidence'
    """
    parts = [part for part in risk.contributions if f"{part.amount:.2f}" != "0.00"]
    weak = "; weak evidence" if risk.zone in WEAK_EVIDENCE else ""
    if risk.level is None:
        return "not assessed"
    if not risk.personal:
        named = ", ".join(part.cause for part in parts)
        return f"{named or 'nothing presses'}{weak}"
    named = ", ".join(f"{part.cause} {part.amount:.2f}" for part in parts)
    return f"{risk.level:.2f} of your threshold{': ' if named else ''}{named}{weak}"
