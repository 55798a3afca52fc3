"""The sessions that were filed, and their reports, as the page shows them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from monitor.errors import UnknownSessionError
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import note_or_none
from monitor.home.remembered import read_remembered
from monitor.home.reporting import filed_context
from monitor.home.rows import Filter, SessionRow
from monitor.home.trends import trend_of
from monitor.report.cues import helps_lines
from monitor.report.make import cards_of
from monitor.report.on_axis import on_axis
from monitor.report.trends import table_remarks, trend_sentences, trend_table
from monitor.report.wording import LANGUAGES, Words
from monitor.web.afterwards import NOTHING_WAITS, Afterwards

_LISTED: Final = 50
"""Sessions on the page, the newest. Rule of thumb: a season; `footloose sessions` has all."""

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""


@dataclass(frozen=True, slots=True)
class Archive:
    """How to list sessions and to read a report; both take their time and may be slow."""

    sessions: Callable[[], list[Json]]
    report: Callable[[str], bytes | None]
    """A page by the name of its session; None if there is none."""
    after: Callable[[], Json]
    """What waits after a run: cards, and questions."""
    calendar: Callable[[str], bytes | None]
    """An entry with an alarm for the questions, in a language; None if none wait."""
    trends: Callable[[str], Json]
    """How it goes from run to run, in a language."""
    session: Callable[[str, str], Json | None] = lambda _name, _language: None
    """One session by its name, in a language, for figures on an axis; None if there is none."""


_NO_TRENDS: Final[Json] = {"sentences": [], "head": [], "rows": []}
NO_ARCHIVE: Final = Archive(
    list, lambda _: None, lambda: NOTHING_WAITS, lambda _: None, lambda _: _NO_TRENDS
)
"""Of a run that files nothing while it goes on."""


def archive_of(report: Path) -> Archive:
    """Give the one report of a run without an owner, as soon as it is there."""

    def read(name: str) -> bytes | None:
        try:
            return report.read_bytes() if name == report.stem else None
        except OSError:
            return None

    return replace(NO_ARCHIVE, report=read)


def archive_at(root: Path, afterwards: Afterwards, athlete: str | None = None) -> Archive:
    """Give what lies in a home."""
    home = Home(root)

    def sessions() -> list[Json]:
        if not home.catalogue.exists():
            return []
        with Catalogue.open(home.catalogue) as catalogue:
            rows = catalogue.sessions(Filter(limit=_LISTED))
        return [_shown(row, has_report=home.report_of(row.id).exists()) for row in rows]

    def report(name: str) -> bytes | None:
        # by a list of what is there, not by a path that somebody else made up
        known = {path.stem: path for path in home.reports.glob("*.html")}
        try:
            return known[name].read_bytes() if name in known else None
        except OSError:
            return None

    def trends(language: str) -> Json:
        if language not in LANGUAGES or not home.catalogue.exists():
            return _NO_TRENDS
        words = Words(language)
        with Catalogue.open(home.catalogue) as catalogue:
            told = trend_of(catalogue, athlete or read_remembered(home).athlete)
        helps = helps_lines(told.helps, words) if told.helps else ()
        table = trend_table(told, words)
        sentences = [*trend_sentences(told, words), *table_remarks(told, words), *helps]
        return {"sentences": sentences, "head": table.head, "rows": table.rows}

    one = partial(_session, home)
    return Archive(sessions, report, afterwards.state, afterwards.calendar, trends, one)


def _session(home: Home, name: str, language: str) -> Json | None:
    if language not in LANGUAGES or not home.catalogue.exists():
        return None
    with Catalogue.open(home.catalogue) as catalogue:
        return _one(catalogue, name, Words(language))


def _one(catalogue: Catalogue, name: str, words: Words) -> Json | None:
    """Give the figures of a session and its cards.

    A story that would have to be made anew from the recording is not: that takes minutes, and a run
    may go on. ``axis`` is None then.
    """
    try:
        row = catalogue.exactly(name)
    except UnknownSessionError:
        return None
    story, note = catalogue.story(row.id), note_or_none(Path(row.path))
    if story is None or note is None:
        return {"name": row.id, "axis": None, "cards": ()}
    cards = cards_of(filed_context(catalogue, (row, story, note), words), words)
    axis = on_axis(story, note.follow_up, words, flagged=bool(cards))
    return {"name": row.id, "axis": axis, "cards": cards}


def _shown(row: SessionRow, *, has_report: bool) -> Json:
    return {
        "name": row.id,
        "started": row.started,
        "athlete": row.athlete,
        "shoe": row.shoe,
        "lacing": row.lacing,
        "duration_s": round(row.duration_s),
        "distance_m": None if row.distance_m is None else round(row.distance_m),
        "symptoms": row.symptoms,
        "report": has_report,
    }
