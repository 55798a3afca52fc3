"""What waits for a runner after a run, for whoever shows it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.errors import RecordingError
from monitor.home import after, filing
from monitor.home.catalogue import Catalogue
from monitor.home.notes import LacingTest, Note, read_note, write_note
from monitor.home.planning import note_progress, nothing_found, planned
from monitor.home.unread import acknowledge, open_cards
from monitor.report.follow_up import Card, State
from monitor.report.lacing_guide import Span, Step
from monitor.report.questions import answers_from
from monitor.report.story import Story
from monitor.report.wording import Words
from tests.monitor.report.stories import DROP, STORY, numb

ENDED = datetime(2026, 5, 1, 7, 30, tzinfo=UTC) + timedelta(seconds=2950.0)
WORDS = Words("en")


def run(catalogue: Catalogue, folder: Path, name: str, story: Story = STORY) -> Path:
    """File a run of Ada's; of the recording only its place counts here."""
    path = folder / f"{name}.mcap"
    path.write_bytes(b"x")
    write_note(path, Note(athlete="Ada"))
    filing.file_session(catalogue, path, story, read_note(path))
    return path


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "c.sqlite") as opened:
        yield opened


def at(minutes: float) -> datetime:
    return ENDED + timedelta(minutes=minutes)


def test_the_questions_wait_until_all_are_answered(catalogue: Catalogue, tmp_path: Path) -> None:
    run(catalogue, tmp_path, "monday")

    def stands(minutes: float) -> State | None:
        found = after.waiting(catalogue, "Ada", at(minutes))
        return found.state if found else None

    assert [stands(m) for m in (5, 31, 50)] == [State.NOT_DUE, State.DUE, State.UNANSWERED]
    after.answer(catalogue, "monday", answers_from({"numb": "no"}, "now"))
    assert stands(31) is State.PARTLY
    rest = {"hard_to_lift": "no", "pain_in_one_spot": "no", "calf_tight": "no", "signs": "no"}
    after.answer(catalogue, "monday", answers_from(rest, "now"))
    assert stands(31) is None


def test_a_run_that_is_still_to_come_by_this_clock_is_asked_about_at_once(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    run(catalogue, tmp_path, "monday")

    waits = after.waiting(catalogue, "Ada", at(-60.0 * 24))

    assert waits is not None
    assert waits.state is State.DUE


def test_another_run_starts_the_half_hour_anew(catalogue: Catalogue, tmp_path: Path) -> None:
    run(catalogue, tmp_path, "first")
    later = structs.replace(STORY, started="2026-05-01T08:45:00+00:00")
    run(catalogue, tmp_path, "second", later)

    found = after.waiting(catalogue, "Ada", at(85))  # ten minutes after the second

    assert found is not None
    assert (found.session, found.state) == ("second", State.NOT_DUE)
    assert found.due == datetime(2026, 5, 1, 8, 45, tzinfo=UTC) + timedelta(seconds=2950 + 1800)


@pytest.mark.parametrize(("long_s", "asked"), [(700.0, "monday"), (2950.0, "laces")])
def test_a_lacing_test_and_no_more_leaves_questions_and_plan_to_the_run_before(
    catalogue: Catalogue, tmp_path: Path, long_s: float, asked: str
) -> None:
    run(catalogue, tmp_path, "monday", structs.replace(STORY, felt=(numb(600.0),)))
    later = structs.replace(STORY, started="2026-05-01T08:25:00+00:00", duration_s=long_s)
    path = run(catalogue, tmp_path, "laces", structs.replace(later, last_run_s=long_s - 10.0))
    span = Span(trial=0, lacing="A", step=Step.RUN, from_s=60.0, until_s=660.0)
    write_note(path, Note(athlete="Ada", laces=LacingTest(a="A", b="B", spans=(span,))))

    waits, plan = after.waiting(catalogue, "Ada", at(31)), planned(catalogue, "Ada", WORDS)

    assert waits is not None
    assert waits.session == asked
    assert (plan is not None) == (asked == "monday")


def test_what_was_felt_in_a_lacing_test_is_asked_about(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    run(catalogue, tmp_path, "monday")
    numbed = structs.replace(
        STORY, started="2026-05-01T08:25:00+00:00", duration_s=700.0, running_s=180.0,
        last_run_s=400.0, felt=(numb(300.0),),
    )  # fmt: skip
    path = run(catalogue, tmp_path, "laces", numbed)
    span = Span(trial=0, lacing="A", step=Step.RUN, from_s=100.0, until_s=400.0)
    write_note(path, Note(athlete="Ada", laces=LacingTest(a="A", b="B", spans=(span,))))

    waits, plan = after.waiting(catalogue, "Ada", at(45)), planned(catalogue, "Ada", WORDS)

    assert waits is not None
    assert (waits.session, waits.state) == ("laces", State.DUE)
    assert plan is not None
    assert (plan.row.id, [item.key for item in plan.items]) == ("laces", ["parallel_lacing"])


def test_nobody_is_asked_about_a_simulation(catalogue: Catalogue, tmp_path: Path) -> None:
    run(catalogue, tmp_path, "sim", structs.replace(STORY, source="simulated"))

    assert after.waiting(catalogue, "Ada", at(31)) is None


def test_an_answer_raises_its_card_at_once_and_it_stays_until_it_is_read(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    run(catalogue, tmp_path, "monday", structs.replace(STORY, said=(DROP,)))

    flags = after.answer(catalogue, "monday", answers_from({"signs": "foot_cold"}, "now"))

    assert [flag.card for flag in flags] == [Card.NOW]
    cards = open_cards(catalogue, "Ada", WORDS)
    assert [(card.card, card.name) for card in cards] == [
        (Card.NOW, "sign_foot_cold"), (Card.SOON, "foot_drop.left"),
    ]  # fmt: skip
    assert cards[0].why == "Why: foot cold, pale, or it cannot be moved."
    acknowledge(catalogue, "monday", "sign_foot_cold", "2026-05-01T10:00")
    assert [card.name for card in open_cards(catalogue, None, WORDS)] == ["foot_drop.left"]


def test_a_changed_answer_takes_no_card_away_that_nobody_read(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = run(catalogue, tmp_path, "monday")
    after.answer(catalogue, "monday", answers_from({"numb": "left/sole", "signs": "no"}, "now"))

    after.answer(catalogue, "monday", answers_from({"numb": "no"}, "later"))
    after.answer(catalogue, "monday", answers_from({"calf_tight": "no"}, "later still"))

    (card,) = open_cards(catalogue, "Ada", WORDS)
    assert card.why == "Why: still numb or tingling after the run (left)."  # not: half an hour
    filing.file_session(catalogue, path, STORY, read_note(path))  # as a rebuild does
    assert [one.name for one in open_cards(catalogue, "Ada", WORDS)] == ["numb_after.left"]
    acknowledge(catalogue, "monday", "numb_after.left", "2026-05-01T10:00")
    assert open_cards(catalogue, "Ada", WORDS) == ()
    assert not catalogue.open_flags()


def test_a_tight_calf_is_urgent_until_it_is_said_not_to_hurt(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    run(catalogue, tmp_path, "monday")
    after.answer(catalogue, "monday", answers_from({"calf_tight": "left"}, "now"))
    (before,) = open_cards(catalogue, "Ada", WORDS)

    after.answer(catalogue, "monday", answers_from({"signs": "no"}, "later"))
    (then,) = open_cards(catalogue, "Ada", WORDS)

    assert (before.name, before.card) == ("calf_tight.left", Card.NOW)
    assert (then.name, then.card) == ("calf_tight.left", Card.SOON)


def test_answers_live_beside_the_recording(catalogue: Catalogue, tmp_path: Path) -> None:
    path = run(catalogue, tmp_path, "monday")

    after.answer(catalogue, "monday", answers_from({"calf_tight": "left"}, "now"))

    assert read_note(path).follow_up == answers_from({"calf_tight": "left"}, "now")
    row = catalogue.session("monday")
    assert row.follow_up is not None
    assert "calf_tight" in row.follow_up


def test_how_the_plan_went_is_asked_until_it_is_said(catalogue: Catalogue, tmp_path: Path) -> None:
    path = run(catalogue, tmp_path, "monday", structs.replace(STORY, felt=(numb(600.0),)))

    before = planned(catalogue, "Ada", WORDS)
    assert before is not None
    assert [item.key for item in before.unanswered] == ["parallel_lacing"]
    note_progress(catalogue, before, {"parallel_lacing": "partly"}, "2026-05-02")

    after_it = planned(catalogue, "Ada", WORDS)
    assert after_it is not None
    assert after_it.unanswered == ()
    assert [(done.item, done.how) for done in read_note(path).plan] == [
        ("parallel_lacing", "partly")
    ]


def test_a_recording_that_is_gone_keeps_nobody_from_running(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = run(catalogue, tmp_path, "monday", structs.replace(STORY, felt=(numb(600.0),)))
    with closing(sqlite3.connect(catalogue.file)) as database:  # as an upgrade leaves it
        database.execute("DELETE FROM stories")
        database.commit()
    path.unlink(missing_ok=True)

    assert planned(catalogue, "Ada", WORDS) is None
    assert nothing_found(catalogue, "Ada", WORDS) == WORDS["text.plan_unknown"]


@pytest.mark.parametrize(("item", "how"), [("heel_drops", "done"), ("parallel_lacing", "maybe")])
def test_progress_of_what_is_not_planned_is_refused(
    catalogue: Catalogue, tmp_path: Path, item: str, how: str
) -> None:
    run(catalogue, tmp_path, "monday", structs.replace(STORY, felt=(numb(600.0),)))
    found = planned(catalogue, "Ada", WORDS)

    assert found is not None
    with pytest.raises(ValueError, match=f"^{item}: expected one of"):
        note_progress(catalogue, found, {item: how}, "2026-05-02")


def test_while_a_red_flag_is_open_there_is_no_plan(catalogue: Catalogue, tmp_path: Path) -> None:
    flagged = structs.replace(STORY, felt=(numb(600.0),), said=(DROP,))
    run(catalogue, tmp_path, "monday", flagged)

    assert planned(catalogue, "Ada", WORDS) is None
    acknowledge(catalogue, "monday", "foot_drop.left", "2026-05-01T10:00")
    assert planned(catalogue, "Ada", WORDS) is None  # of this session never
    assert nothing_found(catalogue, "Ada", WORDS) == WORDS["text.plan_flagged"]


def test_a_run_that_an_older_version_filed_and_that_is_gone_hinders_no_start(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    run(catalogue, tmp_path, "monday").unlink()
    with closing(sqlite3.connect(catalogue.file)) as older, older:
        older.execute("UPDATE stories SET version = version - 1")

    assert planned(catalogue, "Ada", WORDS) is None


def test_a_report_made_before_the_answer_shows_only_the_card_after_it(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    run(catalogue, tmp_path, "monday", structs.replace(STORY, felt=(numb(600.0),)))
    (tmp_path / "reports").mkdir()
    page = tmp_path / "reports" / "monday.html"
    page.write_text('<!DOCTYPE html>\n<html lang="de"><head>an older one: parallel schnüren')

    after.answer(catalogue, "monday", answers_from({"hard_to_lift": "left"}, "now"))

    assert "Bald zum Facharzt" in page.read_text()
    assert "parallel schnüren" not in page.read_text()


def test_of_two_answers_given_at_once_what_is_not_well_stays(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = run(catalogue, tmp_path, "monday")

    for said in (
        {"numb": "no"},
        {"numb": "left/sole"},
        {"numb": "left/sole,right"},
        {"numb": "no"},
    ):
        flags = after.answer_also(catalogue, "monday", answers_from(said, "now"))

    numb_now = read_note(path).follow_up
    assert numb_now is not None
    assert [(where.side, where.zone) for where in numb_now.numb or ()] == [
        ("left", "sole"),
        ("right", None),
    ]
    assert [flag.name for flag in flags] == ["numb_after.left", "numb_after.right"]


def test_where_little_was_measured_nothing_is_called_fine(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    assert nothing_found(catalogue, "Ada", WORDS) == WORDS["text.no_run_yet"]
    run(catalogue, tmp_path, "short", structs.replace(STORY, risks=()))
    assert nothing_found(catalogue, "Ada", WORDS) == WORDS["text.plan_unknown"]


def test_an_empty_file_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "zero.mcap").touch()

    with pytest.raises(RecordingError, match="empty, not a recording"):
        filing.story_of(tmp_path / "zero.mcap")
