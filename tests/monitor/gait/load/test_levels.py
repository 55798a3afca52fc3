"""Levels that follow the insole, and the mean of a sole."""

import numpy as np
import pytest

from monitor.gait.load.levels import SoleLevel, SoleMean
from monitor.gait.load.limits import ContactLimits
from monitor.types import Cell, CellLayout, FloatArray

LIMITS = ContactLimits()
RATE_HZ = 100.0


def running(duration_s: float, *, offset_kpa: float = 0.0) -> FloatArray:
    """A sole whose mean over strides is 20 kPa above its offset."""
    phase = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ / 0.7 % 1.0
    return offset_kpa + np.where(phase < 0.35, 20.0 * np.pi / 0.7 * np.sin(np.pi * phase / 0.35), 0)


def levels_at_end(load: FloatArray) -> tuple[float, float, float]:
    level = SoleLevel(RATE_HZ, LIMITS)
    level.push(0, load)
    level.close()
    found = level.at(np.array([len(load) - 1]))
    on, off, peak = found[:, 0].tolist()
    return on, off, peak


@pytest.mark.parametrize("offset_kpa", [0.0, 9.0])
def test_levels_are_shares_of_the_weight_above_the_unloaded_sole(offset_kpa: float) -> None:
    on, off, peak = levels_at_end(running(20.0, offset_kpa=offset_kpa))

    shares = LIMITS.on_weight, LIMITS.off_weight, LIMITS.peak_weight
    expected = [offset_kpa + share * 40.0 for share in shares]
    assert [on, off, peak] == pytest.approx(expected, rel=0.08)


def test_standing_keeps_the_levels_of_the_gait_before() -> None:
    run = running(10.0, offset_kpa=3.0)
    stand = np.full(1000, 23.0)

    assert levels_at_end(np.concatenate([run, stand])) == pytest.approx(
        levels_at_end(run), rel=0.15
    )


def test_an_empty_sole_has_the_least_levels() -> None:
    on, off, peak = levels_at_end(np.zeros(500))

    assert (on, off, peak) == (LIMITS.floor_kpa,) * 3


def test_the_mean_of_a_sole_weighs_cells_by_area_and_leaves_out_the_lost() -> None:
    layout = CellLayout("two", (Cell(0.1, 0.0, 1e-3), Cell(0.2, 0.0, 3e-3)))
    mean = SoleMean(2, layout)

    kpa = np.array([[10.0, 30.0], [np.nan, 30.0], [np.nan, np.nan]])

    np.testing.assert_allclose(mean(kpa), [25.0, 30.0, np.nan])


def test_long_and_short_blocks_have_the_same_bits() -> None:
    kpa = np.random.default_rng(2).uniform(0.0, 300.0, (3000, 17))
    kpa[5, 3] = kpa[700] = np.nan
    mean = SoleMean(17, None)

    pieces = np.concatenate([mean(kpa[a : a + 50]) for a in range(0, 3000, 50)])

    np.testing.assert_array_equal(mean(kpa), pieces)
