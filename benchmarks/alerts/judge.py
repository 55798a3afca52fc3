"""Judge findings: true or false, how late, and how long a detector could not assess."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from benchmarks.alerts.case import Case, Cause
from benchmarks.alerts.play import Played
from monitor.types import Finding, FindingKind, FindingStatus, Side

EARLY_S: Final = 5.0
"""A finding so long before its cause is counted as of it: strides end when they end."""
SEEN_S: Final = 60.0
"""A detector that saw less than this after the cause was blind to it."""
CALF_EARLY: Final = 0.8
"""A dose is not passed at once: from this part of it on, a finding is right."""
BOTH_FEET: Final = (FindingKind.FATIGUE, FindingKind.ASYMMETRY, FindingKind.CARDIAC_DRIFT)
RAMPS: Final = (FindingKind.LACING, FindingKind.SWELLING, FindingKind.CARDIAC_DRIFT)
"""These approach their criterion: to be found on the way is to be found early."""

FOLLOWS: Final[dict[FindingKind, tuple[FindingKind, ...]]] = {
    FindingKind.LACING: (FindingKind.SWELLING, FindingKind.NARROW_SHOE),
    FindingKind.SWELLING: (FindingKind.NARROW_SHOE,),
    FindingKind.OVERSTRIDING: (FindingKind.IMPACT, FindingKind.CALF_LOAD, FindingKind.FATIGUE),
    FindingKind.FOOT_DROP: (FindingKind.FOOT_SLAP, FindingKind.ASYMMETRY),
}
"""What else is truly there with a cause: the same pressure, landing or foot."""


@dataclass(frozen=True, slots=True)
class Row:
    """A detector as it is scored: lacing with and without the cells that measure it are two."""

    name: str
    kind: FindingKind
    families: tuple[str, ...]
    instep: bool | None = None

    def counts(self, case: Case) -> bool:
        """Whether a run says anything about this detector."""
        return self.instep is None or case.sensing.instep is self.instep


ROWS: Final = (
    Row("lacing", FindingKind.LACING, ("tight laces",), instep=True),
    Row("lacing, indirect", FindingKind.LACING, ("tight laces, indirect",), instep=False),
    Row("swelling", FindingKind.SWELLING, ("swelling",)),
    Row("narrow shoe", FindingKind.NARROW_SHOE, ("narrow shoe",)),
    Row("overstriding", FindingKind.OVERSTRIDING, ("overstriding",)),
    Row("fatigue", FindingKind.FATIGUE, ("fatigue",)),
    Row("calf load", FindingKind.CALF_LOAD, ("calf load",)),
    Row("foot slap", FindingKind.FOOT_SLAP, ("foot slap",)),
    Row("foot drop", FindingKind.FOOT_DROP, ("foot drop",)),
    Row("asymmetry", FindingKind.ASYMMETRY, ("asymmetry",)),
    Row("cardiac drift", FindingKind.CARDIAC_DRIFT, ("cardiac drift",)),
    Row("impact", FindingKind.IMPACT, ("impact",)),
)


def active(findings: Iterable[Finding], kind: FindingKind) -> list[Finding]:
    """Findings of a kind that say it is there."""
    return [f for f in findings if f.kind is kind and f.status is FindingStatus.ACTIVE]


def false_findings(run: Played, kind: FindingKind) -> list[Finding]:
    """Findings that nothing in the run explains."""
    causes = run.case.causes
    found = active(run.findings, kind)
    return [f for f in found if not any(_explains(cause, run, f) for cause in causes)]


def _explains(cause: Cause, run: Played, finding: Finding) -> bool:
    """Whether a finding is of a cause, or follows from it on the same foot."""
    if finding.kind is not cause.kind and finding.kind not in FOLLOWS.get(cause.kind, ()):
        return False
    if cause.side is not None and finding.side not in (None, cause.side):
        return False
    return finding.t_s >= _start_s(cause.kind, cause.from_s, run.at_s)


def _start_s(kind: FindingKind, from_s: float, at_s: float | None) -> float:
    """From when on a finding of a cause is right."""
    if kind is FindingKind.CALF_LOAD and at_s is not None:
        return CALF_EARLY * at_s
    return from_s - EARLY_S


def delay_s(run: Played) -> float | None:
    """Time from cause to finding on the right foot; a finding before its cause is not one."""
    case = run.case
    if case.target is None or run.at_s is None:
        return None
    ramps = case.target in (*RAMPS, FindingKind.CALF_LOAD)
    start_s = _start_s(case.target, case.from_s if ramps else run.at_s, run.at_s)
    times = [
        f.t_s
        for f in active(run.findings, case.target)
        if (case.side is None or f.side is _own(f.kind, case.side)) and f.t_s >= start_s
    ]
    return min(times) - run.at_s if times else None


def is_blind(run: Played) -> bool:
    """Whether the detector said that it could not see, or nothing, when the cause was there."""
    case = run.case
    if case.target is None or run.at_s is None:
        return False
    sides = _sides(case.target) if case.side is None else (_own(case.target, case.side),)
    seen_s = [
        _assessed_s(run.findings, case.target, side, run.at_s, 3600.0 * run.hours) for side in sides
    ]
    return max(seen_s) < SEEN_S


def assessed_h(run: Played, kind: FindingKind) -> float:
    """Hours for which a detector answered; of two feet it saw one, half of them."""
    return seen_h(run.findings, kind, 3600.0 * run.hours)


def seen_h(findings: Sequence[Finding], kind: FindingKind, stop_s: float) -> float:
    """The same of any findings, up to ``stop_s``."""
    sides = _sides(kind)
    seen_s = sum(_assessed_s(findings, kind, side, -inf, stop_s) for side in sides)
    return seen_s / len(sides) / 3600.0


def _sides(kind: FindingKind) -> tuple[Side | None, ...]:
    return (None,) if kind in BOTH_FEET else tuple(Side)


def _own(kind: FindingKind, side: Side) -> Side | None:
    return None if kind in BOTH_FEET else side


def _assessed_s(
    findings: Iterable[Finding], kind: FindingKind, side: Side | None, start_s: float, stop_s: float
) -> float:
    """Time from ``start_s`` to ``stop_s`` in which the answer was there or clear."""
    total_s, since_s = 0.0, None
    for finding in findings:
        if finding.kind is not kind or finding.side is not side:
            continue
        if finding.status is not FindingStatus.NOT_ASSESSED:
            since_s = finding.t_s if since_s is None else since_s
        elif since_s is not None:
            total_s += max(0.0, finding.t_s - max(since_s, start_s))
            since_s = None
    return total_s if since_s is None else total_s + max(0.0, stop_s - max(since_s, start_s))
