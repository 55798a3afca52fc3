"""Whatever changes a red flag makes the reports anew that show it, of each runner whose it is."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home import after, keeping
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.folder import Home
from monitor.home.unread import acknowledge, unread_of
from monitor.report.questions import answers_from
from tests.monitor.home.homes import CARD, EARLIER, FELT, PLAN, filed, on, reported
from tests.monitor.report.stories import DROP, STORY, numb

FLAGGED = structs.replace(FELT, said=(DROP,))
UNDATED = structs.replace(FELT, started="1970-01-01T00:10:00+00:00")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    return Home.open()


@pytest.fixture
def catalogue(home: Home) -> Iterator[Catalogue]:
    with Catalogue.open(home.catalogue) as opened:
        yield opened


def is_runners(catalogue: Catalogue, session: str, athlete: str) -> None:
    """Note who ran, as ``session note`` does."""
    row = catalogue.session(session)
    keep_note(catalogue, row, FLAGGED, lambda note: structs.replace(note, athlete=athlete))


@pytest.mark.parametrize("before", ["Ada", None])
def test_a_run_that_turns_out_to_be_another_runners_takes_its_card_along(
    catalogue: Catalogue, before: str | None
) -> None:
    filed(catalogue, "mon", on(1, FLAGGED), before)
    filed(catalogue, "tue", on(2), before)
    filed(catalogue, "wed", on(3), "Bo")
    tuesday, wednesday = reported(catalogue, "tue", on(2)), reported(catalogue, "wed", on(3))
    is_shown_before = CARD in tuesday.read_text(), CARD in wednesday.read_text()

    is_runners(catalogue, "mon", "Bo")

    assert is_shown_before == (True, False)
    assert CARD not in tuesday.read_text()
    assert PLAN in tuesday.read_text()
    assert EARLIER in wednesday.read_text()
    assert PLAN not in wednesday.read_text()


def without_clock(catalogue: Catalogue, name: str, day: int) -> Path:
    """File a run whose clock was not set, and whose file was written on a day of May."""
    written_s = datetime(2026, 5, day, 9, tzinfo=UTC).timestamp()
    filed(catalogue, name, UNDATED)
    recording = Path(catalogue.session(name).path)
    os.utime(recording, (written_s, written_s))
    filed_again = catalogue.session(name)
    keep_note(catalogue, filed_again, UNDATED, lambda note: note)  # it takes its place in the list
    return reported(catalogue, name, UNDATED)


def test_a_later_run_without_a_clock_loses_the_card_of_a_run_that_is_forgotten(
    home: Home, catalogue: Catalogue
) -> None:
    filed(catalogue, "mon", on(1, FLAGGED))
    page = without_clock(catalogue, "tue", 2)
    before = page.read_text()

    keeping.forget_sessions(home, catalogue, [catalogue.session("mon")])

    assert EARLIER in before
    assert EARLIER not in page.read_text()
    assert PLAN in page.read_text()


def test_a_later_run_without_a_clock_shows_a_red_answer_until_its_card_is_read(
    catalogue: Catalogue,
) -> None:
    filed(catalogue, "mon", on(1))
    page = without_clock(catalogue, "tue", 2)
    texts = [page.read_text()]

    after.answer(catalogue, "mon", answers_from({"hard_to_lift": "left"}, "now"))
    texts.append(page.read_text())
    acknowledge(catalogue, "mon", "hard_to_lift.left", "2026-05-02T10:00")
    texts.append(page.read_text())

    assert [EARLIER in text for text in texts] == [False, True, False]
    assert [PLAN in text for text in texts] == [True, False, True]


def test_what_is_felt_still_when_asked_again_is_of_now_in_a_later_report_too(
    catalogue: Catalogue,
) -> None:
    """The flag is the same, but a card that was of then is of now."""
    cold = {"signs": "foot_cold"}
    for name, day in (("mon", 1), ("tue", 2)):
        filed(catalogue, name, on(day))
        written_s = datetime(2026, 5, day, 9, tzinfo=UTC).timestamp()
        os.utime(catalogue.session(name).path, (written_s, written_s))
    after.answer(catalogue, "mon", answers_from(cold, "2026-05-01T09:00:00+00:00"))
    page = reported(catalogue, "tue", on(2))
    before = page.read_text()

    after.answer(catalogue, "mon", answers_from(cold, datetime.now(UTC).isoformat()))

    assert "Call for help if it is still so" in before
    assert "Call for help now" in page.read_text()


def test_a_run_that_is_filed_late_takes_the_plan_out_of_later_reports(
    catalogue: Catalogue,
) -> None:
    filed(catalogue, "sun", on(1))
    filed(catalogue, "tue", on(3))
    sunday, tuesday = reported(catalogue, "sun", on(1)), reported(catalogue, "tue", on(3))

    filed(catalogue, "mon", on(2, FLAGGED))

    assert PLAN in sunday.read_text()
    assert EARLIER in tuesday.read_text()
    assert PLAN not in tuesday.read_text()


LONG = structs.replace(STORY, felt=(numb(60.0, 2600.0),))


def test_a_trend_that_another_run_completes_once_one_is_forgotten_is_in_its_report(
    home: Home, catalogue: Catalogue
) -> None:
    filed(catalogue, "a", on(1, LONG))
    filed(catalogue, "b", on(2, LONG))
    page = reported(catalogue, "b", on(2, LONG))
    acknowledge(catalogue, "a", "worse_first_long", "now")
    before = page.read_text()

    keeping.forget_sessions(home, catalogue, [catalogue.session("a")])

    assert catalogue.open_flags("Ada") == [("b", "worse_first_long", "soon")]
    assert CARD not in before
    assert CARD in page.read_text()
    assert PLAN not in page.read_text()


def test_what_was_felt_and_is_added_later_shows_the_card_of_the_trend_that_it_completes(
    catalogue: Catalogue,
) -> None:
    filed(catalogue, "a", on(1))
    filed(catalogue, "b", on(2, LONG))
    page = reported(catalogue, "b", on(2, LONG))

    filed(catalogue, "a", on(1, structs.replace(LONG, said=(DROP,))))  # as `symptom add` does

    assert [flag.name for flag in unread_of(catalogue, "a")] == [
        "foot_drop.left", "worse_first_long",
    ]  # fmt: skip
    assert unread_of(catalogue, "b") == ()
    assert f"{EARLIER} (2026-05-01)" in page.read_text()


def test_an_answer_that_completes_a_trend_takes_it_from_a_later_run(catalogue: Catalogue) -> None:
    still = structs.replace(STORY, felt=(numb(600.0),))
    filed(catalogue, "a", on(1, still))
    filed(catalogue, "b", on(2, LONG))
    page = reported(catalogue, "b", on(2, LONG))
    before = page.read_text()

    after.answer(catalogue, "a", answers_from({"numb": "left/top"}, "2026-05-01T09:30:00+00:00"))

    assert "for the first time" in before
    assert [name for _, name, _ in catalogue.open_flags("Ada")] == [
        "numb_after.left", "worse_first_long",
    ]  # fmt: skip
    assert f"{EARLIER} (2026-05-01)" in page.read_text()
