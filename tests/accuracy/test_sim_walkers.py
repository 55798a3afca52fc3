"""Walkers who stand, walk slowly, turn about, walk back and stop: every step, and nothing else."""

import numpy as np
import pytest

from benchmarks.gait.strides_score import strides_of
from firmware_sim.scenario.model import Person, Phase, Scenario
from monitor.types import Gait, StrideFlag
from tests.monitor.gait.simulated_foot import simulated

SHUFFLES = Person(toe_clearance_m=0.008, strike_angle_deg=3.0, toe_out_deg=15.0, variability=0.05)
LIFTS = Person(toe_clearance_m=0.05, strike_angle_deg=20.0, pronation_deg=15.0, variability=0.03)


def there_and_back(speed_m_s: float) -> tuple[Phase, ...]:
    def walk(seconds: float) -> Phase:
        return Phase(duration_s=seconds, gait=Gait.WALK, speed_m_s=speed_m_s)

    stand = Phase(duration_s=4.0, gait=Gait.STAND, speed_m_s=0.0)
    slow = 0.6 * speed_m_s
    turn = Phase(duration_s=4.0, gait=Gait.WALK, speed_m_s=slow, turn_deg_s=45.0)
    return stand, walk(11.0), turn, walk(11.0), stand


@pytest.mark.parametrize("speed_m_s", [0.4, 0.6, 0.9])
@pytest.mark.parametrize("person", [SHUFFLES, LIFTS])
def test_every_step_of_a_slow_walker_is_found(person: Person, speed_m_s: float) -> None:
    plan = there_and_back(speed_m_s)
    scenario = Scenario(name="walker", phase=plan, runner=person)
    stop_s = sum(phase.duration_s for phase in plan)
    foot = simulated(scenario, stop_s, rate_hz=100.0, seed=3)

    strides = strides_of(foot.block)

    # a swing from each terminal contact to the landing after it
    landed_s = foot.ic_s[np.searchsorted(foot.ic_s, foot.tc_s).clip(max=len(foot.ic_s) - 1)]
    swings_s = [
        0.5 * (left + landed)
        for left, landed in zip(foot.tc_s.tolist(), landed_s.tolist(), strict=True)
        if 0.0 < landed - left < 2.0 and landed < stop_s
    ]
    held = [
        sum(one.motion.length_from_s < at_s < one.motion.length_to_s for at_s in swings_s)
        for one in strides
        if one.motion is not None
    ]
    assert len(swings_s) > 12
    assert sum(count == 1 for count in held) == len(swings_s)
    assert len(held) <= len(swings_s) + 1
    assert StrideFlag.LAST in strides[-1].flags


@pytest.mark.parametrize("speed_m_s", [0.3, 0.4, 0.6])
@pytest.mark.parametrize("person", [SHUFFLES, Person(), LIFTS])
def test_a_slow_walkers_rest_on_each_foot_is_part_of_his_stride(
    person: Person, speed_m_s: float
) -> None:
    stand = Phase(duration_s=4.0, gait=Gait.STAND, speed_m_s=0.0)
    walk = Phase(duration_s=30.0, gait=Gait.WALK, speed_m_s=speed_m_s)
    scenario = Scenario(name="slow", phase=(stand, walk, stand), runner=person)
    foot = simulated(scenario, 38.0, rate_hz=100.0, seed=4)

    strides = strides_of(foot.block)

    last = [StrideFlag.LAST in stride.flags for stride in strides]
    on_the_way = [one for one in strides if 7.0 < one.ic_s < 30.0]
    speeds = np.array([one.speed_m_s for one in on_the_way], dtype=np.float64)
    left_s = np.array([one.tc_s for one in on_the_way], dtype=np.float64)
    late_s = left_s - foot.tc_s[np.abs(left_s[:, np.newaxis] - foot.tc_s).argmin(axis=1)]
    assert last == [False] * (len(strides) - 1) + [True]
    assert len(on_the_way) >= 8
    assert np.median(speeds) == pytest.approx(speed_m_s, rel=0.025)
    assert {one.gait for one in on_the_way} == {Gait.WALK}
    # by the foot's turn as at any speed of walking: not by the sole's motion, which is for runners
    assert np.ptp(late_s) < 0.03
