"""The ways that are written down are the integrals of the speeds beside them."""

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from firmware_sim.gait import swing_speeds as swing
from monitor.types import FloatArray


@pytest.mark.parametrize(
    ("speed", "way"),
    [
        (swing.RUN_SPEED, swing.RUN_WAY),
        (swing.RUN_END, swing.RUN_MORE),
        (swing.WALK_SPEED, swing.WALK_WAY),
        (swing.WALK_END, swing.WALK_MORE),
    ],
)
def test_a_way_is_the_integral_of_the_spline_through_its_speeds(
    speed: FloatArray, way: FloatArray
) -> None:
    integral = CubicSpline(swing.SWING_AT, speed).antiderivative()

    np.testing.assert_allclose(way, integral(swing.SWING_AT), rtol=1e-12, atol=1e-15)
