from monitor.detectors.calf_load import calf_load
from monitor.limits.detectors import DetectorLimits
from monitor.limits.detectors_body import CalfLoadLimits
from monitor.types import FindingStatus, Side
from tests.monitor.detectors.running import on_left, run, without
from tests.monitor.detectors.telling import found, statuses


def test_more_work_per_stride_than_usual_is_found() -> None:
    findings = found(
        calf_load(Side.LEFT, DetectorLimits()),
        run(1200.0, lambda s, t, _n: on_left(s, t, 800.0, achilles_impulse_n_s=100.0)),
    )

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert "against usual" in findings[1].evidence


def test_the_dose_of_a_run_longer_than_comfortable_is_found() -> None:
    limits = DetectorLimits(calf_load=CalfLoadLimits(dose_min=20.0))

    findings = found(calf_load(Side.LEFT, limits), run(1500.0))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert 1200.0 < findings[1].t_s < 1320.0
    assert "min of usual running" in findings[1].evidence


def test_without_force_it_is_not_assessed() -> None:
    findings = found(
        calf_load(Side.LEFT, DetectorLimits()),
        run(200.0, lambda s, _t, _n: without(s, "achilles_impulse_n_s")),
    )

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]
