"""Compare results with targets: one line each, with interval and verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from benchmarks.alerts.case import FRESH, PACE
from benchmarks.alerts.judge import (
    ROWS,
    Row,
    active,
    assessed_h,
    delay_s,
    false_findings,
)
from benchmarks.alerts.line import Line, rate_line, share_line
from benchmarks.alerts.play import Played
from benchmarks.alerts.stats import share
from monitor.types import FindingKind


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at for a family of runs: so many found, so soon."""

    family: str
    found: float
    late_s: float = inf


TARGETS: Final = (
    Target("tight laces", 0.98, 60.0),
    Target("tight laces, indirect", 0.80),
    Target("overstriding", 0.95),
    Target("fatigue", 0.95, 180.0),
    Target("swelling", 0.95, 300.0),
    Target("foot drop", 0.95, 60.0),
    Target("narrow shoe", 0.90),
)
SIGN_RIGHT: Final = 0.99
FALSE_AN_HOUR: Final = {
    "lacing": (0.2, 0.0),
    "lacing, indirect": (0.5, 0.0),
    "overstriding": (0.5, 0.0),
    "fatigue": (1.0, 0.0),
    "foot drop": (0.05, 60.0),
}
"""Most false alarms an hour, and the hours in which this must have been seen."""


def target_lines(runs: Sequence[Played]) -> list[Line]:
    """All lines that these runs say something about; what is found, in even running only."""
    plain = [run for run in runs if run.case.condition == FRESH]
    lines: list[Line] = []
    for target in TARGETS:
        chosen = [run for run in plain if run.case.family == target.family]
        if chosen:
            lines += found_lines(target, chosen)
    quiet = [run for run in runs if not run.case.causes]
    for row in ROWS:
        if row.name in FALSE_AN_HOUR and any(row.counts(run.case) for run in quiet):
            lines.append(_false_line(row, quiet))
    paced = [run for run in quiet if run.case.condition == PACE]
    if paced:
        lines.append(_silent_line(paced))
    return lines


def found_lines(target: Target, runs: Sequence[Played]) -> list[Line]:
    """Recall and delay; a finding counts within ``late_s`` of what caused it."""
    judged = [run for run in runs if run.at_s is not None]
    delays = [delay_s(run) for run in judged]
    waited = [delay for delay in delays if delay is not None]
    hits = sum(delay <= target.late_s for delay in waited)
    late = "" if target.late_s == inf else f" in {target.late_s:.0f} s"
    lines = [share_line(f"{target.family}: found{late}", hits, len(judged), target.found)]
    if waited:
        lines.append(Line(f"{target.family}: delay", late_by(waited), "", None))
    if target.family == "swelling":
        lines.append(_sign_line(judged))
    if target.family == "tight laces, indirect":
        found = [f for run in runs for f in active(run.findings, FindingKind.LACING)]
        marked = sum(f.indirect for f in found)
        what = f"{target.family}: marked so"
        lines.append(Line(what, share(marked, len(found)), "all", marked == len(found)))
    return lines


def late_by(delays_s: Sequence[float]) -> str:
    """The usual and the long delay."""
    return f"median {np.median(delays_s):.0f} s, p95 {np.percentile(delays_s, 95):.0f} s"


def _sign_line(runs: Sequence[Played]) -> Line:
    signs = [
        (finding.value or 0.0) * run.case.change > 0.0
        for run in runs
        for finding in active(run.findings, FindingKind.SWELLING)
        if finding.side is run.case.side
    ]
    return share_line("swelling: sign right", sum(signs), len(signs), SIGN_RIGHT)


def _false_line(row: Row, quiet: Sequence[Played]) -> Line:
    """False alarms in all runs in which nothing is wrong, an hour in which it was looked at."""
    most, least_h = FALSE_AN_HOUR[row.name]
    runs = [run for run in quiet if row.counts(run.case)]
    times = sum(len(false_findings(run, row.kind)) for run in runs)
    hours = sum(assessed_h(run, row.kind) for run in runs)
    return rate_line(f"{row.name}: false", times, hours, most, least_h)


def _silent_line(paced: Sequence[Played]) -> Line:
    times = sum(len(active(run.findings, FindingKind.OVERSTRIDING)) for run in paced)
    hours = sum(assessed_h(run, FindingKind.OVERSTRIDING) for run in paced)
    value = f"{times} findings in {hours:.0f} h"
    return Line("overstriding under pace ±10 %", value, "silent", times == 0)
