"""What is not measured must not read as a low risk."""

from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.risk.threshold import Threshold
from monitor.types import (
    Feeling,
    HeartBeat,
    Notice,
    NoticeKind,
    Risk,
    Side,
    Stride,
    Zone,
)
from tests.monitor.detectors.running import on_left, run, without
from tests.tries import tries

LIMITS = RiskLimits()
EAGER = RiskLimits(report_s=1e-6, news_least=0.0)
"""With these, every change of a level is reported."""


def tight(stride: Stride, t_s: float, _noise: Random) -> Stride:
    return on_left(stride, t_s, 200.0, instep_swing_kpa=18.0)


@cache
def tied_tight() -> list[Stride]:
    return [s for s in run(900.0, tight, sides=(Side.LEFT,)) if isinstance(s, Stride)]


def top(model: RiskModel, events: list[Stride]) -> list[Risk]:
    return [r for event in events for r in model.push(event) if r.zone is Zone.TOP]


@cache
def seen_whole() -> Risk:
    return top(RiskModel(LIMITS), tied_tight())[-1]


@cache
def full_levels() -> list[float]:
    """Give the level after each stride, were none lost."""
    model = RiskModel(EAGER)
    levels = [0.0]
    for stride in tied_tight():
        risks = top(model, [stride])
        levels.append((risks[-1].level or 0.0) if risks else levels[-1])
    return levels[1:]


def kept(every: int) -> list[Stride]:
    return [s for n, s in enumerate(tied_tight()) if s.next_ic_s < 200.0 or n % every == 0]


@pytest.mark.parametrize("every", [2, 4, 8, 12])
def test_strides_that_are_lost_do_not_stop_the_dose(every: int) -> None:
    thinned = top(RiskModel(LIMITS), kept(every))[-1]

    assert thinned.coverage == seen_whole().coverage
    assert thinned.level == pytest.approx(seen_whole().level, abs=0.1)


@pytest.mark.parametrize("every", [35, 60])
def test_with_hardly_a_stride_left_there_is_no_level(every: int) -> None:
    model = RiskModel(LIMITS)
    early = top(model, [s for s in kept(every) if s.next_ic_s < 200.0])
    late = top(model, [s for s in kept(every) if s.next_ic_s >= 200.0])

    assert early[-1].level is not None
    assert late[-1].level is None


@tries(50)
@given(keep=st.floats(0.02, 1.0), seed=st.integers(0, 99))
def test_a_level_with_coverage_is_never_much_lower_for_strides_that_were_lost(
    keep: float, seed: int
) -> None:
    noise, model = Random(seed), RiskModel(EAGER)
    for stride, full in zip(tied_tight(), full_levels(), strict=True):
        if stride.next_ic_s >= 200.0 and noise.random() > keep:
            continue
        for risk in top(model, [stride]):
            if risk.level is not None and risk.coverage >= LIMITS.coverage_least:
                assert risk.level >= 0.9 * full - 0.1


def test_the_level_of_a_lost_pod_is_withdrawn_and_stays_so() -> None:
    model = RiskModel(LIMITS)
    assert (top(model, tied_tight())[-1].level or 0.0) > 1.0

    lost = model.push(Notice(NoticeKind.LOST, 901.0, "pod", "lost", Side.LEFT))
    later = [r for t in range(902, 4500) for r in model.push(HeartBeat(float(t), 150.0))]

    assert [(r.level, r.coverage < LIMITS.coverage_least) for r in lost if r.zone is Zone.TOP] == [
        (None, True)
    ]
    assert [r for r in later if r.level is not None] == []


def test_a_cause_that_falls_silent_leaves_the_sum_and_coverage_falls() -> None:
    model = RiskModel(LIMITS)
    before = top(model, tied_tight())[-1]
    assert before.level is not None

    blind = [
        without(replace(s, ic_s=s.ic_s + 900.0, next_ic_s=s.next_ic_s + 900.0), *PRESSURES)
        for s in tied_tight()[:60]
    ]
    after = top(model, blind)[-1]

    assert after.level is None
    assert after.coverage < before.coverage


PRESSURES = ("tc_s", "instep_swing_kpa", "instep_peak_kpa", "plantar_swing_kpa")


def test_a_rise_to_the_threshold_is_always_reported() -> None:
    silent = RiskLimits(report_s=1e9, mark=10.0)
    rises_s = next(r.t_s for r in top(RiskModel(EAGER), tied_tight()) if (r.level or 0.0) >= 1.0)

    said = top(RiskModel(silent), tied_tight())

    assert [r.t_s for r in said if (r.level or 0.0) >= 1.0] == [rises_s]


@pytest.mark.parametrize(("numb", "ok"), [(1.0, 1.25), (0.6, 0.75)])
def test_recovery_in_the_same_run_raises_no_threshold(numb: float, ok: float) -> None:
    threshold = Threshold(Side.LEFT, Zone.TOP, LIMITS)
    threshold.teach(0.0, Feeling.NUMB, numb)
    taught = threshold.value

    threshold.teach(60.0, Feeling.OK, ok)

    assert threshold.value == taught


@pytest.mark.parametrize("numb", [1.0, 0.6])
def test_no_ok_raises_the_threshold_above_where_the_foot_once_went_numb(numb: float) -> None:
    first = Threshold(Side.LEFT, Zone.TOP, LIMITS)
    first.teach(0.0, Feeling.NUMB, numb)
    state = first.state()
    assert state is not None
    second = Threshold(Side.LEFT, Zone.TOP, LIMITS)
    second.recall(state)

    second.teach(0.0, Feeling.OK, 1.25)

    assert second.value <= max(numb, first.value)


def test_an_ok_of_a_runner_who_never_felt_anything_raises_the_threshold() -> None:
    threshold = Threshold(Side.LEFT, Zone.TOP, LIMITS)

    threshold.teach(0.0, Feeling.OK, 1.25)

    assert 1.0 < threshold.value <= 1.25


def test_a_tap_while_little_is_measured_teaches_nothing() -> None:
    threshold = Threshold(Side.LEFT, Zone.TOP, LIMITS)

    threshold.teach(0.0, Feeling.NUMB, None)
    threshold.teach(1.0, Feeling.OK, 1.25)

    assert threshold.value == 1.0
    assert threshold.state() is None


def test_pain_teaches_nothing_of_when_a_nerve_goes_numb() -> None:
    threshold = Threshold(Side.LEFT, Zone.SOLE, LIMITS)

    threshold.teach(0.0, Feeling.PAIN, 0.3)

    assert threshold.value == 1.0
    assert threshold.state() is None
