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


def made(flags: StrideFlag, *, ic: float = 10.0, tc: float = 35.0) -> Stride:
    """A running stride of motion, flagged so; what is timed elsewhere is by load."""
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
        ic_error_s=0.003,
        tc_error_s=0.004,
    )
    cycle = ImuStride(10.0, 35.0, 80.0, Gait.RUN, flags, motion)
    fused = FusedStride(ic, tc, 80.0, cycle, follows=True, complete=True, timed_by_load=False)
    meter = LoadMeter(RATE_HZ, limits.pressure, None, None)
    gait = FootGait(Side.LEFT, limits.stride, one_foot=False)
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


def test_contact_time_errs_by_both_of_its_ends_unless_a_load_timed_one() -> None:
    by_motion, ic_by_load, tc_by_load = (
        made(StrideFlag.NONE),
        made(StrideFlag.NONE, ic=11.0),
        made(StrideFlag.NONE, tc=36.0),
    )

    assert by_motion.contact_time_error_s == pytest.approx(0.005)
    assert ic_by_load.motion is not None
    assert (ic_by_load.motion.ic_error_s, ic_by_load.motion.tc_error_s) == (None, 0.004)
    assert tc_by_load.motion is not None
    assert (tc_by_load.motion.ic_error_s, tc_by_load.motion.tc_error_s) == (0.003, None)
    assert (ic_by_load.contact_time_error_s, tc_by_load.contact_time_error_s) == (None, None)
