"""A plan that was answered leaves a catalogue that opens, also with the SQLite of Debian 12."""

import sqlite3
from contextlib import closing
from pathlib import Path

from monitor.home.catalogue import Catalogue
from monitor.home.notes import Done, Note
from monitor.home.rows import Filed, row_of
from tests.monitor.report.stories import STORY

WENT = Note(plan=(Done(item="heel_drops", how="partly", at="2026-05-02"),))


def enter(catalogue: Catalogue) -> None:
    row = row_of("monday", "/runs/monday.mcap", STORY, WENT, "hash")
    catalogue.enter(Filed(row=row, story=STORY, note=WENT))


def test_a_catalogue_with_an_answered_plan_opens_again(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        enter(catalogue)

    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        rows = catalogue.ask("SELECT item, how, at FROM plans")

    assert rows == [("heel_drops", "partly", "2026-05-02")]


def test_one_that_an_older_version_wrote_opens_and_keeps_its_answers(tmp_path: Path) -> None:
    old = tmp_path / "c.sqlite"
    with Catalogue.open(old) as catalogue:
        enter(catalogue)
    with closing(sqlite3.connect(old)) as database, database:
        database.executescript(
            """
            ALTER TABLE plans RENAME TO kept;
            CREATE TABLE plans (
                session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
                item TEXT NOT NULL, how TEXT NOT NULL, at TEXT NOT NULL,
                PRIMARY KEY (session, item, at)
            ) WITHOUT ROWID;
            INSERT INTO plans SELECT session, item, how, at FROM kept;
            DROP TABLE kept;
            PRAGMA user_version = 7;
            """
        )

    for _ in range(2):
        with Catalogue.open(old) as catalogue:
            rows = catalogue.ask("SELECT item, how, at FROM plans")

    assert rows == [("heel_drops", "partly", "2026-05-02")]


def test_the_key_of_every_table_is_its_first_columns(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        tables = catalogue.ask(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID'"
        )
        keys = {
            name: [
                place for (place,) in catalogue.ask(f"SELECT pk FROM pragma_table_info('{name}')")
            ]
            for (name,) in tables
        }

    out_of_order = {
        name: places
        for name, places in keys.items()
        if places != sorted(places, key=lambda place: place or len(places) + 1)
    }
    assert len(keys) > 8
    assert out_of_order == {}
