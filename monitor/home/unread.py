"""Red flags whose card nobody read yet: shown at a start, and read.

The functions that a page, a message or a terminal needs.
"""

import logging
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs

from monitor.errors import MonitorError
from monitor.home.aged import is_past
from monitor.home.catalogue import Catalogue
from monitor.home.history import day_of, read_at
from monitor.home.notes import Note, note_or_none, read_note, write_note
from monitor.home.renewal import alone, renewing
from monitor.home.rows import SessionRow
from monitor.home.trends import newest_worse
from monitor.report.card_words import card_intro, card_title
from monitor.report.clinician import flag_text
from monitor.report.follow_up import Card, RedFlag
from monitor.report.story import instant
from monitor.report.trends import FLAGS
from monitor.report.wording import Words
from monitor.session.beside import note_of

logger = logging.getLogger(__name__)


class OpenCard(Struct, frozen=True, kw_only=True):
    """A red flag that nobody acknowledged: of whose session, how urgent, in words."""

    session: str
    athlete: str | None
    name: str
    card: Card
    title: str
    intro: str
    why: str


def acknowledge(catalogue: Catalogue, session: str, name: str, at: str) -> None:
    """Note that the card of a red flag was read; the flag stays with its session.

    It needs neither the recording nor its story: a card that cannot be read would keep every plan
    away.

    One of an answer that was changed later was only kept until now, and goes. One of a trend to the
    worse was read for the older runs of the trend, too.

    Raises
    ------
    ValueError
        If the session has no such card: one that comes later must not count as read.
    """
    row = catalogue.session(session)
    note = read_note(Path(row.path))
    worse = {flag: card for one, flag, card in _worse(catalogue, row.athlete) if one == row.id}
    if name not in {*note.acknowledged, *catalogue.flags(row.id), *worse}:
        raise ValueError(f"session {row.id} has no card {name}")
    older = _unread_older(catalogue, row, name) if name in FLAGS else []
    with renewing(catalogue, row.id) as failed:
        if name in worse:  # an older program filed it, or an older run was changed since
            catalogue.keep_worse(row.id, RedFlag.named(name, worse[name]), None)
        _note_read(catalogue, row, name, at)
        for one in older:
            try:
                _note_read(catalogue, one, name, at)
            except MonitorError as error:  # one old note keeps no card on the start screen
                logger.warning("%s; that its card was read is kept in the catalogue alone", error)
                catalogue.mark_read(one.id, name, at)
    if failed:
        raise failed[0]


def _unread_older(catalogue: Catalogue, row: SessionRow, name: str) -> list[SessionRow]:
    """Give the earlier sessions of a runner in which the card of a flag was not read."""
    unread = [one for one, flag, _ in catalogue.open_flags(row.athlete) if flag == name]
    rows = [one for one in map(catalogue.session, unread) if one.athlete == row.athlete]
    return [one for one in rows if instant(one.started) < instant(row.started)]


def _note_read(catalogue: Catalogue, row: SessionRow, name: str, at: str) -> None:
    """Keep that a card was read: beside the recording, if that is still there, and here."""
    path = Path(row.path)
    if path.exists() or note_of(path).exists():
        with alone(catalogue):
            write_note(path, _read(read_note(path), name, at))
    catalogue.mark_read(row.id, name, at)


def _read(note: Note, name: str, at: str) -> Note:
    """Give a note in which the card of a red flag was read."""
    answers = note.follow_up
    if answers is not None:
        left = tuple(flag for flag in answers.earlier if flag.name != name)
        answers = structs.replace(answers, earlier=left)
    return structs.replace(note, acknowledged={**note.acknowledged, name: at}, follow_up=answers)


def open_cards(
    catalogue: Catalogue, athlete: str | None, words: Words, now: datetime | None = None
) -> tuple[OpenCard, ...]:
    """Give the cards that stay on the start screen: *now* before *soon*, the newest first.

    ``now`` is when they are shown (None: by this computer's clock): an emergency of long ago says
    that it was then.
    """
    cards = []
    for session, name, card in _unread(catalogue, athlete):
        flag, row = RedFlag.named(name, card), catalogue.session(session)
        what = flag_text(flag, words)
        past, day = is_past(row, now), day_of(row.started) or words["format.not_known"]
        if past and flag.card is Card.NOW:
            what = words.say("card.on_day", what=what, day=day)
        if row.athlete is None:
            what = words.say("card.nobodys", what=what, day=day)
        cards.append(
            OpenCard(
                session=session,
                athlete=row.athlete,
                name=name,
                card=flag.card,
                title=card_title(flag.card, words, past=past),
                intro=card_intro(flag.card, words, past=past),
                why=words.say("card.why", what=what),
            )
        )
    return tuple(sorted(cards, key=lambda card: card.card is not Card.NOW))


def unread_of(catalogue: Catalogue, session: str) -> tuple[RedFlag, ...]:
    """Give the unread red flags of a session, the most urgent first; a trend's among them."""
    athlete = catalogue.session(session).athlete
    found = [(name, card) for one, name, card in catalogue.open_flags(athlete) if one == session]
    flags = (RedFlag.named(name, card) for name, card in found)
    return tuple(sorted(flags, key=lambda flag: flag.card is not Card.NOW))


def _unread(catalogue: Catalogue, athlete: str | None) -> list[tuple[str, str, str]]:
    """Give the flags that nobody read, the newest first; of a trend only that of its newest run.

    None: of every athlete.
    """
    told: dict[tuple[str, str | None], tuple[str, str, str]] = {}
    for session, name, card in [*_worse(catalogue, athlete), *catalogue.open_flags(athlete)]:
        of = catalogue.session(session).athlete if name in FLAGS else session
        told.setdefault((name, of), (session, name, card))
    return list(told.values())


def _worse(catalogue: Catalogue, athlete: str | None) -> list[tuple[str, str, str]]:
    """Give the flags of trends to the worse, unless the card was read with the newest run."""
    flags = []
    for whose in [athlete] if athlete is not None else [*catalogue.athletes(), None]:
        found = newest_worse(catalogue, whose)
        if found is None:
            continue
        row, flag = found
        note = note_or_none(Path(row.path)) or Note()
        if flag.name not in {*note.acknowledged, *read_at(catalogue, row.id)}:
            flags.append((row.id, flag.name, str(flag.card)))
    return flags
