from random import Random

from monitor.detectors.limits import DetectorLimits
from monitor.detectors.overstriding import overstriding
from monitor.types import FindingStatus, Side, Stride
from tests.monitor.detectors.running import on_left, run, walking, without
from tests.monitor.detectors.telling import found, statuses

LIMITS = DetectorLimits()


def test_the_part_that_is_seen_of_five_centimetres_is_found_and_clears() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return stride if t_s > 1200.0 else on_left(stride, t_s, 800.0, heel_to_pelvis_m=0.015)

    findings = found(overstriding(Side.LEFT, LIMITS), run(1500.0, shape))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE, FindingStatus.CLEAR]
    assert 800.0 < findings[1].t_s < 900.0
    assert "cm" in findings[1].evidence


def test_a_change_of_pace_by_a_tenth_is_silent() -> None:
    findings = found(
        overstriding(Side.LEFT, LIMITS),
        run(2400.0, speed=lambda t: 3.0 if t < 800.0 else 3.3 if t < 1600.0 else 2.7),
    )

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_walking_pauses_the_question() -> None:
    findings = found(
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
