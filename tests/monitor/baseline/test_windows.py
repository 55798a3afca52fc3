from collections.abc import Callable
from dataclasses import replace
from math import radians
from random import Random

import pytest

from monitor.baseline.windows import usable
from monitor.detectors.alarm import Alarm
from monitor.detectors.asymmetry import asymmetry
from monitor.detectors.foot_drop import foot_drop
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.overstriding import overstriding
from monitor.types import FindingStatus, Side, Stride, StrideFlag
from tests.monitor.detectors.running import changed, ordinary, run
from tests.monitor.detectors.telling import found, statuses

LIMITS = DetectorLimits()


def round_bends(flags: StrideFlag, stride: Stride, t_s: float) -> Stride:
    """From minute 12 on, 50 s of each minute in narrow bends: the inner foot lands otherwise."""
    if t_s < 720.0 or t_s % 60.0 > 50.0:
        return stride
    flagged = replace(stride, flags=flags)
    if stride.side is Side.RIGHT or stride.tc_s is None:
        return flagged
    return changed(
        flagged,
        tc_s=stride.tc_s + 0.03,
        heel_to_pelvis_m=stride.heel_to_pelvis_m + 0.07,
        pitch_mid_swing_rad=stride.motion.pitch_mid_swing_rad - radians(8.0),
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: overstriding(Side.LEFT, LIMITS),
        lambda: foot_drop(Side.LEFT, LIMITS),
        lambda: asymmetry(LIMITS),
    ],
    ids=["overstriding", "foot_drop", "asymmetry"],
)
@pytest.mark.parametrize(
    ("flags", "active"), [(StrideFlag.NONE, True), (StrideFlag.TURNING, False)]
)
def test_what_the_feet_do_in_turns_is_held_against_nobody(
    make: Callable[[], Alarm], flags: StrideFlag, active: bool
) -> None:
    signs = run(1200.0, lambda stride, t_s, _noise: round_bends(flags, stride, t_s))

    said = found(make(), signs)

    assert (FindingStatus.ACTIVE in statuses(said)) is active


def test_a_stride_in_a_turn_is_whole_but_not_steady_running() -> None:
    stride = ordinary(Side.LEFT, 0.0, Random(1))

    assert usable(stride)
    assert usable(replace(stride, flags=StrideFlag.CLIPPED))
    assert not usable(replace(stride, flags=StrideFlag.TURNING))
