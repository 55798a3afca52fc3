"""When a pain is a red flag: after a long rest, or while running on."""

import pytest

from monitor.types import Feeling, Gait, Side, Symptom, Zone
from tests.monitor.advice.scene import moves, ok, red, rests, running, wait


def pain(t_s: float, side: Side | None = Side.LEFT, zone: Zone | None = Zone.SOLE) -> Symptom:
    return Symptom(t_s, Feeling.PAIN, side, zone)


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


def test_an_old_walk_does_not_hide_that_pain_is_run_on() -> None:
    adviser = running()
    adviser.push(pain(300.0))
    rests(adviser, 330.0, 375.0, Gait.WALK)
    wait(adviser, 376, 2400)

    out = [red(adviser.push(pain(t_s))) for t_s in (2400.0, 2450.0, 2500.0)]

    assert out == [[], [], [(2500.0, "The pain is back. End the run here.")]]


@pytest.mark.parametrize("again_s", [1200.0, 2294.0])
def test_traffic_lights_add_up_to_no_rest(again_s: float) -> None:
    adviser = running()
    adviser.push(pain(300.0))
    for at in range(400, 1180, 130):
        rests(adviser, float(at), at + 22.0)

    assert red(adviser.push(pain(again_s))) == []


def test_pain_within_a_rest_is_told_when_the_rest_was_long() -> None:
    adviser = running()
    adviser.push(pain(100.0))
    moves(adviser, 120.0, Gait.STAND)

    said = [text for t_s in (200.0, 260.0) for _, text in red(adviser.push(pain(t_s)))]

    assert said == [
        "The break did not help. End the run here.",
        "Rest does not ease the pain. Stop here and see a clinician.",
    ]


def test_the_ok_of_another_place_does_not_end_the_story_of_a_pain() -> None:
    adviser = running()
    adviser.push(pain(300.0, zone=Zone.HEEL))
    adviser.push(Symptom(400.0, Feeling.OK, Side.LEFT, Zone.TOP))

    assert [t_s for t_s, _ in red(adviser.push(pain(431.0, zone=Zone.HEEL)))] == [431.0]


@pytest.mark.parametrize(("first", "second"), [(None, Side.LEFT), (Side.LEFT, None)])
def test_a_pain_whose_foot_was_not_said_may_be_of_either(
    first: Side | None, second: Side | None
) -> None:
    adviser = running()
    adviser.push(pain(300.0, first))
    wait(adviser, 301, 430)

    assert [t_s for t_s, _ in red(adviser.push(pain(430.0, second)))] == [430.0]


def test_pain_of_the_other_foot_is_another_pain() -> None:
    adviser = running()
    adviser.push(pain(300.0, Side.LEFT))

    assert red(adviser.push(pain(430.0, Side.RIGHT))) == []


@pytest.mark.parametrize("later", [Feeling.NUMB, Feeling.PAIN])
def test_an_answer_about_a_later_report_does_not_say_of_which_foot_a_pain_was(
    later: Feeling,
) -> None:
    adviser = running()
    adviser.push(pain(300.0, None))
    wait(adviser, 301, 350)
    adviser.push(Symptom(350.0, later, None, Zone.SOLE))
    wait(adviser, 351, 356)
    adviser.push(Symptom(356.0, later, None, Zone.SOLE))
    wait(adviser, 357, 700)

    assert red(adviser.push(pain(700.0, Side.RIGHT))) == [
        (700.0, "The pain is back. End the run here.")
    ]


def test_a_pain_whose_foot_was_answered_is_of_that_foot() -> None:
    adviser = running()
    adviser.push(pain(300.0, None))
    wait(adviser, 301, 306)
    adviser.push(pain(306.0, None))
    wait(adviser, 307, 700)

    right, left = (red(adviser.push(pain(700.0, side))) for side in (Side.RIGHT, Side.LEFT))
    assert (len(right), len(left)) == (0, 1)


def test_the_ok_of_one_foot_ends_the_story_of_a_pain_whose_foot_was_not_said() -> None:
    adviser = running()
    adviser.push(pain(300.0, None))
    adviser.push(ok(330.0))

    assert red(adviser.push(pain(420.0, Side.RIGHT))) == []
