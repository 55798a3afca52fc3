"""Whose card is shown and read, and whose questions are asked, with several runners and starts."""

import os
import pty
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.cards import cards
from monitor.cli.compare_laces import compare_laces
from monitor.cli.follow_up import follow_up
from monitor.errors import RecordingError
from monitor.home import after, filing, keeping
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, read_note, write_note
from monitor.home.planning import planned
from monitor.home.remembered import Remembered, write_remembered
from monitor.home.reporting import filed_report
from monitor.home.unread import acknowledge, open_cards
from monitor.report.follow_up import Answers, State, state
from monitor.report.questions import answers_from
from monitor.report.story import Felt, Story
from monitor.report.wording import Words
from monitor.types import Feeling, Side
from tests.monitor.report.stories import DROP, STORY, numb

BEGAN = datetime(2026, 5, 1, 7, 30, tzinfo=UTC)
ENDED = BEGAN + timedelta(seconds=2950.0)
WORDS = Words("en")
LONG = Felt(t_s=600.0, feeling=Feeling.NUMB, side=Side.LEFT, zone=None, until_s=2600.0)
EMPTY = structs.replace(
    STORY, duration_s=60.0, running_s=0.0, walking_s=5.0, last_run_s=None, distance_m=None
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    return Home.open()


@pytest.fixture
def catalogue(home: Home) -> Iterator[Catalogue]:
    with Catalogue.open(home.catalogue) as opened:
        yield opened


def run(
    catalogue: Catalogue, name: str, story: Story = STORY, athlete: str | None = "Ada", **at: float
) -> Path:
    """File a run that began so long after the first; of the recording only its place counts."""
    path = catalogue.file.parent / "recordings" / f"{name}.mcap"
    path.write_bytes(b"x")
    write_note(path, Note(athlete=athlete))
    began = structs.replace(story, started=(BEGAN + timedelta(**at)).isoformat())
    filing.file_session(catalogue, path, began, read_note(path))
    return path


def names(catalogue: Catalogue, athlete: str | None) -> list[tuple[str, str]]:
    return [(card.session, card.name) for card in open_cards(catalogue, athlete, WORDS)]


def test_a_trend_to_the_worse_stays_on_the_start_screen_until_it_is_read(
    catalogue: Catalogue,
) -> None:
    run(catalogue, "long", structs.replace(STORY, felt=(LONG,)))
    path = run(catalogue, "quiet", days=1)

    before = names(catalogue, "Ada")
    acknowledge(catalogue, "long", "worse_first_long", "now")
    then = names(catalogue, "Ada")
    filing.file_session(catalogue, path, STORY, read_note(path))  # as a rebuild does

    assert before == [("long", "worse_first_long")]
    assert then == names(catalogue, "Ada") == []


def test_a_test_of_runs_of_nobody_shows_no_card_of_somebody(
    catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    run(catalogue, "hers", structs.replace(STORY, felt=(LONG,)))
    for name in ("one", "two"):
        run(catalogue, name, athlete=None, days=1)

    with pytest.raises(RecordingError):  # no card stops it; of these recordings only the place is
        compare_laces(["one", "two"], order="AB")

    assert "Ada" not in capsys.readouterr().out
    assert names(catalogue, "Ada") == [("hers", "worse_first_long")]


def test_in_which_order_runs_are_filed_changes_no_card(home: Home, catalogue: Catalogue) -> None:
    run(catalogue, "a_late", structs.replace(STORY, felt=(LONG,)), days=9)
    alone = names(catalogue, "Ada")
    run(catalogue, "b_early", structs.replace(STORY, felt=(LONG,)))
    both = names(catalogue, "Ada")
    keeping.forget_sessions(home, catalogue, [catalogue.session("b_early")])

    assert alone == [("a_late", "worse_first_long")]
    assert both == [("b_early", "worse_first_long")]
    assert names(catalogue, "Ada") == alone


def test_a_late_entry_makes_no_card_of_what_was_read(catalogue: Catalogue) -> None:
    run(catalogue, "late", structs.replace(STORY, felt=(LONG,)), days=9)
    acknowledge(catalogue, "late", "worse_first_long", "now")

    run(catalogue, "early", structs.replace(STORY, running_s=1800.0))

    assert names(catalogue, "Ada") == []
    assert catalogue.flags("late") == ["worse_first_long"]


def test_a_trend_that_goes_on_is_one_card_and_read_once(catalogue: Catalogue) -> None:
    felt = tuple(structs.replace(LONG, until_s=601.0) for _ in range(9))
    for day in range(12):
        run(catalogue, f"usual{day}", days=day)
    for day in range(12, 17):
        run(catalogue, f"worse{day}", structs.replace(STORY, felt=felt), days=day)

    before = names(catalogue, "Ada")
    acknowledge(catalogue, "worse16", "worse_in_a_row", "now")

    assert before == [("worse16", "worse_in_a_row")]
    assert names(catalogue, "Ada") == []


def test_the_report_of_a_quiet_run_shows_the_trend_once_until_it_is_read(
    home: Home, catalogue: Catalogue
) -> None:
    felt = tuple(structs.replace(LONG, until_s=601.0) for _ in range(9))
    for day in range(12):
        run(catalogue, f"usual{day}", days=day)
    for day in range(12, 15):
        run(catalogue, f"worse{day}", structs.replace(STORY, felt=felt), days=day)
    path = run(catalogue, "quiet", days=15)
    row, page = catalogue.session("quiet"), home.report_of("quiet")
    told = structs.replace(STORY, started=row.started)
    page.write_bytes(filed_report(catalogue, (row, told, read_note(path)), "en", "html"))
    before = page.read_text()

    acknowledge(catalogue, "worse14", "worse_in_a_row", "now")

    assert before.count("three runs in a row were far worse") == 1
    assert "See a specialist soon" not in page.read_text()


def test_cards_are_shown_to_and_read_by_their_runner_alone(
    home: Home, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    write_remembered(home, Remembered(athlete="Ada"))
    for name, athlete in (("bo1", "Bo"), ("nobody1", None), ("ada1", "Ada")):
        run(catalogue, name, structs.replace(STORY, said=(DROP,)), athlete)
    run(catalogue, "bo2", structs.replace(STORY, felt=(LONG,)), "Bo", days=1)
    run(catalogue, "ada2", athlete="Ada", days=2)
    catalogue.close()

    cards(read=True)
    said = " ".join(capsys.readouterr().out.split())

    assert "[ada1, Ada] SEE A SPECIALIST SOON." in said
    assert "bo1" not in said
    assert "open cards of Bo:" in said
    assert "cards --athlete Bo" in said
    assert "an open card of nobody1, and who ran is not known" in said
    with Catalogue.open(home.catalogue) as now:
        assert names(now, "Ada") == []
        assert names(now, "Bo") == [("bo2", "worse_first_long"), ("bo1", "foot_drop.left")]
        assert names(now, None) == [*names(now, "Bo"), ("nobody1", "foot_drop.left")]


def test_a_start_in_which_nobody_ran_takes_no_questions_away(catalogue: Catalogue) -> None:
    run(catalogue, "real")
    run(catalogue, "look", EMPTY, minutes=55)

    def waits(minutes: float) -> tuple[str, State] | None:
        found = after.waiting(catalogue, "Ada", ENDED + timedelta(minutes=minutes))
        return None if found is None else (found.session, found.state)

    assert waits(31) == ("real", State.DUE)
    assert waits(60) == ("real", State.UNANSWERED)
    everything = dict.fromkeys(
        ("numb", "hard_to_lift", "pain_in_one_spot", "calf_tight", "signs"), "no"
    )
    told = answers_from(everything, (ENDED + timedelta(minutes=31)).isoformat())
    after.answer(catalogue, "real", told)
    assert waits(31) is None


def test_a_start_in_which_nobody_ran_takes_no_plan_away(catalogue: Catalogue) -> None:
    run(catalogue, "real", structs.replace(STORY, felt=(numb(600.0),)))
    run(catalogue, "look", EMPTY, minutes=55)

    found = planned(catalogue, "Ada", WORDS)

    assert found is not None
    assert (found.row.id, [item.key for item in found.items]) == ("real", ["parallel_lacing"])


def test_the_card_of_a_forgotten_run_leaves_the_reports_of_later_runs(
    home: Home, catalogue: Catalogue
) -> None:
    run(catalogue, "flagged", structs.replace(STORY, said=(DROP,)))
    path = run(catalogue, "later", days=1)
    row, page = catalogue.session("later"), home.report_of("later")
    told = structs.replace(STORY, started=row.started)
    page.write_bytes(filed_report(catalogue, (row, told, read_note(path)), "en", "html"))
    before = page.read_text()

    keeping.forget_sessions(home, catalogue, [catalogue.session("flagged")])

    assert "See a specialist soon" in before
    assert "See a specialist soon" not in page.read_text()


@pytest.mark.parametrize(
    "story",
    [
        EMPTY,  # the only start there is
        structs.replace(EMPTY, duration_s=1100.0, walking_s=1000.0),
        structs.replace(EMPTY, duration_s=3000.0),  # the pods were lost
    ],
)
def test_where_nobody_ran_the_questions_come_at_its_end_and_not_for_ever(
    catalogue: Catalogue, story: Story
) -> None:
    if story is not EMPTY:
        run(catalogue, "real")
    run(catalogue, "walk", story, days=1)
    end = BEGAN + timedelta(days=1, seconds=story.duration_s)

    waits = [
        after.waiting(catalogue, "Ada", end + timedelta(minutes=minutes)) for minutes in (1, 44, 46)
    ]

    assert [(one.session, one.state) for one in waits if one] == [
        ("walk", State.DUE), ("walk", State.DUE), ("walk", State.UNANSWERED),
    ]  # fmt: skip


def test_no_answer_at_all_is_not_kept_as_an_answer(catalogue: Catalogue) -> None:
    path = run(catalogue, "real")

    assert after.answer_also(catalogue, "real", answers_from({}, "now")) == ()

    assert read_note(path).follow_up is None
    assert state(Answers(at="now"), 1900.0) is State.DUE
    assert state(Answers(at="now"), 9000.0) is State.UNANSWERED


@pytest.mark.parametrize("language", ["en", "de"])
def test_five_empty_lines_are_no_answers(
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    path = run(catalogue, "real")
    catalogue.close()
    person, side = pty.openpty()
    os.write(person, b"\n" * 5)
    with os.fdopen(side) as keys:
        monkeypatch.setattr(sys, "stdin", keys)
        follow_up("real", language=language)
    os.close(person)

    assert capsys.readouterr().out.rstrip().endswith(Words(language)["text.not_answered"])
    assert read_note(path).follow_up is None
