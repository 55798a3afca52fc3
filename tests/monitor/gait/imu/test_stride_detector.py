from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import (
    FloatArray,
    FootBlock,
    Gait,
    GaitChange,
    MotionMeasures,
    Side,
    StrideFlag,
)
from tests.monitor.gait.walking_foot import Foot, losing, part

RUN = Foot(onward_m_s=1.0, down_m_s=0.8)
FAST = replace(RUN, stride_s=0.62, duty=0.25, length_m=3.4)
JOG = replace(RUN, stride_s=0.8, duty=0.42, length_m=1.2)
WALK = Foot(stride_s=1.1, duty=0.62, length_m=1.4, strides=20)
FOOT_IN_SENSOR = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])


def said(block: FootBlock, *, mounted: bool = False) -> list[ImuStride | GaitChange]:
    strides = ImuStrides(block.side, block.rate_hz, ImuLimits(), mounted=mounted)
    return strides.push(block) + strides.finish()


def strides_of(block: FootBlock, *, mounted: bool = False) -> list[ImuStride]:
    return [item for item in said(block, mounted=mounted) if isinstance(item, ImuStride)]


def nearest_s(found_s: FloatArray, true_s: FloatArray) -> FloatArray:
    return found_s - true_s[np.abs(true_s[:, np.newaxis] - found_s).argmin(axis=0)]


def same_motion(one: MotionMeasures, two: MotionMeasures, *, length_m: float) -> None:
    assert one.stride_length_m == pytest.approx(two.stride_length_m, abs=length_m)
    assert one.foot_strike_angle_rad == pytest.approx(two.foot_strike_angle_rad, abs=0.02)


@pytest.mark.parametrize("foot", [RUN, FAST, JOG])
def test_contacts_of_running_are_within_35_ms_and_none_is_missed_or_invented(foot: Foot) -> None:
    # no real foot lands like this one: tests/real has what real ones err
    strides = strides_of(foot.block())

    assert len(strides) == foot.strides - 1
    ic_s = np.array([stride.next_ic / 200.0 for stride in strides])
    tc_s = np.array([stride.tc / 200.0 for stride in strides])
    assert np.abs(nearest_s(ic_s, foot.ic_s)).max() < 0.028
    assert np.abs(nearest_s(tc_s, foot.tc_s)).max() < 0.033


@pytest.mark.parametrize("foot", [RUN, FAST, JOG, WALK])
def test_length_is_within_a_hundredth_and_level_ground_is_level(foot: Foot) -> None:
    strides = strides_of(replace(foot, sensor_m=(0.0, 0.11)).block())  # where the limits put it

    for stride in strides[1:]:
        assert stride.motion.stride_length_m == pytest.approx(foot.length_m, rel=0.01)
        assert stride.motion.rise_m == pytest.approx(0.0, abs=0.03)
        assert stride.motion.speed_m_s == pytest.approx(foot.length_m / foot.stride_s, rel=0.02)


@pytest.mark.parametrize("seed", range(8))
def test_the_pod_may_be_clipped_on_at_any_angle(seed: int) -> None:
    turned = strides_of(RUN.block(Rotation.random(random_state=seed).as_matrix()))
    straight = strides_of(RUN.block())

    assert len(turned) == len(straight)
    for one, two in zip(turned[1:], straight[1:], strict=True):
        assert one.motion.stride_length_m == pytest.approx(two.motion.stride_length_m, abs=0.005)
        assert one.motion.foot_strike_angle_rad == pytest.approx(
            two.motion.foot_strike_angle_rad, abs=0.03
        )
        assert one.ic == pytest.approx(two.ic, abs=0.6)


def test_known_axes_need_no_search() -> None:
    strides = ImuStrides(Side.RIGHT, 200.0, ImuLimits(), mounted=True)
    first_three_s = part(RUN.block(), 0, round(200 * (RUN.stand_s + 3.5 * RUN.stride_s)))

    found = [item for item in strides.push(first_three_s) if isinstance(item, ImuStride)]

    assert len(found) == 2
    assert StrideFlag.MOUNTING_GUESSED not in found[0].flags


def test_without_standing_strides_are_held_until_the_mounting_is_known_then_all_are_said() -> None:
    foot = replace(RUN, stand_s=0.0)
    block = foot.block(FOOT_IN_SENSOR)
    strides = ImuStrides(Side.RIGHT, 200.0, ImuLimits())

    pushes = [strides.push(part(block, i, i + 20)) for i in range(0, len(block) - 20, 20)]

    counts = [sum(isinstance(item, ImuStride) for item in push) for push in pushes]
    first = next(i for i, count in enumerate(counts) if count)
    assert 3 <= counts[first] <= 10
    assert first * 20 / 200.0 < 10 * foot.stride_s
    assert max(counts[first + 1 :]) == 1
    assert sum(counts) >= foot.strides - 3


def test_a_stride_is_said_at_most_one_stride_after_it_ended() -> None:
    block = RUN.block()
    strides = ImuStrides(Side.RIGHT, 200.0, ImuLimits(), mounted=True)

    for i in range(len(block)):
        for item in strides.push(part(block, i, i + 1)):
            if isinstance(item, ImuStride):
                assert (i - item.next_ic) / 200.0 < RUN.stride_s


def test_the_last_stride_comes_when_the_runner_stands_still() -> None:
    block = RUN.block()
    still = part(block, 0, 390)
    n = len(block)
    strides = ImuStrides(Side.RIGHT, 200.0, ImuLimits(), mounted=True)
    strides.push(block)

    after = strides.push(replace(still, start=n, t_s=still.t_s + n / 200.0))

    assert isinstance(after[0], ImuStride)
    assert after[0].flags == StrideFlag.LAST
    stands = after[-1]
    assert isinstance(stands, GaitChange)
    assert (stands.side, stands.gait) == (Side.RIGHT, Gait.STAND)
    assert stands.t_s == pytest.approx(n / 200.0 + 1.5, abs=0.3)


def test_a_stride_that_only_the_end_of_the_session_tells_is_its_last() -> None:
    ends_in_stance = part(RUN.block(), 0, round(200 * (RUN.ic_s[-1] + 0.13)))

    flags = [stride.flags for stride in strides_of(ends_in_stance, mounted=True)]

    assert flags == [StrideFlag.FIRST, *[StrideFlag.NONE] * (len(flags) - 2), StrideFlag.LAST]


def test_walking_and_running_and_standing_are_told_apart() -> None:
    def gaits(foot: Foot) -> tuple[list[Gait], set[Gait]]:
        told = said(foot.block())
        stands = [item.gait for item in told if isinstance(item, GaitChange)]
        return stands, {item.gait for item in told if isinstance(item, ImuStride)}

    assert gaits(RUN) == ([Gait.STAND], {Gait.RUN})
    assert gaits(WALK) == ([Gait.STAND], {Gait.WALK})


def test_pedals_neither_walk_nor_run() -> None:
    n = 24_000
    turn = 2.0 * np.pi * 1.5 * np.arange(n) / 200.0
    rng = np.random.default_rng(0)
    still = part(RUN.block(), 0, 1)
    acc = np.column_stack([5.0 * np.cos(turn), 9.8 + 5.0 * np.sin(turn), np.zeros(n)])
    gyr = np.column_stack([rng.normal(0.0, 0.1, (n, 2)), 2.5 * np.sin(turn)])
    none, load_n = np.empty((n, 0)), np.full(n, np.nan)
    pedalling = FootBlock(still.side, 0, 200.0, np.arange(n) / 200.0, acc, gyr, none, none, load_n)

    items = said(pedalling)

    assert all(item.motion.stride_length_m < 0.3 for item in items if isinstance(item, ImuStride))
    assert not any(isinstance(item, GaitChange) for item in items)


def test_a_short_loss_is_bridged_and_the_stride_says_so() -> None:
    block = RUN.block()
    strides = strides_of(block)
    hurt = strides[10]
    middle = round(0.5 * (hurt.tc + hurt.next_ic))

    lossy = strides_of(losing(block, [(middle, 15)]))

    assert len(lossy) == len(strides)
    assert lossy[10].flags == StrideFlag.GAP
    assert lossy[10].motion.stride_length_m is None
    assert lossy[10].motion.speed_m_s is None
    assert lossy[10].tc == pytest.approx(hurt.tc, abs=2.0)  # the line over the loss bends the path
    assert lossy[9] == strides[9]
    assert lossy[12] == strides[12]


def test_a_long_loss_breaks_the_run_of_strides_and_nothing_is_invented() -> None:
    block = RUN.block()
    strides = strides_of(block)

    lossy = strides_of(losing(block, [(1500, 400)]))

    assert len(strides) - 6 <= len(lossy) < len(strides)
    after = next(stride for stride in lossy if stride.motion.length_from_s >= 9.5)
    assert StrideFlag.FIRST in after.flags
    assert not [s for s in lossy if s.motion.length_from_s < 7.5 and s.motion.length_to_s >= 9.5]
    errors_s = nearest_s(np.array([s.next_ic / 200.0 for s in lossy]), RUN.ic_s)
    assert np.abs(errors_s).max() < 0.022


def test_a_saturated_sensor_is_noticed() -> None:
    block = FAST.block()
    limit = 0.8 * np.abs(block.gyr_rad_s).max()
    flat = replace(block, gyr_rad_s=np.clip(block.gyr_rad_s, -limit, limit))

    assert not any(StrideFlag.CLIPPED in stride.flags for stride in strides_of(block, mounted=True))
    clipped = strides_of(flat, mounted=True)
    assert sum(StrideFlag.CLIPPED in stride.flags for stride in clipped) >= len(clipped) - 2


@pytest.mark.parametrize("bias_rad_s", [(0.02, -0.03, 0.04), (0.15, 0.17, -0.16)])
def test_gyroscope_bias_is_measured_while_standing(bias_rad_s: tuple[float, float, float]) -> None:
    block = RUN.block()
    biased = replace(block, gyr_rad_s=block.gyr_rad_s + np.array(bias_rad_s))

    for one, two in zip(strides_of(biased)[1:], strides_of(block)[1:], strict=True):
        assert one.motion.stride_length_m == pytest.approx(two.motion.stride_length_m, abs=0.01)
        assert one.motion.foot_strike_angle_rad == pytest.approx(
            two.motion.foot_strike_angle_rad, abs=0.03
        )


def test_a_bias_that_no_sensor_has_makes_every_length_doubtful() -> None:
    block = RUN.block()
    biased = replace(block, gyr_rad_s=block.gyr_rad_s + np.array([0.0, 0.45, 0.0]))

    strides = strides_of(biased)

    assert len(strides) >= RUN.strides - 2
    assert all(StrideFlag.LENGTH_DOUBTED in stride.flags for stride in strides)


def test_a_runner_who_stands_for_a_minute_may_run_on() -> None:
    run = RUN.block()
    still, stage = part(run, 0, 390), ImuStrides(Side.RIGHT, 200.0, ImuLimits(), mounted=True)

    said, start = [], 0
    for block in (run, *[still] * 32, run):
        said += stage.push(replace(block, start=start, t_s=(start + np.arange(len(block))) / 200.0))
        start += len(block)
    said += stage.finish()

    again = start - len(run)
    strides = [stride for stride in said if isinstance(stride, ImuStride)]
    assert sum(stride.ic > again for stride in strides) >= RUN.strides - 2


def test_a_foot_that_stands_makes_no_strides() -> None:
    rng = np.random.default_rng(3)
    still = part(RUN.block(), 0, 380)
    acc = np.tile(still.acc_m_s2[100], (380, 1)) + rng.normal(0.0, 0.05, (380, 3))
    gyr = rng.normal(0.0, 0.01, (380, 3))

    assert said(replace(still, acc_m_s2=acc, gyr_rad_s=gyr)) == []


def test_landing_and_swing_are_described() -> None:
    stride = strides_of(RUN.block())[12]

    assert np.degrees(stride.motion.foot_strike_angle_rad) == pytest.approx(16.0, abs=2.0)
    _, _, y_m = RUN.pose(np.linspace(stride.motion.length_from_s, stride.motion.length_to_s, 1000))
    assert stride.motion.path_height_m == pytest.approx((y_m - y_m[0]).max(), abs=0.003)
    assert stride.motion.toe_clearance_m is None  # this foot's tip sinks all the way to its landing
    assert stride.motion.foot_slap_rad_s == pytest.approx(5.0, abs=2.0)
    assert stride.motion.pronation_rad == pytest.approx(0.0, abs=0.01)
    assert stride.motion.pitch_mid_swing_rad < 0.0
    assert stride.motion.impact_m_s2 > 10.0


def test_standing_for_minutes_before_the_first_step_is_cheap_and_loses_nothing() -> None:
    run = RUN.block(FOOT_IN_SENSOR)
    still, stage = part(run, 0, 390), ImuStrides(Side.RIGHT, 200.0, ImuLimits())

    said, start = [], 0
    for block in (*[still] * 60, run):
        said += stage.push(replace(block, start=start, t_s=(start + np.arange(len(block))) / 200.0))
        start += len(block)
    said += stage.finish()

    strides = [stride for stride in said if isinstance(stride, ImuStride)]
    assert len(strides) == RUN.strides - 1
    assert StrideFlag.MOUNTING_GUESSED not in strides[0].flags
