"""Each detector under each condition: found, how late, how often false, how long not assessed."""

from collections.abc import Sequence
from typing import Final

from benchmarks.alerts.case import CONDITIONS
from benchmarks.alerts.judge import ROWS, Row, assessed_h, delay_s, false_findings, is_blind
from benchmarks.alerts.play import Played
from benchmarks.alerts.stats import long, rate, share
from benchmarks.alerts.table import TARGETS, late_by

OTHER: Final = "with another cause"
HEAD: Final = ("", "found", "delay", "false alarms an hour it looked", "looked, of hours")
WIDTHS: Final = (20, 40, 26, 36, 0)
SPEECH: Final = "all at once"
"""Runs in which everything is wrong say nothing of any single detector."""


def matrix(runs: Sequence[Played]) -> list[str]:
    """A block of lines for each detector; with no such runs, no line."""
    scored = [run for run in runs if run.case.family != SPEECH]
    lines = [_row(HEAD)]
    for row in ROWS:
        lines += ["", row.name]
        own = [run for run in scored if row.counts(run.case)]
        for condition in CONDITIONS:
            lines += _condition(row, condition, [r for r in own if r.case.condition == condition])
        lines += _others(row, own)
    return [*lines, *_strikes(scored)]


def _condition(row: Row, name: str, runs: Sequence[Played]) -> list[str]:
    """One detector under one condition."""
    caused = [run for run in runs if run.case.family in row.families and run.at_s is not None]
    quiet = [run for run in runs if not run.case.causes]
    if not caused and not quiet:
        return []
    return [_row((f"  {name}", *_found(row, caused), *_false(row, quiet)))]


def _found(row: Row, runs: Sequence[Played]) -> tuple[str, str]:
    """Recall and delay; runs whose detector said that it was blind stand beside."""
    late_s = next((t.late_s for t in TARGETS if t.family in row.families), float("inf"))
    blind = [run for run in runs if is_blind(run)]
    seen = [run for run in runs if run not in blind]
    if not runs:
        return "", ""
    delays = [delay for run in seen if (delay := delay_s(run)) is not None]
    hits = sum(delay <= late_s for delay in delays)
    also = f", {len(blind)} blind" if blind else ""
    return share(hits, len(seen)) + also, late_by(delays) if delays else ""


def _false(row: Row, runs: Sequence[Played]) -> tuple[str, str]:
    """False alarms, and the assessed hours."""
    if not runs:
        return "", ""
    times = sum(len(false_findings(run, row.kind)) for run in runs)
    hours = sum(assessed_h(run, row.kind) for run in runs)
    return rate(times, hours), f"{long(hours)} of {long(sum(run.hours for run in runs))} h"


def _others(row: Row, runs: Sequence[Played]) -> list[str]:
    """What it says, wrongly, where something else is the matter, or the other foot's."""
    troubled = [run for run in runs if run.case.causes]
    if not troubled:
        return []
    wrong: dict[str, int] = {}
    for run in troubled:
        times = len(false_findings(run, row.kind))
        if times:
            wrong[run.case.family] = wrong.get(run.case.family, 0) + times
    lines = [_row((f"  {OTHER}", "", "", *_false(row, troubled)))]
    if wrong:
        lines.append("    in runs of " + ", ".join(f"{name}: {n}" for name, n in wrong.items()))
    return lines


def _strikes(runs: Sequence[Played]) -> list[str]:
    """Foot drop of those who do not land on the heel."""
    (row,) = (row for row in ROWS if row.name == "foot drop")
    lines = []
    for family in ("foot drop, midfoot", "foot drop, forefoot"):
        chosen = [run for run in runs if run.case.family == family]
        if chosen:
            found, late = _found(row, chosen)
            lines.append(f"  {family} strikers: {found}; {late or 'none found'}")
    return lines


def _row(cells: Sequence[str]) -> str:
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
