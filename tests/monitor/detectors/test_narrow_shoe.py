from random import Random

import pytest

from monitor.detectors.limits import DetectorLimits
from monitor.detectors.narrow_shoe import narrow_shoe
from monitor.types import FindingStatus, Side, Stride
from tests.monitor.detectors.running import changed, on_left, run, without
from tests.monitor.detectors.telling import found, statuses


def test_a_shoe_that_presses_both_edges_is_narrow() -> None:
    findings = found(
        narrow_shoe(Side.LEFT, DetectorLimits()),
        run(
            300.0,
            lambda s, t, _n: on_left(
                s, t, 0.0, edge_medial_swing_kpa=6.0, edge_lateral_swing_kpa=6.0
            ),
        ),
    )

    assert statuses(findings) == [FindingStatus.ACTIVE]


def test_one_edge_alone_is_a_foot_that_leans_not_a_narrow_shoe() -> None:
    findings = found(
        narrow_shoe(Side.LEFT, DetectorLimits()),
        run(300.0, lambda s, t, _n: on_left(s, t, 0.0, edge_medial_swing_kpa=8.0)),
    )

    assert statuses(findings) == [FindingStatus.CLEAR]


@pytest.mark.parametrize("edge_kpa", [3.2, 3.9, 4.3])
def test_a_snug_shoe_is_not_narrow(edge_kpa: float) -> None:
    def snug(stride: Stride, _t: float, _noise: Random) -> Stride:
        return changed(
            stride,
            plantar_swing_kpa=1.7,
            edge_medial_swing_kpa=edge_kpa,
            edge_lateral_swing_kpa=edge_kpa,
        )

    findings = found(narrow_shoe(Side.LEFT, DetectorLimits()), run(300.0, snug))

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_without_edge_cells_it_is_not_assessed() -> None:
    findings = found(
        narrow_shoe(Side.LEFT, DetectorLimits()),
        run(100.0, lambda s, _t, _n: without(s, "edge_medial_swing_kpa")),
    )

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]
