"""The catalogue of all sessions: asked often, made anew at any time, never the only copy.

SQLite with a write-ahead log: the page reads while a run is filed. Its version stands in the file;
a file of a newer program is refused, a damaged one too, and both errors say how to make it anew.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import zstandard

from monitor.errors import ConfigError, HomeError, UnknownSessionError
from monitor.hints import command
from monitor.home import schema
from monitor.home.database_errors import again, refusing_database
from monitor.home.folder import OWNER_FILE
from monitor.home.rows import Filed, Filter, SessionRow, rows_of
from monitor.reader import from_json
from monitor.report.story import VERSION as STORY_VERSION
from monitor.report.story import Cue, Story
from monitor.types import FindingKind

_BUSY_S: Final = 10.0
"""How long another writer is waited for, s. Rule of thumb."""
_COLUMNS: Final = ", ".join(f"s.{name}" for name in SessionRow.__struct_fields__)


def none_filed() -> str:
    """Say why there may be no session, and what to do."""
    report = command("report", "recordings/NAME.mcap")
    return (
        f"none yet; `{command('run')}` files each run by itself, a demo is nobody's run and is not"
        f" filed: name its recording instead, as in `{report}`"
    )


class Catalogue:
    """An open catalogue; ``open`` opens it.

    Raises
    ------
    HomeError
        From any method, if the file cannot be used.
    """

    def __init__(self, file: Path, database: sqlite3.Connection) -> None:
        self.file = file
        self._database = database

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open a catalogue, made where there is none and brought up to date where it is older.

        Raises
        ------
        HomeError
            If it is damaged, no catalogue, or of a newer program.
        """
        with refusing_database(file):
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, OWNER_FILE))
            database = sqlite3.connect(file, timeout=_BUSY_S, isolation_level=None)
        try:
            with refusing_database(file):
                _prepare(file, database)
        except HomeError:
            database.close()
            raise
        return cls(file, database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the write-ahead log goes into it."""
        with refusing_database(self.file):
            self._database.close()

    def enter(self, filed: Filed) -> None:
        """Enter a session; what was known of it is replaced."""
        with self._changing() as database:
            if filed.row.athlete is not None:
                database.execute("INSERT OR IGNORE INTO athletes VALUES (?)", [filed.row.athlete])
                database.executemany("INSERT OR IGNORE INTO gear VALUES (?, ?, ?)", filed.gear)
            database.execute("DELETE FROM sessions WHERE path = ?", [filed.row.path])
            for table, rows in rows_of(filed).items():
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  # the table and its marks are ours

    def remove(self, sessions: Sequence[str]) -> None:
        """Take sessions out."""
        with self._changing() as database:
            database.executemany("DELETE FROM sessions WHERE id = ?", [[one] for one in sessions])

    def remove_athlete(self, name: str) -> None:
        """Take an athlete out, with shoes, insoles and lacings; sessions have to be gone."""
        with self._changing() as database:
            database.execute("DELETE FROM athletes WHERE name = ?", [name])

    def clear(self) -> None:
        """Take everything out, to be made anew."""
        with self._changing() as database:
            database.execute("DELETE FROM sessions")
            database.execute("DELETE FROM athletes")

    def sessions(self, wanted: Filter | None = None) -> list[SessionRow]:
        """Give the sessions that are wanted, the newest first."""
        wanted = wanted or Filter()
        where, values = wanted.where()
        # the columns and conditions are ours; what a person typed goes through the marks
        query = f"SELECT {_COLUMNS} FROM sessions s {where} ORDER BY s.started DESC, s.id LIMIT ?"  # noqa: S608  # the table and its marks are ours
        with refusing_database(self.file):
            return [
                SessionRow(*row) for row in self._database.execute(query, [*values, wanted.limit])
            ]

    def session(self, name: str) -> SessionRow:
        """Give the session of this name, or the only one that begins so; ``last`` is the newest.

        Raises
        ------
        UnknownSessionError
            If there is none, or more than one.
        """
        if name == "last":
            rows = self.sessions(Filter(limit=1))
        else:
            query = f"SELECT {_COLUMNS} FROM sessions s WHERE s.id = ?1 OR s.id GLOB ?2 LIMIT 3"  # noqa: S608  # the table and its marks are ours
            begins = "".join(f"[{char}]" if char in "*?[" else char for char in name) + "*"
            with refusing_database(self.file):
                found = self._database.execute(query, [name, begins]).fetchall()
            rows = [SessionRow(*row) for row in found]
            rows = [row for row in rows if row.id == name] or rows
        if not rows and name == "last":
            raise UnknownSessionError("sessions", none_filed())
        if not rows:
            raise UnknownSessionError(
                f"session {name}", f"there is none of this name; see: {command('sessions')}"
            )
        if len(rows) > 1:
            expected = "more than one begins so; write more of its name"
            raise UnknownSessionError(f"session {name}", expected)
        return rows[0]

    def at(self, path: Path) -> SessionRow | None:
        """Give the session of a recording; None if it is not in the catalogue."""
        query = f"SELECT {_COLUMNS} FROM sessions s WHERE s.path = ?"  # noqa: S608  # the table and its marks are ours
        with refusing_database(self.file):
            row = self._database.execute(query, [str(path.absolute())]).fetchone()
        return SessionRow(*row) if row else None

    def story(self, session: str) -> Story | None:
        """Give the story of a session; None if it has to be made anew from the recording."""
        query = "SELECT story FROM stories WHERE session = ? AND version = ?"
        with refusing_database(self.file):
            row = self._database.execute(query, [session, STORY_VERSION]).fetchone()
        if row is None:
            return None
        try:
            return from_json(zstandard.decompress(row[0]), Story, self.file)
        except (ConfigError, zstandard.ZstdError):
            return None  # of another version, or damaged: the recording tells it again

    def athletes(self) -> list[str]:
        """Give the names of all athletes."""
        with refusing_database(self.file):
            rows = self._database.execute("SELECT name FROM athletes ORDER BY name").fetchall()
        return [name for (name,) in rows]

    def tags(self) -> dict[str, list[str]]:
        """Give the tags of every session that has some."""
        told: dict[str, list[str]] = {}
        with refusing_database(self.file):
            for session, tag in self._database.execute("SELECT session, tag FROM tags"):
                told.setdefault(session, []).append(tag)
        return told

    def kilometres(self) -> dict[tuple[str, str], float]:
        """Give how far each shoe of each athlete has run, km."""
        query = (
            "SELECT athlete, shoe, TOTAL(distance_m) / 1000.0 FROM sessions"
            " WHERE athlete IS NOT NULL AND shoe IS NOT NULL GROUP BY athlete, shoe"
        )
        with refusing_database(self.file):
            rows = self._database.execute(query).fetchall()
        return {(athlete, shoe): km for athlete, shoe, km in rows}

    def open_flags(self, athlete: str | None = None) -> list[tuple[str, str, str]]:
        """Give what was not acknowledged yet: session, name of the flag, card; the newest first."""
        query = (
            "SELECT f.session, f.name, f.card FROM red_flags f JOIN sessions s ON s.id = f.session"
            " WHERE f.acknowledged IS NULL AND (?1 IS NULL OR s.athlete IS ?1)"
            " ORDER BY s.started DESC, f.name"
        )
        with refusing_database(self.file):
            return list(self._database.execute(query, [athlete]))

    def cues(self, athlete: str | None, until: str | None = None) -> list[list[Cue]]:
        """Give the cues of an athlete's runs that a coin decided about, run by run, oldest first.

        ``until`` is an ISO instant; that run counts.
        """
        query = (
            "SELECT c.session, c.number, c.t_s, c.said, c.cause, c.measure, c.before, c.after"
            " FROM cues c JOIN sessions s ON s.id = c.session"
            " WHERE s.athlete IS ?1 AND (?2 IS NULL OR s.started <= ?2)"
            " ORDER BY s.started, c.session, c.number"
        )
        with refusing_database(self.file):
            rows = self._database.execute(query, [athlete, until]).fetchall()
        runs: dict[str, list[Cue]] = {}
        for session, number, t_s, said, cause, measure, before, after in rows:
            cue = Cue(
                number=number,
                t_s=t_s,
                said=bool(said),
                cause=FindingKind(cause),
                measure=measure,
                before=before,
                after=after,
            )
            runs.setdefault(session, []).append(cue)
        return list(runs.values())

    def lifts(self, athlete: str, before: str) -> list[tuple[float, float]]:
        """Give left and right of an athlete's earlier lift tests that found nothing, oldest first.

        ``before`` is an ISO instant.
        """
        query = (
            "SELECT l.left_deg, l.right_deg FROM lifts l JOIN sessions s ON s.id = l.session"
            " WHERE s.athlete = ? AND s.started < ? AND l.verdict = 'alike'"
            " AND l.left_deg IS NOT NULL AND l.right_deg IS NOT NULL ORDER BY s.started"
        )
        with refusing_database(self.file):
            return list(self._database.execute(query, [athlete, before]))

    def write_over(self) -> bool:
        """Empty the log, so that nothing removed is left in it; False while another program reads.

        In the file itself, ``secure_delete`` has written over it.
        """
        with refusing_database(self.file):
            busy, _, _ = self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def copy_to(self, file: Path) -> None:
        """Copy the catalogue as it stands, also while it is written to."""
        with refusing_database(file):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_FILE))
            target = sqlite3.connect(file)
            try:
                self._database.backup(target)
            finally:
                target.close()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """Change all of it or nothing."""
        with refusing_database(self.file):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")


def _prepare(file: Path, database: sqlite3.Connection) -> None:
    """Check a catalogue and bring it up to date."""
    (answer,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise HomeError(file, f"damaged ({answer}); {again()}")
    version = schema.version_of(database)
    if version > schema.VERSION:
        raise HomeError(file, f"of a newer program (version {version}, ours {schema.VERSION})")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no trace in the file
    schema.migrate(database)
    database.execute("PRAGMA foreign_keys = ON")
