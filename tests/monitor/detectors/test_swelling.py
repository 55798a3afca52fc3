from random import Random

import pytest

from monitor.detectors.limits import DetectorLimits
from monitor.detectors.swelling import swelling
from monitor.types import FindingStatus, Side, Stride
from tests.monitor.detectors.running import on_left, run, without
from tests.monitor.detectors.telling import found, statuses


@pytest.mark.parametrize("change_kpa", [2.0, -2.0])
def test_a_slow_change_of_volume_is_found_with_its_sign(change_kpa: float) -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        grown = change_kpa * min(max((t_s - 300.0) / 900.0, 0.0), 1.0)
        return on_left(stride, t_s, 0.0, instep_swing_kpa=grown)

    findings = found(swelling(Side.LEFT, DetectorLimits()), run(1500.0, shape))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert findings[1].t_s < 1200.0 + 300.0
    value = findings[1].value
    assert value is not None
    assert value * change_kpa > 0.0
    assert "±" in findings[1].evidence


def test_a_steady_foot_has_no_finding() -> None:
    findings = found(swelling(Side.LEFT, DetectorLimits()), run(3000.0))

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_a_hand_at_the_laces_is_no_swelling_but_a_new_start() -> None:
    findings = found(
        swelling(Side.LEFT, DetectorLimits()),
        run(1200.0, lambda s, t, _n: on_left(s, t, 600.0, instep_swing_kpa=4.0)),
    )

    assert statuses(findings) == [
        FindingStatus.CLEAR,
        FindingStatus.NOT_ASSESSED,
        FindingStatus.CLEAR,
    ]
    assert findings[1].evidence == "the laces were changed"


def test_without_instep_cells_the_sole_answers_and_says_indirect() -> None:
    findings = found(
        swelling(Side.LEFT, DetectorLimits()),
        run(900.0, lambda stride, _t, _n: without(stride, "instep_swing_kpa")),
    )

    assert [f.indirect for f in findings] == [True]
