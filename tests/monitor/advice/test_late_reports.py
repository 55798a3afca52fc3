"""A report that a phone kept out of reach is judged by its press, and answered when it arrives."""

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.types import Action, Advice, Feeling, Gait, OutcomeKind, Side, Symptom, Zone
from tests.monitor.advice.scene import (
    advice,
    became,
    find,
    moves,
    numb,
    ok,
    red,
    rests,
    running,
    texts,
    wait,
)


def late(
    pressed_s: float,
    heard_s: float,
    feeling: Feeling = Feeling.NUMB,
    side: Side | None = Side.LEFT,
    zone: Zone | None = Zone.SOLE,
) -> Symptom:
    return Symptom(pressed_s, feeling, side, zone, heard_s=heard_s)


def late_ok(pressed_s: float, heard_s: float) -> Symptom:
    return late(pressed_s, heard_s, Feeling.OK, zone=None)


def test_a_late_report_is_answered_when_it_arrives() -> None:
    adviser = running()
    wait(adviser, 11, 300)

    (answer,) = advice(adviser.push(late(120.0, 300.0)))

    assert (answer.t_s, answer.action) == (300.0, Action.WALK)
    assert answer.expires_s > 300.0


def test_no_sentence_helped_that_came_after_the_press_of_the_ok() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    rests(adviser, 130.0, 200.0, Gait.WALK)

    out = adviser.push(late_ok(95.0, 240.0))

    assert became(out) == []  # the report is newer than the OK
    assert adviser.push(ok(250.0)) != []


@pytest.mark.parametrize(
    ("pressed_s", "kind"),
    [(120.0, OutcomeKind.PASSED), (195.0, OutcomeKind.SYMPTOM_EASED)],
)
def test_an_ok_is_judged_by_the_rest_before_its_press(pressed_s: float, kind: OutcomeKind) -> None:
    adviser = running()
    adviser.push(numb(100.0))
    rests(adviser, 130.0, 200.0, Gait.WALK)

    out = adviser.push(late_ok(pressed_s, 240.0))

    assert became(out) == [kind]


def test_an_ok_from_before_a_sentence_does_not_deny_it() -> None:
    adviser = running()
    wait(adviser, 11, 200)
    asked = advice([*adviser.push(find(200.0)), *wait(adviser, 200, 300)])
    assert [a.action for a in asked] == [Action.LOOSEN_LACES]
    said_s = asked[0].t_s

    before = became(adviser.push(late_ok(said_s - 60.0, 310.0)))
    after = became(adviser.push(late_ok(said_s + 5.0, 311.0)))

    assert before == []
    assert after == [OutcomeKind.DISMISSED]


def test_what_was_fine_again_before_it_arrived_is_only_heard() -> None:
    adviser = running()
    adviser.push(ok(150.0))

    out = advice(adviser.push(late(100.0, 240.0)))

    assert [a.action for a in out] == [Action.ACKNOWLEDGE]


def test_the_same_report_by_a_slower_way_is_no_new_one() -> None:
    """Pressed before the answer, heard after the walk: the walk was not in vain."""
    adviser = running()
    adviser.push(numb(100.0))
    rests(adviser, 130.0, 220.0, Gait.WALK)

    out = adviser.push(late(98.0, 240.0))

    assert red(out) == []
    assert [a.action for a in advice(out)] == [Action.ACKNOWLEDGE]


def test_a_report_of_half_an_hour_ago_is_heard_and_leads_to_nothing() -> None:
    adviser = running()
    wait(adviser, 11, 2000)

    out = advice(adviser.push(late(100.0, 2000.0)))

    assert [a.action for a in out] == [Action.ACKNOWLEDGE]


@pytest.mark.parametrize("feeling", [Feeling.DIZZY, Feeling.SWOLLEN])
def test_what_ends_a_run_is_never_too_late(feeling: Feeling) -> None:
    adviser = running()
    wait(adviser, 11, 2000)

    (answer,) = advice(adviser.push(late(100.0, 2000.0, feeling, zone=None)))

    assert (answer.action, answer.red_flag) == (Action.STOP, True)


def test_pains_that_arrive_together_are_as_far_apart_as_their_presses() -> None:
    def heard(second_s: float) -> list[Advice]:
        adviser = running()
        wait(adviser, 11, 400)
        adviser.push(late(100.0, 400.0, Feeling.PAIN))
        return advice(adviser.push(late(second_s, 401.0, Feeling.PAIN)))

    assert [a.red_flag for a in heard(130.0)] == [False]
    assert [a.red_flag for a in heard(300.0)] == [True]


def test_a_press_from_before_the_question_does_not_answer_it() -> None:
    adviser = Adviser(AdviceLimits())
    moves(adviser, 10.0, Gait.RUN)
    adviser.push(numb(100.0, None, None))
    asked = texts(wait(adviser, 101, 106))
    assert asked[-1] == "Left foot?"

    out = advice(adviser.push(late(101.0, 106.0, side=None, zone=None)))

    assert not any(a.side is Side.LEFT or a.both for a in out)
    assert "Right foot?" in texts(wait(adviser, 106, 130))


def test_the_question_of_a_break_stays_open_for_an_answer_pressed_after_it() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    moves(adviser, 130.0, Gait.WALK)
    assert texts(wait(adviser, 131, 192))[-1] == "Better?"

    early = texts(adviser.push(late_ok(99.0, 193.0)))
    answer = texts(adviser.push(ok(195.0)))

    assert (early, answer) == (["Good to hear."], ["Walking helped. Start slowly."])


def test_numb_since_the_press_not_since_the_arrival() -> None:
    adviser = running()
    wait(adviser, 11, 800)
    adviser.push(late(100.0, 800.0))
    wait(adviser, 800, 900)

    assert red(adviser.push(numb(900.0))) == [(900.0, "Left sole numb. End the run here.")]
