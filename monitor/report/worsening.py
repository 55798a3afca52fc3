"""Tell whether symptoms get worse from run to run, by fixed rules and a stated test.

Pure. Two rules need no statistics: three runs in a row far worse than usual, and a first symptom of
over half an hour. The third is sequential: after every run the symptoms per hour of the last 3 to
20 runs are held against all runs before them, on the scale of square roots, where the spread of a
count does not depend on its mean; how much a runner scatters from run to run beyond chance widens
the band. False referrals and power: ``python -m benchmarks.report.trends`` (docs/report.md).
"""

from collections.abc import Sequence
from enum import StrEnum, auto
from itertools import accumulate
from math import sqrt
from statistics import median
from typing import Final

from msgspec import Struct

LEAST_BEFORE: Final = 12
"""Runs that say what is usual, for the test. Rule of thumb."""
RECENT: Final = range(3, 21)
"""How many of the last runs are held against those before. Rule of thumb: a week to a season."""
LIMIT: Final = 3.3
"""Standard errors that count. Tuned on the simulator (benchmarks/report/trends.py): at
most one year in ten has a false referral; not validated on runners."""
SHORT: Final = 4.0
"""Divided by the number of last runs, this many more: few runs are skewed. Tuned on the simulator
with LIMIT."""
RATIO: Final = 1.5
"""A smaller increase is not told, however sure. Rule of thumb."""
SCATTER: Final = 1.5
"""Variance over mean that a runner is taken to have before much is known. Rule of thumb."""
SCATTER_RUNS: Final = 5
"""How many runs that is worth. Rule of thumb."""
LONG_S: Final = 1800.0
"""A symptom that lasts longer is a reason to see somebody [P]: the article's thirty minutes."""
IN_A_ROW: Final = 3
FAR_TIMES: Final = 3.0
"""*Far worse* is this many times the usual symptoms an hour... Tuned on the simulator with
LIMIT."""
FAR_LEAST: Final = 6.0
"""... and at least so many an hour. Tuned on the simulator with LIMIT."""
_USUAL_RUNS: Final = 10
"""Runs that say what is usual, for the rule. Rule of thumb."""
_LEAST_RATE: Final = 0.3
"""Symptoms an hour below which the scatter of a runner cannot be told. Rule of thumb."""


class Run(Struct, frozen=True):
    """What the trend needs of one run: hours of running, symptoms, the longest of them, s."""

    hours: float
    symptoms: int
    longest_s: float | None = None


class Worse(StrEnum):
    """Why a trend sends a runner to a specialist."""

    IN_A_ROW = auto()
    FIRST_LONG = auto()
    MORE_OFTEN = auto()


class Found(Struct, frozen=True, kw_only=True):
    """A trend to the worse: why, over how many runs, and symptoms an hour before and in them."""

    why: Worse
    runs: int
    before_per_h: float
    now_per_h: float


def worse(runs: Sequence[Run]) -> Found | None:
    """Tell whether the newest run is one of a trend to the worse; runs in their order.

    >>> quiet = [Run(1.0, k % 3) for k in range(20)]
    >>> worse(quiet), worse([*quiet, Run(1.0, 9), Run(1.0, 8), Run(1.0, 9)]).why
    (None, <Worse.IN_A_ROW: 'in_a_row'>)
    """
    known = [run for run in runs if run.hours > 0.0]
    for rule in (_first_long, _in_a_row, _more_often):
        found = rule(known)
        if found is not None:
            return found
    return None


def _first_long(runs: Sequence[Run]) -> Found | None:
    """A symptom over half an hour, in the newest run, and in none before."""
    if not runs or (runs[-1].longest_s or 0.0) <= LONG_S:
        return None
    if any((run.longest_s or 0.0) > LONG_S for run in runs[:-1]):
        return None
    return _found(Worse.FIRST_LONG, runs, 1)


def _in_a_row(runs: Sequence[Run]) -> Found | None:
    """Three runs in a row, each far worse than usual."""
    if len(runs) < _USUAL_RUNS + IN_A_ROW:
        return None
    usual = median(run.symptoms / run.hours for run in runs[:-IN_A_ROW])
    far = max(FAR_TIMES * usual, FAR_LEAST)
    if all(run.symptoms / run.hours >= far for run in runs[-IN_A_ROW:]):
        return _found(Worse.IN_A_ROW, runs, IN_A_ROW)
    return None


def _more_often(runs: Sequence[Run]) -> Found | None:
    """Symptoms an hour of the last runs against all before them."""
    hours = [0.0, *accumulate(run.hours for run in runs)]
    counts = [0, *accumulate(run.symptoms for run in runs)]
    surest: tuple[float, int] | None = None
    for recent in RECENT:
        cut = len(runs) - recent
        if cut < LEAST_BEFORE:
            break
        hours_last = hours[-1] - hours[cut]
        was, now = counts[cut] / hours[cut], (counts[-1] - counts[cut]) / hours_last
        if now <= RATIO * was:
            continue
        spread = sqrt(_scatter(runs[:cut], was) * (1.0 / hours[cut] + 1.0 / hours_last))
        # a count's root has a variance of 1/4, whatever its mean (Bartlett 1936)
        excess = 2.0 * (sqrt(now) - sqrt(was)) / ((LIMIT + SHORT / recent) * spread)
        if excess > 1.0 and (surest is None or excess > surest[0]):
            surest = excess, recent
    return _found(Worse.MORE_OFTEN, runs, surest[1]) if surest else None


def _scatter(runs: Sequence[Run], rate: float) -> float:
    """Variance over mean of the counts; 1 is pure chance, and never less."""
    usual = max(rate, _LEAST_RATE)
    excess = 0.0
    for run in runs:
        expected = rate * run.hours
        excess += (run.symptoms - expected) ** 2 / (usual * run.hours)
    return max(1.0, (SCATTER_RUNS * SCATTER + excess) / (SCATTER_RUNS + len(runs) - 1))


def _found(why: Worse, runs: Sequence[Run], recent: int) -> Found:
    before, last = runs[:-recent], runs[-recent:]
    return Found(
        why=why,
        runs=recent,
        before_per_h=round(_rate(before), 2) if before else 0.0,
        now_per_h=round(_rate(last), 2),
    )


def _hours(runs: Sequence[Run]) -> float:
    total = 0.0
    for run in runs:
        total += run.hours
    return total


def _rate(runs: Sequence[Run]) -> float:
    count = 0
    for run in runs:
        count += run.symptoms
    return count / _hours(runs)
