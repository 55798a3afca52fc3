"""A card says *now* while that can be: two days after the run, or after what was answered."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home.aged import is_past
from monitor.home.notes import Note
from monitor.home.rows import SessionRow, row_of
from monitor.report.card_words import card_intro, card_title
from monitor.report.context import About, Context, Earlier
from monitor.report.follow_up import Answers, Card, RedFlag, Sign, joined, merged_with
from monitor.report.make import make_report
from monitor.report.story import instant
from monitor.report.wording import LANGUAGES, Words
from tests.monitor.report.stories import STORY

RUN = instant(STORY.started) + timedelta(seconds=STORY.duration_s)


def row(answers: Answers | None = None, started: str = STORY.started) -> SessionRow:
    story = structs.replace(STORY, started=started)
    return row_of("run", str(Path("run.mcap")), story, Note(follow_up=answers), "hash")


@pytest.mark.parametrize(("days", "past"), [(-1, False), (0, False), (1.9, False), (2.1, True)])
def test_a_run_is_past_two_days_after_its_end(days: float, past: bool) -> None:
    assert is_past(row(), RUN + timedelta(days=days)) is past


def test_what_was_answered_today_is_of_today() -> None:
    today = RUN + timedelta(days=700)
    answers = Answers(at=today.isoformat(), signs=(Sign.FOOT_COLD,))

    assert is_past(row(), today)
    assert not is_past(row(answers), today)


@pytest.mark.parametrize("at", ["soon", ""])
def test_what_has_no_date_is_not_called_past(at: str) -> None:
    later = RUN + timedelta(days=700)

    assert not is_past(row(started="1970-01-01T00:10:00+00:00"), later)
    assert is_past(row(Answers(at=at)), later) is (at == "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_tells_then_from_now_and_the_most_urgent_first(language: str) -> None:
    words, dizzy = Words(language), RedFlag("run_dizzy", Card.NOW)
    cold = Answers(signs=(Sign.FOOT_COLD,), calf_tight=(), numb=(), hard_to_lift=())
    earlier = (
        Earlier(flag=dizzy, day="2026-04-30"),
        Earlier(flag=RedFlag("foot_drop", Card.SOON), day="2024-04-30", is_past=True),
    )
    context = Context(
        story=STORY, about=About(name="run", answers=cold), earlier=earlier, is_past=True
    )

    cards = make_report(context, language).cards

    assert [card.urgency for card in cards] == ["now", "then", "soon"]
    assert [card.title for card in cards[:2]] == [
        card_title(Card.NOW, words),
        card_title(Card.NOW, words, past=True),
    ]
    assert "112" in card_intro(Card.NOW, words, past=True)
    assert words["card.sign_foot_cold"] in cards[1].why[0]


@pytest.mark.parametrize(("source", "past"), [("live", False), ("import gpx", True)])
def test_a_run_recorded_here_is_as_young_as_its_recording(
    tmp_path: Path, source: str, *, past: bool
) -> None:
    now = RUN + timedelta(days=3)  # the clock was that of three days ago at the start
    path = tmp_path / "run.mcap"
    path.write_bytes(b"x")
    os.utime(path, (now.timestamp(), now.timestamp()))

    assert is_past(structs.replace(row(), path=str(path), source=source), now) is past


def test_a_clock_that_begins_in_2000_was_not_set() -> None:
    assert not is_past(row(started="2000-01-01T00:10:00+00:00"), RUN)


@pytest.mark.parametrize("merge", [joined, merged_with])
def test_an_older_answer_that_arrives_late_ages_no_newer_one(
    merge: Callable[[Answers, Answers], Answers],
) -> None:
    today = RUN + timedelta(days=3)
    cold = Answers(at=today.isoformat(), signs=(Sign.FOOT_COLD,))
    late = Answers(at=RUN.isoformat(), numb=())

    assert not is_past(row(merge(cold, late)), today)
    assert not is_past(row(merge(structs.replace(cold, at="now"), late)), today)
    assert merge(late, cold).at == cold.at
