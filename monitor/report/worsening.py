"""Tell whether symptoms get worse from run to run, by fixed rules and a stated test.

Pure. Two rules need no statistics: three runs in a row far worse than usual, and a first symptom of
over half an hour. The third is sequential: after every run the symptoms of the last 6, 8, 12 and 20
runs are held against what all runs before them predict. Runs scatter beyond chance: the prediction
is that of counts whose rate is drawn anew each run (negative binomial), with a scatter learned from
the runs before. The chance of a sum as great is that of a gamma of the same mean and variance, and
its score that of its cube root (Wilson and Hilferty 1931). False referrals, power, and what a test
could reach that knew the runner beforehand: ``python -m benchmarks.report.trends``.
"""

from collections.abc import Sequence
from enum import StrEnum, auto
from itertools import accumulate
from math import cbrt, sqrt
from statistics import median
from typing import Final

from msgspec import Struct

LEAST_H: Final = 1.0 / 6.0
"""A shorter run tells no rate: one symptom in six minutes is ten an hour. Rule of thumb."""
LEAST_BEFORE: Final = 12
"""Runs that say what is usual, for the test. Rule of thumb."""
RECENT: Final = (6, 8, 12, 20)
"""How many of the last runs are held against those before. Rule of thumb: two weeks to a season."""
LIMIT: Final = 3.25
"""Standard scores that count. Tuned on the simulator of histories in benchmarks/report/trends.py:
about one year in ten has a false referral at most, where the rate scatters by up to 40 % from run
to run; not validated on runners."""
RATIO: Final = 1.5
"""A smaller increase is not told, however sure. Rule of thumb."""
SCATTER: Final = 0.2
"""Squared variation of the rate from run to run that a runner is taken to have before much is
known. Tuned on the simulator with LIMIT; 0.4 of the rate, squared, is 0.16."""
SCATTER_RUNS: Final = 10
"""How many runs that is worth. Tuned with LIMIT."""
LONG_S: Final = 1800.0
"""A symptom that lasts longer is a reason to see somebody [P]: the article's thirty minutes."""
IN_A_ROW: Final = 3
FAR_TIMES: Final = 3.0
"""*Far worse* is this many times the usual symptoms an hour. Tuned on the simulator with
LIMIT."""
FAR_LEAST: Final = 7.0
"""And at least so many an hour. Tuned on the simulator with LIMIT."""
_USUAL_RUNS: Final = 10
"""Runs that say what is usual, for the rule. Rule of thumb."""
_LEAST_RATE: Final = 0.5
"""Symptoms an hour that a runner is taken to have at least: few runs without any are no rate. Rule
of thumb."""


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


def worse(runs: Sequence[Run], *, had_long: bool = False) -> Found | None:
    """Tell whether the newest run is one of a trend to the worse; runs in their order.

    Rates are told from runs of at least ``LEAST_H`` alone. ``had_long``: an earlier run that is not
    among these had a symptom over half an hour.

    >>> quiet = [Run(1.0, k % 3) for k in range(20)]
    >>> worse(quiet), worse([*quiet, Run(1.0, 9), Run(1.0, 8), Run(1.0, 9)]).why
    (None, <Worse.IN_A_ROW: 'in_a_row'>)
    """
    known = [run for run in runs if run.hours > 0.0]
    found = None if had_long else _first_long(known)
    if found is not None or not known or known[-1].hours < LEAST_H:
        return found
    rated = [run for run in known if run.hours >= LEAST_H]
    return _in_a_row(rated) or _more_often(rated)


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
        was, now = counts[cut] / hours[cut], counts[-1] - counts[cut]
        if now <= RATIO * was * hours_last:
            continue
        usual = max(was, _LEAST_RATE)
        excess = _scatter(runs[:cut], usual) * (1.0 + hours_last / hours[cut])
        score = _score(now, usual * hours_last, excess)
        if score > LIMIT and (surest is None or score > surest[0]):
            surest = score, recent
    return _found(Worse.MORE_OFTEN, runs, surest[1]) if surest else None


def _score(count: float, expected: float, excess: float) -> float:
    """Standard score of a count whose variance is ``excess`` times its mean."""
    ninth = excess / (9.0 * expected)
    return (cbrt(count / expected) - (1.0 - ninth)) / sqrt(ninth)


def _scatter(runs: Sequence[Run], rate: float) -> float:
    """Variance over mean of the counts; 1 is pure chance, and never less.

    Squares are summed before they are held against what is expected: a short run, of which next to
    nothing is expected, weighs no more than its share.
    """
    mean = rate * _hours(runs) / len(runs)
    seen = 0.0
    for run in runs:
        seen += (run.symptoms - rate * run.hours) ** 2 / mean
    assumed = 1.0 + SCATTER * mean
    return max(1.0, (SCATTER_RUNS * assumed + seen) / (SCATTER_RUNS + len(runs) - 1))


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
