"""Tell whether the comma of a number such as "1,002" parts thousands, by the rest of its table.

A table that has a decimal comma anywhere parts no thousands with it; else the column decides.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers.columns import Column
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

_GROUPED: Final = re.compile(r"\s*[+\-\N{MINUS SIGN}]?[1-9]\d{0,2},\d{3}\s*(?:[^\d.,].*)?")
_DECIMAL: Final = re.compile(r"\s*[+\-\N{MINUS SIGN}]?\d*,\d+\s*(?:[^\d.,].*)?")
_FACTOR: Final = 1000.0
"""By definition."""
_LARGE: Final = 100.0
"""Whole numbers of three digits stand beside thousands, not beside decimals of three digits. Rule
of thumb."""


class Commas:
    """What the fields of a table with a comma look like, by their place in a row."""

    def __init__(self) -> None:
        self._rows: dict[int, list[int]] = defaultdict(list)
        self._shown: dict[int, str] = {}
        self._is_decimal = False

    def note(self, place: int, text: str, row: int | None) -> None:
        """Take a field of a row that is no plain number; ``row`` is None where it is left out."""
        if _GROUPED.fullmatch(text):
            if row is not None:
                self._rows[place].append(row)
                self._shown.setdefault(place, text.strip())
        elif _DECIMAL.fullmatch(text):
            self._is_decimal = True

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
        if self._is_decimal:
            return values
        for number, (place, column) in enumerate(wanted):
            rows = self._rows.get(place, [])
            others = np.delete(values[:, number], rows)
            others = others[~np.isnan(others)]
            if not rows or not len(others):
                continue
            shown = printable(self._shown[place])
            if (others % 1.0 == 0.0).all() and np.abs(others).max() < _LARGE:
                reason = f'column "{column.name}": "{shown}" may be a thousand or a decimal'
                raise ImportFileError(str(file), f"{reason}: write it without the comma")
            values = values.copy()
            values[rows, number] *= _FACTOR
            remarks.add(f'{len(rows)} numbers such as "{shown}" are read as thousands')
        return values
