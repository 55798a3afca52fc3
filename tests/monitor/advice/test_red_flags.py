"""When a report is a red flag, in which words, and when it is none."""

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.types import Action, Advice, Feeling, Gait, ReferenceSpeed, Side, Symptom, Zone
from tests.monitor.advice.scene import actions, moves, numb, ok, red, rests, running, wait

STILL_NUMB = (1920.0, "Still not well after half an hour. See a clinician.")


def numb_at_100_stopped_at_120(gait: Gait) -> Adviser:
    adviser = running()
    adviser.push(numb(100.0))
    moves(adviser, 120.0, gait)
    return adviser


def pain(t_s: float) -> Symptom:
    return Symptom(t_s, Feeling.PAIN, Side.LEFT, Zone.SOLE)


@pytest.mark.parametrize("gait", [Gait.STAND, Gait.WALK])
def test_who_walks_home_numb_is_told_once_as_who_stands(gait: Gait) -> None:
    adviser = numb_at_100_stopped_at_120(gait)

    assert red(wait(adviser, 121, 6000)) == [STILL_NUMB]


@pytest.mark.parametrize(("dash_s", "told"), [(5.0, [STILL_NUMB]), (300.0, [])])
def test_only_running_again_for_a_while_undoes_that_running_ended(
    dash_s: float, told: list[tuple[float, str]]
) -> None:
    adviser = numb_at_100_stopped_at_120(Gait.WALK)
    wait(adviser, 121, 900)
    moves(adviser, 900.0, Gait.RUN)
    out = wait(adviser, 901, 900 + dash_s)
    moves(adviser, 900.0 + dash_s, Gait.WALK)

    assert red(out + wait(adviser, 901 + dash_s, 1950)) == told


def test_a_watch_that_says_walking_is_enough_to_know_that_running_ended() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(ReferenceSpeed(10.0, 3.0))
    adviser.push(numb(100.0))

    out = [x for t in range(120, 2000) for x in adviser.push(ReferenceSpeed(float(t), 1.4))]

    assert red(out) == [STILL_NUMB]


def test_pain_that_rest_does_not_ease_has_its_own_words() -> None:
    adviser = running()
    adviser.push(pain(100.0))
    moves(adviser, 120.0, Gait.STAND)

    assert red(adviser.push(pain(260.0))) == [
        (260.0, "Rest does not ease the pain. Stop here and see a clinician.")
    ]


@pytest.mark.parametrize("side", [Side.LEFT, None])
def test_ok_ends_the_story_of_a_pain(side: Side | None) -> None:
    adviser = running()
    adviser.push(pain(100.0))
    adviser.push(ok(160.0, side))

    assert red(adviser.push(pain(400.0))) == []


def test_a_symptom_that_comes_back_after_a_walk_is_a_red_flag_at_once() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    rests(adviser, 120.0, 180.0, Gait.WALK)

    assert red(adviser.push(numb(240.0))) == [(240.0, "The break did not help. End the run here.")]


@pytest.mark.parametrize(("walk_s", "again_s"), [(0.0, 400.0), (10.0, 400.0), (60.0, 6000.0)])
def test_without_a_walk_or_long_after_it_the_walk_is_asked_for_again(
    walk_s: float, again_s: float
) -> None:
    adviser = running()
    adviser.push(Symptom(100.0, Feeling.TINGLING, Side.LEFT, Zone.SOLE))
    if walk_s:
        rests(adviser, 120.0, 120.0 + walk_s, Gait.WALK)
    wait(adviser, 200, 380)

    out = adviser.push(Symptom(again_s, Feeling.TINGLING, Side.LEFT, Zone.SOLE))

    assert actions(out) == [Action.WALK]


@pytest.mark.parametrize("zone", [Zone.FOREFOOT, Zone.TOP, Zone.SOLE, Zone.HEEL, Zone.FOOT])
def test_a_swollen_foot_is_answered_as_such_and_is_no_swollen_calf(zone: Zone) -> None:
    adviser = running()

    out = adviser.push(Symptom(100.0, Feeling.SWOLLEN, Side.RIGHT, zone))

    (said,) = [x.text for x in out if isinstance(x, Advice)]
    assert red(out) == []
    assert "calf" not in said.lower()
    assert "swollen" in said


@pytest.mark.parametrize("zone", [None, Zone.CALF])
def test_swollen_without_a_place_is_the_calf(zone: Zone | None) -> None:
    out = running().push(Symptom(100.0, Feeling.SWOLLEN, Side.RIGHT, zone))

    assert red(out) == [(100.0, "Right calf is swollen. End the run here.")]


def test_what_cannot_wait_has_the_card_that_calls_for_help() -> None:
    adviser = running()
    told = [
        said.card or ""
        for symptom in (
            Symptom(100.0, Feeling.SWOLLEN, Side.LEFT),
            Symptom(130.0, Feeling.DIZZY),
            Symptom(160.0, Feeling.PAIN, Side.LEFT, Zone.SOLE),
            Symptom(1160.0, Feeling.PAIN, Side.LEFT, Zone.SOLE),
        )
        for said in adviser.push(symptom)
        if isinstance(said, Advice) and said.red_flag
    ]

    assert ["emergency" in card for card in told] == [True, True, False]


def test_a_foot_that_stays_numb_ends_the_run_once_in_ten_minutes_however_it_is_noticed() -> None:
    adviser = running()
    out = adviser.push(numb(100.0))
    rests(adviser, 120.0, 190.0, Gait.WALK)

    for t_s in range(710, 1300, 60):
        out += wait(adviser, t_s - 59, t_s) + adviser.push(numb(float(t_s)))

    assert [round(t_s) for t_s, _ in red(out)] == [710]
