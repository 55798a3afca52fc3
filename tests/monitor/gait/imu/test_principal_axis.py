"""The axis of the greatest moment, and the quick test whether it is near z."""

import math

import numpy as np

from monitor.gait.imu.principal_axis import is_surely_near_z, principal_axis


def off_z_rad(moments: list[list[float]]) -> float:
    """Angle between the principal axis and z, seen along y, rad."""
    x, _, z = principal_axis(moments)
    return math.atan2(abs(x), abs(z))


def moments_of(rng: np.random.Generator) -> list[list[float]]:
    """Moments of vectors that lie about an axis near z, some close to it and some not."""
    vectors = rng.normal(size=(4, 3)) * rng.lognormal(0.0, 1.5, 3) * [1.0, 1.0, 3.0]
    skewed = vectors @ rng.normal(np.eye(3), 0.3)
    found: list[list[float]] = (skewed.T @ skewed).tolist()
    return found


def test_an_axis_that_is_called_near_is_near_and_most_that_are_near_are_called_so() -> None:
    rng = np.random.default_rng(4)
    drawn = [(moments_of(rng), rng.uniform(0.1, 1.5)) for _ in range(3000)]

    called = [is_surely_near_z(moments, angle_rad) for moments, angle_rad in drawn]

    near = [off_z_rad(moments) <= angle_rad for moments, angle_rad in drawn]
    assert not any(yes and not truly for yes, truly in zip(called, near, strict=True))
    assert sum(called) > 0.7 * sum(near)
    assert sum(near) < 0.9 * len(near)


def test_a_foot_that_does_not_turn_is_not_called_near() -> None:
    assert not is_surely_near_z([[0.0] * 3] * 3, 0.4)
