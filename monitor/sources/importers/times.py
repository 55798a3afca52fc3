"""The time of each row of a table in seconds, whatever a file calls a time."""

import re
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from monitor.sources.importers import clocks, time_text
from monitor.sources.importers.columns import Parse, Table
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

FACTORS: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "min": 60.0, "h": 3600.0}
"""Units of a time that is a number, s."""
BY_STEPS: Final = ("s", "ms", "us", "ns")
"""Units that the steps between samples may tell; longer ones must be said."""
_SPELLINGS: Final = {
    "ms": "ms", "msec": "ms", "millis": "ms", "milliseconds": "ms", "millisecond": "ms",
    "us": "us", "µs": "us", "μs": "us", "usec": "us", "micros": "us", "microseconds": "us",
    "ns": "ns", "nsec": "ns", "nanos": "ns", "nanoseconds": "ns",
    "min": "min", "mins": "min", "minute": "min", "minutes": "min",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
}  # fmt: skip
_IN_NAME: Final = re.compile(r"(?:^|[\s_\[(./])([a-zµμ]+)[\])]?\s*$", re.IGNORECASE)
_HUMPED: Final = re.compile(r"[a-z0-9](Ms|MS|Us|Ns|Millis|Micros|Nanos)$")
_EPOCHS: Final = {"ms": (1e12, 4e12), "us": (1e15, 4e15), "ns": (1e18, 4e18)}
"""A number in here is a time since 1970, between 2001 and 2096, in this unit."""
_DAYS_TO_1970: Final = (25_569.0, 719_529.0)
"""Day numbers of 1970-01-01: a spreadsheet counts from 1899-12-30, MATLAB from a year 0. By
definition."""
_NEAR_DAYS: Final = (-569.0, 54_431.0)
"""A number of days after 1970 in here is a date, between 1968 and 2119."""
_TINY_DAYS: Final = 5e-6
"""Steps of 0.4 s, in days; steps in s are longer. Rule of thumb."""
_DAY_S: Final = 86_400.0
"""By definition."""
_REGULAR: Final = (0.5, 1.5)
SHARED: Final = 0.2
"""Share of rows with the time of the row before, above which a time belongs to a packet. Rule of
thumb."""
_FEWEST: Final = 3
_DOUBLED: Final = 0.95
"""Share of rows with the time of the row before that repeat it, where rows were doubled. Rule of
thumb."""
_EVEN: Final = 0.8
"""Share of packets that hold as many rows, from which rows of one time are packets. Rule of
thumb."""
_BURSTS: Final = 0.6
"""Or this share of bursts; what is left are times rounded to few digits. Rule of thumb."""
_MOST_STEP: Final = 1.5
"""A sample lasts at most this many usual steps; what is longer is a gap. Rule of thumb."""


class Ordered(NamedTuple):
    """Times in s that never decrease, and the rows of the table that they belong to."""

    t_s: FloatArray
    rows: npt.NDArray[np.int64]


def parser(unit: str | None, form: str | None) -> Parse:
    """How a field that holds a time is read: a number in its unit, or text in s.

    >>> parser("clock", None)("10:00:00.5"), parser(None, None)("1.5")
    (36000.5, 1.5)
    """
    if form is not None:
        return lambda text: time_text.stamp(datetime.strptime(text.strip(), form))  # noqa: DTZ007  # tables have no zone
    match unit:
        case "iso":
            return time_text.moment
        case "clock":
            return time_text.clock
        case None:
            return time_text.any_time
        case _:
            return float


def in_seconds(table: Table, key: str, unit: str | None, remarks: Remarks) -> FloatArray:
    """Give a column of times in s; the unit is the map's, or what the file says itself."""
    raw = clocks.unwrapped(table.column(key), remarks)
    if unit in FACTORS:
        return raw * FACTORS[unit]
    if unit is not None:
        return raw
    name = table.names[table.keys.index(key)]
    found = said_unit(name) or said_unit(table.units.get(name, "")) or epoch_unit(raw)
    if found is None and (first := _first_day(raw)) is not None:
        who = "spreadsheets count" if first == _DAYS_TO_1970[0] else "MATLAB counts"
        remarks.add(f'"{name}" is read in days, as {who} them')
        return (raw - first) * _DAY_S
    if found is None:
        return raw
    remarks.add(f'"{name}" is read in {found}')
    return raw * FACTORS[found]


def are_days(raw: FloatArray) -> bool:
    """Whether these are day numbers of a spreadsheet or of MATLAB: 1968 to 2119, in tiny steps."""
    return _first_day(raw) is not None


def _first_day(raw: FloatArray) -> float | None:
    """Day number of 1970-01-01 by which these count; None if they are no days."""
    steps = np.diff(raw[~np.isnan(raw)])
    if not len(steps) or not 0.0 < float(np.median(steps)) < _TINY_DAYS:
        return None
    middle, (low, high) = float(np.nanmedian(raw)), _NEAR_DAYS
    return next((first for first in _DAYS_TO_1970 if low < middle - first < high), None)


def ordered(
    table: Table,
    name: str,
    t_s: FloatArray,
    limits: ImportLimits,
    remarks: Remarks,
    *,
    long: bool = False,
) -> Ordered:
    """Put times in order, and spread those that a whole packet shares.

    ``long``: the rows were put together from values that stood anywhere, so in any order.

    Raises
    ------
    ImportFileError
        With the line of the first time that is missing, earlier than the one before, or more
        than ``max_gap_s`` later. Equal times may be.
    """
    said = np.flatnonzero(~np.isnan(table.values).all(axis=1))
    if 0 < len(said) < len(t_s):
        remarks.add(f"{len(t_s) - len(said)} rows that hold nothing left out")
        inner = ordered(table.rows(said), name, t_s[said], limits, remarks, long=long)
        return Ordered(inner.t_s, said[inner.rows])
    rows = np.arange(len(t_s))
    table.refuse(name, np.isnan(t_s), "there is no time")
    if t_s.max() <= _DAY_S:
        t_s = clocks.over_midnight(t_s)
    t_s = clocks.without_clock_change(t_s, remarks)
    if (np.diff(t_s) < 0.0).any():
        t_s, rows = _sorted(table, name, t_s, remarks, long=long)
    t_s, rows = _once(table, t_s, rows, remarks)
    gaps = np.diff(t_s, prepend=t_s[:1]) > limits.max_gap_s
    table.rows(rows).refuse(
        name,
        gaps,
        f"time jumps by more than {limits.max_gap_s:g} s; was the clock set?",
    )
    return Ordered(_spread(t_s, remarks), rows)


def _sorted(
    table: Table, name: str, t_s: FloatArray, remarks: Remarks, *, long: bool
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Sort rows if that is what is wrong with them: then their steps become even.

    Else the rows may be in order, and a few stamps came late.
    """
    anew = np.concatenate([[False], clocks.starts_anew(t_s)])
    if (once := _before_repeats(table, anew)) < len(t_s):
        remarks.add(f"{len(t_s) - once} rows that repeat the table from its start left out")
        table, t_s = table.rows(np.arange(once)), t_s[:once]
        if (np.diff(t_s) >= 0.0).all():
            return t_s, np.arange(once)
        anew = anew[:once]
    if long:
        anew &= _are_whole(table)
    table.refuse(name, anew, "time starts anew: two recordings? Cut the table there")
    backwards = np.diff(t_s) < 0.0
    rows = np.argsort(t_s, kind="stable")
    after = t_s[rows]
    if not long and _uneven(after) > _uneven(t_s) - int(backwards.sum()):
        if (mended_s := clocks.without_late_stamps(t_s)) is not None:
            remarks.add(
                f"{int(backwards.sum())} times that are later than the next one are put between"
                " their neighbours"
            )
            return mended_s, np.arange(len(t_s))
        table.refuse(name, np.concatenate([[False], backwards]), "time runs backwards")
    remarks.add(f"rows sorted by time: {int(backwards.sum())} times it ran backwards")
    return after, rows


def _before_repeats(table: Table, anew: npt.NDArray[np.bool_]) -> int:
    """How many rows there are before those that repeat the table from its start, to the end."""
    if not anew.any():
        return len(anew)
    first = int(np.argmax(anew))
    again = np.arange(first, len(anew)) % first
    same = np.array_equal(table.values[first:], table.values[again], equal_nan=True)
    return first if same else len(anew)


def _are_whole(table: Table) -> npt.NDArray[np.bool_]:
    """Mark rows that hold all that the first one holds: of others that stands further up."""
    known = ~np.isnan(table.values)
    return np.array(known[:, known[0]].all(axis=1))


def _once(
    table: Table, t_s: FloatArray, rows: npt.NDArray[np.int64], remarks: Remarks
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Leave out rows that repeat the one before in everything, where whole rows were doubled.

    Rows of a packet that share a time differ in what they say.
    """
    if len(t_s) < _FEWEST:
        return t_s, rows
    values = table.values[rows]
    shared = np.diff(t_s) == 0.0
    before, after = values[:-1], values[1:]
    alike = (before == after) | (np.isnan(before) & np.isnan(after))
    same = shared & alike.all(axis=1)
    if same.sum() < SHARED * len(t_s) or same.sum() < _DOUBLED * shared.sum():
        return t_s, rows
    kept = np.concatenate([[True], ~same])
    remarks.add(f"{int(same.sum())} rows that stand there twice left out")
    return t_s[kept], rows[kept]


def _uneven(t_s: FloatArray) -> int:
    """How many steps are not about the usual one."""
    steps_s = np.diff(t_s)
    usual_s = float(np.median(np.abs(steps_s)))
    low, high = _REGULAR
    return int(((steps_s < low * usual_s) | (steps_s > high * usual_s)).sum())


def _spread(t_s: FloatArray, remarks: Remarks) -> FloatArray:
    """Spread the samples of packets that share one time, that of their last sample."""
    if len(t_s) < 2 or (np.diff(t_s) == 0.0).mean() < SHARED:
        return t_s
    ends = np.flatnonzero(np.append(np.diff(t_s) > 0.0, True))
    counts = np.diff(ends, prepend=-1)
    steps_s = np.diff(t_s[ends])
    even = (counts == np.median(counts)).mean() >= _EVEN
    if not len(steps_s) or not (even or (np.diff(t_s) == 0.0).mean() >= _BURSTS):
        return t_s
    usual_s = float(np.median(steps_s / counts[1:]))
    period_s = np.minimum(steps_s / counts[1:], _MOST_STEP * usual_s)
    period_s = np.concatenate([[usual_s], period_s])
    behind = np.repeat(ends, counts) - np.arange(len(t_s))
    remarks.add(f"up to {int(counts.max())} rows share a time: spread evenly before it")
    spread: FloatArray = t_s - behind * np.repeat(period_s, counts)
    return spread


def said_unit(text: str) -> str | None:
    """Unit of a time in a name such as ``timestamp [ms]`` or ``t_us``; None for seconds.

    >>> said_unit("sensor timestamp [ns]"), said_unit("seconds_elapsed"), said_unit("ms")
    ('ns', None, 'ms')
    """
    match = _HUMPED.search(text) or _IN_NAME.search(text)
    return _SPELLINGS.get(match[1].lower()) if match else None


def epoch_unit(raw: FloatArray) -> str | None:
    """Unit in which these numbers are times since 1970, between 2001 and 2096; None if in none."""
    known = raw[~np.isnan(raw)]
    if not len(known):
        return None
    middle = float(np.median(known))
    return next((u for u, (low, high) in _EPOCHS.items() if low <= middle < high), None)
