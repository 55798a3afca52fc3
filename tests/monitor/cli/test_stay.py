"""After a run the questions are asked in two places, and answered in whichever is nearer."""

import asyncio
import os
import pty
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.attended import attended
from monitor.cli.desk import Desk
from monitor.cli.follow_up import wait_and_ask
from monitor.cli.page import Entrance
from monitor.cli.stay import until_answered
from monitor.config import Config
from monitor.errors import RecordingError
from monitor.home import after, filing
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, read_note
from monitor.report.follow_up import DUE_S
from monitor.report.questions import answers_from
from monitor.voice.speech import Speech
from monitor.web.afterwards import Afterwards
from monitor.web.messages import FollowUpMessage
from monitor.web.power import Power
from monitor.web.radio import Radio
from monitor.web.station import Station
from tests.monitor.report.stories import STORY

FAREWELL_S = 1.0
"""Pages fetch what they show within this; so says `monitor.cli.attended`."""
ALL_NO = dict.fromkeys(("hard_to_lift", "pain_in_one_spot", "calf_tight", "signs"), "no")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with one run whose questions are due."""
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path / "home"))
    made = Home.open()
    path = made.recordings / "monday.mcap"
    path.write_bytes(b"x")
    assert STORY.last_run_s is not None
    started = datetime.now(UTC) - timedelta(seconds=DUE_S + STORY.last_run_s)
    with Catalogue.open(made.catalogue) as catalogue:
        story = structs.replace(STORY, started=started.isoformat())
        filing.file_session(catalogue, path, story, Note())
    return made


@contextmanager
def a_terminal(monkeypatch: pytest.MonkeyPatch, text: str = "") -> Iterator[None]:
    """A person in front of a terminal, who types this."""
    person, side = pty.openpty()
    with os.fdopen(side) as keys:
        monkeypatch.setattr(sys, "stdin", keys)
        os.write(person, text.encode())
        yield
    os.close(person)


@asynccontextmanager
async def a_station(afterwards: Afterwards) -> AsyncIterator[Station]:
    """The station of a run that is over; a page watches it."""
    config = Config()
    voice = Radio(config.voice, Speech(config.voice), lambda: 0.0)
    station = Station(voice, Power(None), lambda _: False, once=True)
    station.answers.take = afterwards.take
    station.watchers.watch(asyncio.Event())
    station.filed("monday")
    yield station


def given(home: Home) -> tuple[object, ...]:
    answers = read_note(home.recordings / "monday.mcap").follow_up
    assert answers is not None
    return answers.numb, answers.hard_to_lift, answers.signs


async def test_what_was_answered_in_the_terminal_is_not_asked_by_an_open_page(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    afterwards = Afterwards(home)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    async with a_station(afterwards) as station:
        before = station.state_text()
        changes = station.watchers.changes
        with a_terminal(monkeypatch, "0\n" * 5):
            await until_answered(Desk(home, None, Note()), "monday", station, afterwards)

        assert given(home) == ((), (), ())
        assert station.watchers.changes > changes
        assert '"answers":0' in before
        assert '"answers":1' in station.state_text()
        assert afterwards.state()["follow_up"] is None


async def test_a_catalogue_that_is_busy_loses_no_answer_and_ends_no_program(home: Home) -> None:
    afterwards, done = Afterwards(home), asyncio.Event()
    whole, broken = home.root / "whole", home.root / "broken"
    broken.write_bytes(b"no catalogue" * 1000)
    numb = FollowUpMessage("1", "monday", {"numb": "no", **ALL_NO})
    news = asyncio.Event()
    async with a_station(afterwards) as station, asyncio.TaskGroup() as tasks:
        staying = tasks.create_task(
            until_answered(Desk(home, None, Note()), "monday", station, afterwards)
        )
        await asyncio.sleep(0)  # it waits for an answer
        os.link(home.catalogue, whole)
        broken.replace(home.catalogue)
        station.watchers.watch(news)
        station.press(numb, done.set)
        await news.wait()
        told, kept = station.state_text(), done.is_set()
        station.answers.kept.set()  # a look at what waits, too, while it cannot be read
        await asyncio.sleep(0)
        whole.replace(home.catalogue)
        # not acknowledged, the phone sends it again
        station.press(numb, done.set)
        await done.wait()
        await staying

        assert ("catalogue" in told, kept) == (True, False)
        assert '"trouble":""' in station.state_text()
        assert given(home) == ((), (), ())


async def test_a_run_stays_for_the_questions_that_come_one_after_the_other(home: Home) -> None:
    afterwards, stays = Afterwards(home), []
    async with a_station(afterwards) as station, asyncio.TaskGroup() as tasks:
        station.answers.goes_on = lambda: True  # as with a broker
        staying = tasks.create_task(
            until_answered(Desk(home, None, Note()), "monday", station, afterwards)
        )
        for key in ("numb", *ALL_NO):
            kept = asyncio.Event()
            station.press(FollowUpMessage(key, "monday", {key: "no"}), kept.set)
            await kept.wait()
            if key != "signs":
                await asyncio.wait([staying], timeout=0.5)
                stays.append(not staying.done())

    assert stays == [True] * 4
    assert given(home) == ((), (), ())


def test_what_the_page_was_told_is_neither_asked_again_nor_taken_back(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = answers_from({"numb": "left/sole"}, "then")
    with Catalogue.open(home.catalogue) as catalogue, a_terminal(monkeypatch, "0\n" * 4):
        after.answer_also(catalogue, "monday", page)
        wait_and_ask(catalogue, "monday", lambda: False)
        # both places had asked before either was answered
        after.answer_also(catalogue, "monday", answers_from({"numb": "no"}, "now"))
        known = read_note(home.recordings / "monday.mcap").follow_up
        # a person who corrects an answer by the command may
        after.answer(catalogue, "monday", answers_from({"numb": "no"}, "now"))

    assert known is not None
    assert [(where.side, where.zone) for where in known.numb or ()] == [("left", "sole")]
    assert given(home) == ((), (), ())


def test_where_a_line_cannot_be_waited_for_the_terminal_only_says_how_to_answer(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "termios", None)  # as on Windows

    with Catalogue.open(home.catalogue) as catalogue, a_terminal(monkeypatch):
        asked = wait_and_ask(catalogue, "monday", lambda: False)

    assert not asked
    assert "follow-up monday" in capsys.readouterr().out


async def test_pages_fetch_what_went_wrong_before_nobody_serves_them(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    now_s = asyncio.get_running_loop().time
    began_s = now_s()

    with pytest.raises(ExceptionGroup):  # noqa: PT012 - it goes wrong in the middle
        async with attended(Entrance(Config(), lambda _: None)) as beside:
            beside.station.watchers.watch(asyncio.Event())
            raise RecordingError("the disk is full")

    assert now_s() - began_s >= FAREWELL_S
