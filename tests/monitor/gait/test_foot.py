"""One foot's composition, on a simulated run: what each sensor gives, and what its loss takes."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from firmware_sim.scenario.model import Phase, Scenario
from monitor.gait.both_feet import BothFeet
from monitor.gait.foot import Foot
from monitor.gait.limits import GaitLimits
from monitor.settings.athlete import Athlete
from monitor.types import (
    FootBlock,
    Gait,
    GaitChange,
    Side,
    StandingLoad,
    Stride,
    StrideFlag,
)
from tests.monitor.gait.simulated_foot import LAYOUT, Simulated, simulated
from tests.monitor.gait.walking_foot import part

RATE_HZ = 200.0
DURATION_S = 40.0
PHASES = (
    Phase(duration_s=4.0, gait=Gait.STAND, speed_m_s=0.0),
    Phase(duration_s=10.0, gait=Gait.WALK, speed_m_s=1.4),
    Phase(duration_s=14.0, gait=Gait.RUN, speed_m_s=3.0),
    Phase(duration_s=1e4, gait=Gait.STAND, speed_m_s=0.0),
)


@cache
def session() -> Simulated:
    return simulated(Scenario(name="test", phase=PHASES), DURATION_S, rate_hz=RATE_HZ)


def foot(*, imu: bool = True, cells: int = len(LAYOUT.plantar)) -> Foot:
    return Foot(
        Side.LEFT,
        RATE_HZ,
        imu=imu,
        layout=LAYOUT if cells else None,
        plantar_cells=cells,
        mounted=False,
        athlete=Athlete(),
        limits=GaitLimits(),
    )


def without(block: FootBlock, *, imu: bool = False, sole: bool = False) -> FootBlock:
    """The same run with sensors that send nothing."""
    lost = dict.fromkeys(["acc_m_s2", "gyr_rad_s"] if imu else [], np.nan)
    lost |= dict.fromkeys(["plantar_kpa", "instep_kpa"] if sole else [], np.nan)
    return replace(block, **{n: np.full_like(getattr(block, n), v) for n, v in lost.items()})


def strides(one: Foot, block: FootBlock) -> list[Stride]:
    return [event for event in one.push(block) + one.finish() if isinstance(event, Stride)]


def errors_s(found: list[Stride], truth: Simulated) -> tuple[float, float]:
    """Worst errors of initial and terminal contact."""
    ic_s = [np.abs(truth.ic_s - stride.ic_s).min() for stride in found]
    tc_s = [np.abs(truth.tc_s - stride.tc_s).min() for stride in found if stride.tc_s is not None]
    return max(ic_s), max(tc_s)


@pytest.mark.parametrize("imu", [False, True])
def test_contacts_are_within_12_ms_and_none_is_missed_or_invented(imu: bool) -> None:
    truth = session()
    moving = (truth.ic_s > 5.5) & (truth.ic_s < 27.0)

    found = strides(foot(imu=imu), truth.block if imu else without(truth.block, imu=True))

    found = [stride for stride in found if 5.5 < stride.ic_s < 27.0]
    assert len(found) == moving.sum()
    assert max(errors_s(found, truth)) < 0.012


def test_gait_is_said_when_it_changes() -> None:
    changes = [e for e in foot(imu=False).push(session().block) if isinstance(e, GaitChange)]

    # the runner may walk again before standing
    said = [changes[0], changes[1], changes[-1]]
    assert [change.gait for change in said] == [Gait.WALK, Gait.RUN, Gait.STAND]
    assert [change.t_s for change in said] == pytest.approx([7.0, 16.0, 33.0], abs=3.0)


def test_a_dead_sole_leaves_strides_without_load() -> None:
    found = strides(foot(), without(session().block, sole=True))

    assert len(found) > 20
    assert {stride.load for stride in found} == {None}


@pytest.mark.parametrize("dead_kpa", [3.0, 5.0, 8.0])
def test_a_sole_that_dies_at_a_light_load_holds_no_stride_back(dead_kpa: float) -> None:
    block = session().block
    plantar = block.plantar_kpa.copy()
    plantar[round(20.0 * RATE_HZ) :] = dead_kpa
    one = foot()

    live = [e for e in one.push(replace(block, plantar_kpa=plantar)) if isinstance(e, Stride)]

    by_motion = strides(foot(), without(block, sole=True))
    after = [s for s in live if s.ic_s > 20.5]
    assert len(after) >= len([s for s in by_motion if 20.5 < s.ic_s < 27.0])
    assert one.settled_s > DURATION_S - 3.0


def test_a_silent_inertial_sensor_leaves_contacts_and_load_flagged() -> None:
    one = foot()
    found = strides(one, without(session().block, imu=True))

    assert {stride.motion for stride in found} == {None}
    assert all(StrideFlag.GAP in stride.flags for stride in found)
    assert all(stride.load.peak_force_n is not None for stride in found)


def test_nothing_is_said_of_a_foot_whose_sensors_are_silent() -> None:
    assert strides(foot(), without(session().block, imu=True, sole=True)) == []


def test_a_foot_with_an_inertial_sensor_alone_needs_no_sole() -> None:
    block = session().block
    bare = replace(
        block, plantar_kpa=np.empty((len(block), 0)), instep_kpa=np.empty((len(block), 0))
    )

    found = strides(foot(cells=0), bare)

    assert found == strides(foot(), without(block, sole=True))


@pytest.mark.parametrize("silent", ["imu", "sole", "both"])
def test_what_is_settled_advances_while_the_runner_stands_and_sensors_are_silent(
    silent: str,
) -> None:
    block = session().block
    lost = {"imu": {"imu": True}, "sole": {"sole": True}, "both": {"imu": True, "sole": True}}
    one = foot()

    one.push(without(block, **lost[silent]))

    assert one.settled_s > DURATION_S - 3.0


def test_a_stride_across_a_gap_is_flagged_and_lacks_what_was_lost() -> None:
    block = session().block
    acc, gyr, plantar = block.acc_m_s2.copy(), block.gyr_rad_s.copy(), block.plantar_kpa.copy()
    gap = slice(round(20.0 * RATE_HZ), round(20.08 * RATE_HZ))
    acc[gap] = gyr[gap] = np.nan
    plantar[gap] = np.nan

    found = strides(foot(), replace(block, acc_m_s2=acc, gyr_rad_s=gyr, plantar_kpa=plantar))

    [across] = [stride for stride in found if stride.ic_s < 20.0 < stride.next_ic_s]
    assert StrideFlag.GAP in across.flags
    assert across.motion.stride_length_m is None


def test_a_quiet_stand_weighs_half_the_runner_and_two_feet_the_whole() -> None:
    told = [said for said in foot().push(session().block) if isinstance(said, StandingLoad)]
    both = BothFeet(Athlete(), GaitLimits())
    for side in Side:
        both.weigh(replace(told[-1], side=side))
    left = Stride(side=Side.LEFT, ic_s=10.0, tc_s=10.25, next_ic_s=10.72)
    right = replace(left, side=Side.RIGHT, ic_s=10.36, tc_s=10.61, next_ic_s=11.08)

    steps = both.push(left) + both.push(right)

    assert told[-1].load_n == pytest.approx(35.0 * 9.81, rel=0.15)
    assert steps[0].vertical_stiffness_n_m == pytest.approx(23_000.0, rel=0.4)


@pytest.mark.parametrize("size", [37, 2000])
def test_the_offset_of_an_insole_is_no_weight(size: int) -> None:
    block = session().block
    shifted = replace(block, plantar_kpa=block.plantar_kpa + 6.0)

    said = [standing_n(one, size) for one in (block, shifted)]

    assert said[1] == pytest.approx(said[0], rel=0.01)


def standing_n(block: FootBlock, size: int) -> float:
    """The load of standing that is said last, from samples in pieces of this size."""
    one, told = foot(), []
    for start in range(0, len(block), size):
        said = one.push(part(block, start, min(start + size, len(block))))
        told += [event.load_n for event in said if isinstance(event, StandingLoad)]
    return told[-1]


def test_a_plate_sees_the_steps_of_a_light_child_whose_mass_is_known() -> None:
    t_s = np.arange(round(20.0 * RATE_HZ)) / RATE_HZ
    step = np.mod(t_s, 0.8) / 0.48  # walking: 0.6 of the cycle
    force_n = np.where((step < 1.0) & (t_s > 1.3), 190.0 * np.sin(np.pi * step.clip(0.0, 1.0)), 0.0)
    none = np.empty((len(t_s), 0))
    block = FootBlock(Side.LEFT, 0, RATE_HZ, t_s, none, none, none, none, force_n)

    def steps(mass_kg: float | None) -> int:
        plate = Foot(
            Side.LEFT,
            RATE_HZ,
            imu=False,
            layout=None,
            plantar_cells=0,
            mounted=False,
            athlete=Athlete(mass_kg=mass_kg),
            limits=GaitLimits(),
        )
        return len(strides(plate, block))

    assert (steps(18.0), steps(None)) == (22, 0)
