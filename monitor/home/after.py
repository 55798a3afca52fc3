"""What waits for a runner after a run: the five questions.

The functions that a page, a message or a terminal needs; none of them reads a clock.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec import Struct, structs

from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.notes import Note, note_or_none
from monitor.home.rows import Filter, SessionRow, is_lacing_test
from monitor.report.follow_up import (
    DUE_S,
    QUESTIONS,
    Answers,
    RedFlag,
    State,
    joined,
    merged_with,
    red_flags,
    state,
)
from monitor.report.story import instant

_ALIKE_S: Final = 60.0
"""Two clocks that differ by less are one, s. Rule of thumb."""


_WALK_S: Final = 300.0
"""A session without running is a walk from so much walking on, s. Rule of thumb."""
_LONG_S: Final = 1200.0
"""A start in which nothing moves ends by itself before this, s: longer ones were something."""
_STARTS: Final = 20
"""How many starts in which nobody ran are looked past. Rule of thumb."""


class Waiting(Struct, frozen=True, kw_only=True):
    """The questions of a session: how it stands, when they come, which have no answer."""

    session: str
    state: State
    due: datetime
    missing: tuple[str, ...] = QUESTIONS


def rested_s(row: SessionRow, now: datetime) -> float | None:
    """Give the time since the last running stride; None where nobody ran or it is not known.

    A run that is still to come by this clock was timed by another one.
    """
    if row.last_run_s is None:
        return None
    since_s = (now - _stopped(row, row.last_run_s)).total_seconds()
    return None if since_s < -_ALIKE_S else since_s


def due_at(row: SessionRow) -> datetime:
    """Give when the questions come: half an hour after the last running stride."""
    ended_s = row.duration_s if row.last_run_s is None else row.last_run_s
    return _stopped(row, ended_s) + timedelta(seconds=DUE_S)


def waiting(catalogue: Catalogue, athlete: str | None, now: datetime) -> Waiting | None:
    """Give the questions that wait for an athlete: those of the newest run, if not all answered.

    A newer run starts the half hour anew; what an older one was not told stays *not answered*. A
    short start in which nobody ran takes no questions away.
    Sessions that nobody ran live (imported, simulated) are not asked about.
    """
    row = newest_run(catalogue, athlete, "live")
    if row is None:
        return None
    stands = state(_answers(row), _since_s(row, now))
    if stands is State.ANSWERED:
        return None
    return Waiting(session=row.id, state=stands, due=due_at(row), missing=missing(row))


def newest_run(
    catalogue: Catalogue, athlete: str | None, source: str | None = None
) -> SessionRow | None:
    """Give the newest session that was a run or a walk; where none was, the newest start.

    A guided test of laces and no more takes no questions and no plan from the run before it, unless
    something was felt in it.
    """
    rows = catalogue.sessions(Filter(athlete=athlete, source=source, limit=_STARTS))
    return next((row for row in rows if _is_one(catalogue, row)), rows[0] if rows else None)


def _is_one(catalogue: Catalogue, row: SessionRow) -> bool:
    """Tell whether somebody ran, walked or felt something, or may have: sensors can be lost."""
    if row.symptoms:  # in a test of laces, too
        return True
    if is_lacing_test(row, note_or_none(Path(row.path))):
        return False
    if row.last_run_s is not None or row.duration_s >= _LONG_S:
        return True
    story = catalogue.story(row.id)
    return story is not None and story.walking_s >= _WALK_S


def _since_s(row: SessionRow, now: datetime) -> float | None:
    """Give for how long the legs have rested; where nobody was seen to run, long enough.

    That is asked about at its end, and is *not answered* three quarters of an hour later.
    """
    if row.last_run_s is not None:
        return rested_s(row, now)
    ended_s = (now - _stopped(row, row.duration_s)).total_seconds()
    return None if ended_s < -_ALIKE_S else max(ended_s, DUE_S)


def answer(catalogue: Catalogue, session: str, new: Answers) -> tuple[RedFlag, ...]:
    """Keep answers beside the recording and give the red flags that they raise.

    A question that is not among the new answers keeps the answer that it has.

    Raises
    ------
    HomeError
        If there is no such session, or it cannot be written.
    """
    return _answer(catalogue, session, new, merged_with)


def answer_also(catalogue: Catalogue, session: str, new: Answers) -> tuple[RedFlag, ...]:
    """Keep answers to questions that several places ask at once, as page and terminal do.

    A question that was answered meanwhile keeps what is not well of both answers: whoever says *no*
    in one place does not take back what was said in the other. ``answer`` does.

    Raises
    ------
    HomeError
        If there is no such session, or it cannot be written.
    """
    return _answer(catalogue, session, new, joined)


def missing(row: SessionRow) -> tuple[str, ...]:
    """Give the questions of a session that have no answer."""
    answers = _answers(row)
    return tuple(name for name in QUESTIONS if answers is None or not answers.has(name))


def _answers(row: SessionRow) -> Answers | None:
    """Give the answers of a session; None also where its note cannot be read."""
    note = note_or_none(Path(row.path))
    return None if note is None else note.follow_up


def _answer(
    catalogue: Catalogue,
    session: str,
    new: Answers,
    merge: Callable[[Answers | None, Answers], Answers],
) -> tuple[RedFlag, ...]:
    row = catalogue.session(session)
    new = structs.replace(new, early=_early(row, new))

    def change(note: Note) -> Note:
        merged = merge(note.follow_up, new)
        merged = structs.replace(merged, earlier=_still_open(note, merged))
        return structs.replace(note, follow_up=merged)

    if not new.given:  # not answered is not kept as an answer
        return red_flags(_answers(row))
    return red_flags(_keep(catalogue, row, change).follow_up)


def _early(row: SessionRow, new: Answers) -> tuple[str, ...]:
    """Name the questions that are answered before the half hour after a run is over."""
    try:
        since_s = rested_s(row, instant(new.at))
    except ValueError:  # when that was is not known
        return ()
    too_soon = since_s is not None and since_s < DUE_S - _ALIKE_S
    return new.given if too_soon else ()


def _still_open(note: Note, merged: Answers) -> tuple[RedFlag, ...]:
    """Give the flags whose card nobody read, and which the answers of now do not raise."""
    now = {flag.name for flag in red_flags(structs.replace(merged, earlier=()))}
    return tuple(
        flag
        for flag in red_flags(note.follow_up)
        if flag.name not in note.acknowledged and flag.name not in now
    )


def _keep(catalogue: Catalogue, row: SessionRow, change: Callable[[Note], Note]) -> Note:
    return keep_note(catalogue, row, filing.known_story(catalogue, row), change)


def _stopped(row: SessionRow, at_s: float) -> datetime:
    return datetime.fromisoformat(row.started) + timedelta(seconds=at_s)
