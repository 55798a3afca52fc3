"""A *no* before the half hour is over is no answer to the question of the half hour."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home import after, filing
from monitor.home.catalogue import Catalogue
from monitor.home.notes import Note, read_note, write_note
from monitor.report.follow_up import QUESTIONS, Answers, Card, RedFlag, State
from monitor.report.questions import answers_from
from monitor.report.still_there import still_there
from monitor.types import Zone
from tests.monitor.report.reports import reported, text_of
from tests.monitor.report.stories import STORY, numb

ENDED = datetime(2026, 5, 1, 7, 30, tzinfo=UTC) + timedelta(seconds=2950.0)
Keep = Callable[[Catalogue, str, Answers], tuple[RedFlag, ...]]
NO = dict.fromkeys(QUESTIONS, "no")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "c.sqlite") as opened:
        path = tmp_path / "monday.mcap"
        path.write_bytes(b"x")
        write_note(path, Note(athlete="Ada"))
        filing.file_session(opened, path, STORY, read_note(path))
        yield opened


def given(minutes: float, **answers: str) -> Answers:
    return answers_from(answers, (ENDED + timedelta(minutes=minutes)).isoformat())


def stands(catalogue: Catalogue, minutes: float) -> tuple[State, tuple[str, ...]] | None:
    waits = after.waiting(catalogue, "Ada", ENDED + timedelta(minutes=minutes))
    return None if waits is None else (waits.state, waits.missing)


def kept(catalogue: Catalogue) -> Answers:
    answers = read_note(Path(catalogue.session("monday").path)).follow_up
    assert answers is not None
    return answers


def test_no_two_minutes_after_the_run_is_asked_again_at_the_half_hour(
    catalogue: Catalogue,
) -> None:
    after.answer(catalogue, "monday", given(2.0, **NO))

    assert [stands(catalogue, m) for m in (5.0, 31.0, 60.0)] == [
        (State.NOT_DUE, QUESTIONS), (State.DUE, QUESTIONS), (State.UNANSWERED, QUESTIONS),
    ]  # fmt: skip
    text = text_of(reported(answers=kept(catalogue)))
    assert "were answered with no" not in text
    assert text.count("not answered since") == len(QUESTIONS)

    after.answer(catalogue, "monday", given(31.0, **NO))

    assert stands(catalogue, 32.0) is None
    assert "were answered with no" in text_of(reported(answers=kept(catalogue)))


@pytest.mark.parametrize("keep", [after.answer, after.answer_also])
def test_what_is_not_well_stands_at_once_and_the_rest_is_asked_at_the_half_hour(
    catalogue: Catalogue, keep: Keep
) -> None:
    flags = keep(catalogue, "monday", given(2.0, **{**NO, "hard_to_lift": "left"}))
    left = tuple(name for name in QUESTIONS if name != "hard_to_lift")

    assert [flag.name for flag in flags] == ["hard_to_lift.left"]
    assert stands(catalogue, 31.0) == (State.DUE, left)
    assert stands(catalogue, 60.0) == (State.PARTLY, left)

    keep(catalogue, "monday", given(31.0, **dict.fromkeys(left, "no")))

    assert stands(catalogue, 32.0) is None


@pytest.mark.parametrize("keep", [after.answer, after.answer_also])
@pytest.mark.parametrize(("later", "still"), [("no", False), ("left/sole", True)])
def test_what_was_numb_early_is_asked_again_and_its_flag_stays(
    catalogue: Catalogue, keep: Keep, later: str, *, still: bool
) -> None:
    felt = structs.replace(numb(900.0), zone=Zone.SOLE)
    flags = keep(catalogue, "monday", given(2.0, **{**NO, "numb": "left/sole"}))
    early = kept(catalogue)

    keep(catalogue, "monday", given(31.0, **{**NO, "numb": later}))

    assert [flag.name for flag in flags] == ["numb_after.left"]
    assert "numb" in early.too_early
    assert still_there(felt, early) is None
    assert "sole of the left foot; but before" in text_of(reported(answers=early))
    assert still_there(felt, kept(catalogue)) is still
    assert catalogue.open_flags() == [("monday", "numb_after.left", "soon")]


def test_an_early_no_to_the_signs_does_not_make_a_tight_calf_harmless(
    catalogue: Catalogue,
) -> None:
    after.answer_also(catalogue, "monday", given(10.0, **NO))

    flags = after.answer_also(catalogue, "monday", given(31.0, calf_tight="left"))
    then = after.answer_also(catalogue, "monday", given(32.0, signs="no"))

    assert [(flag.name, flag.card) for flag in flags] == [("calf_tight.left", Card.NOW)]
    assert [(flag.name, flag.card) for flag in then] == [("calf_tight.left", Card.SOON)]


@pytest.mark.parametrize("others", [{}, {"hard_to_lift": "no"}])
def test_one_red_answer_before_the_half_hour_leaves_the_questions_to_it(
    catalogue: Catalogue, others: dict[str, str]
) -> None:
    after.answer_also(catalogue, "monday", given(5.0, signs="foot_cold", **others))
    left = tuple(name for name in QUESTIONS if name != "signs")

    assert [stands(catalogue, m) for m in (6.0, 31.0, 60.0)] == [
        (State.NOT_DUE, left), (State.DUE, left), (State.PARTLY, left),
    ]  # fmt: skip


def test_an_early_no_takes_back_no_answer_of_the_half_hour(catalogue: Catalogue) -> None:
    after.answer_also(catalogue, "monday", given(31.0, **NO))
    after.answer_also(catalogue, "monday", given(2.0, numb="no"))  # kept in a phone until now

    assert stands(catalogue, 40.0) is None


def test_a_few_seconds_between_two_clocks_are_not_early(catalogue: Catalogue) -> None:
    after.answer(catalogue, "monday", given(29.9, **NO))

    assert stands(catalogue, 31.0) is None
