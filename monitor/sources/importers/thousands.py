"""Tell whether the sign in "1,002" or "1.002" parts thousands, by the rest of its table.

A table that has a decimal comma anywhere parts no thousands with it, but may do so with a point;
else the column decides.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers.columns import Column
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

_GROUPED: Final = re.compile(r"\s*[+\-\N{MINUS SIGN}]?[1-9]\d{0,2},\d{3}\s*(?:[^\d.,].*)?")
_POINTED: Final = re.compile(r"\s*[+\-\N{MINUS SIGN}]?[1-9]\d{0,2}\.\d{3}\s*(?:[^\d.,].*)?")
_BOTH: Final = re.compile(r"\s*[+\-\N{MINUS SIGN}]?\d{1,3}(?:\.\d{3})+,\d*\s*(?:[^\d.,].*)?")
_FRACTION: Final = re.compile(r",\d*[1-9]")
_DECIMAL: Final = re.compile(r"\s*[+\-\N{MINUS SIGN}]?\d*,\d+\s*(?:[^\d.,].*)?")
_FACTOR: Final = 1000.0
"""By definition."""
_LARGE: Final = 100.0
"""Whole numbers of three digits stand beside thousands, not beside decimals of three digits. Rule
of thumb."""


@dataclass(slots=True)
class _Fields:
    """Rows of the fields of a column that may hold a thousand, and the first one's text."""

    rows: list[int] = field(default_factory=list)
    shown: str = ""

    def add(self, text: str, row: int | None) -> None:
        if row is not None:
            self.shown = self.shown or text.strip()
            self.rows.append(row)


class Commas:
    """What the fields of a table with a comma look like, by their place in a row."""

    def __init__(self) -> None:
        self._commas: dict[int, _Fields] = defaultdict(_Fields)
        self._points: dict[int, _Fields] = defaultdict(_Fields)
        self._fractions: dict[int, int] = defaultdict(int)
        self.is_decimal = False
        """Whether the table has a decimal comma."""

    def note(self, place: int, text: str, row: int | None) -> None:
        """Take a field of a row that is no plain number; ``row`` is None where it is left out."""
        if _DECIMAL.fullmatch(text) or _BOTH.fullmatch(text):
            if _GROUPED.fullmatch(text):
                self._commas[place].add(text, row)
            else:
                self.is_decimal = True
            self._fractions[place] += row is not None and bool(_FRACTION.search(text))
        elif _POINTED.fullmatch(text):
            self._points[place].add(text, row)

    def note_plain(self, place: int, text: str, row: int) -> None:
        """Take a field of a row of plain numbers."""
        if text[-4:-3] == "." and _POINTED.fullmatch(text):
            self._points[place].add(text, row)

    def undo(
        self,
        file: InputFile,
        wanted: Sequence[tuple[int, Column]],
        values: FloatArray,
        remarks: Remarks,
    ) -> FloatArray:
        """Give values, shape (rows, columns), with thousands where they were read as decimals.

        Raises
        ------
        ImportFileError
            If it may be either.
        """
        found, sign = (self._points, "point") if self.is_decimal else (self._commas, "comma")
        for number, (place, column) in enumerate(wanted):
            rows = found[place].rows
            others = np.delete(values[:, number], rows)
            others = others[~np.isnan(others)]
            if not rows or not len(others):
                continue
            parts = self._are_parted(place, others)
            shown = printable(found[place].shown)
            if parts is None:
                reason = f'column "{column.name}": "{shown}" may be a thousand or a decimal'
                raise ImportFileError(str(file), f"{reason}: write it without the {sign}")
            if parts:
                values = values.copy()
                values[rows, number] = np.rint(_FACTOR * values[rows, number])
                remarks.add(f'{len(rows)} numbers such as "{shown}" are read as thousands')
        return values

    def _are_parted(self, place: int, others: FloatArray) -> bool | None:
        """Whether thousands are parted in a column, by its other numbers; None if it may be.

        In a table with a decimal comma, other fractions than those are behind a decimal point.
        """
        fractions = int((others % 1.0 != 0.0).sum())
        if self.is_decimal and fractions > self._fractions[place]:
            return False
        large = bool(np.abs(others).max() >= _LARGE)
        return True if fractions or large else None
