"""A report without a foot is answered at once; then it is asked which foot, and silence is a no."""

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.types import (
    Action,
    Advice,
    Feeling,
    Gait,
    Side,
    Symptom,
    Tick,
    Wish,
    WishKind,
    Zone,
)
from tests.monitor.advice.scene import advice, moves, red, running, wait


def said(*events: Symptom | Tick) -> list[Advice]:
    adviser = Adviser(AdviceLimits())
    ordered = sorted(events, key=lambda event: event.t_s)
    return [x for event in ordered for x in adviser.push(event) if isinstance(x, Advice)]


def clock(until_s: int) -> list[Tick]:
    return [Tick(float(t)) for t in range(until_s)]


def test_silence_leaves_the_foot_unsaid() -> None:
    heard = said(Symptom(100.0, Feeling.NUMB), *clock(180))

    questions = [a.text for a in heard if a.action is Action.ASK and a.t_s < 160.0]
    assert questions == ["Left foot?", "Right foot?", "Both feet?"]
    assert heard[0].t_s == 100.0
    assert {a.side for a in heard if a.action is not Action.ASK} == {None}


def test_the_same_button_again_says_yes() -> None:
    heard = said(Symptom(100.0, Feeling.NUMB), Symptom(117.0, Feeling.NUMB), *clock(130))

    assert [a.text for a in heard if a.action is Action.ASK] == ["Left foot?", "Right foot?"]
    assert heard[-1].side is Side.RIGHT
    assert "Right foot numb." in heard[-1].text


def test_a_report_keeps_its_story_when_its_foot_is_said() -> None:
    """Numb from 60 on, and half an hour after running: each is counted, and said, once."""
    adviser = running(t_s=10.0)
    adviser.push(Symptom(60.0, Feeling.NUMB))
    wait(adviser, 61, 67)
    adviser.push(Symptom(67.0, Feeling.NUMB))

    early = red(adviser.push(Symptom(655.0, Feeling.NUMB, Side.LEFT)))
    late = red(adviser.push(Symptom(661.0, Feeling.NUMB, Side.LEFT)))
    moves(adviser, 670.0, Gait.STAND)

    assert (early, late) == ([], [(661.0, "Left foot numb. End the run here.")])
    assert red(adviser.push(Symptom(700.0, Feeling.OK, Side.LEFT))) == []
    assert red(wait(adviser, 701, 4000)) == []


def test_a_report_that_names_its_foot_ends_the_questions() -> None:
    named = Symptom(103.0, Feeling.NUMB, Side.LEFT)

    heard = said(Symptom(100.0, Feeling.NUMB), named, *clock(150))

    assert not [a for a in heard if a.action is Action.ASK]


def test_nothing_is_asked_about_a_foot_that_was_named_or_of_dizziness() -> None:
    for symptom in (
        Symptom(100.0, Feeling.NUMB, Side.LEFT),
        Symptom(100.0, Feeling.DIZZY),
        Symptom(100.0, Feeling.OK),
    ):
        heard = said(symptom, *clock(150))

        assert not [a for a in heard if a.text.endswith(("foot?", "feet?"))]


@pytest.mark.parametrize("feeling", [Feeling.DIZZY, Feeling.SWOLLEN])
def test_a_red_flag_is_no_yes_to_the_question(feeling: Feeling) -> None:
    heard = said(Symptom(60.0, Feeling.NUMB), Symptom(67.0, feeling), *clock(70))

    assert [a.text for a in heard if a.action is Action.ASK] == ["Left foot?"]
    assert (heard[-1].t_s, heard[-1].action, heard[-1].side) == (67.0, Action.STOP, None)


@pytest.mark.parametrize(
    "other", [Symptom(67.0, Feeling.PAIN), Symptom(67.0, Feeling.NUMB, zone=Zone.HEEL)]
)
def test_another_report_without_a_foot_is_answered_itself(other: Symptom) -> None:
    heard = said(Symptom(60.0, Feeling.NUMB), other, *clock(75))

    (answer,) = [a for a in heard if a.t_s == 67.0]
    assert (answer.side, answer.zone) == (None, other.zone)
    assert [a.t_s for a in heard if a.text == "Left foot?"] == [64.0, 71.0]


def test_a_button_without_kind_or_place_says_yes_to_what_was_reported() -> None:
    heard = said(Symptom(60.0, Feeling.NUMB), Symptom(67.0, Feeling.SOMETHING), *clock(70))

    assert "Left foot numb." in heard[-1].text


def test_a_question_that_nobody_heard_is_answered_by_nothing() -> None:
    adviser = running(t_s=10.0)
    adviser.push(Wish(59.0, WishKind.SNOOZE, 600.0))
    adviser.push(Symptom(60.0, Feeling.NUMB))
    wait(adviser, 61, 67)

    (answer,) = advice(adviser.push(Symptom(67.0, Feeling.NUMB)))

    assert (answer.side, answer.text) == (None, "Foot numb. I heard you.")
    assert advice(wait(adviser, 68, 900)) == []


def test_a_question_waits_for_the_end_of_a_short_quiet() -> None:
    adviser = running(t_s=10.0)
    adviser.push(Symptom(60.0, Feeling.NUMB))
    adviser.push(Wish(61.0, WishKind.SNOOZE, 10.0))

    asked = advice(wait(adviser, 62, 76))

    assert [(a.t_s, a.text) for a in asked] == [(71.0, "Left foot?")]


def test_the_same_long_after_a_question_that_nothing_followed_is_no_yes() -> None:
    adviser = running(t_s=10.0)
    adviser.push(Symptom(60.0, Feeling.NUMB))
    wait(adviser, 61, 65)
    adviser.push(Wish(65.0, WishKind.SNOOZE, 600.0))
    wait(adviser, 66, 95)

    heard = [x for x in adviser.push(Symptom(95.0, Feeling.NUMB)) if isinstance(x, Advice)]

    assert [one.side for one in heard] == [None]
