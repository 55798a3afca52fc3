from dataclasses import replace
from random import Random

import pytest

from monitor.errors import ConfigError
from monitor.profile import AthleteProfile, dump, load
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.types import (
    NERVE_ZONES,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    Notice,
    NoticeKind,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)
from tests.monitor.detectors.running import Shape, changed, on_left, run, without

SHORT = b"""
{"name": "x", "side": null, "runs": 1, "spread": 1, "rho": 0, "line": [0, 0, 0, 0],
 "covariance": [1]}"""
PRESSURES = (
    "instep_swing_kpa",
    "instep_peak_kpa",
    "plantar_swing_kpa",
    "edge_medial_swing_kpa",
    "edge_lateral_swing_kpa",
)


def risks(
    duration_s: float, shape: Shape, limits: RiskLimits | None = None
) -> tuple[RiskModel, list[Risk]]:
    model = RiskModel(limits or RiskLimits())
    return model, [risk for sign in run(duration_s, shape) for risk in model.push(sign)]


def last(found: list[Risk], side: Side = Side.LEFT, zone: Zone = Zone.TOP) -> Risk:
    return [r for r in found if r.side is side and r.zone is zone][-1]


def last_stride(duration_s: float, next_ic_s: float) -> Stride:
    strides = [s for s in run(duration_s, plain) if isinstance(s, Stride) and s.side is Side.LEFT]
    return replace(strides[-1], next_ic_s=next_ic_s)


def tight(stride: Stride, t_s: float, _noise: Random) -> Stride:
    if stride.side is Side.RIGHT or t_s < 180.0 or stride.load.instep_swing_kpa is None:
        return stride
    return changed(stride, instep_swing_kpa=stride.load.instep_swing_kpa + 18.0)


def snug(stride: Stride, t_s: float, _noise: Random) -> Stride:
    return on_left(stride, t_s, 180.0, instep_swing_kpa=6.0)


def plain(stride: Stride, _t: float, _noise: Random) -> Stride:
    return changed(stride, impulse_n_s=250.0)


def test_top_of_the_foot_is_at_risk_under_laces_that_press_for_long() -> None:
    _, found = risks(900.0, tight)

    top = last(found)
    assert top.level is not None
    assert top.level > 1.0
    assert top.contributions[0].cause == "laces"
    assert sum(c.amount for c in top.contributions) == pytest.approx(top.level)
    other = last(found, Side.RIGHT).level
    assert other is not None
    assert other < 0.3


def test_laces_tight_from_the_first_stride_are_not_as_harmless_as_comfortable_ones() -> None:
    def always(stride: Stride, _t: float, _noise: Random) -> Stride:
        return on_left(stride, 1.0, 0.0, instep_swing_kpa=10.0)

    _, found = risks(1200.0, always)

    assert (last(found).level or 0.0) > 0.5
    assert (last(found, Side.RIGHT).level or 0.0) < 0.4


def test_no_pressure_below_the_usual_one_adds_to_a_risk() -> None:
    def loose(stride: Stride, _t: float, _noise: Random) -> Stride:
        return changed(stride, instep_swing_kpa=2.0)

    _, found = risks(600.0, loose)

    laces = {c.cause: c.amount for c in last(found).contributions}["laces"]
    assert laces == 0.0


def pressing(add_kpa: float) -> Shape:
    return lambda stride, t_s, _n: on_left(stride, t_s, 180.0, instep_swing_kpa=add_kpa)


@pytest.mark.parametrize("add_kpa", [12.0, 18.0])
def test_a_forecast_is_kept_by_what_follows(add_kpa: float) -> None:
    _, found = risks(2000.0, pressing(add_kpa))

    top = [r for r in found if r.side is Side.LEFT and r.zone is Zone.TOP and r.level is not None]
    reached_s = next(r.t_s for r in top if r.level is not None and r.level >= 1.0)
    before = [r for r in top if 180.0 + RiskLimits().mean_s < r.t_s < reached_s]
    assert len(before) > 3
    forecasts = [r.t_s + r.forecast_s for r in before if r.forecast_s is not None]
    assert forecasts == pytest.approx([reached_s] * len(before), abs=15.0)


def test_a_risk_that_stays_below_the_threshold_has_no_forecast() -> None:
    _, found = risks(1500.0, pressing(5.0))

    top = [r for r in found if r.side is Side.LEFT and r.zone is Zone.TOP and r.level is not None]
    assert 0.5 < (top[-1].level or 0.0) < 0.9
    assert [r.forecast_s for r in top if r.forecast_s is not None] == []


def test_nobody_standing_is_told_of_a_threshold_ahead() -> None:
    model, found = risks(400.0, pressing(18.0))
    assert last(found).forecast_s is not None

    model.push(GaitChange(Side.LEFT, 401.0, Gait.STAND))
    out = model.push(Symptom(402.0, Feeling.OK, Side.LEFT, Zone.TOP))

    assert [(r.level is None, r.forecast_s) for r in out] == [(False, None)]


def test_sole_and_heel_are_at_risk_when_the_calf_works_hard_for_long() -> None:
    def hard(stride: Stride, t_s: float, _noise: Random) -> Stride:
        assert stride.load.achilles_impulse_n_s is not None
        factor = 1.3 if t_s > 200.0 else 1.0
        return changed(
            stride,
            achilles_impulse_n_s=factor * stride.load.achilles_impulse_n_s,
            impulse_n_s=250.0,
        )

    _, easy = risks(1800.0, plain)
    _, found = risks(1800.0, hard)

    usual, worked = last(easy, zone=Zone.SOLE).level, last(found, zone=Zone.SOLE).level
    assert usual is not None
    assert worked is not None
    assert worked > 1.4 * usual


def test_swelling_feeds_sole_and_forefoot_and_reaches_the_top_through_the_laces() -> None:
    model, found = risks(300.0, plain)
    model.push(
        Finding(
            kind=FindingKind.SWELLING,
            side=Side.LEFT,
            t_s=300.0,
            status=FindingStatus.ACTIVE,
            severity=0.5,
            value=2.0,
        )
    )

    after = model.push(last_stride(300.0, 301.0))

    for zone in (Zone.SOLE, Zone.FOREFOOT):
        assert last(after, zone=zone).contributions[0].cause == "swelling"
        assert last(after, zone=zone).coverage > last(found, zone=zone).coverage
    causes = {part.cause for part in last(found, zone=Zone.TOP).contributions}
    assert causes == {"laces", "calf load"}


def test_swelling_that_was_measured_indirectly_covers_half_of_its_weight() -> None:
    covered: list[float] = []
    for indirect in (False, True):
        model, _ = risks(300.0, plain)
        swollen = Finding(
            kind=FindingKind.SWELLING,
            side=Side.LEFT,
            t_s=300.0,
            status=FindingStatus.ACTIVE,
            severity=0.5,
            evidence="",
            value=2.0,
            indirect=indirect,
        )
        model.push(swollen)
        covered.append(last(model.push(last_stride(300.0, 301.0)), zone=Zone.SOLE).coverage)

    limits = RiskLimits()
    weight = limits.swelling_weight
    total = weight + limits.calf_weight + limits.plantar_weight
    half = (1.0 - limits.indirect_certainty) * weight / total
    assert covered[0] - covered[1] == pytest.approx(half)


def test_a_foot_that_was_announced_and_never_measured_is_not_assessed() -> None:
    model = RiskModel(RiskLimits())
    model.push(Notice(NoticeKind.CONNECTED, 0.5, "left insole", "connected", Side.LEFT))

    out = [
        risk
        for sign in run(60.0, plain)
        if isinstance(sign, Stride) and sign.side is Side.RIGHT
        for risk in model.push(sign)
    ]

    left = [r for r in out if r.side is Side.LEFT]
    assert [(r.zone, r.level, r.coverage) for r in left] == [(z, None, 0.0) for z in NERVE_ZONES]
    assert left[0].t_s < 25.0


def test_without_sensors_nothing_is_low() -> None:
    _, found = risks(400.0, lambda stride, _t, _n: without(stride, *PRESSURES))

    levels = {r.zone: r.level for r in found}
    assert levels[Zone.TOP] is None
    assert levels[Zone.FOREFOOT] is None


def test_a_lost_pod_takes_the_level_away_at_once() -> None:
    model, found = risks(300.0, plain)
    assert last(found).level is not None

    out = model.push(Notice(NoticeKind.LOST, 301.0, "left pod", "link lost", Side.LEFT))

    assert [r.level for r in out] == [None, None, None]


def test_a_foot_that_falls_silent_is_not_assessed_soon() -> None:
    model, found = risks(300.0, plain)

    out = [
        risk
        for sign in run(360.0, plain)
        if isinstance(sign, Stride) and sign.next_ic_s > 300.0 and sign.side is Side.RIGHT
        for risk in model.push(sign)
    ]

    assert last(found).level is not None
    assert [r.level for r in out if r.side is Side.LEFT] == [None, None, None]


def test_standing_is_not_a_missing_sensor_and_rests_the_calf() -> None:
    model, found = risks(600.0, plain, RiskLimits(load_tau_s=400.0))
    before = last(found, zone=Zone.SOLE).level

    model.push(GaitChange(Side.LEFT, 601.0, Gait.STAND))
    model.push(GaitChange(Side.LEFT, 1800.0, Gait.RUN))
    out = model.push(last_stride(600.0, 1801.0))

    after = last(out, zone=Zone.SOLE).level
    assert before is not None
    assert after is not None
    assert after < before


def test_standing_that_nobody_sees_rests_no_calf() -> None:
    model, found = risks(600.0, plain, RiskLimits(load_tau_s=400.0))
    before = last(found, zone=Zone.SOLE).level

    for side in Side:
        model.push(GaitChange(side, 601.0, Gait.STAND))
        model.push(Notice(NoticeKind.LOST, 606.0, f"pod {side}", "lost", side))
    stride = last_stride(600.0, 1801.0)
    strides = [replace(stride, ic_s=t_s - 0.7, next_ic_s=float(t_s)) for t_s in range(1801, 1841)]
    out = [risk for one in strides for risk in model.push(one)]

    assert before is not None
    assert (last(out, zone=Zone.SOLE).level or 0.0) >= before


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"{}", "version"),
        (b'{"type": "activity", "laps": 3}', "version"),
        (b'{"version": 2}', "version"),
        (b'{"version": 1, "runs": "many"}', "runs"),
        (b'{"version": 1, "runs": -4}', "runs"),
        (b'{"version": 1, "heart": 1}', "heart"),
        (b"not json", ""),
        (
            dump(AthleteProfile()).replace(b'"baselines": []', b'"baselines": [' + SHORT + b"]"),
            "baselines[0].covariance",
        ),
    ],
)
def test_a_wrong_profile_is_refused_with_file_and_key(data: bytes, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(data, "athlete.json")

    assert (caught.value.file, caught.value.key) == ("athlete.json", key)
