"""What is left of a session for the report: a record of some tens of kilobytes, ready for JSON.

A story holds everything that the report, the catalogue and the trends need, so that none of them
has to run the recording again. Times are session time, s. None is *not known*, never zero.
"""

from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from monitor.report.why_not import WhyNot
from monitor.types import (
    Action,
    Feeling,
    FindingKind,
    FindingStatus,
    OutcomeKind,
    Side,
    Zone,
)

VERSION = 6
"""Version of the story; another one is made anew from the recording."""
FIRST_YEAR: Final = 2000
"""A clock that shows an earlier year was never set: small computers start in 1970."""
LEAST_RUN_S: Final = 10.0
"""Fewer seconds of running in a walk are a few steps that looked like it. Rule of thumb."""


def instant(started: str) -> datetime:
    """Give the instant of a start: text sorts wrongly where runs began in several time zones.

    >>> instant("2026-10-25T02:30:00+02:00") < instant("2026-10-25T02:10:00+01:00")
    True
    """
    at = datetime.fromisoformat(started)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def is_dated(started: str) -> bool:
    """Tell whether a start is one that a clock which was set has shown.

    >>> is_dated("2026-05-01T07:30:00+00:00"), is_dated("1970-01-01T00:04:10+00:00")
    (True, False)
    """
    return int(started[:4]) >= FIRST_YEAR


class Series(Struct, frozen=True, kw_only=True):
    """One quantity of one foot, in pieces of ``Story.piece_s``; None where nothing was seen.

    ``low`` and ``high`` are the extremes of a piece, ``middle`` its median.
    """

    measure: str
    side: Side
    strides: int
    median: float
    low: tuple[float | None, ...]
    middle: tuple[float | None, ...]
    high: tuple[float | None, ...]


class Minute(Struct, frozen=True, kw_only=True):
    """One minute of one foot: strides, and the medians of what was measured."""

    side: Side
    minute: int
    strides: int
    medians: dict[str, float]


class RiskPoint(Struct, frozen=True, array_like=True):
    """The level of a zone from ``t_s`` on; None is not assessed.

    ``weak`` is whether it rests on little; None: of a story that did not keep it.
    """

    t_s: float
    level: float | None
    weak: bool | None = None


class RiskTrack(Struct, frozen=True, kw_only=True):
    """How the risk of one nerve zone went.

    ``personal``: reports had taught the runner's own limit by then; None in older stories.
    """

    side: Side
    zone: Zone
    points: tuple[RiskPoint, ...]
    highest: float | None
    highest_s: float | None
    causes: dict[str, float]
    assessed_s: float
    personal: bool | None = None


class Episode(Struct, frozen=True, kw_only=True):
    """A finding from its appearance to its end (None: it lasted to the end of the session)."""

    kind: FindingKind
    side: Side | None
    from_s: float
    until_s: float | None
    severity: float
    value: float | None
    indirect: bool


class Judgement(Struct, frozen=True, kw_only=True):
    """How long a question was answered, and what the last answer was.

    ``why`` the last answer is none; None where it is one, and in stories that did not keep it.
    """

    kind: FindingKind
    side: Side | None
    assessed_s: float
    last: FindingStatus
    indirect: bool
    why: WhyNot | None = None


class Said(Struct, frozen=True, kw_only=True):
    """One advice, what became of it, and what was measured before and after."""

    number: int
    t_s: float
    action: Action
    cause: FindingKind | None
    side: Side | None
    both: bool = False
    zone: Zone | None
    felt: bool
    red_flag: bool
    text: str
    outcome: OutcomeKind | None = None
    outcome_s: float | None = None
    measure: str | None = None
    before: float | None = None
    after: float | None = None
    words: tuple[str, ...] = ()
    """Keys of its sentences: which red flag it was is read from them."""


class Cue(Struct, frozen=True, kw_only=True):
    """A cue that the runner's coin decided about, and its quantity the minute before and after.

    ``after`` begins some seconds after the cue, whatever became of it, so that cues that were said
    and cues that were withheld are measured alike.
    """

    number: int
    t_s: float
    said: bool
    cause: FindingKind
    measure: str | None = None
    before: float | None = None
    after: float | None = None


class Felt(Struct, frozen=True, kw_only=True):
    """A report of the runner; ``until_s`` is the *ok* after it, None if none came.

    ``side`` None without ``both``: which foot was not said. ``added``: told after the session.
    """

    t_s: float
    feeling: Feeling
    side: Side | None
    both: bool = False
    zone: Zone | None
    until_s: float | None
    added: bool = False


def place_of(feeling: Feeling, zone: Zone | None) -> Zone | None:
    """Give the place of a report: the whole foot where none was named; None: it has no place.

    Tight or swollen without a place is the calf, as it is for the coach.
    """
    if feeling is Feeling.DIZZY:
        return None
    calf = feeling in {Feeling.TIGHT, Feeling.SWOLLEN}
    return zone or (Zone.CALF if calf else Zone.FOOT)


class Missed(Struct, frozen=True, kw_only=True):
    """What a sensor did that a reader should know, and how often."""

    sensor: str
    kind: str
    side: Side | None
    times: int
    first_s: float


class CellMap(Struct, frozen=True, kw_only=True):
    """Mean pressure of each cell of one foot in one part of the session, kPa.

    ``part`` is start, middle or end; ``plantar_peak`` and ``instep_peak`` are means over strides of
    each cell's greatest pressure, ``plantar_swing`` and ``instep_swing`` of its mean in the air.
    Cells without a value are None.
    """

    side: Side
    part: str
    from_s: float
    until_s: float
    strides: int
    plantar_peak: tuple[float | None, ...]
    plantar_swing: tuple[float | None, ...]
    instep_peak: tuple[float | None, ...]
    instep_swing: tuple[float | None, ...]


class Cut(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a crash or an empty battery cut a recording off, s.

    ``missing_s`` is, by sensor, for how long it said nothing between its first packet and there.
    """

    ended_s: float
    missing_s: dict[str, float] = {}


class Place(Struct, frozen=True, array_like=True):
    """Where a cell sits, m from the back of the heel and from the foot's long axis, outwards."""

    forward_m: float
    lateral_m: float


class Insole(Struct, frozen=True, kw_only=True):
    """The cells of one foot; ``places`` None where nobody said where they sit."""

    side: Side
    name: str
    plantar: tuple[Place, ...]
    instep: tuple[Place, ...]
    maps: tuple[CellMap, ...]


class Story(Struct, frozen=True, kw_only=True):
    """All that the report tells of a session.

    ``last_run_s`` is when the last running stride ended: the thirty minutes count from there.
    """

    version: int = VERSION
    started: str
    source: str
    software: str
    settings: str
    duration_s: float
    running_s: float
    walking_s: float
    distance_m: float | None
    last_run_s: float | None
    piece_s: float
    heart_bpm: tuple[float | None, ...]
    series: tuple[Series, ...]
    minutes: tuple[Minute, ...]
    risks: tuple[RiskTrack, ...]
    episodes: tuple[Episode, ...]
    judgements: tuple[Judgement, ...]
    said: tuple[Said, ...]
    felt: tuple[Felt, ...]
    missed: tuple[Missed, ...]
    damage: tuple[str, ...]
    insoles: tuple[Insole, ...] = ()
    cues: tuple[Cue, ...] = ()
    """Cues that a coin decided about; none without the runner's consent."""
    added: tuple[Said, ...] = ()
    """Red flags of reports that were added after the run: the runner did not hear them."""

    @property
    def day(self) -> str | None:
        """The day where the runner was, as 2026-05-01; None where nobody knows."""
        return self.started[:10] if is_dated(self.started) else None

    @property
    def ran(self) -> bool:
        """Whether somebody ran, and not only walked."""
        return self.running_s >= LEAST_RUN_S or self.running_s > self.walking_s

    def find(self, measure: str, side: Side) -> Series | None:
        """Give one quantity of one foot; None where it was never measured."""
        for series in self.series:
            if series.measure == measure and series.side is side:
                return series
        return None

    def median(self, measure: str, side: Side) -> float | None:
        """Give the median of a quantity over the session; None where it was never measured."""
        series = self.find(measure, side)
        return None if series is None else series.median
