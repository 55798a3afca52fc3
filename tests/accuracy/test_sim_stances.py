"""Stances of the simulated foot's IMU alone, at the edges of what runners do."""

from typing import Literal

import numpy as np
import pytest

from firmware_sim.scenario.model import Person, Phase, Scenario
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import StrideFlag
from tests.monitor.gait.simulated_foot import Simulated, simulated
from tests.monitor.gait.walking_foot import part

Strike = Literal["rearfoot", "midfoot", "forefoot"]


def running(speed_m_s: float, slope: float = 0.0, strike: Strike = "rearfoot") -> Simulated:
    phase = Phase(duration_s=1e4, speed_m_s=speed_m_s, slope=slope)
    scenario = Scenario(name="edge", phase=(phase,), runner=Person(strike=strike))
    return simulated(scenario, 40.0, seed=6)


def strides_of(foot: Simulated) -> list[ImuStride]:
    stage = ImuStrides(foot.block.side, foot.block.rate_hz, ImuLimits())
    said = stage.push(foot.block) + stage.finish()
    return [item for item in said if isinstance(item, ImuStride)]


def strides_in_each_true_one(foot: Simulated, strides: list[ImuStride]) -> list[int]:
    """How many strides were said in each true one, but for the first two and the last."""
    middles_s = np.array([(stride.ic + stride.next_ic) / 400.0 for stride in strides])
    ic_s = foot.ic_s[foot.ic_s < foot.block.t_s[-1]]
    return np.histogram(middles_s, ic_s[2:-1])[0].tolist()


@pytest.mark.parametrize(("speed_m_s", "slope"), [(3.0, -0.1), (3.0, -0.2), (4.0, -0.1)])
def test_no_stride_is_missed_downhill(speed_m_s: float, slope: float) -> None:
    foot = running(speed_m_s, slope)

    counts = strides_in_each_true_one(foot, strides_of(foot))

    assert len(counts) > 45
    assert set(counts) == {1}


@pytest.mark.parametrize("strike", ["rearfoot", "midfoot", "forefoot"])
@pytest.mark.parametrize("speed_m_s", [5.0, 5.5, 6.0])
def test_a_fast_foot_that_swings_twice_makes_one_stride(speed_m_s: float, strike: Strike) -> None:
    foot = running(speed_m_s, strike=strike)

    strides = strides_of(foot)

    assert set(strides_in_each_true_one(foot, strides)) == {1}
    assert not any(StrideFlag.MOUNTING_GUESSED in stride.flags for stride in strides)
    speeds_m_s = [s.motion.speed_m_s for s in strides if s.motion.speed_m_s is not None]
    assert np.median(speeds_m_s) == pytest.approx(speed_m_s, rel=0.04)


@pytest.mark.parametrize("speed_m_s", [3.0, 5.0])
def test_a_stride_is_said_before_the_next_one_ends(speed_m_s: float) -> None:
    foot = running(speed_m_s)
    stage = ImuStrides(foot.block.side, foot.block.rate_hz, ImuLimits())

    late = [
        (start + 1 - stride.next_ic) / (stride.next_ic - stride.ic)
        for start in range(0, len(foot.block) - 2, 2)
        for stride in stage.push(part(foot.block, start, start + 2))
        if isinstance(stride, ImuStride) and stride.ic > 1600.0
    ]

    assert len(late) > 40
    assert max(late) < 0.9
