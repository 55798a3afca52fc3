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
