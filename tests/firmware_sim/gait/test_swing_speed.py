import numpy as np
import pytest
from scipy import interpolate

from firmware_sim.gait import swing_speed
from monitor.types import FloatArray


@pytest.mark.parametrize(
    ("speed", "way"),
    [
        (swing_speed.RUN, swing_speed.RUN_WAY),
        (swing_speed.RUN_END, swing_speed.RUN_END_WAY),
        (swing_speed.WALK, swing_speed.WALK_WAY),
        (swing_speed.WALK_END, swing_speed.WALK_END_WAY),
    ],
)
def test_the_way_is_the_integral_of_the_speeds_spline(speed: FloatArray, way: FloatArray) -> None:
    at = swing_speed.AT

    integral = interpolate.CubicSpline(at, speed).antiderivative()(at)

    np.testing.assert_allclose(way, integral, rtol=1e-12, atol=1e-16)
