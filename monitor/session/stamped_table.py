"""The one writer of tables as CSV: every row ends with its stamp."""

import csv
from collections.abc import Iterable
from typing import TextIO

from monitor.session.stamp import Stamp


class StampedTable:
    """Write rows of text to an open file; its names of columns stand there at once."""

    def __init__(self, file: TextIO, columns: Iterable[str], stamp: Stamp) -> None:
        self._table = csv.writer(file)
        self._cells = stamp.cells
        self._table.writerow((*columns, *Stamp.NAMES))

    def write(self, row: Iterable[str]) -> None:
        """Write a row."""
        self._table.writerow((*row, *self._cells))
