from math import inf, radians
from random import Random

import pytest

from monitor.detectors.foot_drop import foot_drop
from monitor.detectors.limits import DetectorLimits
from monitor.types import QUANTITIES, FindingStatus, Side, Stride
from tests.monitor.detectors.running import Shape, changed, on_left, run, walking
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


def both(fall_deg: float, from_s: float, *, slope: float = 0.0, to_s: float = inf) -> Shape:
    """Both feet's toes lower for a time, perhaps on a hill."""

    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        pitch_rad = QUANTITIES["pitch_mid_swing_rad"](stride)
        length_m = QUANTITIES["stride_length_m"](stride)
        if not from_s <= t_s < to_s or pitch_rad is None or length_m is None:
            return stride
        lower_rad = pitch_rad - radians(fall_deg)
        return changed(stride, pitch_mid_swing_rad=lower_rad, rise_m=slope * length_m)

    return shape


@pytest.mark.parametrize(("slope", "fall_deg"), [(0.06, 6.0), (-0.04, 7.0), (-0.075, 8.6)])
def test_what_happens_to_both_feet_on_a_hill_is_not_a_nerve(slope: float, fall_deg: float) -> None:
    signs = run(1200.0, both(fall_deg, 800.0, slope=slope, to_s=1000.0))

    assert statuses(found(foot_drop(Side.LEFT, DetectorLimits()), signs)) == [FindingStatus.CLEAR]


@pytest.mark.parametrize("side", Side)
def test_toes_that_hang_on_both_sides_are_found_on_the_flat(side: Side) -> None:
    signs = run(1200.0, both(8.0, 800.0))

    findings = found(foot_drop(side, DetectorLimits()), signs)

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert findings[1].t_s < 870.0


def test_a_drop_is_found_although_overstriding_lifts_the_toes_of_both_feet() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        pitch_rad = QUANTITIES["pitch_mid_swing_rad"](stride)
        strike_rad = QUANTITIES["foot_strike_angle_rad"](stride)
        assert pitch_rad is not None
        assert strike_rad is not None
        if t_s >= 600.0:
            pitch_rad, strike_rad = pitch_rad + radians(4.5), strike_rad + radians(6.0)
        lifted = changed(stride, pitch_mid_swing_rad=pitch_rad, foot_strike_angle_rad=strike_rad)
        fall_rad = -radians(7.0)
        return on_left(lifted, t_s, 720.0, pitch_mid_swing_rad=fall_rad)

    signs = run(1000.0, shape)
    left = found(foot_drop(Side.LEFT, DetectorLimits()), signs)
    right = found(foot_drop(Side.RIGHT, DetectorLimits()), signs)

    assert [f.t_s < 780.0 for f in left if f.status is FindingStatus.ACTIVE] == [True]
    assert statuses(right) == [FindingStatus.CLEAR]


@pytest.mark.parametrize("quantity", ["pitch_mid_swing_rad", "foot_strike_angle_rad"])
def test_a_walker_whose_foot_drops_is_told_too(quantity: str) -> None:
    signs = run(700.0, lambda s, t, _n: walking(on_left(s, t, 600.0, **{quantity: -radians(6.0)})))

    findings = found(foot_drop(Side.LEFT, DetectorLimits()), signs)

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]


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


def on_forefoot(clearance_mm: float, height_mm: float) -> Shape:
    """A runner who lands toes first, and whose left foot is then lifted less."""

    def shape(stride: Stride, t_s: float, noise: Random) -> Stride:
        low = stride.side is Side.LEFT and t_s >= 600.0
        return changed(
            stride,
            foot_strike_angle_rad=-0.1 + noise.gauss(0.0, 0.02),
            toe_clearance_m=0.020 + noise.gauss(0.0, 0.002) - low * clearance_mm / 1000.0,
            path_height_m=0.120 + noise.gauss(0.0, 0.004) - low * height_mm / 1000.0,
        )

    return shape


def test_a_forefoot_striker_s_drop_shows_in_clearance_and_height() -> None:
    signs = run(900.0, on_forefoot(5.7, 12.0))

    left = found(foot_drop(Side.LEFT, DetectorLimits()), signs)
    right = found(foot_drop(Side.RIGHT, DetectorLimits()), signs)

    assert statuses(left) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert 600.0 < left[1].t_s < 720.0
    assert "mm lower" in left[1].evidence
    assert statuses(right) == [FindingStatus.CLEAR]


@pytest.mark.parametrize(("clearance_mm", "height_mm"), [(5.7, 0.0), (0.0, 12.0), (-5.7, -12.0)])
def test_on_the_forefoot_one_of_them_alone_is_no_drop(
    clearance_mm: float, height_mm: float
) -> None:
    signs = run(900.0, on_forefoot(clearance_mm, height_mm))

    for side in Side:
        findings = found(foot_drop(side, DetectorLimits()), signs)
        assert FindingStatus.ACTIVE not in statuses(findings)


def test_a_forefoot_striker_s_drop_is_found_on_a_hill_that_lifts_both_feet() -> None:
    dropped = on_forefoot(5.7, 12.0)

    def shape(stride: Stride, t_s: float, noise: Random) -> Stride:
        low = dropped(stride, t_s, noise)
        length_m = QUANTITIES["stride_length_m"](low)
        clearance_m = QUANTITIES["toe_clearance_m"](low)
        if t_s < 300.0 or length_m is None or clearance_m is None:
            return low
        return changed(low, rise_m=0.05 * length_m, toe_clearance_m=clearance_m + 0.04)

    signs = run(900.0, shape)

    left = found(foot_drop(Side.LEFT, DetectorLimits()), signs)

    assert [600.0 < f.t_s < 720.0 for f in left if f.status is FindingStatus.ACTIVE] == [True]
    right = found(foot_drop(Side.RIGHT, DetectorLimits()), signs)
    assert FindingStatus.ACTIVE not in statuses(right)


@pytest.mark.parametrize("lost", Side)
def test_strides_that_one_foot_loses_are_no_drop_when_the_pace_changes(lost: Side) -> None:
    """The foot that loses fewer would be seen at the new pace alone, the other at both."""

    def shape(stride: Stride, t_s: float, noise: Random) -> Stride:
        lower = 0.02 if t_s >= 600.0 else 0.0
        return changed(
            stride,
            foot_strike_angle_rad=-0.1 + noise.gauss(0.0, 0.02),
            toe_clearance_m=0.030 - lower + noise.gauss(0.0, 0.002),
            path_height_m=0.150 - 2.0 * lower + noise.gauss(0.0, 0.004),
        )

    luck = Random(5)
    signs = [
        event
        for event in run(900.0, shape, speed=lambda t: 3.0 if t < 600.0 else 2.2)
        if event.side is not lost or luck.random() > 0.3
    ]

    for side in Side:
        assert statuses(found(foot_drop(side, DetectorLimits()), signs)) == [FindingStatus.CLEAR]


def test_walking_home_with_a_drop_does_not_make_it_usual() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        dropped = on_left(stride, t_s, 400.0, pitch_mid_swing_rad=-radians(7.0))
        return walking(dropped) if t_s >= 520.0 else dropped

    findings = found(foot_drop(Side.LEFT, DetectorLimits()), run(1100.0, shape))

    assert statuses(findings) == [
        FindingStatus.CLEAR,
        FindingStatus.ACTIVE,
        FindingStatus.NOT_ASSESSED,
    ]


def test_a_drop_that_is_over_before_the_walk_is_over_in_the_walk() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        if 400.0 <= t_s < 500.0:
            stride = on_left(stride, t_s, 400.0, pitch_mid_swing_rad=-radians(7.0))
        return walking(stride) if t_s >= 620.0 else stride

    findings = found(foot_drop(Side.LEFT, DetectorLimits()), run(1100.0, shape))

    assert statuses(findings) == [
        FindingStatus.CLEAR,
        FindingStatus.ACTIVE,
        FindingStatus.CLEAR,
        FindingStatus.NOT_ASSESSED,  # what running showed says nothing of the first walk
        FindingStatus.CLEAR,
    ]
    assert 630.0 < findings[3].t_s < 670.0
    assert findings[4].t_s < 800.0


@pytest.mark.parametrize("lift_deg", [4.0, 6.0])
def test_a_walk_on_a_slanted_path_does_not_blind_the_run_after_it(lift_deg: float) -> None:
    """The left foot lifts more for a minute of walking; later the right foot drops."""

    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        if t_s >= 900.0 and stride.side is Side.RIGHT:
            pitch_rad = QUANTITIES["pitch_mid_swing_rad"](stride)
            stride = changed(stride, pitch_mid_swing_rad=(pitch_rad or 0.0) - radians(7.0))
        if 300.0 <= t_s < 360.0:
            stride = on_left(stride, t_s, 300.0, pitch_mid_swing_rad=radians(lift_deg))
        return walking(stride) if t_s < 360.0 else stride

    for side in Side:
        (*before, last) = found(foot_drop(side, DetectorLimits()), run(1200.0, shape))

        assert FindingStatus.ACTIVE not in statuses(before)
        unseen_s = [f.t_s for f in before[1:] if f.status is FindingStatus.NOT_ASSESSED]
        assert all(360.0 < t_s < 420.0 for t_s in unseen_s)  # the first minute of running
        dropped = side is Side.RIGHT
        assert last.status is (FindingStatus.ACTIVE if dropped else FindingStatus.CLEAR)
        assert not dropped or 900.0 < last.t_s < 980.0


def test_a_drop_of_the_other_foot_teaches_no_walk_and_is_no_drop_once_it_is_over() -> None:
    """The left foot drops for a while; then the right lifts less, by far less than a drop."""

    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        pitch_rad = QUANTITIES["pitch_mid_swing_rad"](stride) or 0.0
        if 400.0 <= t_s < 900.0 and stride.side is Side.LEFT:
            stride = changed(stride, pitch_mid_swing_rad=pitch_rad - radians(7.0))
        elif t_s >= 900.0 and stride.side is Side.RIGHT:
            stride = changed(stride, pitch_mid_swing_rad=pitch_rad - radians(2.5))
        return walking(stride) if t_s >= 520.0 else stride

    findings = found(foot_drop(Side.RIGHT, DetectorLimits()), run(1400.0, shape))

    assert FindingStatus.ACTIVE not in statuses(findings)
