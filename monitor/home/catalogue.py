"""The catalogue of all sessions: asked often, made anew at any time, never the only copy.

SQLite with a write-ahead log: the page reads while a run is filed. Its version stands in the file;
a file of a newer program is refused, a damaged one too, and both errors say how to make it anew.
"""

import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import zstandard
from msgspec import structs

from monitor.errors import ConfigError, HomeError, UnknownSessionError
from monitor.hints import command, none_filed
from monitor.home.database import open_database, path_column, stored
from monitor.home.database_errors import refusing_database
from monitor.home.folder import OWNER_FILE
from monitor.home.rows import KINDS, LISTED, Filed, Filter, SessionRow, placed_at, rows_of
from monitor.reader import from_json
from monitor.report.follow_up import RedFlag
from monitor.report.story import VERSION as STORY_VERSION
from monitor.report.story import Story
from monitor.report.trends import FLAGS

_COLUMNS: Final = ", ".join(f"s.{name}" for name in SessionRow.__struct_fields__)


class Catalogue:
    """An open catalogue; ``open`` opens it.

    Raises
    ------
    HomeError
        From any method, if the file cannot be used.
    """

    def __init__(self, file: Path, database: sqlite3.Connection, *, lasts: bool = True) -> None:
        self.file = file
        self._database, self.lasts = database, lasts
        self._root = file.absolute().parent
        self._columns = _COLUMNS.replace("s.path", path_column(self._root))

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open a catalogue, made where there is none and brought up to date where it is older.

        Where nothing can be written, a copy in memory is read; what is entered goes with it.

        Raises
        ------
        HomeError
            If it is damaged, no catalogue, or of a newer program.
        """
        database, lasts = open_database(file)
        return cls(file, database, lasts=lasts)

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
        placed = placed_at(filed.row)
        path = stored(self._root, filed.row.path)
        filed = structs.replace(filed, row=structs.replace(filed.row, path=path))
        with self._changing() as database:
            if filed.row.athlete is not None:
                database.execute("INSERT OR IGNORE INTO athletes VALUES (?)", [filed.row.athlete])
                database.executemany("INSERT OR IGNORE INTO gear VALUES (?, ?, ?)", filed.gear)
            database.execute("DELETE FROM sessions WHERE path = ?", [filed.row.path])
            for table, rows in rows_of(filed, placed).items():
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  # the table and its marks are ours

    def check_lasts(self) -> None:
        """Refuse to take out of a copy in memory what stays in the file.

        Raises
        ------
        HomeError
            If the file cannot be written.
        """
        if not self.lasts:
            raise HomeError(self.file, "cannot be written; nothing was removed")

    def remove(self, sessions: Sequence[str]) -> None:
        """Take sessions out."""
        self.check_lasts()
        with self._changing() as database:
            database.executemany("DELETE FROM sessions WHERE id = ?", [[one] for one in sessions])

    def remove_athlete(self, name: str) -> None:
        """Take an athlete out, with shoes, insoles and lacings; sessions have to be gone."""
        self.check_lasts()
        with self._changing() as database:
            database.execute("DELETE FROM athletes WHERE name = ?", [name])

    def keep_only(self, sessions: Collection[str]) -> None:
        """Take out all other sessions, and athletes and what they wore of whom none is left."""
        self.check_lasts()
        with self._changing() as database:
            known = [name for (name,) in database.execute("SELECT id FROM sessions")]
            gone = [[name] for name in known if name not in sessions]
            database.executemany("DELETE FROM sessions WHERE id = ?", gone)
            worn = " OR ".join(f"(kind = '{kind}' AND s.{kind} = name)" for kind in KINDS)
            database.execute(
                "DELETE FROM gear WHERE NOT EXISTS (SELECT 1 FROM sessions s"  # noqa: S608  # the kinds are ours
                f" WHERE s.athlete = gear.athlete AND ({worn}))"
            )
            database.execute(
                "DELETE FROM athletes WHERE name NOT IN"
                " (SELECT athlete FROM sessions WHERE athlete IS NOT NULL)"
            )

    def sessions(self, wanted: Filter | None = None) -> list[SessionRow]:
        """Give the sessions that are wanted, the newest first.

        One whose clock was not set stands where its file was written, an imported one at the end.
        """
        wanted = wanted or Filter()
        where, values = wanted.where()
        # the columns and conditions are ours; what a person typed goes through the marks
        order = f"ORDER BY {LISTED} LIMIT ?"
        query = f"SELECT {self._columns} FROM sessions s {where} {order}"  # noqa: S608  # the table and its marks are ours
        return self._rows(query, [*values, wanted.limit])

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
            query = (
                f"SELECT {self._columns} FROM sessions s WHERE s.id = ?1 OR s.id GLOB ?2 LIMIT 3"  # noqa: S608  # the table and its marks are ours
            )
            begins = "".join(f"[{char}]" if char in "*?[" else char for char in name) + "*"
            rows = self._rows(query, [name, begins])
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

    def exactly(self, name: str) -> SessionRow:
        """Give the session of exactly this name: whoever presses a button cannot mean another.

        Raises
        ------
        UnknownSessionError
            If there is none.
        """
        row = self.session(name)
        if row.id != name:
            raise UnknownSessionError(f"session {name}", "there is none of this name")
        return row

    def at(self, path: Path) -> SessionRow | None:
        """Give the session of a recording; None if it is not in the catalogue."""
        query = f"SELECT {self._columns} FROM sessions s WHERE s.path = ?"  # noqa: S608  # the table and its marks are ours
        rows = self._rows(query, [stored(self._root, str(path.absolute()))])
        return rows[0] if rows else None

    def story(self, session: str) -> Story | None:
        """Give the story of a session; None if it has to be made anew from the recording."""
        query = "SELECT story FROM stories WHERE session = ? AND version = ?"
        rows = self.ask(query, [session, STORY_VERSION])
        if not rows:
            return None
        try:
            return from_json(zstandard.decompress(rows[0][0]), Story, self.file)
        except (ConfigError, zstandard.ZstdError):
            return None  # of another version, or damaged: the recording tells it again

    def ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Give the rows of a question that changes nothing; ``Any`` is what a column holds."""
        with refusing_database(self.file):
            return self._database.execute(query, values).fetchall()

    def athletes(self) -> list[str]:
        """Give the names of all athletes."""
        return [name for (name,) in self.ask("SELECT name FROM athletes ORDER BY name")]

    def tags(self) -> dict[str, list[str]]:
        """Give the tags of every session that has some."""
        told: dict[str, list[str]] = {}
        for session, tag in self.ask("SELECT session, tag FROM tags"):
            told.setdefault(session, []).append(tag)
        return told

    def open_flags(self, athlete: str | None = None) -> list[tuple[str, str, str]]:
        """Give what was not acknowledged yet: session, name of the flag, card; the newest first."""
        query = (
            "SELECT f.session, f.name, f.card FROM red_flags f JOIN sessions s ON s.id = f.session"
            " WHERE f.acknowledged IS NULL AND (?1 IS NULL OR s.athlete IS ?1)"
            " ORDER BY s.placed DESC, f.name"
        )
        return self.ask(query, [athlete])

    def flags(self, session: str) -> list[str]:
        """Give the names of a session's red flags, read or not."""
        query = "SELECT name FROM red_flags WHERE session = ? ORDER BY name"
        return [name for (name,) in self.ask(query, [session])]

    def keep_worse(self, session: str, worse: RedFlag | None, read: str | None) -> None:
        """Keep which trend to the worse a session completes; a flag that was read stays.

        ``read`` is when the card was read.
        """
        unread = "DELETE FROM red_flags WHERE session = ? AND name = ? AND acknowledged IS NULL"
        gone = FLAGS if worse is None else FLAGS - {worse.name}
        with self._changing() as database:
            database.executemany(unread, [[session, name] for name in sorted(gone)])
            if worse is not None:
                row = [session, worse.name, worse.card, read]
                database.execute("INSERT OR IGNORE INTO red_flags VALUES (?, ?, ?, ?)", row)

    def mark_read(self, session: str, name: str, at: str) -> None:
        """Keep when the card of a session's red flag was read."""
        change = "UPDATE red_flags SET acknowledged = ? WHERE session = ? AND name = ?"
        with self._changing() as database:
            database.execute(change, [at, session, name])

    def tell_anew(self, session: str, flag: RedFlag | None) -> None:
        """Have a session told anew, also if who asks for it is stopped before that is done.

        ``flag`` is one that it raises: its card opens at once, also if one of its name was read.
        """
        with self._changing() as database:
            database.execute("UPDATE stories SET version = 0 WHERE session = ?", [session])
            if flag is not None:
                row = [session, flag.name, flag.card, None]
                database.execute("INSERT OR REPLACE INTO red_flags VALUES (?, ?, ?, ?)", row)

    def half_told(self) -> list[SessionRow]:
        """Give the sessions that were to be told anew, and were not."""
        found = self.ask("SELECT session FROM stories WHERE version = 0")
        return [self.exactly(name) for (name,) in found]

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

    def _rows(self, query: str, values: Sequence[object]) -> list[SessionRow]:
        return [SessionRow(*row) for row in self.ask(query, values)]

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
