"""The plan after a run on the page: asked before the next run, answered once, kept with its run."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Done, Note, read_note
from monitor.home.planning import note_progress, planned
from monitor.report.wording import Words
from monitor.web.afterwards import Afterwards
from monitor.web.messages import PlanMessage
from monitor.web.power import Power
from monitor.web.station import Station
from tests.monitor.report.reports import TIGHT
from tests.monitor.report.stories import DROP, with_strides
from tests.monitor.web.serving import ask, radio, waiting
from tests.monitor.web.test_sessions import file_story

BEGAN = datetime(2026, 5, 1, 7, 30, tzinfo=UTC)
TIGHT_LACES = structs.replace(with_strides(), episodes=(TIGHT,))
ITEMS = ["looser_start", "parallel_lacing"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path / "home")


def at(home: Home, hours: float, athlete: str | None = None) -> Afterwards:
    return Afterwards(home, athlete, now=lambda: BEGAN + timedelta(hours=hours))


def test_the_steps_are_asked_before_the_next_run_and_not_right_after_the_last(home: Home) -> None:
    file_story(home, "monday", TIGHT_LACES)

    asked = [at(home, hours).state()["plan"] for hours in (-1.0, 1.0, 5.0, 6.0, 500.0)]

    assert [plan is not None for plan in asked] == [True, False, False, True, True]
    assert asked[-1] == {
        "session": "monday",
        "how": ("done", "partly", "not"),
        "items": ITEMS,
        "text": {
            "de": ["Mit lockerer Schnürung beginnen", "Über dem Spann parallel schnüren"],
            "en": ["Start with looser laces", "Lace in parallel over the top"],
        },
    }


def test_nothing_is_asked_without_a_plan_or_of_another_runner(home: Home) -> None:
    file_story(home, "monday", with_strides(), Note(athlete="Ada"))
    file_story(home, "tuesday", TIGHT_LACES, Note(athlete="Ben"))

    assert at(home, 24.0, "Ada").state()["plan"] is None
    assert at(home, 24.0, "Ben").state()["plan"]["session"] == "tuesday"


@pytest.mark.parametrize("read", [False, True])
def test_while_a_red_flag_is_open_no_step_is_shown(home: Home, read: bool) -> None:
    """Nor after its card was read: a run with a red flag has no plan."""
    flagged = structs.replace(TIGHT_LACES, said=(*TIGHT_LACES.said, DROP))
    acknowledged = {"foot_drop.left": "2026-05-02"} if read else {}
    file_story(home, "monday", flagged, Note(acknowledged=acknowledged))

    told = at(home, 24.0).state()

    assert (told["plan"], len(told["cards"])) == (None, 0 if read else 1)


async def test_an_answer_is_filed_where_the_terminal_files_it_and_asked_no_more(
    home: Home, tmp_path: Path
) -> None:
    file_story(home, "monday", TIGHT_LACES)
    after, done = at(home, 24.0), asyncio.Queue[str]()
    station = Station(radio(tmp_path), Power(None), lambda _: False)
    station.answers.take = after.take
    message = PlanMessage("one", "monday", {"parallel_lacing": "partly"}, age_s=3600.0)

    for _ in range(2):  # the phone sends it again
        station.press(message, partial(done.put_nowait, "kept"), done.put_nowait)
        assert await done.get() == "kept"

    kept = read_note(home.recordings / "monday.mcap").plan
    assert kept == (Done(item="parallel_lacing", how="partly", at="2026-05-02T06:30:00+00:00"),)
    assert after.state()["plan"]["items"] == ["looser_start"]


def test_what_the_terminal_was_told_is_not_asked_on_the_page(home: Home) -> None:
    file_story(home, "monday", TIGHT_LACES)
    with Catalogue.open(home.catalogue) as catalogue:
        found = planned(catalogue, None, Words("en"))
        assert found is not None
        note_progress(catalogue, found, dict.fromkeys(ITEMS, "done"), "2026-05-02")

    assert at(home, 24.0).state()["plan"] is None


@pytest.mark.parametrize(
    ("session", "went", "why"),
    [
        ("nosuch", {"parallel_lacing": "done"}, "session nosuch: there is none"),
        ("mon", {"parallel_lacing": "done"}, "session mon: there is none"),
        ("monday", {"parallel_lacing": "often"}, "parallel_lacing: expected one of done"),
        ("monday", {"heel_drops": "done"}, "heel_drops: expected one of looser_start"),
    ],
)
async def test_what_is_no_answer_is_refused_by_name(
    tmp_path: Path, session: str, went: dict[str, str], why: str
) -> None:
    pressed = {"type": "plan", "id": "one", "session": session, "went": went}
    async with waiting(tmp_path) as run:
        file_story(run.home, "monday", TIGHT_LACES)
        status, _, content = await ask(
            run.host, "POST /api/press", run.bearer(), json.dumps(pressed).encode()
        )

    answer = json.loads(content)
    assert (status, answer["kept"]) == (422, False)
    assert answer["refused"].startswith(why)
    assert read_note(run.home.recordings / "monday.mcap") == Note()


async def test_an_answer_during_a_run_stays_on_the_phone(tmp_path: Path) -> None:
    """As every answer about a run that is over, where nobody keeps answers."""
    station, done = Station(radio(tmp_path), Power(None), lambda _: False, once=True), list[str]()

    station.press(PlanMessage("1", "monday", {"x": "done"}), partial(done.append, "kept"))

    assert done == []
