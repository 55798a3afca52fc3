"""Tell after how many minutes a foot is felt, with one lacing (or shoe) and with another.

Pure. A run in which nothing was felt says that it took longer than the run (it is censored), so the
mean is restricted to the minutes that both were run: the area under the curve of runs without a
report (Kaplan and Meier 1958), its variance by Greenwood 1926. The band is 95 % of Student's. Runs
by turns (A, B, A, B) take out weather, form and distance; runs that were not are told as what they
are.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

from msgspec import Struct

from monitor.report.compare import Verdict
from monitor.report.statistics import student

LEAST_RUNS: Final = 4
"""Fewer runs of one kind tell nothing. Rule of thumb."""


class Until(Struct, frozen=True):
    """One run: minutes to the first report, or to its end where nothing was ``felt``."""

    minutes: float
    felt: bool


class FirstReport(Struct, frozen=True, kw_only=True):
    """Mean minutes without a report, of ``within_min`` at most; ``change`` is B − A."""

    a_runs: int
    b_runs: int
    within_min: float
    a_min: float | None
    b_min: float | None
    change: float | None
    band: float | None
    verdict: Verdict


class _Mean(Struct, frozen=True):
    minutes: float
    variance: float


def first_report(a: Sequence[Until], b: Sequence[Until]) -> FirstReport:
    """Hold the runs of two kinds side by side.

    >>> late = [Until(50.0, True), Until(55.0, True), Until(60.0, False), Until(60.0, False)]
    >>> soon = [Until(10.0, True), Until(12.0, True), Until(11.0, True), Until(60.0, True)]
    >>> found = first_report(soon, [*late, *late])
    >>> found.verdict.value, found.change
    ('more', 33.0)
    """
    within = _within(a, b)
    if min(len(a), len(b)) < LEAST_RUNS or not any(run.felt for run in (*a, *b)):
        return FirstReport(a_runs=len(a), b_runs=len(b), within_min=within, a_min=None, b_min=None,
                           change=None, band=None, verdict=Verdict.UNKNOWN)  # fmt: skip
    first, second = _restricted(a, within), _restricted(b, within)
    change = second.minutes - first.minutes
    spread = sqrt(first.variance + second.variance)
    band = student(0.975, len(a) + len(b) - 2.0) * spread
    verdict = Verdict.NONE
    if abs(change) > band:
        verdict = Verdict.MORE if change > 0.0 else Verdict.LESS
    return FirstReport(
        a_runs=len(a),
        b_runs=len(b),
        within_min=within,
        a_min=round(first.minutes, 1),
        b_min=round(second.minutes, 1),
        change=round(change, 1),
        band=round(band, 1),
        verdict=verdict,
    )


def _within(a: Sequence[Until], b: Sequence[Until]) -> float:
    """Give the minutes up to which both kinds are known.

    Where the longest run ended in a report, no run lasts longer without one: that is known too.
    """
    longest = [max(runs, key=lambda run: (run.minutes, not run.felt)) for runs in (a, b) if runs]
    open_ended = [run.minutes for run in longest if not run.felt]
    ends = open_ended or [max((run.minutes for run in longest), default=0.0)]
    return min(ends)


class Step(Struct, frozen=True):
    """After ``minutes``, the share of runs without a report; ``lasted`` were run so long."""

    minutes: float
    lasted: int
    felt: int
    share: float


def without_report(runs: Sequence[Until], within: float) -> tuple[Step, ...]:
    """Give the share of runs without a report, where it falls: at every report up to a limit.

    >>> [step.share for step in without_report([Until(10.0, True), Until(30.0, False)], 30.0)]
    [0.5]
    """
    share, steps = 1.0, []
    for time in sorted({run.minutes for run in runs if run.felt and run.minutes <= within}):
        lasted = sum(run.minutes >= time for run in runs)
        felt = sum(run.felt and run.minutes == time for run in runs)
        share *= 1.0 - felt / lasted
        steps.append(Step(time, lasted, felt, share))
    return tuple(steps)


def _restricted(runs: Sequence[Until], within: float) -> _Mean:
    """Give the mean minutes without a report up to a limit."""
    steps = without_report(runs, within)
    times = [step.minutes for step in steps]
    edges = [0.0, *times, max(within, *times, 0.0)]
    shares = [1.0, *(step.share for step in steps)]
    areas = [s * (edges[n + 1] - edges[n]) for n, s in enumerate(shares)]
    variance = 0.0
    for number, step in enumerate(steps):
        rest = sum(areas[number + 1 :])
        variance += rest * rest * step.felt / (step.lasted * max(step.lasted - step.felt, 1))
    many = sum(step.felt for step in steps)
    # Kaplan and Meier's own correction for few reports
    return _Mean(sum(areas), variance * many / max(many - 1, 1))
