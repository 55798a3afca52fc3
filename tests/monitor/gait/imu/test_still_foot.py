import numpy as np
import pytest

from monitor.gait.imu.limits import PathLimits
from monitor.gait.imu.still_foot import rate_at_rest
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

RATE_HZ = 200.0


def leaning(lean_rad_s: float, bias: list[float], seconds: float) -> tuple[FloatArray, FloatArray]:
    """A foot that leans about its level, right-hand axis (z), seen by a sensor with a bias."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    pitch = lean_rad_s * t_s
    acc = STANDARD_GRAVITY_M_S2 * np.column_stack([np.sin(pitch), np.cos(pitch), 0.0 * t_s])
    gyr = np.tile([0.0, 0.0, lean_rad_s], (len(t_s), 1)) + bias
    return acc, gyr


def test_a_foot_that_leans_while_it_stands_is_not_taken_for_a_bias() -> None:
    acc, gyr = leaning(np.radians(2.7), [0.01, -0.02, 0.03], 1.5)

    rate_rad_s, _ = rate_at_rest(acc, gyr, RATE_HZ, PathLimits())

    found = [rate_rad_s.x, rate_rad_s.y, rate_rad_s.z]
    assert found == pytest.approx([0.01, -0.02, 0.03], abs=np.radians(0.02))


def test_the_calmest_stretch_of_a_rest_is_heard() -> None:
    acc, gyr = leaning(0.0, [0.02, 0.0, 0.0], 1.5)
    gyr[150:] += 0.2 * np.sin(np.arange(len(gyr) - 150) / 5.0)[:, np.newaxis]

    rate_rad_s, spread_rad_s = rate_at_rest(acc, gyr, RATE_HZ, PathLimits())

    assert spread_rad_s < 1e-9
    assert rate_rad_s.x == pytest.approx(0.02)
