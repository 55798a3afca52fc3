"""Score trends: runners sent to a specialist for nothing, and doublings that are seen.

Simulated histories of three runs a week, an hour each: counts of symptoms by chance (Poisson), with
and without scatter of the runner's rate from run to run (a gamma of coefficient of variation 0.4;
0.6 is beyond what the test was tuned for).
False: any referral within a year. Found: a doubling after run 20 that is told within 8 and within
20 runs, of the histories in which nothing was told before. ``--histories`` is how many a row.

*Oracle* is the best that any test can do (CUSUM of likelihood ratios): it knows the runner's rate,
scatter, and that the rate would double, and is set to one false referral in ten years.
"""

import argparse
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.report.worsening import Run, worse

RATES: Final = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0)
SCATTERS: Final = (0.0, 0.4, 0.6)
YEAR: Final = 156
CHANGE: Final = 20
SOON: Final = 8
LATER: Final = 20
_ORACLE: Final = 2000
"""Histories of the oracle."""
_LEAST: Final = 8
"""Runs before which nothing can be told."""

Counts = npt.NDArray[np.int64]


def history(
    rate: float, scatter: float, runs: int, doubled: int, rng: np.random.Generator
) -> Counts:
    """Give symptoms of each run; the rate doubles after ``doubled`` runs."""
    rates = np.full(runs, rate)
    rates[doubled:] *= 2.0
    if scatter:
        rates = rates * rng.gamma(scatter**-2, scatter**2, size=runs)
    return rng.poisson(rates)


def told_after(counts: Counts) -> int | None:
    """Give after how many runs something is told; None if never."""
    runs = [Run(1.0, int(count)) for count in counts]
    for known in range(_LEAST, len(runs) + 1):
        if worse(runs[:known]) is not None:
            return known
    return None


def false_share(rate: float, scatter: float, histories: int, seed: int) -> float:
    """Give the share of years with a referral for nothing."""
    rng = np.random.default_rng(seed)
    years = (history(rate, scatter, YEAR, YEAR, rng) for _ in range(histories))
    return sum(told_after(counts) is not None for counts in years) / histories


def found_shares(rate: float, scatter: float, histories: int, seed: int) -> tuple[float, float]:
    """Give the shares of doublings found within 8 and within 20 runs."""
    rng = np.random.default_rng(seed)
    tried = [
        told_after(history(rate, scatter, CHANGE + LATER, CHANGE, rng)) for _ in range(histories)
    ]
    sound = [told for told in tried if told is None or told > CHANGE]
    soon = sum(told is not None and told <= CHANGE + SOON for told in sound)
    later = sum(told is not None for told in sound)
    return soon / len(sound), later / len(sound)


def oracle(rate: float, scatter: float, seed: int) -> tuple[float, float]:
    """Give the shares of doublings that a test finds that knows all but when: within 8 and 20."""
    rng = np.random.default_rng(seed)
    quiet = np.array([history(rate, scatter, YEAR, YEAR, rng) for _ in range(_ORACLE)])
    limit = np.quantile(_cusum(quiet, rate, scatter).max(axis=1), 0.9)
    later = np.array([history(rate, scatter, CHANGE + LATER, CHANGE, rng) for _ in range(_ORACLE)])
    over = _cusum(later, rate, scatter) > limit
    sound = ~over[:, :CHANGE].any(axis=1)
    soon = over[sound, : CHANGE + SOON].any(axis=1).mean()
    return float(soon), float(over[sound].any(axis=1).mean())


def _cusum(counts: Counts, rate: float, scatter: float) -> npt.NDArray[np.float64]:
    ratios = counts * np.log(2.0) - rate
    if scatter:
        shape = scatter**-2
        terms = np.log((shape + rate) / (shape + 2.0 * rate))
        ratios = counts * (np.log(2.0) + terms) + shape * terms
    level, levels = np.zeros(len(counts)), np.zeros(counts.shape)
    for run in range(counts.shape[1]):
        level = np.maximum(level, 0.0) + ratios[:, run]
        levels[:, run] = level
    return levels


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=1000)
    histories = parser.parse_args(arguments).histories
    print(f"{histories} histories a row, three runs a week, an hour each")
    print("                                      doubling found in        oracle in")
    print("scatter  symptoms/h  false in a year      8 runs  20 runs    8 runs  20 runs")
    for scatter in SCATTERS:
        for place, rate in enumerate(RATES):
            wrong = false_share(rate, scatter, histories, 100 + place)
            soon, later = found_shares(rate, scatter, histories, 200 + place)
            best_soon, best_later = oracle(rate, scatter, 300 + place)
            print(
                f"{scatter:7.1f}  {rate:10.1f}  {wrong:15.1%}  {soon:10.0%}  {later:7.0%}"
                f"  {best_soon:8.0%}  {best_later:7.0%}",
                flush=True,
            )
    print("targets: false 10 % at most; found 80 % in 8 runs at 8 an hour, in 20 runs at 3 an hour")


if __name__ == "__main__":
    main()
