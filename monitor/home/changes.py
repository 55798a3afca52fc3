"""What is typed in about a session goes to three places: its note, the catalogue, its report."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from monitor.files.locks import try_lock
from monitor.files.output import PRIVATE_FILE, write_file
from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home, refusing
from monitor.home.notes import Note, read_note, write_note
from monitor.home.reporting import report_bytes
from monitor.home.rows import SessionRow
from monitor.home.trends import trend_of
from monitor.report.make import language_of
from monitor.report.story import Story

_LANGUAGE: Final = re.compile(rb'<html lang="(\w+)">|"language": "(\w+)"')


_LOCK: Final = ".notes.lock"
"""File of the home that is locked while a note is changed."""


def keep_note(
    catalogue: Catalogue, row: SessionRow, story: Story, change: Callable[[Note], Note]
) -> Note:
    """Change a note beside its recording and in the catalogue, and make its report anew.

    A report that was made before must not go on to show a plan once an answer is a red flag.

    Parameters
    ----------
    change : Callable[[Note], Note]
        Given the note as it stands now: another program or thread may have answered meanwhile,
        and changes wait for each other.

    Returns
    -------
    Note
        What is kept.

    Raises
    ------
    HomeError
        If the recording is gone, or something cannot be written.
    ConfigError
        If the note cannot be read.
    """
    recording = filing.recording_of(row)
    with _alone(catalogue.file.with_name(_LOCK)):
        note = change(read_note(recording))
        write_note(recording, note)
        new = filing.enter_note(catalogue, row, story, note)
        renew_report(catalogue, new, story, note)
    return note


def renew_report(catalogue: Catalogue, row: SessionRow, story: Story, note: Note) -> None:
    """Make the report of the home anew, page and data, where there is one, in its own language.

    Raises
    ------
    HomeError
        If it cannot be read or written.
    """
    page = Home(catalogue.file.parent).report_of(row.id)
    trend = trend_of(catalogue, row.athlete, row.started)
    for form in ("html", "json"):
        path = page.with_suffix(f".{form}")
        with refusing(path):
            if not path.exists():
                continue
            head = _LANGUAGE.search(path.read_bytes()[:200])
        language = language_of((head[1] or head[2]).decode() if head else None)
        write_file(path, report_bytes((row, story, note), trend, language, form), force=True)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Let one program or thread at a time change notes."""
    with refusing(lock):
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
    try:
        try_lock(handle, wait=True)
        yield
    finally:
        os.close(handle)
