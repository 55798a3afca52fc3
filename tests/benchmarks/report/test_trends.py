"""The simulated histories that the rule for *getting worse* is tuned on."""

import numpy as np

from benchmarks.report.trends import YEAR, false_share, found_shares, history, told_after


def test_a_history_of_nothing_is_never_told() -> None:
    assert told_after(np.zeros(YEAR, dtype=np.int64)) is None


def test_a_strong_worsening_is_told_after_it_began() -> None:
    counts = np.array([1] * 20 + [12] * 20)

    told = told_after(counts)

    assert told is not None
    assert told >= 20


def test_shares_are_shares_and_the_same_for_a_seed() -> None:
    soon, later = found_shares(3.0, 0.0, 10, 1)

    assert 0.0 <= soon <= later <= 1.0
    assert false_share(1.0, 0.0, 10, 1) == false_share(1.0, 0.0, 10, 1)
    assert len(history(1.0, 0.4, YEAR, YEAR, np.random.default_rng(1))) == YEAR
