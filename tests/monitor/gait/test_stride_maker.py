"""Whole strides: which of them have an overstride distance."""

import numpy as np
import pytest

from monitor.gait.buffer import History
from monitor.gait.imu.stride_detector import ImuStride
from monitor.gait.load.limits import LoadLimits
from monitor.gait.load.measures import LoadMeter
from monitor.gait.stride_fusion import FusedStride
from monitor.gait.stride_maker import StrideMaker
from monitor.gait.walk_run import FootGait
from monitor.types import FootBlock, Gait, MotionMeasures, Side, Stride, StrideFlag

RATE_HZ = 100.0
N = 200


def made(flags: StrideFlag) -> Stride:
    """A running stride of motion alone, flagged so."""
    none, lost = np.empty((N, 0)), np.full(N, np.nan)
    still = np.zeros((N, 3))
    history, limits = History(), LoadLimits()
    t_s = np.arange(N) / RATE_HZ
    block = FootBlock(Side.LEFT, 0, RATE_HZ, t_s, still, still, none, none, lost)
    history.append(block, lost)
    motion = MotionMeasures(
        length_from_s=0.2,
        length_to_s=0.9,
        stride_length_m=2.1,
        foot_strike_angle_rad=0.3,
    )
    cycle = ImuStride(10.0, 35.0, 80.0, Gait.RUN, flags, motion)
    fused = FusedStride(10.0, 35.0, 80.0, cycle, follows=True, complete=True, timed_by_load=False)
    meter = LoadMeter(RATE_HZ, limits.pressure, None, None)
    gait = FootGait(Side.LEFT, limits.stride)
    [stride] = StrideMaker(Side.LEFT, history, meter, gait, limits).made([fused])
    return stride


@pytest.mark.parametrize(
    "flag", [StrideFlag.SIDEWAYS, StrideFlag.MOUNTING_GUESSED, StrideFlag.LENGTH_DOUBTED]
)
def test_a_stride_whose_speed_or_angle_is_not_sure_has_no_overstride_distance(
    flag: StrideFlag,
) -> None:
    assert made(StrideFlag.NONE).heel_to_pelvis_m is not None
    assert made(StrideFlag.TURNING).heel_to_pelvis_m is not None
    assert (made(flag).heel_to_pelvis_m, made(flag).heel_to_pelvis_band_m) == (None, None)
