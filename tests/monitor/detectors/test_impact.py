from dataclasses import replace

import pytest

from monitor.detectors.impact import impact
from monitor.detectors.limits import DetectorLimits
from monitor.types import FindingStatus, Side, StrideFlag
from tests.monitor.detectors.running import on_left, run, without
from tests.monitor.detectors.telling import found, statuses


@pytest.mark.parametrize(
    ("quantity", "missing", "by"),
    [
        ("impact_m_s2", "loading_rate_n_s", 40.0),
        ("loading_rate_n_s", "impact_m_s2", 15e3),
    ],
)
def test_harder_landings_are_found_by_whichever_sensor_is_there(
    quantity: str, missing: str, by: float
) -> None:
    findings = found(
        impact(Side.LEFT, DetectorLimits()),
        run(1200.0, lambda s, t, _n: on_left(without(s, missing), t, 800.0, **{quantity: by})),
    )

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]


def test_saturated_landings_do_not_count() -> None:
    findings = found(
        impact(Side.LEFT, DetectorLimits()),
        run(300.0, lambda s, _t, _n: replace(s, flags=StrideFlag.CLIPPED)),
    )

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]
