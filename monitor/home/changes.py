"""What is typed in about a session goes to three places: its note, the catalogue, its report."""

import re
from typing import Final

from monitor.files.output import write_file
from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home, refusing
from monitor.home.notes import Note, write_note
from monitor.home.reporting import report_bytes
from monitor.home.rows import SessionRow
from monitor.home.trends import trend_of
from monitor.report.make import language_of
from monitor.report.story import Story

_LANGUAGE: Final = re.compile(rb'<html lang="(\w+)">')


def keep_note(catalogue: Catalogue, row: SessionRow, story: Story, note: Note) -> SessionRow:
    """Keep a note beside its recording and in the catalogue, and make its report anew.

    A report that was made before must not go on to show a plan once an answer is a red flag.

    Raises
    ------
    HomeError
        If the recording is gone, or something cannot be written.
    """
    write_note(filing.recording_of(row), note)
    new = filing.enter_note(catalogue, row, story, note)
    _report_anew(catalogue, new, story, note)
    return new


def _report_anew(catalogue: Catalogue, row: SessionRow, story: Story, note: Note) -> None:
    """Make the report of the home anew where there is one, in its own language."""
    path = Home(catalogue.file.parent).report_of(row.id)
    with refusing(path):
        if not path.exists():
            return
        head = _LANGUAGE.search(path.read_bytes()[:200])
    language = language_of(head[1].decode() if head else None)
    trend = trend_of(catalogue, row.athlete, row.started)
    write_file(path, report_bytes((row, story, note), trend, language, "html"), force=True)
