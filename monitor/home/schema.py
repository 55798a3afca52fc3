"""The catalogue's tables, version by version; a newer program brings an older file up to date."""

import sqlite3
from collections.abc import Iterator
from typing import Final

MIGRATIONS: Final = (
    """
    CREATE TABLE athletes (name TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE gear (
        athlete TEXT NOT NULL REFERENCES athletes ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('shoe', 'insole', 'lacing')),
        name TEXT NOT NULL,
        PRIMARY KEY (athlete, kind, name)
    ) WITHOUT ROWID;
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        started TEXT NOT NULL,
        source TEXT NOT NULL,
        athlete TEXT REFERENCES athletes,
        shoe TEXT,
        insole TEXT,
        lacing TEXT,
        temperature_c REAL,
        duration_s REAL NOT NULL,
        running_s REAL NOT NULL,
        distance_m REAL,
        last_run_s REAL,
        symptoms INTEGER NOT NULL,
        first_symptom_s REAL,
        longest_symptom_s REAL,
        highest_risk REAL,
        follow_up TEXT,
        text TEXT NOT NULL DEFAULT '',
        software TEXT NOT NULL,
        settings TEXT NOT NULL,
        recording_hash TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX sessions_by_athlete ON sessions (athlete, started);
    CREATE INDEX sessions_by_start ON sessions (started);
    CREATE TABLE tags (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY (session, tag)
    ) WITHOUT ROWID;
    CREATE TABLE minutes (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        side TEXT NOT NULL,
        minute INTEGER NOT NULL,
        strides INTEGER NOT NULL,
        medians TEXT NOT NULL,
        PRIMARY KEY (session, side, minute)
    ) WITHOUT ROWID;
    CREATE TABLE risks (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        side TEXT NOT NULL,
        zone TEXT NOT NULL,
        highest REAL,
        highest_s REAL,
        assessed_s REAL NOT NULL,
        PRIMARY KEY (session, side, zone)
    ) WITHOUT ROWID;
    CREATE TABLE advice (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        t_s REAL NOT NULL,
        action TEXT NOT NULL,
        cause TEXT,
        side TEXT,
        zone TEXT,
        red_flag INTEGER NOT NULL,
        outcome TEXT,
        outcome_s REAL,
        measure TEXT,
        before REAL,
        after REAL,
        PRIMARY KEY (session, number)
    ) WITHOUT ROWID;
    CREATE TABLE symptoms (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        t_s REAL NOT NULL,
        feeling TEXT NOT NULL,
        side TEXT,
        zone TEXT,
        until_s REAL,
        PRIMARY KEY (session, number)
    ) WITHOUT ROWID;
    CREATE TABLE red_flags (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        name TEXT NOT NULL,
        card TEXT NOT NULL,
        acknowledged TEXT,
        PRIMARY KEY (session, name)
    ) WITHOUT ROWID;
    CREATE TABLE plans (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        item TEXT NOT NULL,
        how TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (session, item, at)
    ) WITHOUT ROWID;
    CREATE TABLE stories (
        session TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
        version INTEGER NOT NULL,
        story BLOB NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE lifts (
        session TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
        verdict TEXT NOT NULL,
        left_deg REAL,
        right_deg REAL,
        difference_deg REAL,
        limit_deg REAL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE cues (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        t_s REAL NOT NULL,
        said INTEGER NOT NULL,
        cause TEXT NOT NULL,
        measure TEXT,
        before REAL,
        after REAL,
        PRIMARY KEY (session, number)
    ) WITHOUT ROWID;
    """,
    """
    UPDATE sessions SET path = below_home(path);  -- a function of whoever opens the file
    CREATE INDEX sessions_by_instant ON sessions (julianday(started));
    """,
    """
    ALTER TABLE sessions ADD COLUMN placed REAL;  -- Julian day of its place in the list
    UPDATE sessions SET placed = julianday(started);
    CREATE INDEX sessions_by_place ON sessions (placed);
    """,
    """
    CREATE TABLE zone_minutes (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        side TEXT NOT NULL,
        zone TEXT NOT NULL,
        minute INTEGER NOT NULL,
        strides INTEGER NOT NULL,
        pressure_kpa REAL,
        highest REAL,
        assessed_s REAL NOT NULL,
        PRIMARY KEY (session, side, zone, minute)
    ) WITHOUT ROWID;
    INSERT INTO zone_minutes  -- zone_minutes_of is a function of whoever opens the file
        SELECT session, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
            json_extract(value, '$[2]'), json_extract(value, '$[3]'), json_extract(value, '$[4]'),
            json_extract(value, '$[5]'), json_extract(value, '$[6]')
        FROM stories, json_each(zone_minutes_of(version, story));
    """,
    """
    CREATE INDEX stories_by_version ON stories (version);
    """,
    """
    CREATE TABLE plans_in_order (  -- a key that is not the first columns looks damaged to 3.40
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        item TEXT NOT NULL,
        at TEXT NOT NULL,
        how TEXT NOT NULL,
        PRIMARY KEY (session, item, at)
    ) WITHOUT ROWID;
    INSERT INTO plans_in_order SELECT session, item, at, how FROM plans;
    DROP TABLE plans;
    ALTER TABLE plans_in_order RENAME TO plans;
    """,
)
"""What brings a catalogue from each version to the next."""

VERSION: Final = len(MIGRATIONS)


def version_of(database: sqlite3.Connection) -> int:
    """Give the version of a catalogue; 0 is an empty file."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(database: sqlite3.Connection) -> None:
    """Bring a catalogue up to this program's version; each step whole or not at all.

    Two programs may open a new catalogue at once: who comes second finds the step done.
    """
    for number in range(version_of(database), VERSION):
        database.execute("BEGIN IMMEDIATE")
        try:
            if version_of(database) == number:
                for statement in _statements(MIGRATIONS[number]):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """Give the statements of a script; executed as one, it would end the transaction around it."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
