from math import inf
from random import Random

import pytest

from monitor.detectors.limits import DetectorLimits
from monitor.detectors.overstriding import overstriding
from monitor.profile import AthleteProfile, learned, recall
from monitor.types import QUANTITIES, FindingStatus, Side, Step, Stride
from tests.monitor.detectors.running import changed, on_left, run, walking, without
from tests.monitor.detectors.telling import answered, found, statuses

LIMITS = DetectorLimits()


def test_the_part_that_is_seen_of_five_centimetres_is_found_and_clears() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return stride if t_s > 1200.0 else on_left(stride, t_s, 800.0, heel_to_pelvis_m=0.015)

    findings = answered(overstriding(Side.LEFT, LIMITS), run(1500.0, shape))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE, FindingStatus.CLEAR]
    assert 800.0 < findings[1].t_s < 900.0
    assert "cm" in findings[1].evidence


def test_a_change_of_pace_by_a_tenth_is_silent() -> None:
    findings = answered(
        overstriding(Side.LEFT, LIMITS),
        run(2400.0, speed=lambda t: 3.0 if t < 800.0 else 3.3 if t < 1600.0 else 2.7),
    )

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_walking_pauses_the_question() -> None:
    findings = answered(
        overstriding(Side.LEFT, LIMITS),
        run(1500.0, lambda s, t, _n: walking(s) if t > 900.0 else s),
    )

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_without_foot_angle_it_is_not_assessed() -> None:
    findings = found(
        overstriding(Side.LEFT, LIMITS),
        run(200.0, lambda s, _t, _n: without(s, "heel_to_pelvis_m")),
    )

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]


@pytest.mark.parametrize("from_s", [240.0, 300.0, 480.0, 1200.0])
def test_with_a_profile_overstriding_is_found_from_the_first_minutes_on(from_s: float) -> None:
    profile = AthleteProfile()
    for seed in (11, 12, 13):
        detector = overstriding(Side.LEFT, DetectorLimits())
        recall(profile, [detector])
        found(detector, run(900.0, seed=seed))
        profile = learned(profile, [detector], ())
    detector = overstriding(Side.LEFT, DetectorLimits())
    recall(profile, [detector])

    events = run(from_s + 300.0, lambda s, t, _n: on_left(s, t, from_s, heel_to_pelvis_m=0.015))
    active = [f for f in found(detector, events) if f.status is FindingStatus.ACTIVE]

    assert [from_s < f.t_s < from_s + 120.0 for f in active] == [True]


def ahead(from_s: float, to_s: float = inf, seed: int = 1) -> list[Stride | Step]:
    """A run in which the left foot lands further ahead for a while."""

    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return stride if t_s > to_s else on_left(stride, t_s, from_s, heel_to_pelvis_m=0.015)

    return run(900.0, shape, seed=seed)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("from_s", [150.0, 180.0, 300.0, 480.0, 590.0])
def test_a_first_run_is_judged_by_its_own_start(from_s: float, seed: int) -> None:
    findings = answered(overstriding(Side.LEFT, LIMITS), ahead(from_s, seed=seed))

    assert statuses(findings) == [FindingStatus.ACTIVE]
    assert from_s < findings[0].t_s < from_s + 120.0


def test_long_steps_that_end_while_the_normal_is_learned_are_over_then() -> None:
    findings = answered(overstriding(Side.LEFT, LIMITS), ahead(240.0, 400.0))

    assert statuses(findings) == [FindingStatus.ACTIVE, FindingStatus.CLEAR]
    assert 400.0 < findings[1].t_s < 500.0


def test_a_few_long_steps_do_not_end_the_learning() -> None:
    findings = answered(overstriding(Side.LEFT, LIMITS), ahead(240.0, 270.0))

    assert statuses(findings) == [FindingStatus.CLEAR]
    assert findings[0].t_s > 600.0


@pytest.mark.parametrize("seed", range(4))
def test_paces_of_the_first_minutes_are_not_taken_for_long_steps(seed: int) -> None:
    def speed_m_s(t_s: float) -> float:
        return (3.0, 3.6, 2.6, 3.9)[int(t_s / 150.0) % 4]

    findings = answered(overstriding(Side.LEFT, LIMITS), run(1200.0, speed=speed_m_s, seed=seed))

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_a_pace_that_was_never_run_does_not_end_what_was_found() -> None:
    steady = ahead(240.0)
    fast = run(
        900.0,
        lambda stride, t_s, _noise: on_left(stride, t_s, 240.0, heel_to_pelvis_m=0.015),
        speed=lambda t_s: 3.0 if t_s < 400.0 else 3.9,
    )

    findings = answered(overstriding(Side.LEFT, LIMITS), fast)

    assert statuses(findings) == statuses(answered(overstriding(Side.LEFT, LIMITS), steady))
    assert statuses(findings) == [FindingStatus.ACTIVE]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("from_s", [100.0, 120.0, 140.0])
def test_long_steps_from_the_first_minutes_on_are_never_called_clear(
    from_s: float, seed: int
) -> None:
    findings = answered(overstriding(Side.LEFT, LIMITS), ahead(from_s, seed=seed))

    assert FindingStatus.CLEAR not in statuses(findings)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_hill_that_begins_with_long_steps_makes_them_no_normal(seed: int) -> None:
    def downhill(stride: Stride, t_s: float, _noise: Random) -> Stride:
        longer = on_left(stride, t_s, 220.0, heel_to_pelvis_m=0.018)
        length_m = QUANTITIES["stride_length_m"](stride) or 0.0
        return changed(longer, rise_m=-0.034 * length_m) if t_s > 250.0 else longer

    findings = answered(overstriding(Side.LEFT, LIMITS), run(900.0, downhill, seed=seed))

    assert FindingStatus.CLEAR not in statuses(findings)
