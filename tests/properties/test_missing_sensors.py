"""Data that are missing never read as a low risk."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detectors.limits import DetectorLimits
from monitor.pipeline.coach import all_detectors
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.types import (
    FindingStatus,
    Risk,
    Side,
    Stride,
    Zone,
)
from tests.monitor.detectors.running import run, without
from tests.tries import tries

QUANTITIES = (
    "instep_swing_kpa",
    "instep_peak_kpa",
    "plantar_swing_kpa",
    "edge_medial_swing_kpa",
    "edge_lateral_swing_kpa",
    "achilles_impulse_n_s",
    "impulse_n_s",
)
RUN = [s for s in run(200.0) if isinstance(s, Stride)]


@tries(50)
@given(missing=st.sets(st.sampled_from(QUANTITIES)), lost=st.booleans(), seed=st.integers(0, 99))
def test_no_missing_sensor_reads_as_low_risk(missing: set[str], lost: bool, seed: int) -> None:
    noise = Random(seed)
    model = RiskModel(RiskLimits())
    out: list[Risk] = []
    for stride in RUN:
        drop = missing if not lost or noise.random() < 0.9 else set(QUANTITIES)
        out += model.push(without(stride, *drop))

    for zone, needed in NEEDED.items():
        if needed <= missing:
            assert [r.level for r in out if r.zone is zone and r.side is Side.LEFT] == [None]
    if missing >= set(QUANTITIES):
        assert {r.level for r in out} == {None}


NEEDED = {
    Zone.TOP: {"instep_swing_kpa", "plantar_swing_kpa"},
    Zone.SOLE: {"achilles_impulse_n_s", "impulse_n_s"},
    Zone.FOREFOOT: {"edge_medial_swing_kpa"},
}
"""Without these, more than half of a zone is not seen."""


@tries(50)
@given(gone=st.sets(st.sampled_from(QUANTITIES), min_size=1))
def test_a_quantity_that_goes_never_raises_coverage(gone: set[str]) -> None:
    model = RiskModel(RiskLimits(report_s=1e-6, news_least=0.0))
    covered = []
    for stride in RUN:
        later = stride.next_ic_s > 150.0
        said = model.push(without(stride, *gone) if later else stride)
        covered += [
            (risk.t_s, risk.coverage)
            for risk in said
            if (risk.side, risk.zone) == (Side.LEFT, Zone.TOP)
        ]

    before = max(c for t_s, c in covered if t_s < 150.0)
    after = max((c for t_s, c in covered if t_s > 171.0), default=0.0)
    assert after <= before
    if {"instep_swing_kpa", "plantar_swing_kpa"} <= gone:
        assert after < RiskLimits().coverage_least


@pytest.mark.parametrize("number", range(len(all_detectors(DetectorLimits()))))
def test_a_detector_that_never_sees_its_quantity_never_says_clear(number: int) -> None:
    detector = all_detectors(DetectorLimits())[number]
    bare = [Stride(side=s.side, ic_s=s.ic_s, tc_s=None, next_ic_s=s.next_ic_s) for s in RUN]

    said = [f.status for stride in bare for f in detector.push(stride)]
    said += [
        f.status
        for t in range(200, 600)
        for f in detector.push(Stride(side=Side.LEFT, ic_s=t - 0.7, tc_s=None, next_ic_s=float(t)))
    ]

    assert said == [FindingStatus.NOT_ASSESSED]
