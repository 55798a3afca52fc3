"""Every row of the article that concerns the run itself, from strides to the sentence."""

from collections.abc import Iterable
from itertools import chain
from math import radians
from random import Random

from monitor.detectors.limits import DetectorLimits
from monitor.settings.effort import EffortSettings
from monitor.types import (
    Action,
    Feeling,
    FindingKind,
    Gait,
    GaitChange,
    HeartBeat,
    InputEvent,
    OutcomeKind,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)
from tests.monitor.detectors.running import changed, on_left, run
from tests.monitor.detectors.telling import Told, tell


def merged(*streams: Iterable[InputEvent]) -> list[InputEvent]:
    def key(sign: InputEvent) -> float:
        return getattr(sign, "next_ic_s", None) or sign.t_s  # type: ignore[union-attr]  # strides have no t_s, others do

    return sorted(chain(*streams), key=key)


def kinds(told: Told) -> set[FindingKind]:
    return {finding.kind for finding in told.active}


def left(told: Told, zone: Zone) -> Risk:
    return [r for r in told.risks if r.side is Side.LEFT and r.zone is zone][-1]


def causes(risk: Risk) -> list[str]:
    return [part.cause for part in risk.contributions if part.amount > 0.05]


def test_tibial_nerve_sole_and_heel_go_numb_from_calf_load_swelling_and_load_on_the_sole() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        swollen = 3.0 * min(max((t_s - 300.0) / 900.0, 0.0), 1.0)
        worked = on_left(stride, t_s, 200.0, instep_swing_kpa=swollen, achilles_impulse_n_s=120.0)
        return changed(worked, impulse_n_s=300.0 if t_s > 200.0 else 250.0)

    told = tell(run(2000.0, shape))

    assert {"calf load", "swelling", "load on the sole"} <= set(causes(left(told, Zone.SOLE)))


def test_superficial_peroneal_nerve_top_of_the_foot_goes_numb_from_laces_and_calf_load() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return on_left(stride, t_s, 200.0, instep_swing_kpa=14.0, achilles_impulse_n_s=120.0)

    told = tell(run(1500.0, shape))

    assert causes(left(told, Zone.TOP))[:2] == ["laces", "calf load"]


def test_laces_too_tight_press_by_peak_as_well_as_by_sustained_swing_pressure() -> None:
    sustained = tell(run(400.0, lambda s, t, _n: on_left(s, t, 200.0, instep_swing_kpa=8.0)))
    peak = tell(run(400.0, lambda s, t, _n: on_left(s, t, 200.0, instep_peak_kpa=14.0)))

    for told in (sustained, peak):
        assert kinds(told) == {FindingKind.LACING}
        assert told.advice[0].text.startswith("Left laces are too tight. Loosen them a little")


def test_a_shoe_too_narrow_and_a_foot_that_swells_ask_for_room() -> None:
    def narrow(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return on_left(stride, t_s, 0.0, edge_medial_swing_kpa=7.0, edge_lateral_swing_kpa=7.0)

    def swells(stride: Stride, t_s: float, _noise: Random) -> Stride:
        grown = 3.0 * min(max((t_s - 300.0) / 900.0, 0.0), 1.0)
        return on_left(stride, t_s, 0.0, instep_swing_kpa=grown)

    squeezed, swollen = tell(run(400.0, narrow)), tell(run(1500.0, swells))

    assert kinds(squeezed) == {FindingKind.NARROW_SHOE}
    assert [a.action for a in squeezed.advice][:1] == [Action.LOOSEN_LACES]
    assert kinds(swollen) == {FindingKind.SWELLING}
    assert swollen.advice[0].text.startswith("Left foot is swelling")


def test_a_foot_that_shrinks_is_a_finding_but_asks_for_nothing() -> None:
    def shrinks(stride: Stride, t_s: float, _noise: Random) -> Stride:
        lost = -2.5 * min(max((t_s - 300.0) / 900.0, 0.0), 1.0)
        return on_left(stride, t_s, 0.0, instep_swing_kpa=lost)

    told = tell(run(1500.0, shrinks))

    assert [(f.kind, (f.value or 0.0) < 0.0) for f in told.active] == [(FindingKind.SWELLING, True)]
    assert told.advice == []


def test_over_striding_asks_for_shorter_quicker_steps_and_speaks_for_impact_and_calf() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return on_left(
            stride,
            t_s,
            800.0,
            heel_to_pelvis_m=0.06,
            impact_m_s2=45.0,
            achilles_impulse_n_s=100.0,
        )

    told = tell(run(1150.0, shape))

    assert {FindingKind.OVERSTRIDING, FindingKind.IMPACT, FindingKind.CALF_LOAD} <= kinds(told)
    assert {a.action for a in told.advice} == {Action.SHORTER_STEPS}
    assert "shorter, quicker steps" in told.advice[0].text


def test_a_calf_that_is_worked_beyond_its_dose_asks_to_ease_off() -> None:
    limits = DetectorLimits(effort=EffortSettings(longest_run_min=15.0))

    told = tell(run(1100.0), detector_limits=limits)

    assert kinds(told) == {FindingKind.CALF_LOAD}
    assert told.advice[0].action is Action.EASE_OFF


def test_dehydration_in_heat_shows_as_heart_rate_drift_and_asks_for_a_drink() -> None:
    beats = [HeartBeat(float(t), 150.0 + 0.008 * max(t - 720, 0)) for t in range(2700)]
    hot = DetectorLimits(effort=EffortSettings(air_temperature_c=31.0))

    told = tell(merged(run(2700.0), beats), detector_limits=hot)

    assert kinds(told) == {FindingKind.CARDIAC_DRIFT}
    assert told.advice[0].action is Action.DRINK
    assert "in the heat" in told.advice[0].reason


def test_mid_run_relief_loosen_then_stop_for_it_each_with_a_check_that_it_helped() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return on_left(stride, t_s, 200.0, instep_swing_kpa=8.0)

    told = tell(run(900.0, shape))

    assert {a.action for a in told.advice} == {Action.LOOSEN_LACES}
    assert "Stop, step aside and loosen them." in told.advice[1].text
    assert told.outcomes[0].kind is OutcomeKind.IGNORED

    stops = [GaitChange(side, 330.0, Gait.STAND) for side in Side]
    loosened = tell(merged(run(900.0, lambda s, t, n: s if t > 330.0 else shape(s, t, n)), stops))

    assert [a.action for a in loosened.advice] == [Action.LOOSEN_LACES]
    assert [o.kind for o in loosened.outcomes] == [OutcomeKind.PRESSURE_FELL]


def test_tingling_that_the_runner_reports_is_answered_and_its_easing_recorded() -> None:
    taps = [
        Symptom(300.0, Feeling.TINGLING, Side.LEFT, Zone.SOLE),
        Symptom(400.0, Feeling.OK, Side.LEFT, Zone.SOLE),
    ]

    told = tell(merged(run(600.0), taps))

    assert [a.action for a in told.advice] == [Action.WALK, Action.ACKNOWLEDGE]
    assert [o.kind for o in told.outcomes] == [OutcomeKind.PASSED]


def test_foot_drop_is_a_red_flag_within_five_seconds_of_its_finding() -> None:
    told = tell(
        run(700.0, lambda s, t, _n: on_left(s, t, 600.0, pitch_mid_swing_rad=-radians(7.0)))
    )

    (finding,) = told.active
    advice = told.advice[0]
    assert advice.red_flag
    assert advice.t_s - finding.t_s <= 5.0
    assert "clinician" in advice.text
    assert "over 30 minutes after stopping" in (advice.card or "")


def test_severe_pain_that_does_not_resolve_with_rest_is_a_red_flag() -> None:
    stops = [GaitChange(side, 201.0, Gait.STAND) for side in Side]
    taps = [Symptom(t, Feeling.PAIN, Side.LEFT, Zone.SOLE) for t in (150.0, 400.0)]

    told = tell(merged(run(200.0), stops, taps))

    assert [a.red_flag for a in told.advice] == [False, True]


def test_numb_for_over_thirty_minutes_after_stopping_is_a_red_flag() -> None:
    stops = [GaitChange(side, 201.0, Gait.STAND) for side in Side]
    taps = [Symptom(190.0, Feeling.NUMB, Side.LEFT, Zone.TOP)]
    beats = [HeartBeat(201.0 + 10.0 * n, 90.0) for n in range(200)]

    told = tell(merged(run(200.0), stops, taps, beats))

    red = [a for a in told.advice if a.red_flag]
    assert [a.t_s for a in red] == [201.0 + 1800.0]


def test_who_feels_nothing_and_taps_nothing_is_not_at_lower_risk() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return on_left(stride, t_s, 200.0, instep_swing_kpa=18.0)

    silent = left(tell(run(800.0, shape)), Zone.TOP)
    assert silent.level is not None
    assert silent.level > 1.0

    longer = left(tell(run(1200.0, shape)), Zone.TOP)
    assert longer.level is not None
    assert longer.level >= silent.level
