"""The card of a trend to the worse: read once, whatever became of the recordings it rests on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.planning import planned
from monitor.home.unread import acknowledge, open_cards
from monitor.report.story import Story
from monitor.report.wording import Words
from monitor.session.beside import note_of
from tests.monitor.home.homes import CARD, EARLIER, PLAN, filed, reported
from tests.monitor.report.stories import DROP, STORY, numb, on_day

WORDS = Words("en")
USUAL = 12
RUNS = 20


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(Home.open(tmp_path).catalogue) as opened:
        yield opened


def run(day: int) -> Story:
    """A quiet run; from a day on one with six symptoms an hour."""
    taps = 0 if day < USUAL else 6
    felt = tuple(numb(60.0 * k + 60.0, 60.0 * k + 90.0) for k in range(taps))
    return structs.replace(on_day(day), running_s=3600.0, felt=felt)


def a_worse_season(catalogue: Catalogue) -> list[str]:
    names = [f"d{day:02}" for day in range(RUNS)]
    for day, name in enumerate(names):
        filed(catalogue, name, run(day))
    return names


def names(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(card.session, card.name) for card in open_cards(catalogue, "Ada", WORDS)]


@pytest.mark.parametrize("gone", [["d17"], ["d17", "d19"]])
def test_the_card_of_a_trend_is_read_once_also_where_a_recording_is_gone(
    catalogue: Catalogue, gone: list[str]
) -> None:
    a_worse_season(catalogue)
    for name in gone:
        Path(catalogue.session(name).path).unlink()
        note_of(Path(catalogue.session(name).path)).unlink()
    before = names(catalogue)

    acknowledge(catalogue, "d19", "worse_more_often", "2026-05-02T10:00")

    assert before == [("d19", "worse_more_often")]
    assert names(catalogue) == []
    assert catalogue.open_flags("Ada") == []
    assert planned(catalogue, "Ada", WORDS) is not None


def test_reading_a_card_tells_no_old_recording_again(catalogue: Catalogue) -> None:
    a_worse_season(catalogue)
    with closing(sqlite3.connect(catalogue.file)) as older, older:
        older.execute("UPDATE stories SET version = version - 1 WHERE session != 'd19'")

    acknowledge(catalogue, "d19", "worse_more_often", "2026-05-02T10:00")  # they are no recordings

    assert catalogue.open_flags("Ada") == []


def test_a_card_of_a_run_whose_recording_is_gone_can_be_read(catalogue: Catalogue) -> None:
    filed(catalogue, "monday", structs.replace(STORY, said=(DROP,)))
    Path(catalogue.session("monday").path).unlink()
    before = names(catalogue)

    acknowledge(catalogue, "monday", "foot_drop.left", "2026-05-02T10:00")

    assert before == [("monday", "foot_drop.left")]
    assert names(catalogue) == []


def page(catalogue: Catalogue, name: str, story: Story) -> str:
    return reported(catalogue, name, story).read_text()


def test_report_and_program_agree_about_a_trend_whose_card_was_read(catalogue: Catalogue) -> None:
    a_worse_season(catalogue)
    last = run(RUNS - 1)
    before = page(catalogue, "d19", last)

    acknowledge(catalogue, "d19", "worse_more_often", "2026-05-02T10:00")
    plan, read = planned(catalogue, "Ada", WORDS), page(catalogue, "d19", last)

    assert CARD in before
    assert "While this is open" in before
    assert plan is not None
    assert [item.key for item in plan.items] == ["parallel_lacing"]
    assert CARD not in read
    assert PLAN in read
    assert "Read on 2026-05-02." in read  # for the clinician it stays


def test_a_walk_has_no_card_of_a_trend_that_it_does_not_complete(catalogue: Catalogue) -> None:
    a_worse_season(catalogue)
    walk = structs.replace(
        on_day(RUNS), running_s=0.0, last_run_s=None, walking_s=1500.0, felt=(numb(600.0),)
    )
    filed(catalogue, "walk", walk)
    before = page(catalogue, "walk", walk)

    acknowledge(catalogue, "d19", "worse_more_often", "2026-05-02T10:00")

    assert before.count("symptoms come more often") == 1
    assert EARLIER in before
    assert CARD not in page(catalogue, "walk", walk)
