"""Reports show which red flags are open: whoever changes a flag has them made anew.

Which flags changed is seen by comparing the catalogue before and after, so it is the same for a
note, an answer, a card that was read, and a run that is filed, told again or forgotten.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from monitor.errors import MonitorError
from monitor.files.locks import try_lock
from monitor.files.output import PRIVATE_FILE, write_file
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home, refusing
from monitor.home.notes import Note, note_or_none
from monitor.home.reporting import filed_report
from monitor.home.rows import SessionRow
from monitor.report.make import language_of
from monitor.report.story import Story

FORMS: Final = ("html", "json")
"""What a report in the home is made as."""
_LANGUAGE: Final = re.compile(rb'<html lang="(\w+)">|"language": "(\w+)"')
_LOCK: Final = ".notes.lock"
"""File of the home that is locked while notes and reports are changed."""
_FLAGS: Final = (
    "SELECT s.athlete, s.placed, s.id, f.name, f.card, f.acknowledged IS NULL, s.follow_up"
    " FROM red_flags f JOIN sessions s ON s.id = f.session"
)
_SINCE: Final = "SELECT id FROM sessions WHERE athlete IS ? AND placed >= ? ORDER BY placed, id"
"""The sessions of a runner from a place in the list on, the oldest first."""


@contextmanager
def renewing(catalogue: Catalogue, *sessions: str) -> Iterator[list[MonitorError]]:
    """Make the reports anew that show red flags which the block changes.

    They are those of every runner who has other flags after it, from the oldest changed session on.

    Parameters
    ----------
    sessions : str
        Names of sessions whose reports are made anew in any case.

    Yields
    ------
    list of MonitorError
        After the block, why reports could not be made; all others were.
    """
    before, failed = _flags(catalogue), list[MonitorError]()
    yield failed
    since: dict[str | None, float] = {}
    for athlete, placed, *_ in before ^ _flags(catalogue):
        since[athlete] = min(placed, since.get(athlete, placed))
    later = [name for of in since.items() for (name,) in catalogue.ask(_SINCE, of)]
    failed += renew(catalogue, [*sessions, *later])


def renew(catalogue: Catalogue, sessions: Iterable[str]) -> list[MonitorError]:
    """Make the reports of sessions anew where there are some; give why one could not be made.

    Where nothing can be written the reports stay as they are.
    """
    names, failed = dict.fromkeys(sessions), []
    if not names or not catalogue.lasts:
        return []
    with alone(catalogue):
        for name in names:
            try:
                _renew(catalogue, name)
            except MonitorError as error:
                failed.append(error)
    return failed


@contextmanager
def alone(catalogue: Catalogue) -> Iterator[None]:
    """Let one program or thread at a time change notes or reports."""
    lock = catalogue.file.with_name(_LOCK)
    with refusing(lock):
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
    try:
        try_lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


def _flags(catalogue: Catalogue) -> set[tuple[Any, ...]]:
    """Give every red flag with its runner, place in the list and answers: they tell how old it is.

    ``Any`` is what a column holds.
    """
    return set(catalogue.ask(_FLAGS))


def _renew(catalogue: Catalogue, name: str) -> None:
    page = Home(catalogue.file.parent).report_of(name)
    pages = {form: page.with_suffix(f".{form}") for form in FORMS}
    with refusing(page):
        found = {form: path for form, path in pages.items() if path.exists()}
    if not found:
        return
    row = catalogue.exactly(name)
    story, note = catalogue.story(name), note_or_none(Path(row.path))
    if story is None or note is None:
        return
    for form, path in found.items():
        _make(catalogue, (row, story, note), path, form)


def _make(
    catalogue: Catalogue, known: tuple[SessionRow, Story, Note], path: Path, form: str
) -> None:
    """Make a report anew in its own language."""
    with refusing(path):
        head = _LANGUAGE.search(path.read_bytes()[:200])
    language = language_of((head[1] or head[2]).decode() if head else None)
    write_file(path, filed_report(catalogue, known, language, form), force=True)
