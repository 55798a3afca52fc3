"""What waits after a run: asked once it is due, answered from the page, and kept exactly once."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

from monitor.home.catalogue import Catalogue
from monitor.home.filing import file_session, story_of
from monitor.home.folder import Home
from monitor.home.notes import Note, read_note
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.types import Packet
from monitor.web.afterwards import NOTHING_WAITS, Afterwards
from monitor.web.messages import FollowUpMessage, ReadMessage
from monitor.web.power import Power
from monitor.web.station import Station
from monitor.wire import clock, uuids
from tests.monitor.report.stories import STORY
from tests.monitor.web.serving import ask, heard, page, radio, waiting

ENDED = datetime(2025, 5, 1, 8, 0, tzinfo=UTC)


def a_run(home: Home, athlete: str | None = None) -> str:
    """File a run of ten minutes in which nobody was seen."""
    path = home.recordings / "run.mcap"
    header = RecordingHeader(ENDED - timedelta(minutes=10), source="live")
    with Journal.open(path, header) as journal:
        for t_s in range(0, 601, 60):
            tick = clock.encode(clock.HostTick(t_s))
            journal.write(Packet("host", uuids.CLOCK, float(t_s), tick))
    with Catalogue.open(home.catalogue) as catalogue:
        return file_session(
            catalogue, journal.path, story_of(journal.path), Note(athlete=athlete)
        ).id


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path / "home")


def at(home: Home, minutes: float) -> Afterwards:
    return Afterwards(home, now=lambda: ENDED + timedelta(minutes=minutes))


def test_an_empty_home_asks_nothing(home: Home) -> None:
    assert at(home, 60.0).state() == NOTHING_WAITS


def test_only_whoever_ran_is_asked_whoever_is_remembered(home: Home) -> None:
    a_run(home, athlete="ada")
    minutes = timedelta(minutes=31.0)

    asked = [
        Afterwards(home, whose, now=lambda: ENDED + minutes).state()["follow_up"] is not None
        for whose in ("ada", "ben")
    ]

    assert asked == [True, False]


async def test_answers_that_nobody_here_can_keep_stay_on_the_phone(tmp_path: Path) -> None:
    station, done = Station(radio(tmp_path), Power(None), lambda _: False, once=True), list[str]()

    station.press(FollowUpMessage("1", "monday", {"numb": "no"}), partial(done.append, "answer"))
    station.press(ReadMessage("2", "monday", "soon"), partial(done.append, "card"))

    assert done == []


async def test_answers_are_kept_beside_the_run_and_a_wrong_one_is_told(
    home: Home, tmp_path: Path
) -> None:
    name = a_run(home)
    after, done = at(home, 31.0), asyncio.Queue[str]()
    station = Station(radio(tmp_path), Power(None), lambda _: False)
    station.answers.take = after.take
    due = after.due()

    for number, given in enumerate(
        ({"numb": "left/sole"}, {"numb": "moon"}, {"numb": "left/sole"})
    ):
        message = FollowUpMessage(str(number), name, given)
        station.press(message, partial(done.put_nowait, str(number)))
        await done.get()

    answers = read_note(home.recordings / "run.mcap").follow_up
    assert due is not None
    assert due["session"] == name
    assert due["question"] != due["texts"]["de"]
    assert answers is not None
    assert [(where.side, where.zone) for where in answers.numb or ()] == [("left", "sole")]
    assert "moon" in station.told.trouble
    assert at(home, 32.0).state()["follow_up"]["state"] == "partly"


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (FollowUpMessage("1", "nosuch", {"numb": "no"}), "session nosuch: there is none"),
        (FollowUpMessage("1", "ru", {"numb": "no"}), "session ru: there is none"),
        (FollowUpMessage("1", "last", {"numb": "no"}), "session last: there is none"),
        (FollowUpMessage("1", "run", {"numb": "moon"}), "numb: 'moon'"),
        (FollowUpMessage("1", "run", {"shoe": "no"}), "shoe: expected one of"),
        (ReadMessage("1", "nosuch", "numb_after.left"), "session nosuch: there is none"),
        (ReadMessage("1", "run", "numb_after.left"), "session run has no card numb_after.left"),
    ],
)
async def test_what_belongs_to_nothing_is_refused_by_name(
    home: Home, tmp_path: Path, message: FollowUpMessage | ReadMessage, why: str
) -> None:
    assert a_run(home) == "run"
    station, told = Station(radio(tmp_path), Power(None), lambda _: False), asyncio.Queue[str]()
    station.answers.take = at(home, 31.0).take

    station.press(message, partial(told.put_nowait, "kept"), told.put_nowait)
    answer = await told.get()
    pressed = msgspec.json.encode(message)
    station.command(pressed, lambda name, refused="": told.put_nowait(f"{name}: {refused}"))

    assert answer.startswith(why)
    assert await told.get() == f"1: {answer}"
    assert station.told.trouble == answer
    assert read_note(home.recordings / "run.mcap") == Note()


def test_a_first_question_that_was_answered_at_the_half_hour_is_not_due_again(home: Home) -> None:
    path = home.recordings / "monday.mcap"
    path.write_bytes(b"x")
    with Catalogue.open(home.catalogue) as catalogue:
        file_session(catalogue, path, STORY, Note())
    ended = datetime.fromisoformat(STORY.started) + timedelta(seconds=STORY.last_run_s or 0.0)

    def after(minutes: float) -> Afterwards:
        return Afterwards(home, now=lambda: ended + timedelta(minutes=minutes))

    after(5.0).take(FollowUpMessage("1", "monday", {"signs": "foot_cold"}))
    asked = [after(minutes).due() is not None for minutes in (6.0, 31.0)]
    assert (after(31.5).due() or {})["key"] == "numb"
    after(32.0).take(FollowUpMessage("2", "monday", {"numb": "no"}))

    assert asked == [False, True]
    assert (after(33.0).due() or {})["key"] == "hard_to_lift"
    assert after(33.0).state()["follow_up"]["state"] == "due"  # of the others


def test_a_card_that_was_read_may_be_read_again(home: Home) -> None:
    name, after = a_run(home), at(home, 31.0)
    after.take(FollowUpMessage("1", name, {"numb": "left/sole"}))
    after.take(FollowUpMessage("2", name, {"numb": "no"}))

    for _ in range(2):
        after.take(ReadMessage("3", name, "numb_after.left"))

    assert after.state()["cards"] == []


async def test_answers_to_a_run_that_is_not_there_are_refused_to_page_and_script(
    tmp_path: Path,
) -> None:
    answers = {"type": "follow_up", "id": "one", "session": "nosuch", "given": {"numb": "no"}}
    async with waiting(tmp_path) as run:
        status, _, content = await ask(
            run.host, "POST /api/press", run.bearer(), json.dumps(answers).encode()
        )
        async with page(run) as client:
            await client.send(json.dumps(answers))
            told = await heard(client, lambda each: each["type"] in {"ack", "refused"})

    why = json.loads(content)["refused"]
    assert status == 422
    assert json.loads(content) == {"id": "one", "kept": False, "refused": why}
    assert told == {"type": "refused", "id": "one", "why": why}
    assert "nosuch" in why


async def test_a_script_hears_that_its_press_does_nothing_between_runs(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run:
        pause = b'{"type": "wish", "id": "one", "what": "pause"}'
        status, _, content = await ask(run.host, "POST /api/press", run.bearer(), pause)

    assert status == 422
    assert "No run goes on" in json.loads(content)["refused"]
