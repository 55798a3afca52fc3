import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from monitor.gait.imu.desaturate import coded, desaturate
from monitor.gait.imu.limits_saturation import ClipLimits
from monitor.gait.imu.saturation import PlateauFinder
from monitor.gait.imu.sensor_to_foot import IDENTITY, Axis, SensorToFoot
from monitor.types import FloatArray

RATE_HZ = 200.0
TIME_S = np.arange(400) / RATE_HZ
RANGE_RAD_S = 8.73
SHARE = ClipLimits().level_share
WHOLE = (range(len(TIME_S)),)


def swings(peak_rad_s: float, half_period_s: float) -> FloatArray:
    """Rates of a foot that swings to and fro, mostly about one of the sensor's axes."""
    rate = peak_rad_s * np.sin(np.pi * TIME_S / half_period_s)
    return np.column_stack([0.1 * rate, 0.2 * rate, rate])


def turned_by(rotation: Rotation) -> SensorToFoot:
    forward, up, right = (Axis(*row) for row in rotation.as_matrix().tolist())
    return SensorToFoot(forward, up, right)


def greatest_angle_error_rad(rate_rad_s: FloatArray, truth_rad_s: FloatArray) -> float:
    return float(np.abs(np.cumsum(rate_rad_s - truth_rad_s, axis=0)).max()) / RATE_HZ


@pytest.mark.parametrize("over", [1.1, 1.25])
@pytest.mark.parametrize("half_period_s", [0.15, 0.25])
def test_the_angle_lost_in_a_cut_off_swing_is_found_again(
    over: float, half_period_s: float
) -> None:
    true = swings(over * RANGE_RAD_S, half_period_s)
    cut = np.clip(true, -RANGE_RAD_S, RANGE_RAD_S)
    code = coded(PlateauFinder(ClipLimits().gyr, RATE_HZ)(cut))

    found = desaturate(cut, code, WHOLE, IDENTITY, SHARE)

    assert greatest_angle_error_rad(found, true) < 0.5 * greatest_angle_error_rad(cut, true)


def test_each_axis_of_the_sensor_is_restored_in_whatever_frame_the_foot_has() -> None:
    sensor = np.clip(swings(1.2 * RANGE_RAD_S, 0.2), -RANGE_RAD_S, RANGE_RAD_S)
    code = coded(PlateauFinder(ClipLimits().gyr, RATE_HZ)(sensor))
    mounting = turned_by(Rotation.from_euler("xyz", [0.4, -0.9, 2.0]))

    found = desaturate(mounting.turn(sensor), code, WHOLE, mounting, SHARE)

    np.testing.assert_allclose(
        mounting.back(found), desaturate(sensor, code, WHOLE, IDENTITY, SHARE), atol=1e-12
    )


def test_what_was_not_cut_off_stays_as_it_is_to_the_last_bit() -> None:
    cut = np.clip(swings(1.2 * RANGE_RAD_S, 0.2), -RANGE_RAD_S, RANGE_RAD_S)
    code = coded(PlateauFinder(ClipLimits().gyr, RATE_HZ)(cut))
    mounting = turned_by(Rotation.from_euler("xyz", [0.4, -0.9, 2.0]))
    foot = mounting.turn(cut)

    found = desaturate(foot, code, WHOLE, mounting, SHARE)

    far = np.convolve(code > 0.0, np.ones(5), mode="same") == 0.0
    assert far.any()
    np.testing.assert_array_equal(found[far], foot[far])


def test_a_plateau_that_a_window_does_not_hold_whole_is_left() -> None:
    cut = np.clip(swings(1.2 * RANGE_RAD_S, 0.2), -RANGE_RAD_S, RANGE_RAD_S)
    code = coded(PlateauFinder(ClipLimits().gyr, RATE_HZ)(cut))
    plateau = np.flatnonzero(code)
    first, last = int(plateau[0]), int(plateau[np.flatnonzero(np.diff(plateau) > 1)[0]])

    for ends in (range(last + 2), range(first - 2, 61)):
        np.testing.assert_array_equal(desaturate(cut, code, [ends], IDENTITY, SHARE), cut)


def test_the_code_names_the_axes() -> None:
    cut = np.array([[True, False, False], [False, False, True], [True, False, True]])

    assert coded(cut).tolist() == [5.0, 0.0, 6.0]
