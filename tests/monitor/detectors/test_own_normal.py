"""A normal is learned from enough that is normal, and what is known of a runner is used."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import radians
from random import Random

import pytest

from monitor.baseline.pace_line import Terrain
from monitor.baseline.windows import Bundler
from monitor.detectors.alarm import Alarm
from monitor.detectors.asymmetry import asymmetry
from monitor.detectors.calf_load import calf_load
from monitor.detectors.cardiac_drift import cardiac_drift
from monitor.detectors.foot_drop import foot_drop
from monitor.detectors.foot_slap import foot_slap
from monitor.detectors.lacing import lacing
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.swelling import swelling
from monitor.profile import AthleteProfile, dump, learned, load, recall
from monitor.types import (
    Feeling,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    InputEvent,
    Notice,
    NoticeKind,
    Side,
    Stride,
    StrideFlag,
    Symptom,
    Zone,
)
from tests.monitor.detectors.running import Shape, changed, on_left, run, walking
from tests.monitor.detectors.telling import found, statuses

LIMITS = DetectorLimits()
ACTIVE, CLEAR, NOT_ASSESSED = FindingStatus


@cache
def left_strides() -> list[Stride]:
    return [s for s in run(1800.0, sides=(Side.LEFT,)) if isinstance(s, Stride)]


def later(stride: Stride, by_s: float, rise_kpa: float = 0.0) -> Stride:
    assert stride.tc_s is not None
    assert stride.load.instep_swing_kpa is not None
    return changed(
        stride,
        ic_s=stride.ic_s + by_s,
        tc_s=stride.tc_s + by_s,
        next_ic_s=stride.next_ic_s + by_s,
        stride_length_m=None,
        instep_swing_kpa=stride.load.instep_swing_kpa + rise_kpa,
    )


def test_a_foot_that_grows_after_a_long_stand_is_not_called_clear_but_found() -> None:
    signs: list[InputEvent] = [s for s in left_strides() if s.next_ic_s < 50.0]
    signs.append(GaitChange(Side.LEFT, 50.5, Gait.STAND))
    signs += [
        later(s, 300.0, 8.0 * min(max((s.ic_s - 300.0) / 900.0, 0.0), 1.0))
        for s in left_strides()
        if s.next_ic_s >= 50.0
    ]

    findings = found(swelling(Side.LEFT, LIMITS), signs)

    assert statuses(findings)[-1] is ACTIVE
    assert not [f for f in findings if "100.0 kPa" in f.evidence]


def test_comfort_is_not_learned_from_two_strides_around_a_pause() -> None:
    signs: list[InputEvent] = [left_strides()[0], GaitChange(Side.LEFT, 2.0, Gait.STAND)]
    signs += [later(s, 200.0) for s in left_strides()[1:600]]

    (clear,) = found(lacing(Side.LEFT, LIMITS), signs)

    assert clear.t_s > 200.0 + 0.7 * LIMITS.lacing.baseline_strides


def test_strides_that_were_not_seen_whole_teach_no_comfort() -> None:
    broken = [replace(s, flags=StrideFlag.GAP) for s in left_strides()[:500]]

    assert found(lacing(Side.LEFT, LIMITS), broken) == []


def after_run(detector: Alarm, profile: AthleteProfile, signs: list[InputEvent]) -> AthleteProfile:
    recall(profile, [detector])
    found(detector, signs)
    return learned(profile, [detector], ())


@pytest.mark.parametrize("zone", [*Zone, None])
@pytest.mark.parametrize("make", [lacing, calf_load])
def test_a_run_in_which_the_foot_was_felt_teaches_nothing_of_it(
    make: Callable[[Side, DetectorLimits], Alarm], zone: Zone | None
) -> None:
    tap = Symptom(360.0, Feeling.NUMB, Side.LEFT, zone)
    told: list[InputEvent] = [*left_strides()[:500], tap, *left_strides()[500:]]

    assert after_run(make(Side.LEFT, LIMITS), AthleteProfile(), list(left_strides())).baselines
    assert not after_run(make(Side.LEFT, LIMITS), AthleteProfile(), told).baselines


@pytest.mark.parametrize("side", [*Side, None])
@pytest.mark.parametrize("make", [lambda: asymmetry(LIMITS), lambda: foot_drop(Side.RIGHT, LIMITS)])
def test_a_limp_teaches_no_difference_of_the_feet(
    make: Callable[[], Alarm], side: Side | None
) -> None:
    pain = Symptom(700.0, Feeling.PAIN, side, Zone.SOLE)
    signs: list[InputEvent] = [*run(700.0, seed=4), pain]

    assert after_run(make(), AthleteProfile(), signs[:-1]).baselines
    assert not after_run(make(), AthleteProfile(), signs).baselines


def test_a_symptom_of_the_other_foot_or_that_is_gone_spoils_nothing() -> None:
    taps: list[InputEvent] = [
        Symptom(400.0, Feeling.NUMB, Side.RIGHT, Zone.TOP),
        Symptom(400.0, Feeling.OK, Side.LEFT, Zone.TOP),
    ]

    profile = after_run(lacing(Side.LEFT, LIMITS), AthleteProfile(), [*left_strides()[:500], *taps])

    assert profile.baselines


def test_a_walk_alone_teaches_no_comfort() -> None:
    walk: list[InputEvent] = [walking(s) for s in left_strides()]

    assert not after_run(lacing(Side.LEFT, LIMITS), AthleteProfile(), walk).baselines


def test_the_first_minutes_of_a_run_teach_no_comfort() -> None:
    settling: list[InputEvent] = [
        later(s, 0.0, 3.0 if s.ic_s < 180.0 else 0.0) for s in left_strides()[:500]
    ]

    profile = after_run(lacing(Side.LEFT, LIMITS), AthleteProfile(), settling)

    levels = {state.name: state.line[0] for state in profile.baselines}
    assert levels["instep_swing_kpa"] == pytest.approx(8.0, abs=0.2)


@cache
def in_a_new_shoe() -> list[InputEvent]:
    return [later(s, 0.0, 6.0) for s in left_strides()[:500]]


def comfortable_kpa(profile: AthleteProfile) -> float:
    return next(s.line[0] for s in profile.baselines if s.name == "instep_swing_kpa")


def after_runs(*runs: list[InputEvent]) -> AthleteProfile:
    profile = AthleteProfile()
    for signs in runs:
        profile = after_run(lacing(Side.LEFT, LIMITS), profile, signs)
    return profile


def test_no_number_of_silent_runs_makes_a_tighter_shoe_comfortable() -> None:
    usual: list[InputEvent] = [*left_strides()[:500]]
    profile = after_runs(
        usual, usual, usual, in_a_new_shoe(), in_a_new_shoe(), in_a_new_shoe(), in_a_new_shoe()
    )

    assert comfortable_kpa(profile) == pytest.approx(8.0, abs=0.2)
    assert load(dump(profile), "me.json") == profile


def test_laces_tied_tighter_now_and_then_do_not_become_comfortable() -> None:
    usual: list[InputEvent] = [*left_strides()[:500]]
    tighter: list[InputEvent] = [later(s, 0.0, 4.5) for s in left_strides()[:500]]

    profile = after_runs(usual, tighter, tighter, usual, tighter, tighter)

    assert comfortable_kpa(profile) == pytest.approx(8.0, abs=0.1)


def test_laces_tied_tighter_from_run_to_run_do_not_become_comfortable() -> None:
    runs: list[list[InputEvent]] = [
        [later(s, 0.0, 5.0 * n) for s in left_strides()[:500]] for n in range(6)
    ]

    assert comfortable_kpa(after_runs(*runs)) == pytest.approx(8.0, abs=0.1)


def test_a_shoe_that_was_felt_does_not_become_comfortable() -> None:
    tap = Symptom(300.0, Feeling.TINGLING, Side.LEFT, Zone.TOP)
    runs: list[list[InputEvent]] = [
        [*left_strides()[:500]],
        in_a_new_shoe(),
        in_a_new_shoe(),
        [*in_a_new_shoe(), tap],
        in_a_new_shoe(),
    ]

    assert comfortable_kpa(after_runs(*runs)) == pytest.approx(8.0, abs=0.1)


def known(make: Alarm) -> AthleteProfile:
    return after_run(make, AthleteProfile(), list(run(900.0, seed=4)))


def hanging(deg: float) -> Shape:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        by = -radians(deg)
        return on_left(stride, t_s, 0.0, pitch_mid_swing_rad=by, foot_strike_angle_rad=by)

    return shape


@pytest.mark.parametrize("deg", [18.0, 25.0])
def test_a_foot_that_hangs_from_the_start_of_a_known_runner_is_a_red_flag(deg: float) -> None:
    detector = foot_drop(Side.LEFT, LIMITS)
    recall(known(foot_drop(Side.LEFT, LIMITS)), [detector])

    findings = found(detector, run(900.0, hanging(deg), seed=9))

    assert statuses(findings) == [ACTIVE]
    assert findings[0].t_s < 120.0


def test_a_difference_that_nobody_can_explain_is_not_assessed() -> None:
    detector = foot_drop(Side.LEFT, LIMITS)
    recall(known(foot_drop(Side.LEFT, LIMITS)), [detector])

    findings = found(detector, run(900.0, hanging(-25.0), seed=9))

    assert statuses(findings) == [NOT_ASSESSED]


def test_a_foot_that_slaps_from_the_start_of_a_known_runner_is_found() -> None:
    detector = foot_slap(Side.LEFT, LIMITS)
    recall(known(foot_slap(Side.LEFT, LIMITS)), [detector])

    signs = run(900.0, lambda s, t, _n: on_left(s, t, 0.0, foot_slap_rad_s=9.0), seed=9)

    assert statuses(found(detector, signs)) == [ACTIVE]


def test_steps_that_are_uneven_from_the_start_of_a_known_runner_are_found() -> None:
    detector = asymmetry(LIMITS)
    recall(known(asymmetry(LIMITS)), [detector])

    signs = run(900.0, lambda s, t, _n: on_left(s, t, 0.0, tc_s=0.03), seed=9)

    assert statuses(found(detector, signs)) == [ACTIVE]


@pytest.mark.parametrize(("side", "expected"), [(None, [NOT_ASSESSED]), (Side.LEFT, [])])
def test_a_lost_strap_blinds_the_heart_and_a_lost_pod_does_not(
    side: Side | None, expected: list[FindingStatus]
) -> None:
    detector = cardiac_drift(LIMITS)
    detector.push(HeartBeat(1.0, 150.0))

    assert statuses(detector.push(Notice(NoticeKind.LOST, 2.0, "x", "lost", side))) == expected


def test_an_observation_does_not_mix_what_was_before_and_after_a_stand() -> None:
    limits = LIMITS.baseline
    bundler = Bundler(limits, 10)

    before = [bundler.take(float(t), Terrain(), 1.0) for t in range(5)]
    after = [bundler.take(300.0 + t, Terrain(), 2.0) for t in range(10)]

    assert before == [None] * 5
    assert [bundle.value for bundle in after if bundle is not None] == [2.0]
