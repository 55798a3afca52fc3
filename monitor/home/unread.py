"""Red flags whose card nobody read yet: shown at a start, and read.

The functions that a page, a message or a terminal needs; none of them reads a clock.
"""

from pathlib import Path

from msgspec import Struct, structs

from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.notes import Note, note_or_none, read_note
from monitor.home.trends import newest_worse
from monitor.report.clinician import flag_text
from monitor.report.follow_up import Card, RedFlag
from monitor.report.story import instant
from monitor.report.trends import FLAGS
from monitor.report.wording import Words


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

    One of an answer that was changed later was only kept until now, and goes. One of a trend to the
    worse was read for the older runs of the trend, too.

    Raises
    ------
    ValueError
        If the session has no such card: one that comes later must not count as read.
    """
    row = catalogue.session(session)
    note = read_note(Path(row.path))
    worse = [flag for one, flag, _ in _worse(catalogue, row.athlete) if one == row.id]
    if name not in {*note.acknowledged, *catalogue.flags(row.id), *worse}:
        raise ValueError(f"session {row.id} has no card {name}")
    rows = [row]
    if name in FLAGS:
        unread = [one for one, flag, _ in catalogue.open_flags(row.athlete) if flag == name]
        older = [one for one in map(catalogue.session, unread) if one.athlete == row.athlete]
        rows += [one for one in older if instant(one.started) < instant(row.started)]
    for one in rows:
        story = filing.known_story(catalogue, one)
        keep_note(catalogue, one, story, lambda note: _read(note, name, at))


def _read(note: Note, name: str, at: str) -> Note:
    """Give a note in which the card of a red flag was read."""
    answers = note.follow_up
    if answers is not None:
        left = tuple(flag for flag in answers.earlier if flag.name != name)
        answers = structs.replace(answers, earlier=left)
    return structs.replace(note, acknowledged={**note.acknowledged, name: at}, follow_up=answers)


def open_cards(catalogue: Catalogue, athlete: str | None, words: Words) -> tuple[OpenCard, ...]:
    """Give the cards that stay on the start screen: *now* before *soon*, the newest first."""
    cards = []
    for session, name, card in _unread(catalogue, athlete):
        flag = RedFlag.named(name, card)
        cards.append(
            OpenCard(
                session=session,
                athlete=catalogue.session(session).athlete,
                name=name,
                card=flag.card,
                title=words[f"title.card_{card}"],
                intro=words[f"card.{card}_intro"],
                why=words.say("card.why", what=flag_text(flag, words)),
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
        note = note_or_none(Path(row.path))
        if note is None or flag.name not in note.acknowledged:
            flags.append((row.id, flag.name, str(flag.card)))
    return flags
