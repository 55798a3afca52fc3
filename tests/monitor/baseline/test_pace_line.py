from random import Random

import pytest

from monitor.baseline.limits import Prior
from monitor.baseline.pace_line import PaceLine, Terrain

PRIOR = Prior(
    value=0.25,
    value_sd=0.08,
    per_m_s=-0.05,
    per_m_s_sd=0.02,
    per_m_s2_sd=0.01,
    per_slope_sd=0.1,
    spread=0.002,
    spread_floor=0.001,
)


def taught(noise_sd: float = 0.002, count: int = 40) -> PaceLine:
    noise = Random(4)
    line = PaceLine("contact_time_s", None, PRIOR)
    for _ in range(count):
        speed_m_s = noise.uniform(2.8, 3.2)
        line.learn(
            Terrain(speed_m_s), 0.240 - 0.07 * (speed_m_s - 3.0) + noise.gauss(0.0, noise_sd)
        )
    return line


def test_pace_is_taken_out() -> None:
    line = taught()

    slow = line.compare(Terrain(2.8), 0.240 + 0.014)
    fast = line.compare(Terrain(3.2), 0.240 - 0.014)

    assert slow.difference == pytest.approx(0.0, abs=0.0015)
    assert fast.difference == pytest.approx(0.0, abs=0.0015)


def test_where_the_runner_was_never_seen_the_line_is_less_certain() -> None:
    line = taught()

    here = line.compare(Terrain(3.0), 0.25).normal_sd
    there = line.compare(Terrain(4.5), 0.25).normal_sd
    uphill = line.compare(Terrain(3.0, 0.08), 0.25).normal_sd

    assert there > 5.0 * here
    assert uphill > 5.0 * here


def test_the_spread_is_learned_from_what_is_left() -> None:
    calm, restless = taught(noise_sd=0.001), taught(noise_sd=0.006)

    assert calm.compare(Terrain(), 0.24).spread < restless.compare(Terrain(), 0.24).spread / 2.0


def test_correlated_observations_count_less() -> None:
    noise = Random(1)
    line = PaceLine("x", None, PRIOR)
    drift = 0.0
    for _ in range(60):
        drift = 0.9 * drift + noise.gauss(0.0, 0.001)
        line.learn(Terrain(), 0.24 + drift)

    seen = line.compare(Terrain(), 0.26)

    assert seen.rho > 0.3
    assert seen.z_beyond(2.0) < seen.z


def test_beyond_the_slopes_that_taught_the_doubt_grows() -> None:
    prior = Prior(value_sd=0.5, per_slope_sd=2.0, beyond_slope_sd=2.0, spread=0.01)
    line = PaceLine("pitch", None, prior)
    for number in range(60):
        line.learn(Terrain(3.0, 0.01 * (-1) ** number), 0.4)

    near = line.compare(Terrain(3.0, -0.01), 0.5)
    far = line.compare(Terrain(3.0, -0.06), 0.5)

    assert near.normal_sd < 0.02
    assert far.normal_sd > 2.0 * 0.05


def test_beyond_the_paces_that_taught_the_doubt_grows() -> None:
    prior = Prior(value_sd=0.5, per_m_s_sd=0.1, beyond_m_s_sd=0.1, spread=0.01)
    line = PaceLine("pitch", None, prior)
    for number in range(40):
        line.learn(Terrain(3.0 + 0.1 * (number % 5)), 1.0)

    within, near, far = (line.compare(Terrain(v), 1.0).normal_sd for v in (3.2, 3.5, 4.4))

    assert within < near < far
    assert far >= 0.1 * (4.4 - 3.4)
