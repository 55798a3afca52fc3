"""A session as rows of the catalogue."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import zstandard
from msgspec import Struct

from monitor.home.notes import Note
from monitor.home.zone_minutes import zone_minutes
from monitor.report.follow_up import Answers, RedFlag
from monitor.report.lift_test import LiftResult
from monitor.report.red_flags import emergency_of, flags_of
from monitor.report.still_there import lasted
from monitor.report.story import FIRST_YEAR, Said, Story, instant, is_dated
from monitor.session.header import OWN_SOURCES
from monitor.types import Side

Value = str | int | float | bytes | None
"""What SQLite keeps in a cell."""

_LEVEL: Final = 9
"""Compression of stories: 270 kB become 80. Rule of thumb."""


_ASIDE_S: Final = 600.0
"""Before and after a guided test of laces, people get ready for less than this, s. Rule of
thumb."""
_OWN: Final = ", ".join(f"'{source}'" for source in OWN_SOURCES)
LISTED: Final = f"s.started < '{FIRST_YEAR}' AND s.source NOT IN ({_OWN}), s.placed DESC, s.id"
"""The newest first, then what was imported without a date: when its file was written says nothing
of when it was run."""
KINDS: Final = ("shoe", "insole", "lacing")
"""What a runner wears; each is a column of a session."""


class SessionRow(Struct, frozen=True, gc=False):
    """One session in the catalogue: what lists and trends need. None is not known."""

    id: str
    path: str
    started: str
    source: str
    athlete: str | None
    shoe: str | None
    insole: str | None
    lacing: str | None
    temperature_c: float | None
    duration_s: float
    running_s: float
    distance_m: float | None
    last_run_s: float | None
    symptoms: int
    first_symptom_s: float | None
    longest_symptom_s: float | None
    highest_risk: float | None
    follow_up: str | None
    text: str
    software: str
    settings: str
    recording_hash: str


class Filed(Struct, frozen=True, kw_only=True):
    """A session with all that the catalogue keeps of it.

    ``worse`` is the red flag of a trend to the worse that this run completes.
    """

    row: SessionRow
    story: Story
    note: Note
    worse: RedFlag | None = None

    @property
    def gear(self) -> list[tuple[str | None, str, str]]:
        """What the athlete wore, by kind."""
        worn = [(kind, getattr(self.row, kind)) for kind in KINDS]
        return [(self.row.athlete, kind, name) for kind, name in worn if name is not None]


class Filter(Struct, frozen=True, kw_only=True):
    """Which sessions are wanted; None is all. Instants are ISO dates, from on and up to."""

    athlete: str | None = None
    shoe: str | None = None
    lacing: str | None = None
    tag: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = -1

    def where(self) -> tuple[str, list[Value]]:
        """Give the condition for SQLite, and its values."""
        tests = (
            ("s.athlete = ?", self.athlete),
            ("s.shoe = ?", self.shoe),
            ("s.lacing = ?", self.lacing),
            ("s.id IN (SELECT session FROM tags WHERE tag = ?)", self.tag),
            ("s.source = ?", self.source),
            ("s.started >= ?", self.since),
            ("s.started < ?", self.until),
        )
        asked = [(test, value) for test, value in tests if value is not None]
        values: list[Value] = [value for _, value in asked]
        return ("WHERE " + " AND ".join(test for test, _ in asked) if asked else "", values)


def row_of(name: str, path: str, story: Story, note: Note, recording_hash: str) -> SessionRow:
    """Give the row of a session."""
    starts_s = [felt.t_s for felt in story.felt]
    lasts = (lasted(felt, story, note.follow_up) for felt in story.felt)
    lasted_s = [known for known in lasts if known is not None]
    levels = [track.highest for track in story.risks if track.highest is not None]
    answers = note.follow_up
    return SessionRow(
        name,
        path,
        story.started,
        story.source,
        note.athlete,
        note.shoe,
        note.insole,
        note.lacing,
        note.temperature_c,
        story.duration_s,
        story.running_s,
        story.distance_m,
        story.last_run_s,
        len(story.felt),
        min(starts_s, default=None),
        max(lasted_s, default=None),
        max(levels, default=None),
        None if answers is None else msgspec.json.encode(answers).decode(),
        note.text,
        story.software,
        story.settings,
        recording_hash,
    )


def is_lacing_test(row: SessionRow, note: Note | None) -> bool:
    """Tell whether a session was a guided test of laces, and no run besides."""
    spans = note.laces.spans if note is not None and note.laces is not None else ()
    if not spans:
        return False
    led_s = max(span.until_s for span in spans) - min(span.from_s for span in spans)
    return row.duration_s - led_s < _ASIDE_S


def answers_of(row: SessionRow) -> Answers | None:
    """Give what a runner answered after a session; None where nothing was."""
    return msgspec.json.decode(row.follow_up, type=Answers) if row.follow_up else None


def note_flags(story: Story, note: Note) -> tuple[RedFlag, ...]:
    """Give the red flags of a session, read or not.

    An emergency that was added is one of them also where the story was told before that.
    """
    flags = flags_of(story, note.follow_up, _lift(note))
    keys = {flag.key for flag in flags}
    added = (emergency_of(one.feeling, one.zone, one.side) for one in note.added)
    more = {flag.name: flag for flag in added if flag and flag.key not in keys}
    return (*more.values(), *flags)


def placed_at(row: SessionRow) -> datetime:
    """Give where a session stands in the list: when it started.

    Where no clock was set, it is when the recording was last written: a small computer that starts
    in 1970 often learns the time during the run. A file that says 1970, too, or is gone, leaves the
    session where its start puts it.
    """
    started = instant(row.started)
    if is_dated(row.started):
        return started
    try:
        written_s = Path(row.path).stat().st_mtime
    except OSError:
        return started
    return max(started, datetime.fromtimestamp(written_s, UTC))


def rows_of(filed: Filed, placed: datetime) -> dict[str, Sequence[tuple[Value, ...]]]:
    """Give the rows of every table, the session's own first.

    ``placed`` is where it stands in the list.
    """
    story, note, name = filed.story, filed.note, filed.row.id
    packed = zstandard.compress(msgspec.json.encode(story), _LEVEL)
    return {
        "sessions": [(*msgspec.structs.astuple(filed.row), _julian_day(placed))],
        "tags": [(name, tag) for tag in sorted(set(note.tags))],
        "minutes": [
            (name, m.side, m.minute, m.strides, msgspec.json.encode(m.medians).decode())
            for m in story.minutes
        ],
        "zone_minutes": [(name, *row) for row in zone_minutes(story)],
        "risks": [
            (name, r.side, r.zone, r.highest, r.highest_s, r.assessed_s) for r in story.risks
        ],
        "advice": [_advice_row(name, advice) for advice in story.said],
        "symptoms": [
            (name, number, f.t_s, f.feeling, f.side, f.zone, f.until_s)
            for number, f in enumerate(story.felt)
        ],
        "red_flags": [
            (name, flag.name, flag.card, note.acknowledged.get(flag.name))
            for flag in [*note_flags(story, note), *([filed.worse] if filed.worse else [])]
        ],
        "lifts": _lift_rows(name, _lift(note)),
        "cues": [
            (name, c.number, c.t_s, int(c.said), c.cause, c.measure, c.before, c.after)
            for c in story.cues
        ],
        "plans": [(name, done.item, done.at, done.how) for done in note.plan],
        "stories": [(name, story.version, packed)],
    }


def _julian_day(at: datetime) -> float:
    """Give an instant as SQLite's ``julianday`` does."""
    return at.timestamp() / 86_400.0 + 2_440_587.5


def _advice_row(name: str, a: Said) -> tuple[Value, ...]:
    of = (name, a.number, a.t_s, a.action, a.cause, a.side, a.zone, int(a.red_flag))
    return (*of, a.outcome, a.outcome_s, a.measure, a.before, a.after)


def _lift(note: Note) -> LiftResult | None:
    return None if note.lift is None else note.lift.result


def _lift_rows(name: str, lift: LiftResult | None) -> list[tuple[Value, ...]]:
    if lift is None:
        return []
    left, right = (lift.lift_deg(side) for side in Side)
    return [(name, lift.verdict, left, right, lift.difference, lift.limit)]
