"""Errors of the catalogue's database, told as ours, with what helps."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import HomeError
from monitor.hints import command


def again() -> str:
    """Say how a damaged catalogue is made anew."""
    return f"make it anew: {command('sessions', '--rebuild')}"


def _said(error: sqlite3.DatabaseError) -> str:
    """Say an error with what helps: only a damaged file is to be made anew."""
    # errors of the driver itself, such as a closed database, have no code
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return "the disk is full: free some space, and do it again"
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return f"cannot be written ({error})"
    if code == sqlite3.SQLITE_BUSY:
        return "another footloose writes to it; try again"
    if code == sqlite3.SQLITE_IOERR:
        return f"the disk cannot read or write it, it may be full ({error})"
    return f"{error}; {again()}"


@contextmanager
def refusing_database(file: Path) -> Iterator[None]:
    """Tell errors of the database as ours, with what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise HomeError(file, _said(error)) from error
    except OSError as error:
        raise HomeError(file, error.strerror or str(error)) from error
