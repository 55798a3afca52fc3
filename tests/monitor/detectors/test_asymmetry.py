from dataclasses import replace
from random import Random

from monitor.detectors.asymmetry import asymmetry
from monitor.detectors.limits import DetectorLimits
from monitor.types import FindingStatus, Side, Stride
from tests.monitor.detectors.running import run
from tests.monitor.detectors.telling import found, statuses


def longer_left(stride: Stride, t_s: float, _noise: Random) -> Stride:
    if stride.side is Side.RIGHT or t_s < 600.0 or stride.tc_s is None:
        return stride
    return replace(stride, tc_s=stride.tc_s + 0.016)


def test_a_side_that_stays_longer_on_the_ground_than_before_is_found() -> None:
    findings = found(asymmetry(DetectorLimits()), run(800.0, longer_left))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert findings[1].evidence.startswith("left foot")


def test_with_one_foot_it_is_not_assessed() -> None:
    findings = found(asymmetry(DetectorLimits()), run(200.0, sides=(Side.LEFT,)))

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]
