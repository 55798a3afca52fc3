"""Thirty minutes after the run: what the article asks, and what each answer means."""

from datetime import UTC, datetime
from itertools import product

import pytest

from monitor.report.calendar import calendar_entry
from monitor.report.follow_up import (
    DUE_S,
    QUESTIONS,
    WAITS_S,
    Answers,
    Card,
    Sign,
    State,
    red_flags,
    state,
)
from monitor.report.questions import answers_from, questions
from monitor.report.wording import LANGUAGES, Words

NO = dict.fromkeys(QUESTIONS, "no")


def flags(**answers: str) -> list[tuple[str, Card]]:
    return [(f.name, f.card) for f in red_flags(answers_from(answers, "now"))]


def test_thirty_minutes_after_the_last_running_step_it_is_asked_for_a_quarter_of_an_hour() -> None:
    times_s = (0.0, DUE_S - 1.0, DUE_S, WAITS_S - 1.0, WAITS_S, 1e6)

    assert [state(None, rested_s) for rested_s in times_s] == [
        State.NOT_DUE, State.NOT_DUE, State.DUE, State.DUE, State.UNANSWERED, State.UNANSWERED,
    ]  # fmt: skip


def test_nothing_but_every_answer_is_answered() -> None:
    for left_out in QUESTIONS:
        given = {key: "no" for key in QUESTIONS if key != left_out}
        assert state(answers_from(given, "now"), 1e6) is State.PARTLY
    assert state(answers_from(NO, "now"), 1e6) is State.ANSWERED
    assert state(Answers(at="now"), 1e6) is State.UNANSWERED


def test_no_to_everything_raises_nothing_and_silence_says_nothing() -> None:
    assert flags(**NO) == []
    assert red_flags(None) == ()


def test_persisting_numbness_over_thirty_minutes_is_a_red_flag() -> None:
    assert flags(numb="left/sole") == [("numb_after.left", Card.SOON)]


def test_foot_drop_is_a_red_flag() -> None:
    assert flags(hard_to_lift="right") == [("hard_to_lift.right", Card.SOON)]


def test_severe_local_pain_that_rest_does_not_ease_is_a_red_flag() -> None:
    assert flags(pain_in_one_spot="left/forefoot") == [("pain_in_one_spot.left", Card.SOON)]


def test_compartment_like_tightness_is_a_red_flag() -> None:
    assert flags(calf_tight="left,right", signs="no") == [
        ("calf_tight.left", Card.SOON), ("calf_tight.right", Card.SOON),
    ]  # fmt: skip


def test_a_tight_or_swollen_calf_may_be_a_clot_until_it_is_said_not_to_hurt() -> None:
    for not_said in ({}, {"numb": "no", "hard_to_lift": "no", "pain_in_one_spot": "no"}):
        assert flags(**not_said, calf_tight="left") == [("calf_tight.left", Card.NOW)]
    assert flags(calf_tight="left", signs="no") == [("calf_tight.left", Card.SOON)]
    assert flags(calf_tight="left", signs="calf_swollen") == [
        ("sign_calf_swollen", Card.NOW), ("calf_tight.left", Card.NOW),
    ]  # fmt: skip
    assert flags(calf_tight="left", signs="foot_cold")[1] == ("calf_tight.left", Card.SOON)


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_of_an_emergency_calls_for_help_now_and_comes_first(sign: Sign) -> None:
    found = flags(**{**NO, "signs": sign, "numb": "left"})

    assert found[0] == (f"sign_{sign}", Card.NOW)
    assert found[1] == ("numb_after.left", Card.SOON)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_of_every_question_can_be_answered(language: str) -> None:
    asked = questions(Words(language))

    assert [question.key for question in asked] == list(QUESTIONS)
    for question in asked:
        assert question.text
        for choice in question.choices:
            read = getattr(answers_from({question.key: choice.value}, "now"), question.key)
            assert (read == ()) == (choice.value == "no")
            assert choice.text
        for one, other in product(question.choices[1:], repeat=2):
            answers_from({question.key: f"{one.value},{other.value}"}, "now")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("numb", "maybe"),
        ("numb", ""),
        ("nothing", "no"),
        ("signs", "left"),
        ("calf_tight", "no,left"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_question(key: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{key}: "):
        answers_from({key: text}, "now")


def test_a_calendar_entry_rings_on_time_and_says_nothing_of_health() -> None:
    due = datetime(2026, 5, 1, 9, 45, tzinfo=UTC)

    entry = calendar_entry(due, "2026-05-01_run", Words("en"))

    assert "DTSTART:20260501T094500Z\r\n" in entry
    assert "TRIGGER:PT0M\r\n" in entry
    assert entry.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    for telling in ("numb", "foot", "health", "tingl"):
        assert telling not in entry.lower().replace("footloose", "")
