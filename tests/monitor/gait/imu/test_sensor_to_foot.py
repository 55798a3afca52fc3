import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.sensor_to_foot import IDENTITY, Axis, SensorToFoot, find_sensor_to_foot
from tests.monitor.gait.walking_foot import Foot

RUN = Foot(strides=10)
WALK = Foot(stride_s=1.1, duty=0.62, length_m=1.4, strides=10)


def angle_deg(found: Axis, true: Axis) -> float:
    return float(np.degrees(np.arccos(np.clip(found.dot(true), -1.0, 1.0))))


@pytest.mark.parametrize("foot", [RUN, WALK])
@pytest.mark.parametrize("seed", range(6))
def test_axes_are_found_at_any_angle(foot: Foot, seed: int) -> None:
    turn = Rotation.random(random_state=seed).as_matrix()
    block = foot.block(turn)

    found = find_sensor_to_foot(block.acc_m_s2, block.gyr_rad_s, block.rate_hz, ImuLimits())

    assert found is not None
    assert found.certain
    forward, up, right = (Axis(*turn[:, column].tolist()) for column in range(3))
    assert angle_deg(found.right, right) < 2.0
    assert angle_deg(found.up, up) < 6.0
    assert angle_deg(found.forward, forward) < 6.0


def test_turning_takes_the_sensor_into_the_foot() -> None:
    turn = Rotation.random(random_state=9).as_matrix()
    block, straight = RUN.block(turn), RUN.block()
    found = find_sensor_to_foot(block.acc_m_s2, block.gyr_rad_s, block.rate_hz, ImuLimits())

    assert found is not None
    np.testing.assert_allclose(found.turn(block.gyr_rad_s), straight.gyr_rad_s, atol=0.5)


def test_a_foot_that_rests_does_not_tell() -> None:
    still = np.tile([0.0, 9.8, 0.0], (400, 1))
    rates = np.random.default_rng(1).normal(0.0, 0.01, (400, 3))

    assert find_sensor_to_foot(still, rates, 200.0, ImuLimits()) is None


def test_one_stride_is_not_enough_to_be_certain() -> None:
    block = Foot(strides=2).block()

    found = find_sensor_to_foot(block.acc_m_s2, block.gyr_rad_s, block.rate_hz, ImuLimits())

    assert found is None or not found.certain


def test_known_axes_leave_samples_as_they_are() -> None:
    rates = np.random.default_rng(1).normal(0.0, 1.0, (10, 3))

    np.testing.assert_array_equal(IDENTITY.turn(rates), rates)


def test_a_pitch_axis_along_gravity_tells_nothing() -> None:
    times_s = np.arange(2000) / 200.0
    rates = np.column_stack([0.0 * times_s, 0.0 * times_s, 5.0 * np.sin(8.0 * times_s)])
    upright = np.tile([0.0, 0.0, 9.8], (2000, 1))

    assert find_sensor_to_foot(upright, rates, 200.0, ImuLimits()) is None


def test_no_acceleration_tells_nothing() -> None:
    block = RUN.block()

    assert find_sensor_to_foot(0.0 * block.acc_m_s2, block.gyr_rad_s, 200.0, ImuLimits()) is None


def test_a_foot_that_taps_on_the_spot_is_never_certain() -> None:
    times_s = np.arange(2000) / 200.0
    rates = np.column_stack([0.0 * times_s, 0.0 * times_s, 4.0 * np.sin(6.3 * times_s)])
    pitch = 4.0 / 6.3 * (1.0 - np.cos(6.3 * times_s))
    acc = 9.80665 * np.column_stack([np.sin(pitch), np.cos(pitch), 0.0 * pitch])

    found = find_sensor_to_foot(acc, rates, 200.0, ImuLimits())

    assert found is not None
    assert not found.certain


def test_one_mounting_after_another_is_both() -> None:
    turns = [Rotation.random(random_state=seed).as_matrix() for seed in (4, 5)]
    axes = [[Axis(*row) for row in turn.tolist()] for turn in turns]
    first, second = (SensorToFoot(forward, up, right) for forward, up, right in axes)
    rates = np.random.default_rng(1).normal(0.0, 1.0, (10, 3))

    np.testing.assert_allclose(
        first.then(second).turn(rates), second.turn(first.turn(rates)), atol=1e-12
    )
