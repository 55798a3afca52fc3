"""What a person typed in about a session: a plain file beside its recording.

A closed recording is never rewritten, so everything that is said about it later stands here, and
the catalogue can be made anew from recordings and notes.
"""

import logging
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta, Struct

from monitor.errors import ConfigError, MonitorError
from monitor.files.output import write_file
from monitor.reader import read_json, to_json
from monitor.report.follow_up import Answers
from monitor.report.lacing_guide import Span
from monitor.report.lacing_test import A, B, Felt, LacingResult
from monitor.report.lift_guide import LiftSpan
from monitor.report.lift_test import LiftResult
from monitor.report.story import Cut
from monitor.session.beside import AddedReport, note_of
from monitor.types import Side

logger = logging.getLogger(__name__)

VERSION: Final = 1

Text = Annotated[str, Meta(max_length=4000)]
NAME_LENGTH: Final = 60
Name = Annotated[str, Meta(max_length=NAME_LENGTH)]


class Done(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How it went with one item of a plan: *done*, *partly* or *not*."""

    item: Name
    how: Name
    at: Name


class LacingTest(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The steps of a guided comparison of two lacings, their names, how B felt, what came of it.

    The samples are in the recording: ``footloose compare-laces SESSION`` measures them again.
    """

    a: Name
    b: Name
    spans: tuple[Span, ...]
    felt: Felt | None = None
    result: LacingResult | None = None

    @property
    def names(self) -> dict[str, str]:
        """What A and B are."""
        return {A: self.a, B: self.b}


class LiftTest(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The steps of a lift test in session time, and what it said when it was taken.

    The samples are in the recording: ``footloose lift-test SESSION`` measures them again.
    """

    spans: tuple[LiftSpan, ...]
    result: LiftResult | None = None


class TakenTests(Struct, frozen=True, kw_only=True):
    """Tests that a runner took while a session was recorded."""

    lift: tuple[LiftSpan, ...] = ()
    laces: LacingTest | None = None


class Note(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What is known of a session beside its packets; None is not said.

    ``acknowledged`` are the red flags whose card was read, by their key, with the instant.
    """

    version: int = VERSION
    athlete: Name | None = None
    shoe: Name | None = None
    insole: Name | None = None
    lacing: Name | None = None
    temperature_c: Annotated[float, Meta(ge=-60, le=60)] | None = None
    tags: tuple[Name, ...] = ()
    text: Text = ""
    follow_up: Answers | None = None
    acknowledged: dict[str, str] = {}
    plan: tuple[Done, ...] = ()
    fit: dict[Side, Name] | None = None
    """How the fit check before the run came out; None: it was skipped."""
    laces: LacingTest | None = None
    lift: LiftTest | None = None
    cut: Cut | None = None
    """Where the recording was cut off; None: it ended as it should."""
    added: tuple[AddedReport, ...] = ()
    """What was felt, told when the session was over; whoever reads the recording reads it, too."""
    taken_back: tuple[AddedReport, ...] = ()
    """Of what an older version added inside the recording, what counts no more."""


def read_note(recording: Path) -> Note:
    """Read the note of a recording; an empty one where there is none.

    Raises
    ------
    ConfigError
        With file and key, if it cannot be read or is no note.
    """
    file = note_of(recording)
    note = read_json(file, Note, missing=Note())
    if note.version != VERSION:
        raise ConfigError(file, "version", f"expected {VERSION}, got {note.version}")
    return note


def note_or_none(recording: Path) -> Note | None:
    """Give the note of a recording; None if it cannot be read, which must not hide the recording.

    What is None here is not known: nothing may be called fine for it.
    """
    try:
        return read_note(recording)
    except ConfigError as error:
        logger.warning("%s; what it says is not known", error)
        return None


def write_note(recording: Path, note: Note) -> None:
    """Write the note of a recording, whole or not at all.

    Raises
    ------
    ConfigError
        If something in it could not be read again, or what is there cannot be read.
    RecordingError
        If it cannot be written; what was there stays.
    """
    read_note(recording)  # what cannot be read is not replaced: a person may mend it
    file = note_of(recording)
    write_file(file, to_json(note, Note, file), force=True)


def begin_note(recording: Path, note: Note) -> None:
    """Write the note of a recording that begins, unless it is empty.

    One that cannot be written keeps nobody from running: it is written, or told, at the end.
    """
    if note == Note():
        return
    try:
        write_note(recording, note)
    except MonitorError as error:
        logger.warning("who runs in what is not noted yet: %s", error)
