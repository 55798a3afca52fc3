"""Who stands or walks: asked for nothing that only a runner can do, nor on a moving belt."""

from dataclasses import replace

import pytest

from monitor.types import Action, Feeling, FindingKind, Gait, Side, Symptom, Zone
from tests.monitor.advice.scene import (
    actions,
    find,
    limits,
    moves,
    numb,
    red,
    rests,
    risk,
    running,
    texts,
    wait,
)

BELT = limits(treadmill=True)
TIGHT = Symptom(110.0, Feeling.TIGHT, Side.LEFT)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (numb(110.0, Zone.TOP), "Stop the belt first, then loosen the laces."),
        (numb(110.0), "Stop the belt and circle your left ankle."),
        (TIGHT, "Stop the belt and circle your left ankle."),
    ],
)
def test_who_walks_on_a_belt_stops_it_first(report: Symptom, said: str) -> None:
    adviser = running(BELT)
    moves(adviser, 100.0, Gait.WALK)

    (text,) = texts(adviser.push(report))

    assert text.split(". ", 1)[1] == said


def test_on_a_belt_that_stands_the_laces_are_loosened_now() -> None:
    adviser = running(BELT)
    moves(adviser, 100.0, Gait.STAND)

    assert "laces a little now." in texts(adviser.push(numb(110.0, Zone.TOP)))[0]


def test_a_walk_on_a_belt_is_led_with_the_belt_stopped() -> None:
    adviser = running(BELT)
    adviser.push(numb(100.0))
    moves(adviser, 110.0, Gait.WALK)

    assert texts(wait(adviser, 111, 175)) == ["Stop the belt and circle your ankles.", "Better?"]


@pytest.mark.parametrize("gait", [Gait.STAND, Gait.WALK])
def test_who_does_not_run_is_not_told_to_slow_down_for_a_tight_calf(gait: Gait) -> None:
    adviser = running()
    moves(adviser, 100.0, gait)

    assert texts(adviser.push(TIGHT)) == ["Left calf tight. Circle your left ankle."]


@pytest.mark.parametrize("kind", [FindingKind.OVERSTRIDING, FindingKind.FATIGUE])
def test_a_walker_hears_no_cue_about_running_form(kind: FindingKind) -> None:
    adviser = running()
    moves(adviser, 95.0, Gait.WALK)
    adviser.push(find(100.0, kind, None))
    at_rest = wait(adviser, 101, 1000)
    running_again = moves(adviser, 1000.0, Gait.RUN) + wait(adviser, 1001, 1050)

    assert texts(at_rest) == []
    assert len(texts(running_again)) == 1


def test_a_walker_whose_heart_beats_fast_is_told_to_slow_down() -> None:
    adviser = running()
    moves(adviser, 95.0, Gait.WALK)

    out = adviser.push(find(100.0, FindingKind.CARDIAC_DRIFT, None)) + wait(adviser, 101, 130)

    assert texts(out) == ["Your heart rate is rising. Slow down a little."]


def test_a_zone_at_risk_by_the_calf_asks_a_walker_for_the_ankle() -> None:
    adviser = running()
    moves(adviser, 60.0, Gait.WALK)
    wait(adviser, 60, 100)

    out = adviser.push(risk(100.0, CALF=1.2)) + wait(adviser, 101, 140)

    assert texts(out) == ["Top of the left foot may go numb. Circle your left ankle."]


@pytest.mark.parametrize("gait", [Gait.STAND, Gait.WALK])
def test_half_a_break_was_not_in_vain(gait: Gait) -> None:
    adviser = running()
    adviser.push(numb(100.0))
    moves(adviser, 110.0, gait)
    wait(adviser, 111, 160)

    assert actions(adviser.push(numb(160.0))) == [Action.ACKNOWLEDGE]


def test_tingling_after_numbness_is_not_said_to_be_in_vain() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    moves(adviser, 110.0, Gait.WALK)
    wait(adviser, 111, 178)

    out = adviser.push(Symptom(178.0, Feeling.TINGLING, Side.LEFT, Zone.SOLE))

    assert texts(out) == ["Left sole tingling. I heard you."]


def test_long_after_a_break_nobody_says_that_it_did_not_help() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    rests(adviser, 110.0, 175.0, Gait.WALK)
    wait(adviser, 176, 640)

    assert red(adviser.push(numb(640.0))) == [(640.0, "Left sole numb. End the run here.")]


@pytest.mark.parametrize("belt", [True, False])
def test_who_stands_is_not_told_to_keep_walking(belt: bool) -> None:
    adviser = running(limits(treadmill=belt))
    adviser.push(numb(100.0))
    moves(adviser, 110.0, Gait.WALK)
    wait(adviser, 111, 145)
    moves(adviser, 145.0, Gait.STAND)

    assert texts(wait(adviser, 146, 400)) == ["Better?"]


@pytest.mark.parametrize("gait", [Gait.STAND, Gait.WALK])
def test_a_tight_calf_at_rest_is_circled_once_and_the_break_is_led(gait: Gait) -> None:
    adviser = running()
    moves(adviser, 100.0, gait)
    out = adviser.push(TIGHT) + wait(adviser, 111, 175)

    assert texts(out) == ["Left calf tight. Circle your left ankle.", "Better?"]
    assert texts(adviser.push(replace(TIGHT, t_s=180.0))) == [
        "The break did not help. End the run here."
    ]
