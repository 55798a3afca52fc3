"""Read the start of a table that nobody described: its names, its units and some of its rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isnan, nan
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers import time_text
from monitor.sources.importers.csv_header import DELIMITERS, split
from monitor.sources.importers.limits import LARGEST, ImportLimits
from monitor.sources.importers.lines import first_lines, reading
from monitor.sources.importers.number_text import POINTED
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.table import MISSING
from monitor.types import FloatArray

SAID: Final = "by its name or the row of units"
"""Why a unit is known for sure."""
_LINES: Final = 3000
_LEAST_ROWS: Final = 5
_HEAD_LINES: Final = 5
"""Lines above the numbers among which names and units stand."""
_UNIT: Final = re.compile(r"[\[(]([^\])]+)[\])]|_(m_s2|rad_s|deg_s|dps|mg|g|ms|us|ns|s)(?:_CAL)?$")
_SPELLED: Final = {
    "m/s^2": "m/s2", "m/s²": "m/s2", "m/(s^2)": "m/s2", "m_s2": "m/s2", "m/s2": "m/s2",
    "m/s/s": "m/s2", "m/(sec^2)": "m/s2", "m/sec^2": "m/s2", "m/(s²)": "m/s2", "m/sec²": "m/s2",
    "m/sec2": "m/s2", "°/sec": "deg/s", "grad/s": "deg/s", "degree/s": "deg/s",
    "degrees/s": "deg/s", "degrees/sec": "deg/s", "radians/s": "rad/s", "radians/sec": "rad/s",
    "g": "g", "mg": "mg", "rad/s": "rad/s", "rad_s": "rad/s", "rad/sec": "rad/s", "°/s": "deg/s",
    "dps": "deg/s", "deg/s": "deg/s", "deg/sec": "deg/s", "deg_s": "deg/s", "mdps": "mdeg/s",
    "mdeg/s": "mdeg/s", "mrad/s": "mrad/s", "rev/s": "rev/s", "rps": "rev/s", "rpm": "rpm",
    "cm/s2": "cm/s2", "cm/s^2": "cm/s2", "cm/s²": "cm/s2", "gal": "cm/s2",
    "ft/s2": "ft/s2", "ft/s^2": "ft/s2", "ft/s²": "ft/s2",
    "ms": "ms", "us": "us", "µs": "us", "μs": "us", "ns": "ns", "s": "s", "sec": "s", "secs": "s",
    "min": "min", "mins": "min", "minutes": "min", "h": "h", "hr": "h", "hrs": "h", "hours": "h",
    "kpa": "kPa", "pa": "Pa", "hpa": "hPa", "n/cm2": "N/cm2", "n/cm²": "N/cm2", "n/cm^2": "N/cm2",
    "mmhg": "mmHg", "psi": "psi", "bar": "bar",
}  # fmt: skip
_LIKE_A_UNIT: Final = re.compile(
    r".*[/^²].*|[mk]?gal|lsb|counts?|adc|bits?|m?v|lbs?f?|lbf|kgf?|kp|m?pa|%", re.IGNORECASE
)
"""What stands in brackets and is a unit, known or not: as "(left)" and "(filtered)" are none."""
_ODD_TIME: Final = re.compile(
    r"[\[(_ ](?:min(?:ute)?s?|h|hrs?|hours?|std|days?|d|ticks?|frames?|samples?)[\])]?$",
    re.IGNORECASE,
)
_TIME_TEXT: Final = re.compile(
    r"^\s*\d+\s*([-:/T]|\.\s*\d+\s*\.)\s*\d"
    r"|^\s*-?\d+(?:[.,]\d+)?\s*(?:s|secs?|seconds?|mins?|minutes?|hrs?|hours?)\s*$"
    r"|^\s*(?:[^\W\d]{2,4}\W+)?(?:\d{1,2}\W+)?[^\W\d]{3,9}\W+\d.*:"
)
"""How a date or a time of day starts."""


@dataclass(frozen=True, slots=True, eq=False)
class TableSample:
    """The start of a table: names, units below them, numbers, and what is written as text.

    ``texts``: the fields of columns that hold words; ``clocked``: columns of times in words;
    ``before``: the lines before the names.
    """

    names: list[str]
    units: dict[str, str]
    values: FloatArray
    texts: dict[str, list[str]] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)
    """The fields of the other columns, as they stand in the file."""
    clocked: frozenset[str] = frozenset()
    before: str = ""

    def column(self, name: str) -> FloatArray:
        """Numbers of a column, NaN where there is none, shape (rows,)."""
        return self.values[:, self.names.index(name)]

    def unit(self, name: str) -> str | None:
        """Unit that a name or the row below it says, as a map spells it."""
        return _SPELLED.get(_bare(self._written(name)))

    def strange_unit(self, name: str) -> str:
        """Unit that a name or the row below it says and no map knows; empty if there is none.

        >>> sample = TableSample(["a [in/s2]", "b (left)", "c [g]"], {}, np.zeros((1, 3)))
        >>> [sample.strange_unit(name) for name in sample.names]
        ['in/s2', '', '']
        """
        said = self._written(name)
        strange = _bare(said) not in _SPELLED and _LIKE_A_UNIT.fullmatch(said)
        return said if strange else ""

    def _written(self, name: str) -> str:
        match = _UNIT.search(name)
        said = (match[1] or match[2]) if match else self.units.get(name, "")
        return said.strip().rstrip("*")

    def odd_unit(self, name: str) -> str:
        """Time unit in a name that no map can say, as minutes; empty if there is none."""
        match = _ODD_TIME.search(name)
        return match[0].strip(" _([])") if match else ""


def _bare(unit: str) -> str:
    return unit.lower().replace(" ", "")


def read_sample(file: InputFile, limits: ImportLimits) -> TableSample:
    """Find the largest block of rows that hold numbers, and the names above it.

    Raises
    ------
    ImportFileError
        If there is none.
    """
    with reading(file, limits, Remarks(file.name, aloud=False)) as lines:
        texts = [text for text in first_lines(lines, _LINES) if text.strip()]
    first, width, delimiter = _block(texts)
    fields = [split(text, delimiter) for text in texts[first:]]
    fields = [row for row in fields if len(row) == width and _is_row(row)]
    start = max(first - _HEAD_LINES, 0)
    above = [split(text, delimiter) for text in texts[start:first]]
    at = _names_at(above, width)
    if at is None or len(fields) < _LEAST_ROWS:
        reason = "is no table with a header and rows of numbers; where rows have no names above "
        raise ImportFileError(str(file), reason + "them, write a line of names there")
    names = above[at]
    under = [row for row in above[at + 1 :] if len(row) == width]
    units = dict(zip(names, under[-1], strict=True)) if under else {}
    columns = [list(column) for column in zip(*fields, strict=True)]
    values = np.array([[_number(text) for text in column] for column in columns]).T
    return TableSample(
        names,
        units,
        values,
        {name: column for name, column in zip(names, columns, strict=True) if _wordy(column)},
        dict(zip(names, columns, strict=True)),
        frozenset(name for name, column in zip(names, columns, strict=True) if _clocked(column)),
        "".join(texts[: start + at]),
    )


def _names_at(above: Sequence[Sequence[str]], width: int) -> int | None:
    """Which line above the numbers holds the names: the first that is wide enough.

    Not one that repeats the name of the device, as Shimmer wrote above the names of its signals.

    >>> _names_at([["sep="], ["S1", "S1", "S1"], ["t", "x", "y"], ["ms", "g", "g"]], 3)
    2
    """
    wide = [n for n, row in enumerate(above) if len(row) == width]
    several = [n for n in wide if len(set(above[n])) > 1]
    return next(iter(several or wide), None)


def _block(texts: Sequence[str]) -> tuple[int, int, str]:
    """Where the rows of numbers start, how many fields they have, and what parts them."""
    best, most = (0, 0, ","), 0
    for delimiter in DELIMITERS:
        rows = [split(text, delimiter) for text in texts]
        wide = [len(row) if _is_row(row) else 0 for row in rows]
        counts = Counter(width for width in wide if width > 1)
        for width, count in counts.items():
            of_width = [n for n, one in enumerate(wide) if one == width]
            first = of_width[_names_above([rows[n] for n in of_width[: _HEAD_LINES + 1]])]
            named = any(len(row) == width for row in rows[max(first - _HEAD_LINES, 0) : first])
            if named and width * count > most:  # a decimal comma parts numbers, but no names
                best, most = (first, width, delimiter), width * count
    return best


def _names_above(rows: Sequence[Sequence[str]]) -> int:
    """How many of these rows are names, most of which are numbers: "time", "1", "2", …

    Such a row holds a word where the next one holds a number.

    >>> _names_above([["time", "1", "2"], ["0.0", "5", "6"], ["0.1", "5", "7"]])
    1
    """
    last = 0
    for place, (row, under) in enumerate(pairwise(rows), start=1):
        words = [text.lower() not in MISSING and isnan(_number(text)) for text in row]
        numbers = [not isnan(_number(text)) for text in under]
        if not any(word and number for word, number in zip(words, numbers, strict=True)):
            break
        last = place
    return last


def _is_row(fields: Sequence[str]) -> bool:
    """Whether at least half of the fields are numbers, times or nothing, and one is a number."""
    numbers = sum(not isnan(_number(text)) for text in fields)
    missing = sum(text.lower() in MISSING for text in fields)
    return numbers > 0 and 2 * (numbers + missing) >= len(fields)


def _number(text: str) -> float:
    """Give the number or time that a field holds; NaN if it holds none."""
    if POINTED.match(text):
        text = text.replace(".", "")
    try:
        value = float(text.replace(",", ".", 1))
    except ValueError:
        return _time(text)
    return value if abs(value) <= LARGEST else nan


def _time(text: str) -> float:
    if not _TIME_TEXT.match(text):
        return nan
    try:
        return time_text.any_time(text)
    except (ValueError, OverflowError):
        return nan


def _clocked(column: Sequence[str]) -> bool:
    """Whether a column holds dates or times of day."""
    text = next((text for text in column if text), "")
    return bool(_TIME_TEXT.match(text)) and not isnan(_time(text))


def _wordy(column: Sequence[str]) -> bool:
    """Whether a column holds words, and no numbers."""
    said = [text for text in column if text.lower() not in MISSING]
    return bool(said) and all(isnan(_number(text)) for text in said)
