"""Read the numbers of a text table, and say where there are none."""

import csv
import gzip
import logging
import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf, isinf, nan
from pathlib import Path
from typing import Final, NamedTuple, TextIO

import numpy as np
import numpy.typing as npt

from monitor.errors import ImportFileError
from monitor.types import FloatArray

logger = logging.getLogger(__name__)

_GZIP: Final = b"\x1f\x8b"
_DELIMITERS: Final = ",;\t|"
_SHOWN_CHARACTERS: Final = 40
_SHOWN_COLUMNS: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of a file: ``values`` of shape (rows, columns), ``lines`` of the file."""

    path: Path
    columns: tuple[str, ...]
    values: FloatArray
    lines: npt.NDArray[np.int64]

    def column(self, name: str) -> FloatArray:
        """Give one column."""
        return self.values[:, self.columns.index(name)]

    def block(self, names: Sequence[str]) -> FloatArray:
        """Give several columns, shape (rows, len(names))."""
        return self.values[:, [self.columns.index(name) for name in names]]

    def times(self, name: str, max_gap_s: float) -> FloatArray:
        """Give a column of times.

        Raises
        ------
        ImportFileError
            With the line of the first time that is missing, earlier than the one before, or more
            than ``max_gap_s`` later. Equal times may be.
        """
        t_s = self.column(name)
        steps_s = np.diff(t_s, prepend=t_s[:1])
        for bad, reason in (
            (np.isnan(t_s), "there is no time"),
            (steps_s < 0.0, "time runs backwards"),
            (steps_s > max_gap_s, f"time jumps by more than {max_gap_s:g} s; was the clock set?"),
        ):
            if bad.any():
                line = int(self.lines[np.argmax(bad)])
                raise ImportFileError(self.path, f'column "{name}": {reason}', line)
        return t_s


def read_table(path: Path, columns: Sequence[str], header_mark: str = "") -> Table:
    """Read named columns of a delimited text file, plain or gzip.

    The delimiter is found in the header, which is the first line that is neither empty nor a
    comment (``#``), or else the remark that starts with ``header_mark``. An
    empty field is NaN, so is a column named "" (a cell that the file has not). A last line that was
    cut is left out.

    Raises
    ------
    ImportFileError
        With line and column, if the file is not such a table.
    """
    with reading(path) as lines:
        return _read(path, lines, tuple(dict.fromkeys(columns)), header_mark)


@contextmanager
def reading(path: Path) -> Iterator[TextIO]:
    """Open a text file and say what is wrong with it as ``ImportFileError``."""
    try:
        opened = gzip.open if _is_packed(path) else open
        with opened(path, "rt", encoding="utf-8-sig", newline="") as lines:
            yield lines
    except OSError as error:
        raise ImportFileError(path, error.strerror or "cannot be unpacked") from error
    except (EOFError, zlib.error) as error:
        raise ImportFileError(path, "the compressed file is cut or damaged") from error
    except UnicodeDecodeError as error:
        raise ImportFileError(path, "is not a text file (UTF-8)") from error
    except csv.Error as error:
        raise ImportFileError(path, f"is not a table: {error}") from error


def number(text: str, path: Path, column: str, line: int) -> float:
    """Read a field: NaN where it is empty.

    Raises
    ------
    ImportFileError
        If it is no number, or infinite.
    """
    try:
        value = float(text)
    except ValueError:
        value = _unusual_number(text)
    if isinf(value):
        shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
        raise ImportFileError(path, f'column "{column}": "{shown}" is not a number', line)
    return value


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_GZIP)) == _GZIP


def _read(path: Path, file: TextIO, columns: tuple[str, ...], header_mark: str) -> Table:
    header = _header(path, file, header_mark)
    places = [place for place, column in enumerate(columns) if column]
    wanted = [(_index(path, header.names, columns[place]), columns[place]) for place in places]
    numbers, lines = array("d"), array("q")
    for fields, line in _rows(path, file, header):
        numbers.extend([number(fields[index], path, column, line) for index, column in wanted])
        lines.append(line)
    if not lines:
        raise ImportFileError(path, "has no samples")
    values = np.full((len(lines), len(columns)), nan)
    values[:, places] = np.frombuffer(numbers).reshape(len(lines), len(places))
    return Table(path, columns, values, np.frombuffer(lines, np.int64))


class _Header(NamedTuple):
    """Names of the columns, what parts them, and the line where they stand."""

    line: int
    delimiter: str
    names: list[str]


def _header(path: Path, file: TextIO, mark: str) -> _Header:
    for line, text in enumerate(file, start=1):
        if text.startswith(mark) if mark else text.strip() and not text.startswith("#"):
            content = text.lstrip("# ").rstrip("\r\n")
            delimiter = max(_DELIMITERS, key=content.count)
            names = next(csv.reader([content], delimiter=delimiter))
            return _Header(line, delimiter, [name.strip() for name in names])
    raise ImportFileError(path, f'has no line "{mark}…"' if mark else "is empty")


def _index(path: Path, names: Sequence[str], column: str) -> int:
    if column not in names:
        has = ", ".join(name[:_SHOWN_CHARACTERS] for name in names[:_SHOWN_COLUMNS])
        more = ", …" if len(names) > _SHOWN_COLUMNS else ""
        raise ImportFileError(path, f'has no column "{column}"; it has: {has}{more}')
    return names.index(column)


def _rows(path: Path, file: TextIO, header: _Header) -> Iterator[tuple[list[str], int]]:
    """Give the rows with their line; a cut last line is said and left out."""
    whole = _WholeLines(file)
    reader = csv.reader(whole, delimiter=header.delimiter)
    for fields in reader:
        line = header.line + reader.line_num
        if len(fields) == len(header.names):
            yield fields, line
        elif whole.cut:
            logger.warning("import %s: the last line is cut, left out", path.name)
        elif fields:
            reason = f"{len(fields)} fields, the header has {len(header.names)}"
            raise ImportFileError(path, reason, line)


class _WholeLines:
    """Lines of a file; ``cut`` tells whether the latest lacks its end."""

    def __init__(self, file: TextIO) -> None:
        self.cut = False
        self._file = file

    def __iter__(self) -> Iterator[str]:
        for text in self._file:
            self.cut = not text.endswith(("\n", "\r"))
            yield text


def _unusual_number(text: str) -> float:
    """Read an empty field, or a decimal comma; infinite if it is neither."""
    if not text.strip():
        return nan
    try:
        return float(text.replace(",", ".", 1))
    except ValueError:
        return inf
