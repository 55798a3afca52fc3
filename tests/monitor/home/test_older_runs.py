"""Runs that an older version counted in another way are left out of the trend until told again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.follow_up import greet
from monitor.cli.trends import trends
from monitor.home import after
from monitor.home.catalogue import Catalogue
from monitor.home.filing import file_session, known_story, silent
from monitor.home.folder import Home
from monitor.home.notes import Note, write_note
from monitor.home.rebuilding import rebuild
from monitor.home.reporting import filed_report
from monitor.home.trends import newest_worse, renew_worse, trend_of
from monitor.home.unread import acknowledge, open_cards
from monitor.report.questions import answers_from
from monitor.report.story import VERSION, Story
from monitor.report.trends import trend_sentences
from monitor.report.wording import Words
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import clock, uuids
from monitor.wire.clock import HostTick
from tests.monitor.home.homes import EARLIER, filed
from tests.monitor.report.stories import STORY, numb, on_day

WORDS = Words("en")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    return Home.open()


@pytest.fixture
def catalogue(home: Home) -> Iterator[Catalogue]:
    with Catalogue.open(home.catalogue) as opened:
        yield opened


def run(day: int, taps: int) -> Story:
    felt = tuple(numb(60.0 * k + 60.0, 60.0 * k + 90.0) for k in range(taps))
    return structs.replace(on_day(day), running_s=3600.0, felt=felt)


def told_by(catalogue: Catalogue, version: int, *sessions: str) -> None:
    """As an upgrade leaves them: an older version told these sessions."""
    with closing(sqlite3.connect(catalogue.file)) as database, database:
        for session in sessions:
            database.execute("UPDATE stories SET version = ? WHERE session = ?", [version, session])


def names(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(card.session, card.name) for card in open_cards(catalogue, "Ada", WORDS)]


@pytest.mark.parametrize("new", [1, 3])
def test_runs_that_count_in_another_way_make_no_trend_and_are_said_to_be_left_out(
    catalogue: Catalogue, new: int
) -> None:
    old = [f"old{day:02}" for day in range(13)]
    for day, name in enumerate(old):
        filed(catalogue, name, run(day, 0))
    told_by(catalogue, VERSION - 1, *old)
    for day in range(13, 13 + new):
        filed(catalogue, f"new{day}", run(day, 9))

    told = trend_of(catalogue, "Ada")

    assert names(catalogue) == []
    assert told.groups[0].runs == new
    assert told.older == 13
    assert trend_sentences(told, WORDS)[-1] == (
        "Runs that an older version counted in another way are left out of these figures; "
        "there are 13."
    )


def test_a_long_symptom_is_not_the_first_where_an_older_version_knew_one(
    catalogue: Catalogue,
) -> None:
    long = structs.replace(run(0, 0), felt=(numb(60.0, 2460.0),))
    found = {}
    for name, before in (("Ada", long), ("Bo", run(0, 0))):
        filed(catalogue, f"{name}-old", before, name)
        told_by(catalogue, VERSION - 1, f"{name}-old")
        filed(catalogue, f"{name}-new", structs.replace(long, started=on_day(1).started), name)
        renew_worse(catalogue, name)
        newest = newest_worse(catalogue, name)
        found[name] = (catalogue.flags(f"{name}-new"), newest and newest[1].name)

    assert found == {
        "Ada": ([], None),
        "Bo": (["worse_first_long"], "worse_first_long"),
    }
    (said,) = trend_sentences(trend_of(catalogue, "Ada"), WORDS)
    assert "left out of these figures" in said  # not that there are too few


def test_a_card_that_nobody_read_stays_while_runs_are_left_out(catalogue: Catalogue) -> None:
    days = [f"d{day:02}" for day in range(20)]
    for day, name in enumerate(days):
        filed(catalogue, name, run(day, 0 if day < 12 else 6))
    before = names(catalogue)
    told_by(catalogue, VERSION - 1, *days)

    filed(catalogue, "d19", run(19, 6))  # told again, as when its report is asked for
    alone = names(catalogue)
    filed(catalogue, "d03", run(3, 0))
    two = names(catalogue)
    for day in range(18, -1, -1):  # in truth all were quiet
        filed(catalogue, f"d{day:02}", run(day, 1))
    filed(catalogue, "d19", run(19, 1))

    assert before == alone == two == [("d19", "worse_more_often")]
    assert names(catalogue) == []


def recording(home: Home, name: str) -> Path:
    """A recording in which nobody ran."""
    path = home.recordings / f"{name}.mcap"
    ticks = [Packet("host", uuids.CLOCK, float(t), clock.encode(HostTick(t))) for t in range(30)]
    write_recording(path, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC), source="live"), ticks)
    return path


def test_trends_tells_runs_again_whose_recordings_are_there_and_a_start_names_it(
    home: Home, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two", "gone"):
        file_session(catalogue, recording(home, name), STORY, Note(athlete="Ada"))
    told_by(catalogue, VERSION - 1, "one", "two", "gone")
    (home.recordings / "gone.mcap").unlink()

    greet(catalogue, "Ada")
    before = " ".join(capsys.readouterr().out.split())
    trends(athlete="Ada")
    told = " ".join(capsys.readouterr().out.split())
    greet(catalogue, "Ada")

    assert "not in the trend yet: 2 runs that an older version counted" in before
    assert "are left out of these figures; there are 1." in told
    assert "not in the trend yet" not in capsys.readouterr().out
    assert [catalogue.story(name) is None for name in ("one", "two", "gone")] == [
        False, False, True,
    ]  # fmt: skip


def told_again(home: Home, catalogue: Catalogue, *, rebuilt: bool) -> None:
    if rebuilt:
        list(rebuild(home, catalogue, [], lambda _: silent))
    else:
        known_story(catalogue, catalogue.session("later"))


@pytest.mark.parametrize("rebuilt", [True, False])
def test_a_report_that_could_not_be_made_anew_is_once_its_run_is_told_again(
    home: Home, catalogue: Catalogue, *, rebuilt: bool
) -> None:
    note = Note(athlete="Ada")
    story = structs.replace(run(0, 1), started="2026-05-01T00:00:00+00:00")  # as the header says
    for name in ("first", "later"):
        path = recording(home, name)
        write_note(path, note)
        row = file_session(catalogue, path, story, note)
    after.answer(catalogue, "first", answers_from({"hard_to_lift": "left"}, "now"))
    page = home.report_of("later")
    page.write_bytes(filed_report(catalogue, (row, story, note), "en", "html"))
    told_by(catalogue, VERSION - 1, "later")
    acknowledge(catalogue, "first", "hard_to_lift.left", "2026-05-02T10:00")
    before = page.read_text()

    told_again(home, catalogue, rebuilt=rebuilt)

    assert EARLIER in before
    assert EARLIER not in page.read_text()
