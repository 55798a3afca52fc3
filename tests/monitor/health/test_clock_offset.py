"""Who stands says nothing about clocks, however the foot moves."""

import numpy as np
import pytest

from monitor.gait.imu.limits import ImuLimits
from monitor.health.limits import ClockLimits
from monitor.health.two_clocks import ClockOffset
from monitor.types import FootBlock, Side

RATE_HZ = 100.0
SECONDS = 60.0


@pytest.mark.parametrize("turn_rad_s", [0.1, 0.8, 1.2, 2.0])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("period_s", [0.9, 1.2])
def test_no_clock_is_doubted_by_a_foot_that_taps_or_rocks(
    period_s: float, seed: int, turn_rad_s: float
) -> None:
    random = np.random.default_rng(seed)
    t_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    wander = 1.0 + 0.03 * random.standard_normal(len(t_s)).cumsum() / len(t_s) ** 0.5
    phase = 2.0 * np.pi * np.cumsum(1.0 / (RATE_HZ * period_s * wander))
    load = np.clip(40.0 + 35.0 * np.sin(phase), 0.0, None)
    acc = [0.0, 9.81, 0.0] + 0.05 * random.standard_normal((len(t_s), 3))
    gyr = 0.01 * random.standard_normal((len(t_s), 3))
    # the mean of half a sine wave is one part in pi
    gyr[:, 2] += np.pi * turn_rad_s * np.maximum(0.0, np.sin(phase + random.uniform(0.0, 6.3)))
    foot = FootBlock(
        side=Side.LEFT,
        start=0,
        rate_hz=RATE_HZ,
        t_s=t_s,
        acc_m_s2=acc,
        gyr_rad_s=gyr,
        plantar_kpa=np.column_stack([load] * 8),
        instep_kpa=np.empty((len(t_s), 0)),
        load_n=np.full(len(t_s), np.nan),
    )

    assert ClockOffset(RATE_HZ, 8, ClockLimits(), ImuLimits()).push(foot) == []
