"""Read the start of a table that nobody described: its names, its units and some of its numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_header import DELIMITERS, split
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.lines import reading
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.table import MISSING
from monitor.types import FloatArray

_LINES: Final = 3000
_LEAST_ROWS: Final = 5
_UNIT: Final = re.compile(r"[\[(]([^\])]+)[\])]|_(m_s2|rad_s|deg_s|dps|mg|g|ms|us|ns|s)(?:_CAL)?$")
_SPELLED: Final = {
    "m/s^2": "m/s2", "m/s²": "m/s2", "m/(s^2)": "m/s2", "m_s2": "m/s2", "m/s2": "m/s2",
    "g": "g", "mg": "mg", "rad/s": "rad/s", "rad_s": "rad/s", "°/s": "deg/s", "dps": "deg/s",
    "deg/s": "deg/s", "deg_s": "deg/s", "mdps": "mdeg/s", "mdeg/s": "mdeg/s",
    "ms": "ms", "us": "us", "µs": "us", "ns": "ns", "s": "s",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class TableSample:
    """The start of a table: names, units below them, and numbers."""

    names: list[str]
    units: dict[str, str]
    values: FloatArray

    def column(self, name: str) -> FloatArray:
        """Numbers of a column, NaN where there is none, shape (rows,)."""
        return self.values[:, self.names.index(name)]

    def unit(self, name: str) -> str | None:
        """Unit that a name or the row below it says, as a map spells it."""
        match = _UNIT.search(name)
        said = (match[1] or match[2]) if match else self.units.get(name, "")
        return _SPELLED.get(said.strip().lower())


def read_sample(file: InputFile, limits: ImportLimits) -> TableSample:
    """Find the widest block of rows that hold numbers, and the names above it."""
    with reading(file, limits, Remarks(file.name, aloud=False)) as lines:
        texts = [text for text in islice(lines, _LINES) if text.strip()]
    best: tuple[int, int, str] = (0, 0, ",")
    for delimiter in DELIMITERS:
        wide = [_numbers(split(text, delimiter)) for text in texts]
        first = next((i for i, row in enumerate(wide) if len(row) >= 2), len(wide))
        width = len(wide[first]) if first < len(wide) else 0
        if first and width > best[1]:
            best = (first, width, delimiter)
    first, width, delimiter = best
    rows = [_numbers(split(text, delimiter)) for text in texts[first:]]
    rows = [row for row in rows if len(row) == width]
    above = [split(text, delimiter) for text in texts[max(first - 5, 0) : first]]
    names = next((row for row in above if len(row) == width), None)
    if names is None or len(rows) < _LEAST_ROWS:
        raise ImportFileError(str(file), "is no table with a header and rows of numbers")
    under = [row for row in above if len(row) == width and row is not names]
    units = dict(zip(names, under[-1], strict=True)) if under else {}
    return TableSample(names, units, np.array(rows))


def _numbers(fields: Sequence[str]) -> list[float]:
    """Numbers of a row, NaN for missing ones and times of day; empty if it is none."""
    values = []
    for text in fields:
        try:
            values.append(float(text.replace(",", ".", 1)))
        except ValueError:
            if text.lower() not in MISSING and not re.match(r"\d+[-:T]\d", text):
                return []
            values.append(np.nan)
    return values if values and not np.isnan(values).all() else []
