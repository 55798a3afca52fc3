"""What answers "Better?": yes and no of a button that names nothing, and the OK of a place."""

from dataclasses import replace

import pytest

from monitor.advice.adviser import Adviser
from monitor.types import Feeling, Gait, OutcomeKind, Side, Symptom, Zone
from tests.monitor.advice.scene import (
    Out,
    became,
    moves,
    numb,
    ok,
    red,
    rests,
    running,
    texts,
    wait,
)

SOLE = numb(130.0)
YES, NO = ok(205.0, None), Symptom(205.0, Feeling.SOMETHING)


def asked_at_200(*before: Symptom) -> Adviser:
    """A runner who walks for the left sole, and was asked 5 s ago."""
    adviser = running()
    for tap in (*before, SOLE):
        adviser.push(tap)
    moves(adviser, 140.0, Gait.WALK)
    assert texts(wait(adviser, 141, 204))[-1] == "Better?"
    return adviser


def test_a_bare_no_leads_to_the_next_step_and_asks_for_no_foot() -> None:
    adviser = asked_at_200()

    out = adviser.push(NO) + wait(adviser, 206, 260)

    assert texts(out) == ["The break did not help. End the run here."]


def test_a_bare_yes_is_about_what_was_asked_and_ends_no_other_story() -> None:
    adviser = asked_at_200(Symptom(100.0, Feeling.PAIN, Side.RIGHT, Zone.HEEL))

    out = adviser.push(YES)
    moves(adviser, 210.0, Gait.RUN)

    assert became(out) == [OutcomeKind.SYMPTOM_EASED]
    assert len(red(adviser.push(Symptom(300.0, Feeling.PAIN, Side.RIGHT, Zone.HEEL)))) == 1


def test_a_bare_yes_right_after_a_dizziness_does_not_end_it() -> None:
    adviser = asked_at_200()
    adviser.push(Symptom(202.0, Feeling.DIZZY))

    assert texts(adviser.push(YES)) == ["I heard you."]


def test_a_bare_ok_long_after_the_question_is_of_all() -> None:
    adviser = asked_at_200(Symptom(100.0, Feeling.TINGLING, Side.RIGHT, Zone.TOP))
    wait(adviser, 205, 250)

    assert len(became(adviser.push(ok(250.0, None)))) == 2


def test_what_teaches_hears_of_a_no_and_a_yes_as_of_words_that_name_nothing() -> None:
    adviser = asked_at_200()

    named = [adviser.named(tap) for tap in (NO, YES, ok(205.0))]

    assert named == [None, None, None]


@pytest.mark.parametrize("before", [numb(100.0, side=Side.RIGHT), numb(100.0, Zone.HEEL)])
def test_a_bare_yes_is_of_all_that_was_numb_so_that_none_of_it_ends_a_later_run(
    before: Symptom,
) -> None:
    adviser = asked_at_200(before)

    out = adviser.push(YES)
    moves(adviser, 210.0, Gait.RUN)
    wait(adviser, 210, 900)

    assert texts(out) == ["Walking helped. Start slowly."]
    assert red(adviser.push(replace(before, t_s=900.0))) == []


@pytest.mark.parametrize(
    "fine", [ok(205.0, Side.RIGHT), Symptom(205.0, Feeling.OK, Side.LEFT, Zone.TOP)]
)
def test_the_ok_of_another_place_leaves_the_question_open(fine: Symptom) -> None:
    adviser = asked_at_200()

    out: Out = adviser.push(fine) + adviser.push(ok(210.0))

    assert texts(out) == ["Good to hear.", "Walking helped. Start slowly."]


def test_of_both_feet_one_that_is_well_does_not_start_the_run_again() -> None:
    adviser = running()
    adviser.push(Symptom(130.0, Feeling.NUMB, None, Zone.SOLE, both=True))
    moves(adviser, 140.0, Gait.WALK)
    wait(adviser, 141, 204)

    out = adviser.push(ok(205.0)) + adviser.push(ok(208.0, Side.RIGHT))

    assert texts(out) == ["Good to hear.", "Walking helped. Start slowly."]


@pytest.mark.parametrize("walk_s", [40, 58])
def test_a_no_after_a_walk_that_was_a_little_short_leads_to_the_next_step(walk_s: int) -> None:
    adviser = running()
    adviser.push(numb(100.0))
    asked_s = 105 + walk_s + 60
    out = rests(adviser, 105.0, 105.0 + walk_s, Gait.WALK) + wait(
        adviser, asked_s - 60, asked_s + 5
    )

    assert texts(out)[-1] == "Better?"
    assert texts(adviser.push(Symptom(asked_s + 5.0, Feeling.SOMETHING))) == [
        "The break did not help. End the run here."
    ]


def test_a_no_is_of_the_foot_that_was_named_also_when_it_is_felt_a_second_time() -> None:
    adviser = running()
    for t_s in (100.0, 300.0):
        adviser.push(Symptom(t_s, Feeling.SOMETHING))
        wait(adviser, t_s, t_s + 6)
        adviser.push(Symptom(t_s + 6.0, Feeling.SOMETHING))  # "Left foot?" yes
        wait(adviser, t_s + 6, 300)
    moves(adviser, 310.0, Gait.WALK)
    assert texts(wait(adviser, 310, 373))[-1] == "Better?"

    out = adviser.push(Symptom(373.0, Feeling.SOMETHING)) + wait(adviser, 374, 400)

    assert texts(out) == ["The break did not help. End the run here."]
