from monitor.detectors.foot_slap import foot_slap
from monitor.detectors.limits import DetectorLimits
from monitor.types import FindingStatus, Side
from tests.monitor.detectors.running import on_left, run, without
from tests.monitor.detectors.telling import found, statuses


def test_one_foot_that_comes_down_faster_than_before_is_found() -> None:
    findings = found(
        foot_slap(Side.LEFT, DetectorLimits()),
        run(800.0, lambda s, t, _n: on_left(s, t, 600.0, foot_slap_rad_s=2.5)),
    )

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]


def test_a_foot_whose_other_foot_comes_down_more_slowly_does_not_slap() -> None:
    findings = found(
        foot_slap(Side.RIGHT, DetectorLimits()),
        run(800.0, lambda s, t, _n: on_left(s, t, 600.0, foot_slap_rad_s=-2.5)),
    )

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_without_rotation_it_is_not_assessed() -> None:
    findings = found(
        foot_slap(Side.LEFT, DetectorLimits()),
        run(200.0, lambda s, _t, _n: without(s, "foot_slap_rad_s")),
    )

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]
