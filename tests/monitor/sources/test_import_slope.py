from random import Random

import numpy as np
import pytest

from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.slope import slopes
from monitor.types import FloatArray

LIMITS = ImportLimits()
T_S = np.arange(600.0)


def hill(slope: float) -> tuple[FloatArray, FloatArray]:
    """900 m on the flat, then 900 m of a slope, at 3 m/s; altitude as a barometer gives it."""
    noise = Random(7)
    distance_m = 3.0 * T_S
    altitude_m = slope * np.maximum(distance_m - 900.0, 0.0)
    wander = np.repeat([noise.gauss(0.0, 0.3) for _ in range(60)], 10)
    return distance_m, np.round((altitude_m + wander) / 0.2) * 0.2


@pytest.mark.parametrize("slope", [0.06, -0.04, 0.0])
def test_a_slope_is_off_by_half_a_per_cent_though_altitude_wanders_in_steps(slope: float) -> None:
    found = slopes(T_S, *hill(slope), LIMITS)

    error = np.concatenate([found[20:280], found[320:580] - slope])
    assert np.sqrt(np.mean(error**2)) < 0.006
    assert np.abs(error).max() < 0.015


def test_while_standing_the_slope_is_that_of_the_ground_and_not_of_the_barometer() -> None:
    going_s = np.concatenate([np.arange(100.0), np.full(600, 100.0), np.arange(100.0, 200.0)])
    drift_m = np.clip(np.arange(800.0) - 100.0, 0.0, 600.0) / 600.0
    altitude_m = 0.02 * 3.0 * going_s + drift_m

    found = slopes(np.arange(800.0), 3.0 * going_s, altitude_m, LIMITS)

    before, after = found[:100], found[700:]
    np.testing.assert_allclose(before[:80], 0.02, atol=1e-9)
    np.testing.assert_allclose(after[20:], 0.02, atol=1e-9)
    np.testing.assert_allclose(np.concatenate([before[:95], after[5:]]), 0.02, atol=0.005)
    assert np.isnan(found[200:600]).all()


def test_without_altitude_distance_or_ground_covered_no_slope_is_known() -> None:
    distance_m, altitude_m = hill(0.06)
    nothing = np.full(600, np.nan)

    assert np.isnan(slopes(T_S, distance_m, nothing, LIMITS)).all()
    assert np.isnan(slopes(T_S, nothing, altitude_m, LIMITS)).all()
    assert np.isnan(slopes(T_S, np.zeros(600), altitude_m, LIMITS)).all()
    assert np.isnan(slopes(T_S[:2], np.array([0.0, 50.0]), np.array([0.0, 1.0]), LIMITS)).all()


def test_a_few_records_without_altitude_take_it_from_those_about_them() -> None:
    distance_m, altitude_m = hill(0.06)
    altitude_m[400:410] = np.nan

    found = slopes(T_S, distance_m, altitude_m, LIMITS)

    np.testing.assert_allclose(found[400:410], 0.06, atol=0.01)


def test_an_altimeter_that_finds_its_level_is_no_slope() -> None:
    altitude_m = np.where(T_S < 100.0, 0.0, 150.0)

    found = slopes(T_S, 3.0 * T_S, altitude_m, LIMITS)

    assert np.isnan(found[90:110]).all()
    np.testing.assert_allclose(found[120:], 0.0, atol=1e-12)
