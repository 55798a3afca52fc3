"""What a foot does beside strides: it lands as the recording ends, rolls on its toes, twists."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import FloatArray, FootBlock, Side, StrideFlag
from tests.monitor.gait.walking_foot import Foot, part

RATE_HZ = 200.0
RUN = Foot(onward_m_s=1.0, down_m_s=0.8)
WALK = Foot(stride_s=1.1, duty=0.62, length_m=1.4, strides=12)
TOE_M = (0.12, -0.11, 0.0)
HEEL_M = (-0.13, -0.11, 0.0)


def strides_of(block: FootBlock) -> list[ImuStride]:
    stage = ImuStrides(Side.RIGHT, block.rate_hz, ImuLimits(), mounted=True)
    return [item for item in stage.push(block) + stage.finish() if isinstance(item, ImuStride)]


@pytest.mark.parametrize(
    ("foot", "after_s"), [(WALK, 0.08), (WALK, 0.12), (WALK, 0.16), (RUN, 0.16)]
)
def test_a_foot_that_lands_as_the_samples_end_has_made_its_stride(
    foot: Foot, after_s: float
) -> None:
    landed_s = float(foot.ic_s[8])

    last = strides_of(part(foot.block(), 0, round(RATE_HZ * (landed_s + after_s))))[-1]

    assert last.next_ic / RATE_HZ == pytest.approx(landed_s, abs=0.06)
    assert StrideFlag.LAST in last.flags


@pytest.mark.parametrize(("foot", "after_s"), [(WALK, 0.07), (RUN, 0.08), (RUN, 0.12)])
def test_a_stride_whose_landing_is_cut_off_has_the_right_length_or_a_doubted_one(
    foot: Foot, after_s: float
) -> None:
    landed_s = float(foot.ic_s[8])

    last = strides_of(part(foot.block(), 0, round(RATE_HZ * (landed_s + after_s))))[-1]

    right = last.motion.stride_length_m == pytest.approx(foot.length_m, rel=0.04)
    assert last.next_ic / RATE_HZ == pytest.approx(landed_s, abs=0.1)
    assert right or StrideFlag.LENGTH_DOUBTED in last.flags


@pytest.mark.parametrize("foot", [WALK, RUN])
@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8])
def test_a_foot_that_is_in_the_air_as_the_samples_end_has_made_none(
    foot: Foot, share: float
) -> None:
    left_s, landed_s = float(foot.tc_s[7]), float(foot.ic_s[8])
    stop_s = left_s + share * (landed_s - left_s)

    last = strides_of(part(foot.block(), 0, round(RATE_HZ * stop_s)))[-1]

    assert last.next_ic / RATE_HZ < left_s


def turning(axis: int, degrees: float, about_m: tuple[float, float, float]) -> FootBlock:
    """A foot that turns to and fro on a point of its sole, four times, and stands between."""
    t_s = np.arange(round(RATE_HZ * 14.0)) / RATE_HZ
    share = np.mod(t_s, 3.0) - 2.0  # of each three seconds the last is spent in turning
    angle = np.radians(degrees) * np.sin(np.pi * np.clip(share, 0.0, 1.0)) ** 2
    turned = Rotation.from_rotvec(np.outer(angle, np.eye(3)[axis]))
    place = np.asarray(about_m) - turned.apply(about_m)
    speed = np.gradient(place, 1.0 / RATE_HZ, axis=0)
    force = np.gradient(speed, 1.0 / RATE_HZ, axis=0) + np.array([0.0, 9.80665, 0.0])
    gyr = np.zeros((len(t_s), 3))
    gyr[:, axis] = np.gradient(angle, 1.0 / RATE_HZ)
    return _block(t_s, turned.inv().apply(force), gyr)


def _block(t_s: FloatArray, acc: FloatArray, gyr: FloatArray) -> FootBlock:
    none = np.empty((len(t_s), 0))
    load_n = np.full(len(t_s), np.nan)
    return FootBlock(Side.RIGHT, 0, RATE_HZ, t_s, acc, gyr, none, none.copy(), load_n)


@pytest.mark.parametrize("degrees", [-20.0, -35.0, -50.0])
def test_a_heel_that_is_raised_makes_no_stride(degrees: float) -> None:
    assert strides_of(turning(2, degrees, TOE_M)) == []


@pytest.mark.parametrize("degrees", [20.0, 35.0])
def test_toes_that_tap_make_no_stride(degrees: float) -> None:
    assert strides_of(turning(2, degrees, HEEL_M)) == []


@pytest.mark.parametrize("degrees", [-55.0, 30.0, 55.0, 70.0])
def test_a_foot_that_twists_where_it_stands_makes_no_stride(degrees: float) -> None:
    assert strides_of(turning(1, degrees, TOE_M)) == []


def test_a_foot_that_marches_on_the_spot_makes_strides() -> None:
    march = replace(WALK, length_m=0.02)

    assert len(strides_of(march.block())) >= march.strides - 2


@pytest.mark.parametrize("bias_deg_s", [10.0, 16.0, 19.0])
def test_a_walker_who_never_stands_has_a_large_bias_learned(bias_deg_s: float) -> None:
    walk = Foot(stride_s=1.1, duty=0.62, length_m=1.4, strides=100)
    whole = walk.block()
    moving = part(whole, round(RATE_HZ * float(walk.ic_s[2])), round(RATE_HZ * walk.ic_s[97]))
    bias_rad_s = np.array([0.0, 0.0, np.radians(bias_deg_s)])

    strides = strides_of(replace(moving, gyr_rad_s=moving.gyr_rad_s + bias_rad_s))

    assert len(strides) >= 90
    assert [s.motion.stride_length_m for s in strides[-20:]] == pytest.approx([1.4] * 20, abs=0.05)


@pytest.mark.parametrize("after_s", [0.15, 0.25, 0.35])
def test_a_fidget_before_a_rest_makes_no_stride_the_last_by_how_blocks_are_cut(
    after_s: float,
) -> None:
    walk = WALK.block()
    cut = round(RATE_HZ * (float(WALK.ic_s[9]) + after_s))
    rows = np.r_[0:cut, np.tile(np.arange(150), 6)]
    gyr_rad_s = walk.gyr_rad_s[rows]
    gyr_rad_s[cut + 20 : cut + 120, 2] += 2.0 * np.sin(np.linspace(0.0, 2.0 * np.pi, 100))
    fidget = replace(
        walk,
        t_s=np.arange(len(rows)) / RATE_HZ,
        acc_m_s2=walk.acc_m_s2[rows],
        gyr_rad_s=gyr_rad_s,  # the heel goes up and down
        plantar_kpa=walk.plantar_kpa[rows],
        instep_kpa=walk.instep_kpa[rows],
        load_n=walk.load_n[rows],
    )

    by_size = []
    for size in (20, 400, len(rows)):
        stage, said = ImuStrides(Side.RIGHT, RATE_HZ, ImuLimits(), mounted=True), []
        for start in range(0, len(rows), size):
            said += stage.push(part(fidget, start, min(start + size, len(rows))))
        said += stage.finish()
        by_size.append([s.flags for s in said if isinstance(s, ImuStride)])

    assert by_size[0] == by_size[1] == by_size[2]


@pytest.mark.parametrize("restless_s", [4.0, 9.0, 12.0, 30.0])
@pytest.mark.parametrize("samples", [7, 160, 4000])
def test_a_foot_that_is_restless_for_long_after_a_step_ends_no_run(
    restless_s: float, samples: int
) -> None:
    """It neither rests nor moves clearly: where the last step ended is known only afterwards."""
    walk = WALK.block()
    cut = round(RATE_HZ * (float(WALK.ic_s[9]) + 0.3))
    rest = round(RATE_HZ * restless_s)
    rows = np.r_[0:cut, np.full(rest, 100), 0 : len(walk.t_s)]
    gyr_rad_s = walk.gyr_rad_s[rows]
    turn = 2.0 * np.pi * 2.0 * np.arange(rest) / RATE_HZ
    gyr_rad_s[cut : cut + rest, 0] = 1.1 * np.cos(turn)
    gyr_rad_s[cut : cut + rest, 2] = 1.1 * np.sin(turn)
    block = _block(np.arange(len(rows)) / RATE_HZ, walk.acc_m_s2[rows], gyr_rad_s)
    stage = ImuStrides(Side.RIGHT, RATE_HZ, ImuLimits(), mounted=True)

    said = [
        item
        for first in range(0, len(rows), samples)
        for item in stage.push(part(block, first, min(first + samples, len(rows))))
    ] + stage.finish()

    strides = [item for item in said if isinstance(item, ImuStride)]
    assert sum(one.next_ic < cut for one in strides) >= 7
    assert sum(one.ic > cut + rest for one in strides) >= WALK.strides - 2
    assert not any(one.ic < cut and one.next_ic > cut + rest for one in strides)
    assert said == stage_of(block)


def stage_of(block: FootBlock) -> list[object]:
    """Give what is said of a block that comes whole."""
    stage = ImuStrides(Side.RIGHT, RATE_HZ, ImuLimits(), mounted=True)
    return [*stage.push(block), *stage.finish()]
