"""A foot says the same however its samples are cut, in order, and nothing it had settled."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.scenario.model import Phase, Scenario
from monitor.gait.foot import Foot
from monitor.gait.limits import GaitLimits
from monitor.settings.athlete import Athlete
from monitor.types import FootBlock, Gait, GaitChange, Side, StandingLoad, Stride
from tests.monitor.gait.simulated_foot import LAYOUT, simulated
from tests.tries import tries

RATE_HZ = 100.0
DURATION_S = 34.0
SAMPLES = round(DURATION_S * RATE_HZ)
PHASES = (
    Phase(duration_s=3.0, gait=Gait.STAND, speed_m_s=0.0),
    Phase(duration_s=9.0, gait=Gait.WALK, speed_m_s=1.4),
    Phase(duration_s=12.0, gait=Gait.RUN, speed_m_s=3.0),
    Phase(duration_s=1e4, gait=Gait.STAND, speed_m_s=0.0),
)
Said = list[Stride | GaitChange | StandingLoad]
Losses = list[tuple[int, int]]
LOSSES = st.lists(st.tuples(st.integers(0, SAMPLES - 1), st.integers(1, 400)), max_size=3)


@cache
def whole(imu: bool) -> FootBlock:
    scenario = Scenario(name="test", phase=PHASES)
    return simulated(scenario, DURATION_S, imu=imu, rate_hz=RATE_HZ).block


def damaged(block: FootBlock, of_imu: Losses, of_sole: Losses) -> FootBlock:
    acc, gyr = block.acc_m_s2.copy(), block.gyr_rad_s.copy()
    plantar, instep = block.plantar_kpa.copy(), block.instep_kpa.copy()
    for start, length in of_imu:
        acc[start : start + length] = gyr[start : start + length] = np.nan
    for start, length in of_sole:
        plantar[start : start + length] = instep[start : start + length] = np.nan
    return replace(block, acc_m_s2=acc, gyr_rad_s=gyr, plantar_kpa=plantar, instep_kpa=instep)


def part(block: FootBlock, start: int, stop: int) -> FootBlock:
    cut = slice(start, stop)
    return FootBlock(
        side=block.side,
        start=start,
        rate_hz=block.rate_hz,
        t_s=block.t_s[cut].copy(),
        acc_m_s2=block.acc_m_s2[cut].copy(),
        gyr_rad_s=block.gyr_rad_s[cut].copy(),
        plantar_kpa=block.plantar_kpa[cut].copy(),
        instep_kpa=block.instep_kpa[cut].copy(),
        load_n=block.load_n[cut].copy(),
    )


def foot(imu: bool) -> Foot:
    return Foot(
        Side.LEFT,
        RATE_HZ,
        imu=imu,
        layout=LAYOUT,
        plantar_cells=len(LAYOUT.plantar),
        mounted=False,
        athlete=Athlete(),
        limits=GaitLimits(),
    )


def end_s(event: Stride | GaitChange | StandingLoad) -> float:
    return event.next_ic_s if isinstance(event, Stride) else event.t_s


def said(block: FootBlock, edges: list[int], imu: bool) -> Said:
    """What a foot says, which must keep what it settled."""
    one, out = foot(imu), []
    for start, stop in pairwise(edges):
        settled_s = one.settled_s
        new = one.push(part(block, start, stop))
        assert all(end_s(event) > settled_s for event in new)
        assert one.settled_s >= settled_s
        out += new
    return out + one.finish()


@pytest.mark.parametrize("imu", [False, True])
@tries(50)
@given(of_imu=LOSSES, of_sole=LOSSES, cuts=st.lists(st.integers(0, SAMPLES), max_size=30))
def test_a_foot_does_not_depend_on_where_blocks_are_cut(
    imu: bool, of_imu: Losses, of_sole: Losses, cuts: list[int]
) -> None:
    block = damaged(whole(imu), of_imu, of_sole)

    uncut = said(block, [0, SAMPLES], imu)
    cut = said(block, [0, *sorted(cuts), SAMPLES], imu)

    assert cut == uncut
    ends_s = [end_s(event) for event in uncut if isinstance(event, Stride)]
    assert ends_s == sorted(ends_s)


@pytest.mark.soak
@pytest.mark.parametrize("imu", [False, True])
def test_one_sample_at_a_time_says_the_same(imu: bool) -> None:
    block = damaged(whole(imu), [(1500, 60)], [(2000, 60)])

    assert said(block, list(range(SAMPLES + 1)), imu) == said(block, [0, SAMPLES], imu)


def test_input_is_not_changed() -> None:
    block = whole(True)
    before = [block.acc_m_s2.copy(), block.plantar_kpa.copy()]

    foot(True).push(block)

    np.testing.assert_array_equal(block.acc_m_s2, before[0])
    np.testing.assert_array_equal(block.plantar_kpa, before[1])
