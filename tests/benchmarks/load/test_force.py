"""The truth that the load benchmark takes from a treadmill's force."""

import numpy as np
import pytest

from benchmarks.load.force import LEVEL_N, crossings_s


def test_a_crossing_lies_between_samples() -> None:
    t_s = np.arange(0.0, 1.0, 0.01)
    force_n = np.where(t_s < 0.5, 0.0, 4.0 * LEVEL_N)

    (rise_s,) = crossings_s(t_s, force_n, rising=True)

    assert rise_s == pytest.approx(0.4925, abs=1e-6)
    assert len(crossings_s(t_s, force_n, rising=False)) == 0
