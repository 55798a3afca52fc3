"""The plan after a run, and how it went: asked at the next start, kept beside the recording."""

from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct, structs

from monitor.errors import RecordingError
from monitor.home import filing
from monitor.home.after import due_at, newest_run
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.notes import Done, Note, read_note
from monitor.home.rows import SessionRow, note_flags
from monitor.home.unread import open_cards
from monitor.report.follow_up import DUE_S
from monitor.report.plan import Item, plan
from monitor.report.story import Story
from monitor.report.three_sentences import no_plan
from monitor.report.wording import Words

HOW: Final = ("done", "partly", "not")
"""How it can have gone with an item of a plan."""
_LATER_S: Final = 4 * 3600.0
"""A page that stays open asks about a plan so long after the questions, s. Rule of thumb:
two runs of a day are further apart."""


class Planned(Struct, frozen=True, kw_only=True):
    """The plan of an athlete: from which session, its items, and those without an answer yet."""

    row: SessionRow
    story: Story
    items: tuple[Item, ...]
    note: Note
    unanswered: tuple[Item, ...]


def planned(catalogue: Catalogue, athlete: str | None, words: Words) -> Planned | None:
    """Give the plan of the newest run; None while a red flag is open, or without a plan."""
    if open_cards(catalogue, athlete, words):
        return None
    row = newest_run(catalogue, athlete)
    story = None if row is None else _told(catalogue, row)
    if row is None or story is None:
        return None
    note = read_note(Path(row.path))
    if note_flags(story, note):
        return None
    items = _items(story, note)
    answered = {done.item for done in note.plan}
    left = tuple(item for item in items if item.key not in answered)
    return Planned(row=row, story=story, note=note, items=items, unanswered=left) if items else None


def asked_at_start(
    catalogue: Catalogue, athlete: str | None, now: datetime, words: Words
) -> Planned | None:
    """Give the plan whose items are asked about before the next run; None where nothing is asked.

    Soon after the run nobody has done any of it. A story that would have to be made anew from its
    recording is not: this is asked often, and that takes minutes.
    """
    row = newest_run(catalogue, athlete)
    if row is None or catalogue.story(row.id) is None:
        return None
    # a run that is still to come by this clock was timed by another one
    if -DUE_S <= (now - due_at(row)).total_seconds() < _LATER_S:
        return None
    found = planned(catalogue, athlete, words)
    return found if found is not None and found.unanswered else None


def is_told(catalogue: Catalogue, athlete: str | None) -> bool:
    """Tell whether the story of the newest run is kept as this version tells it."""
    row = newest_run(catalogue, athlete)
    return row is not None and catalogue.story(row.id) is not None


def note_went(catalogue: Catalogue, session: str, went: dict[str, str], at: str) -> Note:
    """Keep how it went with items of the plan of a session.

    Raises
    ------
    UnknownSessionError
        If there is no session of exactly this name.
    ValueError
        If it has no such item, or the answer is none of ``HOW``.
    """
    row = catalogue.exactly(session)
    story = filing.known_story(catalogue, row)
    note = read_note(Path(row.path))
    of = Planned(row=row, story=story, note=note, items=_items(story, note), unanswered=())
    return note_progress(catalogue, of, went, at)


def _items(story: Story, note: Note) -> tuple[Item, ...]:
    return plan(story, note.lacing, note.follow_up)


def nothing_found(catalogue: Catalogue, athlete: str | None, words: Words) -> str:
    """Say why there is no plan: a red flag, nothing found, or too little known."""
    row = newest_run(catalogue, athlete)
    if row is None:
        return words["text.no_run_yet"]
    story = _told(catalogue, row)
    if story is None:
        return words["text.plan_unknown"]
    note = read_note(Path(row.path))
    if note_flags(story, note):
        return words["text.plan_flagged"]
    return no_plan(story, words, note.follow_up)


def _told(catalogue: Catalogue, row: SessionRow) -> Story | None:
    """Give the story of a session; None where nothing tells it any more.

    So it is after an upgrade, if the recording was deleted or lies on a disk that is not there: no
    run may wait for it.
    """
    try:
        return filing.known_story(catalogue, row)
    except RecordingError:
        return None


def note_progress(catalogue: Catalogue, of: Planned, went: dict[str, str], at: str) -> Note:
    """Keep how it went with items of a plan.

    Raises
    ------
    ValueError
        If an item is not in the plan, or the answer is none of ``HOW``.
    """
    keys = {item.key for item in of.items}
    for key, how in went.items():
        if key not in keys:
            raise ValueError(f"{key}: expected one of {', '.join(sorted(keys))}")
        if how not in HOW:
            raise ValueError(f"{key}: expected one of {', '.join(HOW)}")
    new = tuple(Done(item=key, how=how, at=at) for key, how in went.items())

    def change(note: Note) -> Note:
        kept = tuple(done for done in note.plan if done.item not in went)
        return structs.replace(note, plan=(*kept, *new))

    return keep_note(catalogue, of.row, of.story, change)
