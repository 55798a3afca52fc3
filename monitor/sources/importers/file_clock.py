"""Let a session start at zero where a file's own clock does not, and tell when that was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers import time_text
from monitor.sources.importers.columns import Parse
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.streams import ImportedRun, ImportedStream, packets

SINCE_1970: Final = (1e9, 4e9)
"""Seconds since 1970, from 2001 to 2096."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_S: Final = 86_400.0
"""By definition."""
_NEAR_ZERO_S: Final = 60.0
"""A clock that starts within this of zero counts from the start of its recording: it stays, as
other files of the same set may count with it. Rule of thumb."""


class DatedParse:
    """Read times, and keep the first text that was one: it may name a day and a zone.

    >>> parse = DatedParse(float)
    >>> parse("nan"), parse("1.5"), parse("2.5"), parse.text
    (nan, 1.5, 2.5, '1.5')
    """

    def __init__(self, parse: Parse, form: str | None = None) -> None:
        self._parse = parse
        self.form = form
        self.text = ""

    def __call__(self, text: str) -> float:
        """Read one field, as the parse that was given does."""
        value = self._parse(text)
        if not self.text and value == value:  # noqa: PLR0124  # NaN is not itself
            self.text = text
        return value


@dataclass(frozen=True, slots=True, eq=False)
class Begun:
    """Streams from zero on, when that was, and what the file's clock said then, s."""

    streams: list[ImportedStream]
    limits: ImportLimits
    remarks: Remarks
    at: datetime | None = None
    clock_s: float = 0.0

    def run(self, started: datetime | None = None, *, shared: bool = False) -> ImportedRun:
        """Give what a file holds; ``started`` is when it was recorded, as it says in words.

        A part that was cut out begins later than that, by its clock.
        """
        read = packets(self.streams, self.limits)
        if started is not None and abs(self.clock_s) < _DAY_S:
            started += timedelta(seconds=_since(started, self.clock_s))
        return ImportedRun(read, started or self.at, shared, self.remarks, self.clock_s)


def _since(started: datetime, clock_s: float) -> float:
    """Time from the start to what a clock said, s: it counts from that start, or from midnight."""
    midnight = started.replace(hour=0, minute=0, second=0, microsecond=0)
    of_day_s = (started - midnight).total_seconds()
    return clock_s if clock_s < of_day_s - _NEAR_ZERO_S else clock_s - of_day_s


def from_start(
    file: InputFile,
    streams: Sequence[ImportedStream],
    dated: Iterable[DatedParse],
    limits: ImportLimits,
    remarks: Remarks,
    *,
    in_days: bool = False,
) -> Begun:
    """Count from the first sample where the file's clock does not start near zero.

    ``in_days``: its times are the day numbers of a spreadsheet, which name no zone.

    Raises
    ------
    ImportFileError
        If the streams are on different clocks: more than ``max_gap_s`` apart.
    """
    _refuse_apart(file, streams, limits.max_gap_s)
    clock_s = min(float(stream.t_s[0]) for stream in streams)
    if abs(clock_s) <= _NEAR_ZERO_S:
        return Begun(list(streams), limits, remarks)
    moved = [replace(stream, t_s=stream.t_s - clock_s) for stream in streams]
    at = None
    if SINCE_1970[0] <= clock_s < SINCE_1970[1]:
        text = next((one for one in dated if one.text), None)
        at = _local(clock_s) if in_days else _wall_time(clock_s, text, remarks)
    return Begun(moved, limits, remarks, at, clock_s)


def _refuse_apart(file: InputFile, streams: Sequence[ImportedStream], most_s: float) -> None:
    ordered = sorted(streams, key=lambda stream: float(stream.t_s[0]))
    last_s = float(ordered[0].t_s[-1])
    for stream in ordered[1:]:
        gap_s = float(stream.t_s[0]) - last_s
        if gap_s > most_s:
            reason = (
                f"{ordered[0].sensor} and {stream.sensor} are {gap_s:.0f} s apart: they count on "
                "different clocks, or are of two runs; import each by itself"
            )
            raise ImportFileError(str(file), reason)
        last_s = max(last_s, float(stream.t_s[-1]))


def _wall_time(clock_s: float, dated: DatedParse | None, remarks: Remarks) -> datetime | None:
    """Wall time of an instant, s since 1970; None where its text may mean two days.

    A text without a zone is of this computer's zone.
    """
    at = utc(clock_s)
    if dated is None or _is_number(dated.text):
        return at.astimezone()
    if dated.form is None and time_text.may_be_two_days(dated.text):
        remarks.add("its date may be two days, as day and month may be exchanged: left out")
        return None
    if "%z" in (dated.form or "") or (dated.form is None and time_text.names_zone(dated.text)):
        return at.astimezone()
    return _local(clock_s)


def _local(clock_s: float) -> datetime:
    """Wall time of an instant that was counted in this computer's zone."""
    return utc(clock_s).replace(tzinfo=None).astimezone()


def utc(clock_s: float) -> datetime:
    """Instant of a time since 1970, s, to the microsecond."""
    return _EPOCH + timedelta(microseconds=int(np.round(clock_s * 1e6)))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
