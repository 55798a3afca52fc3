"""Judge the findings of a run against its truth: found in time, on the correct foot, or false."""

from collections.abc import Sequence
from math import inf
from typing import Final

import numpy as np

from benchmarks.alerts.judge import active, seen_h
from benchmarks.coach.play import Found
from benchmarks.coach.truth import DRIFT_BPM, NEARLY, RISE_KPA
from monitor.types import Finding, FindingKind

EARLY_S: Final = 5.0
SWELLING_KPA: Final = 1.2
"""Growth that the product calls swelling; from NEARLY of it on it is no false alarm."""
TIRED: Final = 0.5
"""The simulator's fatigue at which contact time is 3 % longer and cadence 1 % lower."""


def delays_s(run: Found) -> list[float]:
    """From the cause to its finding, for each foot that has it; infinite where there was none."""
    out = []
    for side, at_s in run.at_s.items():
        if at_s is None:
            continue
        ramps = run.case.target in (
            FindingKind.LACING,
            FindingKind.SWELLING,
            FindingKind.CARDIAC_DRIFT,
        )
        from_s = 0.0 if ramps else _begins_s(run, at_s)
        times = [
            f.t_s
            for f in active(run.findings, run.case.target or FindingKind.LACING)
            if (side is None or f.side is side)
            and f.t_s >= from_s - EARLY_S
            and not is_false(run, f)
        ]
        out.append(min(times) - at_s if times else inf)
    return out


def _begins_s(run: Found, at_s: float) -> float:
    """When a change began that is complete at an instant."""
    ramps = [c.over_s for c in run.case.scenario.change if abs(c.at_s + c.over_s - at_s) < 1.0]
    return at_s - max(ramps, default=0.0)


def is_false(run: Found, finding: Finding) -> bool:
    """Whether nothing in the run explains a finding."""
    case, kind = run.case, finding.kind
    own = kind is case.target and kind not in _BY_TRUTH
    if own and (not case.sides or finding.side in case.sides):
        begins = min(
            (_begins_s(run, at) for at in run.at_s.values() if at is not None), default=inf
        )
        return finding.t_s < begins - EARLY_S
    if kind in _BY_TRUTH:
        return not _BY_TRUTH[kind](run, finding)
    return kind not in case.also or finding.t_s < _first_s(run) - EARLY_S


def _first_s(run: Found) -> float:
    """When the first thing goes wrong."""
    changes = [c.at_s for c in run.case.scenario.change if c.quantity != "heart_bpm"]
    return min(changes, default=inf)


def _now(run: Found, values: np.ndarray, t_s: float) -> float:
    assert run.truth is not None
    return float(np.interp(t_s, run.truth.t_s, values))


def _pressed(run: Found, f: Finding) -> bool:
    if run.truth is None or f.side is None:
        return False
    if run.case.family == "laces at start" and f.side in run.case.sides:
        return True
    return _now(run, run.truth.pressed_kpa[f.side], f.t_s) >= NEARLY * RISE_KPA


def _swollen(run: Found, f: Finding) -> bool:
    if run.truth is None or f.side is None:
        return False
    pressed = abs(_now(run, run.truth.pressed_kpa[f.side], f.t_s)) >= NEARLY * SWELLING_KPA
    grown = abs(_now(run, run.truth.swollen_kpa[f.side], f.t_s)) >= NEARLY * SWELLING_KPA
    return grown or pressed


def _drifted(run: Found, f: Finding) -> bool:
    return run.truth is not None and _now(run, run.truth.drifted_bpm, f.t_s) >= NEARLY * DRIFT_BPM


def _tired(run: Found, f: Finding) -> bool:
    if run.truth is None:
        return False
    if run.case.family == "fatigue" or "fatigue" in run.case.group:
        from_s = min(
            (c.at_s for c in run.case.scenario.change if c.quantity == "cadence"), default=inf
        )
        if f.t_s >= from_s - EARLY_S:
            return True
    return _now(run, run.truth.fatigue, f.t_s) >= NEARLY * TIRED


_BY_TRUTH: Final = {
    FindingKind.LACING: _pressed,
    FindingKind.SWELLING: _swollen,
    FindingKind.CARDIAC_DRIFT: _drifted,
    FindingKind.FATIGUE: _tired,
}
"""These have a truth at every instant of every run."""


def false_findings(runs: Sequence[Found], kind: FindingKind) -> list[tuple[Found, Finding]]:
    """Findings of a kind that nothing explains."""
    return [(run, f) for run in runs for f in active(run.findings, kind) if is_false(run, f)]


def looked_h(runs: Sequence[Found], kind: FindingKind) -> float:
    """Hours for which a detector answered."""
    return sum(seen_h(run.findings, kind, 3600.0 * run.hours) for run in runs)
