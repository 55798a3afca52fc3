from math import radians
from random import Random

import pytest

from monitor.detectors.foot_drop import foot_drop
from monitor.detectors.limits import DetectorLimits
from monitor.types import FindingStatus, Side, Stride
from tests.monitor.detectors.running import changed, on_left, run
from tests.monitor.detectors.telling import found, statuses


@pytest.mark.parametrize("quantity", ["pitch_mid_swing_rad", "foot_strike_angle_rad"])
def test_toes_that_hang_on_one_side_are_found_within_a_minute(quantity: str) -> None:
    signs = run(700.0, lambda s, t, _n: on_left(s, t, 600.0, **{quantity: -radians(6.0)}))

    left = found(foot_drop(Side.LEFT, DetectorLimits()), signs)
    right = found(foot_drop(Side.RIGHT, DetectorLimits()), signs)

    assert statuses(left) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert 600.0 < left[1].t_s < 660.0
    assert statuses(right) == [FindingStatus.CLEAR]


@pytest.mark.parametrize("quantity", ["pitch_mid_swing_rad", "foot_strike_angle_rad"])
def test_toes_of_the_other_foot_that_rise_are_no_drop(quantity: str) -> None:
    signs = run(900.0, lambda s, t, _n: on_left(s, t, 600.0, **{quantity: radians(6.0)}))

    findings = found(foot_drop(Side.RIGHT, DetectorLimits()), signs)

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_what_happens_to_both_feet_is_a_hill_not_a_nerve() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        pitch_rad = stride.motion.pitch_mid_swing_rad
        if t_s < 600.0 or pitch_rad is None:
            return stride
        return changed(stride, pitch_mid_swing_rad=pitch_rad - radians(8.0))

    findings = found(foot_drop(Side.LEFT, DetectorLimits()), run(900.0, shape))

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_with_one_foot_it_is_not_assessed() -> None:
    findings = found(foot_drop(Side.LEFT, DetectorLimits()), run(200.0, sides=(Side.LEFT,)))

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]


@pytest.mark.parametrize(("strike_rad", "expected"), [(-0.1, "not_assessed"), (0.05, "clear")])
def test_of_a_runner_on_the_forefoot_no_foot_is_called_clear(
    strike_rad: float, expected: str
) -> None:
    def shape(stride: Stride, _t: float, _noise: Random) -> Stride:
        return changed(stride, foot_strike_angle_rad=strike_rad)

    findings = found(foot_drop(Side.LEFT, DetectorLimits()), run(600.0, shape))

    assert statuses(findings) == [FindingStatus(expected)]
