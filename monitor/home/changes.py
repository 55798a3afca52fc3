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
from monitor.home.notes import Note, note_or_none, read_note, write_note
from monitor.home.reporting import filed_report
from monitor.home.rows import Filter, SessionRow, open_flags
from monitor.report.make import language_of
from monitor.report.story import Story, instant

_LANGUAGE: Final = re.compile(rb'<html lang="(\w+)">|"language": "(\w+)"')
FORMS: Final = ("html", "json")
"""What a report in the home is made as."""
_LOCK: Final = ".notes.lock"
"""File of the home that is locked while a note is changed."""


def keep_note(
    catalogue: Catalogue,
    row: SessionRow,
    story: Story,
    change: Callable[[Note], Note],
    *,
    later: bool = True,
) -> Note:
    """Change a note beside its recording and in the catalogue, and make its report anew.

    A report that was made before must not go on to show a plan once an answer is a red flag.

    Parameters
    ----------
    change : Callable[[Note], Note]
        Given the note as it stands now: another program or thread may have answered meanwhile,
        and changes wait for each other.
    later : bool
        Make the reports of later runs anew where its cards changed; who changes the notes of
        several runs does so once, with ``renew_later``.

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
        before = read_note(recording)
        note = change(before)
        write_note(recording, note)
        new = filing.enter_note(catalogue, row, story, note)
        renew_report(catalogue, new, story, note)
    if later and (open_flags(story, note), note.acknowledged) != (
        open_flags(story, before),
        before.acknowledged,
    ):
        renew_later(catalogue, new)
    return note


def renew_report(catalogue: Catalogue, row: SessionRow, story: Story, note: Note) -> None:
    """Make the report of the home anew, page and data, where there is one, in its own language.

    Raises
    ------
    HomeError
        If it cannot be read or written.
    """
    page = Home(catalogue.file.parent).report_of(row.id)
    for form in FORMS:
        path = page.with_suffix(f".{form}")
        with refusing(path):
            if not path.exists():
                continue
            head = _LANGUAGE.search(path.read_bytes()[:200])
        language = language_of((head[1] or head[2]).decode() if head else None)
        data = filed_report(catalogue, (row, story, note), language, form)
        write_file(path, data, force=True)


def renew_later(catalogue: Catalogue, row: SessionRow) -> None:
    """Make the reports of a runner's later sessions anew: they show open red flags of this one.

    Raises
    ------
    HomeError
        If one cannot be read or written.
    """
    home = Home(catalogue.file.parent)
    since = instant(row.started)
    for later in catalogue.sessions(Filter(athlete=row.athlete)):
        if later.id == row.id or instant(later.started) < since:
            continue
        pages = [home.report_of(later.id).with_suffix(f".{form}") for form in FORMS]
        if later.athlete != row.athlete or not any(page.exists() for page in pages):
            continue
        story, note = catalogue.story(later.id), note_or_none(Path(later.path))
        if story is not None and note is not None:
            renew_report(catalogue, later, story, note)


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
