"""Many stretches at once, each by itself."""

import numpy as np

from monitor.gait import segments

ROWS = np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [5.0, 1.0, np.nan, 2.0, 0.0]])


def test_sums_means_and_extremes_are_those_of_each_stretch() -> None:
    start, stop = np.array([0, 3]), np.array([2, 5])

    assert segments.sums(ROWS, start, stop).tolist() == [[3.0, 9.0], [6.0, 2.0]]
    assert segments.means(ROWS, start, stop).tolist() == [[1.5, 4.5], [3.0, 1.0]]
    assert segments.peaks(ROWS, start, stop).tolist() == [[2.0, 5.0], [5.0, 2.0]]
    assert segments.lows(ROWS, start, stop).tolist() == [[1.0, 4.0], [1.0, 0.0]]


def test_a_lost_sample_takes_the_stretches_that_hold_it() -> None:
    found = segments.peaks(ROWS, np.array([0, 2]), np.array([2, 5]))

    np.testing.assert_array_equal(found, [[2.0, 5.0], [5.0, np.nan]])


def test_a_stretch_does_not_depend_on_its_company() -> None:
    rows = np.random.default_rng(1).normal(size=(20, 4000))
    start = np.arange(0, 3900, 97)
    stop = start + 90

    together = segments.sums(rows, start, stop)
    alone = [segments.sums(rows[:, a:b], np.array([0]), np.array([b - a]))[:, 0]
             for a, b in zip(start, stop, strict=True)]  # fmt: skip

    np.testing.assert_array_equal(together, np.column_stack(alone))


def test_no_stretches_and_no_samples_are_fine() -> None:
    none = np.empty(0, dtype=np.int64)

    assert segments.sums(ROWS, none, none).shape == (2, 0)
    assert np.isnan(segments.sums(np.empty((2, 0)), np.array([0]), np.array([1]))).all()
