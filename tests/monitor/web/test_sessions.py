"""One session for the page: its figures, its cards, and who may ask."""

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, write_note
from monitor.home.rows import Filed, row_of
from monitor.report.story import Story
from tests.monitor.report.full_story import FULL
from tests.monitor.report.stories import DROP, STORY, with_strides
from tests.monitor.web.serving import Waiting, ask, waiting


def file_story(home: Home, name: str, story: Story, note: Note | None = None) -> None:
    """File a story; of its recording only the place counts."""
    path, note = home.recordings / f"{name}.mcap", note or Note()
    path.write_bytes(b"x")
    write_note(path, note)
    with Catalogue.open(home.catalogue) as catalogue:
        row = row_of(name, str(path), story, note, "hash")
        catalogue.enter(Filed(row=row, story=story, note=note))


async def one(run: Waiting, name: str, language: str = "en") -> dict[str, Any]:
    address = f"GET /api/sessions/{name}?language={language}"
    status, headers, content = await ask(run.host, address, run.bearer())
    assert (status, headers["cache-control"]) == (200, "no-store")
    told: dict[str, Any] = json.loads(content)
    return told


async def test_a_session_is_told_in_the_language_of_the_page(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run:
        file_story(run.home, "monday", FULL)
        english, german = [await one(run, "monday", language) for language in ("en", "de")]

    assert english["cards"] == []
    assert len(english["axis"]["lines"][0]["feet"]["left"]["middle"]) == 300
    assert english["axis"]["lanes"] == german["axis"]["lanes"]
    assert english["axis"]["advice"]["head"][0] == "Advice"
    assert "5:00 Schnürung lockern" in german["axis"]["advice"]["marks"][0]["row"][0]


async def test_while_a_red_flag_is_open_the_card_is_there_and_nothing_that_helped(
    tmp_path: Path,
) -> None:
    """Also that of an earlier run whose card nobody read, as in the report."""
    stop = structs.replace(with_strides(), said=(*with_strides().said, DROP))
    async with waiting(tmp_path) as run:
        file_story(run.home, "monday", stop, Note(athlete="Ada"))
        later = structs.replace(with_strides(), started="2026-05-02T07:30:00+00:00")
        file_story(run.home, "tuesday", later, Note(athlete="Ada"))
        monday, tuesday = await one(run, "monday"), await one(run, "tuesday")

    for told in (monday, tuesday):
        assert [card["urgency"] for card in told["cards"]] == ["soon"]
        assert told["axis"]["advice"] is None
        assert told["axis"]["lanes"]


async def test_a_story_that_is_gone_is_not_made_anew_meanwhile(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run:
        file_story(run.home, "monday", STORY)
        with contextlib.closing(sqlite3.connect(run.home.catalogue)) as database, database:
            database.execute("UPDATE stories SET version = 1")
        told = await one(run, "monday")

    assert told == {"name": "monday", "axis": None, "cards": []}


async def test_only_a_paired_phone_gets_a_session_and_only_by_its_whole_name(
    tmp_path: Path,
) -> None:
    async with waiting(tmp_path) as run:
        file_story(run.home, "monday", STORY)
        answers = [
            (await ask(run.host, f"GET /api/sessions/{name}", headers))[0]
            for name, headers in (
                ("monday", {}),
                ("mon", run.bearer()),
                ("last", run.bearer()),
                ("nosuch", run.bearer()),
                ("monday?language=fr", run.bearer()),
                ("..%2Fcatalogue.sqlite", run.bearer()),
                ("monday", run.bearer()),
            )
        ]

    assert answers == [401, 404, 404, 404, 404, 404, 200]
