"""A table, once it is read, and what can be asked of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import nan

import numpy as np
import numpy.typing as npt

from monitor.errors import ImportFileError
from monitor.sources.importers.opening import InputFile
from monitor.types import FloatArray

Parse = Callable[[str], float]
"""Text of a field to a number; ``ValueError`` if it is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column to read: how it is called in the table, how in the file, and how it is read.

    ``numeric``: ``parse`` gives of a plain number what ``float`` gives.
    ``likely`` are other names by which it may be found; then it may be absent too.
    """

    key: str
    name: str
    parse: Parse = float
    likely: frozenset[str] = frozenset()
    numeric: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """What a map says of a file; see docs/recordings.md."""

    encoding: str | None = None
    skip: int = 0
    missing: tuple[str, ...] = ()
    units_row: bool | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of a file: ``values`` of shape (rows, columns), ``lines`` of the file.

    ``units`` is what a row under the header says, by name of the column.
    """

    file: InputFile
    keys: tuple[str, ...]
    names: tuple[str, ...]
    values: FloatArray
    lines: npt.NDArray[np.int64]
    units: Mapping[str, str] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Whether the column was there."""
        return key in self.keys

    def column(self, key: str) -> FloatArray:
        """Give one column."""
        return self.values[:, self.keys.index(key)]

    def block(self, keys: Sequence[str]) -> FloatArray:
        """Give several columns, shape (rows, len(keys)); "" is a column of unknown values."""
        found = np.full((len(self.values), len(keys)), nan)
        for place, key in enumerate(keys):
            if key:
                found[:, place] = self.column(key)
        return found

    def refuse(self, name: str, bad: npt.NDArray[np.bool_], reason: str) -> None:
        """Refuse the table for the first of the bad rows of a column, if there is one.

        Raises
        ------
        ImportFileError
            With the line.
        """
        if bad.any():
            line = int(self.lines[int(np.argmax(bad))])
            raise ImportFileError(str(self.file), f'column "{name}": {reason}', line)

    def rows(self, kept: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "Table":
        """Give some rows."""
        return Table(
            self.file, self.keys, self.names, self.values[kept], self.lines[kept], self.units
        )


def plain(name: str) -> str:
    """Name of a column without case, spaces and signs.

    >>> plain("Packet Counter")
    'packetcounter'
    """
    return "".join(filter(str.isalnum, name.lower()))


def all_keys(*groups: Sequence[str]) -> list[str]:
    """Give the names of several groups once each, without the empty ones."""
    return [name for name in dict.fromkeys(chain(*groups)) if name]
