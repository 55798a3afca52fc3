"""The plan after a run, and how it went: asked at the next start, kept beside the recording."""

from pathlib import Path
from typing import Final

from msgspec import Struct, structs

from monitor.errors import RecordingError
from monitor.home import filing
from monitor.home.after import newest_run
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.notes import Done, Note, read_note
from monitor.home.rows import SessionRow, note_flags
from monitor.home.unread import open_cards
from monitor.report.plan import Item, plan
from monitor.report.story import Story
from monitor.report.three_sentences import no_plan
from monitor.report.wording import Words

HOW: Final = ("done", "partly", "not")
"""How it can have gone with an item of a plan."""


class Planned(Struct, frozen=True, kw_only=True):
    """The plan of an athlete: from which session, its items, and those without an answer yet."""

    row: SessionRow
    story: Story
    items: tuple[Item, ...]
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
    items = plan(story)
    answered = {done.item for done in note.plan}
    left = tuple(item for item in items if item.key not in answered)
    return Planned(row=row, story=story, items=items, unanswered=left) if items else None


def nothing_found(catalogue: Catalogue, athlete: str | None, words: Words) -> str:
    """Say why there is no plan: a red flag, nothing found, or too little known."""
    row = newest_run(catalogue, athlete)
    story = None if row is None else _told(catalogue, row)
    if row is None or story is None:
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
