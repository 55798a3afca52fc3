"""Runs in several time zones, on days when clocks change, of clocks that were never set."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home import schema
from monitor.home.catalogue import Catalogue
from monitor.home.groups import groups, until
from monitor.home.notes import Note
from monitor.home.rows import Filed, Filter, row_of
from monitor.home.trends import trend_of
from monitor.report.context import About, Context
from monitor.report.first_report import Until
from monitor.report.make import make_report
from monitor.report.page import html_page
from monitor.report.trends import trend_sentences
from monitor.report.wording import Words
from tests.monitor.report.stories import STORY, numb

STARTS = {
    "not set": "1970-01-01T00:03:20+00:00",
    "unknown": "1970-01-01T00:00:00+00:00",
    "summer": "2026-10-25T02:40:00+02:00",
    "winter": "2026-10-25T02:10:00+01:00",
    "new york": "2026-10-24T22:00:00-04:00",
    "after midnight": "2026-10-26T00:20:00+01:00",
    "utc": "2026-10-25T23:25:00+00:00",
}
IN_ORDER = ["unknown", "not set", "summer", "winter", "new york", "after midnight", "utc"]
"""The oldest first."""


def enter(
    catalogue: Catalogue,
    name: str,
    path: str,
    lacing: str = "a",
    source: str = "live",
    athlete: str | None = "Ada",
) -> None:
    felt = (numb(600.0),)
    story = structs.replace(STORY, started=STARTS[name], felt=felt, source=source)
    note = Note(athlete=athlete, lacing=lacing)
    catalogue.enter(Filed(row=row_of(name, path, story, note, "hash"), story=story, note=note))


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    opened = Catalogue.open(tmp_path / "catalogue.sqlite")
    for place, name in enumerate(sorted(STARTS)):
        enter(opened, name, f"/runs/{name}.mcap", "ab"[place % 2])
    return opened


def test_sessions_are_in_the_order_in_which_they_were_run(catalogue: Catalogue) -> None:
    listed = [row.id for row in catalogue.sessions()]

    assert listed == IN_ORDER[::-1]
    assert catalogue.session("last").id == "utc"


def test_a_run_before_the_clock_was_set_stands_where_its_file_was_written(tmp_path: Path) -> None:
    recording = tmp_path / "first.mcap"
    recording.touch()
    written = datetime.fromisoformat("2026-10-25T03:00:00+01:00").timestamp()
    os.utime(recording, (written, written))

    with Catalogue.open(tmp_path / "catalogue.sqlite") as catalogue:
        for name in ("unknown", "utc", "winter"):
            enter(catalogue, name, f"/runs/{name}.mcap")
        enter(catalogue, "not set", str(recording))
        listed = [row.id for row in catalogue.sessions()]

    assert listed == ["utc", "not set", "winter", "unknown"]


def test_an_import_without_a_date_stands_at_the_end_whenever_its_file_was_written(
    tmp_path: Path,
) -> None:
    imported = tmp_path / "watch.mcap"
    imported.touch()

    with Catalogue.open(tmp_path / "catalogue.sqlite") as catalogue:
        enter(catalogue, "unknown", str(imported), source="csv")
        enter(catalogue, "utc", "/runs/utc.mcap")
        listed = [row.id for row in catalogue.sessions()]
        last = catalogue.session("last").id

    assert listed == ["utc", "unknown"]
    assert last == "utc"


def test_a_day_is_that_of_the_place_where_one_ran(catalogue: Catalogue) -> None:
    def on(day: str, next_day: str) -> set[str]:
        return {row.id for row in catalogue.sessions(Filter(since=day, until=next_day))}

    assert on("2026-10-24", "2026-10-25") == {"new york"}
    assert on("2026-10-25", "2026-10-26") == {"summer", "winter", "utc"}
    assert on("2026-10-26", "2026-10-27") == {"after midnight"}


def test_trends_and_groups_follow_instants_and_leave_out_what_has_none(
    catalogue: Catalogue,
) -> None:
    until_winter = trend_of(catalogue, "Ada", STARTS["winter"])
    of_all = trend_of(catalogue, "Ada")
    found = groups(catalogue, "Ada", "a", "b")

    assert until_winter.groups[0].runs == IN_ORDER.index("winter") + 1
    assert of_all.groups[0].runs == len(STARTS)
    assert found is not None
    for of_one in (found.a, found.b):
        assert [IN_ORDER.index(row.id) for row in of_one] == sorted(
            IN_ORDER.index(row.id) for row in of_one
        )


def test_runs_of_nobody_are_not_one_runners_trend(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "catalogue.sqlite") as catalogue:
        for name in ("winter", "utc"):
            enter(catalogue, name, f"/runs/{name}.mcap", source="csv", athlete=None)
        told = trend_of(catalogue, None)

    assert not told.groups
    (said,) = trend_sentences(told, Words("en"))
    assert said.startswith("Who ran is not known, so no trend is told")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("not set", "not known"),
        ("summer", "2026-10-25 02:40"),
        ("after midnight", "2026-10-26 00:20"),
        ("utc", "2026-10-25 23:25 UTC"),
    ],
)
def test_the_report_shows_the_day_and_hour_of_the_runner(name: str, shown: str) -> None:
    story = structs.replace(STORY, started=STARTS[name])
    page = html_page(make_report(Context(story=story, about=About(name="run")), "en"))

    assert f">{shown}<" in page
    assert "1970" not in page


@pytest.mark.parametrize("moved", [False, True])
def test_a_home_that_was_moved_finds_its_recordings(tmp_path: Path, moved: bool) -> None:
    """A catalogue of an older program holds whole paths."""
    old, new = tmp_path / "old", tmp_path / ("new" if moved else "old")
    (old / "recordings").mkdir(parents=True)
    (old / "recordings" / "summer.mcap").touch()
    database = sqlite3.connect(old / "catalogue.sqlite")
    for number, steps in enumerate(schema.MIGRATIONS[:3]):
        database.executescript(f"BEGIN;{steps};PRAGMA user_version = {number + 1};COMMIT")
    story = structs.replace(STORY, started=STARTS["summer"])
    row = row_of("summer", str(old / "recordings" / "summer.mcap"), story, Note(), "hash")
    away = structs.replace(row, id="away", path="/runs/away.mcap")
    for each in (row, away):
        marks = ", ".join("?" * len(structs.astuple(each)))
        database.execute(f"INSERT INTO sessions VALUES ({marks})", structs.astuple(each))
    database.commit()
    database.close()
    if moved:
        old.rename(new)

    with Catalogue.open(new / "catalogue.sqlite") as catalogue:
        where = {row.id: row.path for row in catalogue.sessions()}
        at = catalogue.at(new / "recordings" / "summer.mcap")
        enter(catalogue, "winter", str(new / "recordings" / "winter.mcap"))
    last = new.rename(tmp_path / "last")
    with Catalogue.open(last / "catalogue.sqlite") as catalogue:
        there = {row.id: row.path for row in catalogue.sessions()}

    assert where == {
        "summer": str(new / "recordings" / "summer.mcap"), "away": "/runs/away.mcap",
    }  # fmt: skip
    assert at is not None
    assert there["winter"] == str(last / "recordings" / "winter.mcap")


def test_runs_with_and_without_a_report_count_from_the_same_instant() -> None:
    """Ten minutes of standing before the run, and then the same half hour."""
    stood = structs.replace(STORY, duration_s=2500.0, running_s=1800.0, last_run_s=2400.0)
    felt = structs.replace(stood, felt=(numb(2400.0),))

    rows = [row_of("r", "/r.mcap", story, Note(), "hash") for story in (stood, felt)]

    assert [until(row) for row in rows] == [Until(40.0, felt=False), Until(40.0, felt=True)]
