"""The catalogue's file: opened, checked, brought up to date; only read where it must be."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Final, NamedTuple

from monitor.errors import HomeError
from monitor.home import schema
from monitor.home.database_errors import again, refusing_database
from monitor.home.folder import OWNER_FILE
from monitor.home.zone_minutes import of_stored

_BUSY_S: Final = 10.0
"""How long another writer is waited for, s. Rule of thumb."""
_AGAIN_S: Final = 0.01
"""How soon it is tried again where SQLite does not wait by itself, s. Rule of thumb."""

_SOUND: Final = "NULL value in plans.how"
"""What SQLite 3.40 (Debian 12) says of that table before version 8, although nothing is wrong."""


class OpenDatabase(NamedTuple):
    """An open database, and whether what is written to it lasts."""

    database: sqlite3.Connection
    lasts: bool


def open_database(file: Path) -> OpenDatabase:
    """Open the database of a catalogue, made where there is none.

    A folder or file that cannot be written (a stick that is mounted read-only, somebody else's
    home) is read into memory: SQLite would write beside it even to read.

    Raises
    ------
    HomeError
        If it is damaged, no catalogue, or of a newer program.
    """
    lasts = _is_writable(file)
    with refusing_database(file):
        if lasts:
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, OWNER_FILE))
            database = sqlite3.connect(file, timeout=_BUSY_S, isolation_level=None)
        else:
            database = _in_memory(file)
    try:
        with refusing_database(file):
            _prepare(file, database)
    except HomeError:
        database.close()
        raise
    return OpenDatabase(database, lasts)


def _is_writable(file: Path) -> bool:
    """Tell whether the file and its log beside it can be written, or made."""
    if not file.parent.exists():
        return True  # what is wrong shows when it is opened
    places = (file.parent, file) if file.exists() else (file.parent,)
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in places)


def _in_memory(file: Path) -> sqlite3.Connection:
    """Give a copy of a database, with what its log holds; an empty one where there is no file."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    if not file.exists():
        return memory
    log = file.with_name(f"{file.name}-wal")
    try:
        with tempfile.TemporaryDirectory() as folder:
            read = file
            if log.exists() and log.stat().st_size:
                read = Path(shutil.copy(file, folder))
                shutil.copy(log, folder)
            # immutable: SQLite makes neither lock nor log beside it
            mode = "immutable=1" if read is file else "mode=rw"
            with closing(sqlite3.connect(f"{read.absolute().as_uri()}?{mode}", uri=True)) as source:
                source.backup(memory)
    except (OSError, sqlite3.Error):
        memory.close()
        raise
    return memory


def _prepare(file: Path, database: sqlite3.Connection) -> None:
    """Check a catalogue and bring it up to date."""
    wrong = {answer for (answer,) in database.execute("PRAGMA quick_check")} - {"ok", _SOUND}
    if wrong:
        raise HomeError(file, f"damaged ({min(wrong)}); {again()}")
    version = schema.version_of(database)
    if version > schema.VERSION:
        raise HomeError(file, f"of a newer program (version {version}, ours {schema.VERSION})")
    _log_ahead(database)
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no trace in the file
    root = file.absolute().parent
    database.create_function("below_home", 1, lambda path: _moved(root, path))
    database.create_function("zone_minutes_of", 2, of_stored)
    schema.migrate(database)
    database.execute("PRAGMA foreign_keys = ON")


def _log_ahead(database: sqlite3.Connection) -> None:
    """Write ahead to a log; sqlite does not wait by itself for others who switch a new file."""
    give_up_s = monotonic() + _BUSY_S
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if monotonic() > give_up_s:
                raise
            sleep(_AGAIN_S)
        else:
            return


def stored(root: Path, path: str) -> str:
    """Give a path as it is stored: below the home from there on, so that a home can be moved.

    >>> stored(Path("/home"), "/home/recordings/a.mcap"), stored(Path("/home"), "/usb/a.mcap")
    ('~/recordings/a.mcap', '/usb/a.mcap')
    """
    full = Path(path)
    return f"~/{full.relative_to(root).as_posix()}" if full.is_relative_to(root) else path


def path_column(root: Path) -> str:
    """Give the SQL expression of where a recording is now; in SQL, as a list has many."""
    quoted = str(root).replace("'", "''")
    return f"iif(substr(s.path, 1, 2) = '~/', '{quoted}' || substr(s.path, 2), s.path)"


def _moved(root: Path, path: str) -> str:
    """Give how a path of an older catalogue is stored, also where its home was moved since."""
    here = root / "recordings" / Path(path).name
    if not Path(path).is_relative_to(root) and not Path(path).exists() and here.exists():
        return stored(root, str(here))
    return stored(root, path)
