"""What is measured: which words, when, and what holds them back."""

from itertools import pairwise

import pytest

from monitor.advice.gate import VETOES
from monitor.advice.limits import AdviceLimits
from monitor.advice.runner import Runner
from monitor.types import (
    Action,
    Feeling,
    FindingKind,
    Gait,
    GaitChange,
    HeartBeat,
    OutcomeKind,
    Side,
    Symptom,
    Zone,
)
from tests.monitor.advice.scene import (
    CLEAR,
    NOT_ASSESSED,
    actions,
    advice,
    became,
    find,
    limits,
    moves,
    red,
    running,
    said,
    stride,
    texts,
    wait,
)

LIMITS = AdviceLimits()


def after(limits: AdviceLimits, *findings: object, for_s: int = 60) -> list[str]:
    adviser = running(limits)
    out = [x for finding in findings for x in adviser.push(finding)]  # type: ignore[arg-type]  # a finding is what it hears
    return texts(out + wait(adviser, 101, 101 + for_s))


def test_tight_laces_are_said_in_two_short_sentences_with_the_reason() -> None:
    adviser = running()

    (said_,) = advice(adviser.push(find(100.0)) + wait(adviser, 101, 120))

    assert said_.text == "Left laces are too tight. Loosen them a little at your next stop."
    assert said_.words == ("laces_tight", "loosen_next_stop")
    assert (said_.reason, said_.number, said_.side) == ("seen", 1, Side.LEFT)


def test_on_a_treadmill_the_belt_stops_before_anybody_bends() -> None:
    (text,) = after(limits(treadmill=True), find(100.0))

    assert text == "Left laces are too tight. Stop the belt first, then loosen them."


def test_the_next_rung_speaks_only_after_the_window_showed_no_improvement() -> None:
    adviser = running(limits(fit_outcome_s=60.0))
    adviser.push(stride(99.0, instep_swing_kpa=14.0))
    out = adviser.push(find(100.0)) + wait(adviser, 101, 130)
    for t_s in range(130, 170):
        out += adviser.push(stride(float(t_s), instep_swing_kpa=14.0))

    assert texts(out) == [
        "Left laces are too tight. Loosen them a little at your next stop.",
        "Left laces are too tight. Stop, step aside and loosen them. Then tie them again.",
    ]
    assert became(out) == [OutcomeKind.IGNORED]


def test_pressure_that_fell_keeps_the_ladder_where_it_is() -> None:
    adviser = running(limits(fit_outcome_s=60.0, pressure_strides=1))
    adviser.push(stride(99.0, instep_swing_kpa=14.0))
    out = adviser.push(find(100.0)) + wait(adviser, 101, 110)
    for t_s in (130.0, 166.0, 200.0):
        out += adviser.push(stride(t_s, instep_swing_kpa=9.0))

    assert actions(out) == [Action.LOOSEN_LACES]
    assert became(out) == [OutcomeKind.PRESSURE_FELL]


def test_laces_that_stay_tight_are_asked_for_again_and_never_with_a_walk() -> None:
    adviser = running()

    out = adviser.push(find(40.0)) + wait(adviser, 41, 5000)

    assert len(advice(out)) > 3
    assert set(actions(out)) == {Action.LOOSEN_LACES}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FindingKind.SWELLING, "Left foot is swelling in the shoe. Give it more room at your"),
        (FindingKind.NARROW_SHOE, "Left shoe squeezes the forefoot. Loosen the lowest laces at"),
        (FindingKind.OVERSTRIDING, "You land far ahead of your body. Take shorter, quicker steps."),
        (FindingKind.IMPACT, "Left foot lands hard. Take shorter, softer steps."),
        (FindingKind.CALF_LOAD, "Left calf is working hard. Slow down a little."),
        (FindingKind.FATIGUE, "Your form is tiring. Slow down a little."),
        (FindingKind.ASYMMETRY, "Your steps have become uneven. Slow down a little."),
        (FindingKind.FOOT_SLAP, "One foot is slapping down. Slow down a little."),
        (FindingKind.CARDIAC_DRIFT, "Your heart rate is rising. Slow down a little."),
    ],
)
def test_each_cause_has_its_own_remedy(kind: FindingKind, text: str) -> None:
    assert after(LIMITS, find(100.0, kind))[0].startswith(text)


def test_a_drink_is_asked_for_only_in_heat_that_is_known_and_twice_an_hour() -> None:
    adviser = running(
        limits(cue_cooldown_s=60.0, fade_s=1e9, cue_outcome_s=30.0), runner=Runner(hot=True)
    )
    out = adviser.push(find(100.0, FindingKind.CARDIAC_DRIFT, None)) + wait(adviser, 101, 3600)

    assert texts(out) == ["Your heart works hard in the heat. Drink if you are thirsty."] * 2
    late = wait(adviser, 6000, 7000)
    assert texts(late)[0].endswith("Drink if thirsty, and take something salty.")
    assert set(became(out)) == {OutcomeKind.UNKNOWN}


def test_a_heart_that_calms_down_after_a_drink_was_not_seen_to_be_helped_by_it() -> None:
    adviser = running(runner=Runner(hot=True))
    out = adviser.push(find(100.0, FindingKind.CARDIAC_DRIFT, None)) + wait(adviser, 101, 150)
    assert actions(out) == [Action.DRINK]

    out = adviser.push(find(160.0, FindingKind.CARDIAC_DRIFT, None, status=CLEAR))

    assert became(out) == [OutcomeKind.UNKNOWN]


def test_near_the_maximal_heart_rate_slowing_down_comes_first() -> None:
    adviser = running(runner=Runner(hot=True, heart_rate_most_bpm=190.0))
    adviser.push(HeartBeat(99.0, 185.0))

    out = adviser.push(find(100.0, FindingKind.CARDIAC_DRIFT, None))

    assert texts(out) == ["Your heart rate is very high. Slow down a little."]


def test_foot_drop_speaks_at_once_even_right_after_another_sentence() -> None:
    adviser = running()
    adviser.push(find(90.0))
    wait(adviser, 91, 101)

    (said_,) = advice(adviser.push(find(101.0, FindingKind.FOOT_DROP, Side.RIGHT)))

    assert said_.red_flag
    assert said_.text == "Right foot is not lifting. Stop here and see a clinician."
    assert "30 minutes" in (said_.card or "")


@pytest.mark.parametrize(
    ("cause", "effect"),
    [
        (FindingKind.OVERSTRIDING, FindingKind.IMPACT),
        (FindingKind.OVERSTRIDING, FindingKind.FATIGUE),
        (FindingKind.OVERSTRIDING, FindingKind.CALF_LOAD),
        (FindingKind.LACING, FindingKind.SWELLING),
        (FindingKind.LACING, FindingKind.NARROW_SHOE),
        (FindingKind.FOOT_DROP, FindingKind.FOOT_SLAP),
    ],
)
def test_the_cause_speaks_before_its_effect_although_the_effect_shows_first(
    cause: FindingKind, effect: FindingKind
) -> None:
    adviser = running()
    of_both = effect is FindingKind.FATIGUE
    out = adviser.push(find(100.0, effect, None if of_both else Side.LEFT))
    out += adviser.push(find(103.0, cause)) + wait(adviser, 104, 250)

    assert {a.cause for a in advice(out)} == {cause}


def test_of_a_slap_no_foot_is_named_and_none_is_said_beside_a_drop() -> None:
    adviser = running()
    first = adviser.push(find(100.0, FindingKind.FOOT_DROP, Side.LEFT))
    later = adviser.push(find(101.0, FindingKind.FOOT_SLAP, Side.RIGHT)) + wait(adviser, 102, 400)

    assert (actions(first), actions(later)) == ([Action.STOP], [])
    assert after(LIMITS, find(100.0, FindingKind.FOOT_SLAP))[0].startswith("One foot")


def test_a_cue_that_is_ignored_is_repeated_less_and_less_often() -> None:
    slow = limits(fade_s=1e9)
    adviser = running(slow, 0.0)
    out = adviser.push(find(0.0, FindingKind.OVERSTRIDING, None)) + wait(adviser, 1, 2200)

    gaps_s = [b - a for (a, _), (b, _) in pairwise(said(out))]
    assert gaps_s == pytest.approx(
        [2 * slow.speech.cue_cooldown_s, 3 * slow.speech.cue_cooldown_s], abs=2.0
    )


def test_one_cue_is_enough_for_both_feet() -> None:
    adviser = running()
    out = adviser.push(find(850.0, FindingKind.OVERSTRIDING, Side.RIGHT)) + wait(adviser, 851, 870)
    out += adviser.push(find(870.0, FindingKind.OVERSTRIDING, Side.LEFT)) + wait(adviser, 871, 2000)

    first, later = advice(out)[:2]
    assert (first.t_s, first.side) == (855.0, Side.RIGHT)
    assert (later.side, later.both) == (None, True)
    assert later.t_s >= 855.0 + LIMITS.speech.cue_cooldown_s


def test_what_cannot_be_seen_any_more_mutes_nothing_and_is_over() -> None:
    adviser = running()
    adviser.push(find(30.0))
    wait(adviser, 31, 40)

    lost = adviser.push(find(60.0, status=NOT_ASSESSED))
    swollen = adviser.push(find(700.0, FindingKind.SWELLING, value=5.0))
    swollen += wait(adviser, 701, 710)

    assert became(lost) == [OutcomeKind.UNKNOWN]
    assert said(swollen) == [(705.0, Action.LOOSEN_LACES)]


def test_a_foot_drop_is_repeated_only_on_a_foot_that_runs() -> None:
    adviser = running()
    adviser.push(find(100.0, FindingKind.FOOT_DROP))
    moves(adviser, 120.0, Gait.WALK)

    assert said(wait(adviser, 121, 2400)) == []
    moves(adviser, 2400.0, Gait.RUN)
    assert [round(t_s) for t_s, _ in red(wait(adviser, 2401, 3100))] == [3000]


def test_a_foot_drop_is_not_repeated_on_a_dead_sensor() -> None:
    adviser = running()
    out = adviser.push(find(100.0, FindingKind.FOOT_DROP))
    out += adviser.push(find(130.0, FindingKind.FOOT_DROP, status=NOT_ASSESSED))

    assert said(out + wait(adviser, 131, 3800)) == [(100.0, Action.STOP)]


def test_a_foot_that_drops_again_after_it_was_well_is_said_at_once() -> None:
    adviser = running()
    out = adviser.push(find(100.0, FindingKind.FOOT_DROP))
    out += adviser.push(find(200.0, FindingKind.FOOT_DROP, status=CLEAR))
    out += adviser.push(find(260.0, FindingKind.FOOT_DROP))

    assert [t_s for t_s, _ in red(out)] == [100.0, 260.0]


def test_answers_leave_the_budget_of_what_is_measured_alone() -> None:
    adviser = running(limits(answers_per_hour=3, advice_per_hour=1))
    for t_s in range(100, 500, 60):
        adviser.push(Symptom(float(t_s), Feeling.NUMB, Side.LEFT, Zone.SOLE))

    out = adviser.push(find(600.0, side=Side.RIGHT)) + wait(adviser, 601, 610)
    assert said(out) == [(605.0, Action.LOOSEN_LACES)]


def test_every_rule_that_forbids_a_sentence_says_why() -> None:
    for rule in VETOES:
        assert rule.__doc__
        assert rule.__doc__.endswith(".")


def test_gait_change_of_one_foot_alone_is_no_stop() -> None:
    adviser = running()
    adviser.push(find(90.0))
    wait(adviser, 91, 100)
    adviser.push(GaitChange(Side.LEFT, 130.0, Gait.WALK))

    assert said(wait(adviser, 131, 150)) == []


def test_a_stride_that_began_before_the_stop_does_not_undo_it() -> None:
    adviser = running()
    adviser.push(find(90.0))
    wait(adviser, 91, 100)
    moves(adviser, 150.0, Gait.STAND)
    adviser.push(stride(150.4))

    assert texts(wait(adviser, 151, 170)) == [
        "Left laces are too tight. Loosen them a little now. Then tie them again."
    ]
