import numpy as np
import pytest

from monitor.gait.imu.limits import PathLimits
from monitor.gait.imu.stance_speed import speed_at_stance
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

RATE_HZ = 200.0


def rolling(rate_rad_s: float, lever_m: float) -> tuple[FloatArray, FloatArray]:
    """A foot that rolls toes down at a steady rate about a point below its sensor; flat at 20."""
    angle = -rate_rad_s * (np.arange(41) - 20) / RATE_HZ
    inward = lever_m * rate_rad_s**2
    up = STANDARD_GRAVITY_M_S2 * np.column_stack([np.sin(angle), np.cos(angle), 0.0 * angle])
    gyr = np.zeros((41, 3))
    gyr[:, 2] = -rate_rad_s
    return up - [0.0, inward, 0.0], gyr


def speed(acc: FloatArray, gyr: FloatArray, stride_samples: int = 240) -> list[float]:
    found = speed_at_stance(
        acc, gyr, np.array([20]), np.array([stride_samples]), RATE_HZ, PathLimits()
    )
    return [float(part[0]) for part in found]


def test_a_foot_that_rolls_moves_its_sensor_on() -> None:
    acc, gyr = rolling(1.0, PathLimits().pod.above_ground_m)

    assert speed(acc, gyr) == pytest.approx([0.11, 0.0, 0.0], abs=1e-3)


def test_a_jolt_of_one_sample_hardly_counts() -> None:
    acc, gyr = rolling(0.3, PathLimits().pod.above_ground_m)
    whole = speed(acc, gyr)
    gyr[20, 2] -= 3.0  # on its own it would say 0.33 m/s more

    assert abs(speed(acc, gyr)[0] - whole[0]) < 0.02


def test_at_the_edge_of_what_is_known_the_instant_alone_counts() -> None:
    acc, gyr = rolling(1.0, PathLimits().pod.above_ground_m)

    found = speed_at_stance(
        acc, gyr, np.array([0, 40]), np.array([240, 240]), RATE_HZ, PathLimits()
    )

    assert found.x.tolist() == pytest.approx([0.11, 0.11])
