import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from firmware_sim.scenario.model import Phase, Scenario
from monitor.gait.imu.limits_saturation import ClipLimits
from monitor.gait.imu.saturation import PlateauFinder
from monitor.types import FloatArray, Gait
from tests.monitor.gait.simulated_foot import simulated

RATE_HZ = 200.0
TIME_S = np.arange(400) / RATE_HZ


def swinging(peak_rad_s: float, half_period_s: float) -> FloatArray:
    """Rates of a foot that swings to and fro, on three axes."""
    rate = peak_rad_s * np.sin(np.pi * TIME_S / half_period_s)
    return np.column_stack([0.1 * rate, 0.2 * rate, rate])


def watch(rate_hz: float = RATE_HZ) -> PlateauFinder:
    return PlateauFinder(ClipLimits().gyr, rate_hz)


@pytest.mark.parametrize("peak_rad_s", [6.5, 9.0, 15.0, 30.0])
@pytest.mark.parametrize("half_period_s", [0.15, 0.25, 0.39])
def test_a_swing_is_not_a_plateau(peak_rad_s: float, half_period_s: float) -> None:
    assert not watch()(swinging(peak_rad_s, half_period_s)).any()


@pytest.mark.parametrize("limit_rad_s", [4.36, 8.73, 17.4, 34.9])
def test_a_cut_off_swing_is_found_for_as_long_as_it_is_cut_off(limit_rad_s: float) -> None:
    whole = swinging(1.3 * limit_rad_s, 0.25)
    cut = np.abs(whole[:, 2]) >= limit_rad_s

    found = watch()(np.clip(whole, -limit_rad_s, limit_rad_s))

    assert not (found & ~cut).any()
    assert (found & cut).sum() >= 0.7 * cut.sum()


@pytest.mark.parametrize("peak_rad_s", [4.1, 5.0])
@pytest.mark.parametrize("rate_hz", [100.0, 200.0, 416.0])
def test_a_slow_swing_is_not_flat(peak_rad_s: float, rate_hz: float) -> None:
    times_s = np.arange(round(2 * rate_hz)) / rate_hz
    rate = peak_rad_s * np.sin(np.pi * times_s / 0.39)

    assert not watch(rate_hz)(np.column_stack([0.1 * rate, 0.2 * rate, rate])).any()


@pytest.mark.parametrize("range_g", [2.0, 4.0, 8.0, 16.0])
def test_an_accelerometer_of_any_range_is_seen_to_be_cut_off(range_g: float) -> None:
    most = 9.80665 * range_g
    landing = 3.0 * most * np.exp(-(((TIME_S - 1.0) / 0.02) ** 2))
    whole = np.column_stack([0.1 * landing, landing + 9.8, 0.2 * landing])
    cut = np.asarray(np.abs(whole[:, 1]) >= most)
    acc = PlateauFinder(ClipLimits().acc, RATE_HZ)

    found = np.asarray(acc(np.clip(whole, -most, most)).any(axis=0))

    assert found[cut].sum() >= 0.5 * cut.sum()
    before = int(np.flatnonzero(cut)[0])
    assert not np.asarray(found)[:before].any()


def test_a_rounded_and_creeping_plateau_is_found() -> None:
    whole = swinging(12.0, 0.25)
    soft = whole / (1.0 + (whole / 8.8) ** 20) ** (1.0 / 20.0)
    soft[:, 2] += 0.005 * np.sin(3.0 * TIME_S)

    assert watch()(soft)[:, : int(0.25 * RATE_HZ)].any()


def test_the_cut_does_not_show() -> None:
    clipped = np.clip(swinging(12.0, 0.25), -8.73, 8.73)
    whole, one_by_one = watch(), watch()

    expected = whole(clipped)
    actual = np.concatenate([one_by_one(clipped[i : i + 1]) for i in range(len(clipped))], axis=1)

    np.testing.assert_array_equal(actual, expected)


def test_an_axis_that_rests_below_the_peak_of_another_is_not_cut_off() -> None:
    swing = swinging(11.0, 0.39)
    shoulder = np.clip(swing[:, 2], -6.05, 6.05)
    watching = watch()
    watching(swing)

    assert not watching(np.column_stack([shoulder, 0.1 * swing[:, 2], swing[:, 2]])).any()


@pytest.mark.parametrize("askew_rad", np.linspace(0.1, 1.5, 8).tolist())
def test_a_walk_with_the_pod_askew_is_not_cut_off(askew_rad: float) -> None:
    phase = Phase(duration_s=1e4, speed_m_s=1.3, gait=Gait.WALK)
    rates = simulated(Scenario(name="walk", phase=(phase,)), 12.0).block.gyr_rad_s
    turn = Rotation.from_euler("xyz", [0.4, askew_rad, 0.0]).as_matrix()

    found = watch()(rates @ turn.T)

    assert not found[:, round(6.0 * RATE_HZ) :].any()  # a first swing shows what the range holds


@pytest.mark.parametrize("limit_rad_s", [4.36, 8.73, 17.4])
def test_garbled_samples_beyond_any_range_do_not_hide_a_range(limit_rad_s: float) -> None:
    cut = np.clip(swinging(1.3 * limit_rad_s, 0.25), -limit_rad_s, limit_rad_s)
    garbled = cut.copy()
    garbled[10:12, 0] = 60.0  # one of a stream that is put onto another grid

    found, meant = watch()(garbled), watch()(cut)

    np.testing.assert_array_equal(found[:, 40:], meant[:, 40:])
    assert meant[:, 40:].any()


def test_one_garbled_sample_does_not_hide_the_range() -> None:
    limit_rad_s = 8.73
    cut = np.clip(swinging(1.3 * limit_rad_s, 0.25), -limit_rad_s, limit_rad_s)
    garbled = cut.copy()
    garbled[10] = 30.0

    found, meant = watch()(garbled), watch()(cut)

    np.testing.assert_array_equal(found[:, 40:], meant[:, 40:])
    assert meant[:, 40:].any()
