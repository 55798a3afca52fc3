"""The landing before the first stance: seen, or not said."""

import numpy as np
import pytest

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import FootBlock, StrideFlag
from tests.monitor.gait.walking_foot import Foot

RUN = Foot(onward_m_s=1.0, down_m_s=0.8)
LANDING_S = float(RUN.ic_s[4])


def first_stride(start_s: float) -> ImuStride:
    """First stride of a session that starts in the middle of a run."""
    whole = RUN.block()
    cut = slice(round(start_s * RUN.rate_hz), None)
    t_s = whole.t_s[cut] - whole.t_s[cut][0]
    block = FootBlock(
        side=whole.side,
        start=0,
        rate_hz=whole.rate_hz,
        t_s=t_s,
        acc_m_s2=whole.acc_m_s2[cut].copy(),
        gyr_rad_s=whole.gyr_rad_s[cut].copy(),
        plantar_kpa=whole.plantar_kpa[cut].copy(),
        instep_kpa=whole.instep_kpa[cut].copy(),
        load_n=whole.load_n[cut].copy(),
    )
    stage = ImuStrides(block.side, block.rate_hz, ImuLimits())
    said = [s for s in stage.push(block) + stage.finish() if isinstance(s, ImuStride)]
    assert StrideFlag.FIRST in said[0].flags
    return said[0]


@pytest.mark.parametrize("before_s", [0.12, 0.2, 0.3])
def test_a_landing_that_was_seen_is_as_good_as_the_others(before_s: float) -> None:
    stride = first_stride(LANDING_S - before_s)

    assert stride.tc is not None
    # within what the later ones of this foot err
    assert stride.ic / RUN.rate_hz == pytest.approx(before_s, abs=0.025)
    assert stride.motion.foot_strike_angle_rad is not None
    assert np.degrees(stride.motion.foot_strike_angle_rad) == pytest.approx(14.0, abs=5.0)


@pytest.mark.parametrize("before_s", [0.02, 0.0, -0.05])
def test_a_session_that_starts_too_late_has_no_first_contact(before_s: float) -> None:
    stride = first_stride(LANDING_S - before_s)

    assert stride.tc is None
    assert stride.motion.foot_strike_angle_rad is None
    assert stride.motion.stride_length_m == pytest.approx(RUN.length_m, rel=0.06)


def test_a_runner_who_stood_leaves_from_where_the_foot_rested() -> None:
    stage = ImuStrides(RUN.block().side, RUN.rate_hz, ImuLimits())
    block = RUN.block()

    first = next(s for s in stage.push(block) + stage.finish() if isinstance(s, ImuStride))

    assert StrideFlag.FIRST in first.flags
    assert first.tc is not None
    assert first.motion.foot_strike_angle_rad is None
