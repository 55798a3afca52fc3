"""Read the numbers of a text table, and say where there are none.

What people's tables have besides numbers is left out, counted and said: rows of units under the
header, headers repeated, remarks, footers, words for a missing value, delimiters at the end of a
line. Anything else that is no number is refused with its line and column.
"""

import contextlib
import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import inf, isinf, nan
from typing import TYPE_CHECKING, Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers.columns import Column, Parse, Table, TableOptions, plain
from monitor.sources.importers.csv_header import find_header
from monitor.sources.importers.limits import LARGEST, ImportLimits
from monitor.sources.importers.lines import Lines, reading
from monitor.sources.importers.number_text import spelled
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.table_rows import Doubt, FoundRows, TableLayout
from monitor.sources.importers.thousands import Commas

if TYPE_CHECKING:
    import _csv

_SHOWN_CHARACTERS: Final = 40
_UNIT_ROWS: Final = 5
_FOOTERS: Final = 100
_BATCH: Final = 4096
"""Lines read at once."""
MISSING: Final = frozenset(
    {
        "", "na", "n/a", "#n/a", "n.a.", "<na>", "#nv", "nan", "-nan", "nan(ind)", "-nan(ind)",
        "1.#qnan", "-1.#qnan", "1.#ind", "-1.#ind", "null", "(null)", "<null>", "none", "nil", "-",
        "--", "---", "?", "*", ".", "missing", "undefined", "invalid", "no data", "\\n",
        "#value!", "#num!", "#div/0!", "#ref!", "#wert!", "#zahl!",
    }
)  # fmt: skip
"""Words for a missing value, in lower case."""


def read_table(
    file: InputFile,
    columns: Sequence[Column],
    remarks: Remarks,
    options: TableOptions | None = None,
    limits: ImportLimits | None = None,
) -> Table:
    """Read columns of a delimited text file, plain or packed.

    An empty field is NaN. A last line that was cut is left out.

    Raises
    ------
    ImportFileError
        With line and column, if the file is not such a table.
    """
    limits, options = limits or ImportLimits(), options or TableOptions()
    with reading(file, limits, remarks, options.encoding) as lines:
        try:
            return _Reader(file, columns, remarks, options, limits).read(lines)
        except csv.Error as error:
            raise ImportFileError(str(file), f"is not a table: {error}") from error


class _Reader:
    """Read one table."""

    def __init__(
        self,
        file: InputFile,
        columns: Sequence[Column],
        remarks: Remarks,
        options: TableOptions,
        limits: ImportLimits,
    ) -> None:
        self._file = file
        self._columns = list({column.key: column for column in columns if column.name}.values())
        self._remarks = remarks
        self._options = options
        self._most_values = limits.values_bytes(file.path.stat().st_size) // 8
        self._missing = MISSING | {word.strip().lower() for word in options.missing}
        self._layout = TableLayout()
        self._found = FoundRows()
        self._commas = Commas()

    def read(self, lines: Lines) -> Table:
        texts = iter(lines)
        for _ in range(self._options.skip):
            next(texts, None)
        names = [column.name for column in self._columns if not column.likely]
        self._layout.header = find_header(self._file, texts, names, self._options.delimiter)
        self._layout.wanted = list(self._places())
        self._layout.width = len(self._layout.header.names)
        if self._options.units_row:
            self._take_units(next(self._rows(texts), []))
        while batch := list(islice(texts, _BATCH)):
            before = lines.number - len(batch)
            if not self._quickly(batch, before):
                rows = self._rows(batch)
                for fields in rows:
                    line = before + rows.line_num
                    self._row(fields, line, cut=lines.cut and line == lines.number)
            self._check_memory()
        self._end()
        if not self._found.lines:
            raise ImportFileError(str(self._file), "has no samples")
        return self._table()

    def _places(self) -> Iterator[tuple[Parse, int, Column]]:
        for column in self._columns:
            if not column.likely:
                yield column.parse, self._layout.header.index(self._file, column.name), column
                continue
            names = enumerate(self._layout.header.names)
            likely = (place for place, name in names if plain(name) in column.likely)
            if (place := next(likely, None)) is not None:
                yield column.parse, place, column

    def _rows(self, texts: Iterable[str]) -> "_csv.Reader":
        return csv.reader(texts, delimiter=self._layout.header.delimiter, skipinitialspace=True)

    def _quickly(self, batch: list[str], before: int) -> bool:
        """Read lines that hold nothing but numbers, in one go; whether they were such."""
        delimiter = self._layout.header.delimiter
        plain_rows = all(text.count(delimiter) == self._layout.width - 1 for text in batch)
        numeric = all(column.numeric for _, _, column in self._layout.wanted)
        plain_rows &= not self._commas.is_decimal
        if not (plain_rows and numeric and self._layout.width > 1 and delimiter != " "):
            return False
        places = [place for _, place, _ in self._layout.wanted]
        try:
            values = np.loadtxt(batch, delimiter=delimiter, comments=None, usecols=places, ndmin=2)
        except ValueError:
            return False
        if len(values) != len(batch):
            return False
        if self._found.doubts:
            self._resolve()
        self._found.numbers.frombytes(values.tobytes())
        self._found.lines.extend(range(before + 1, before + 1 + len(batch)))
        return True

    def _check_memory(self) -> None:
        if len(self._found.numbers) > self._most_values:
            reason = "holds more numbers than its size allows; unpack it if you trust it"
            raise ImportFileError(str(self._file), reason)

    def _row(self, fields: list[str], line: int, *, cut: bool) -> None:
        values: list[float] = []
        if len(fields) == self._layout.width:
            with contextlib.suppress(ValueError):
                values = [parse(fields[place]) for parse, place, _ in self._layout.wanted]
                for _, place, _ in self._layout.wanted:
                    self._commas.note_plain(place, fields[place], len(self._found.lines))
        if not values:
            values = self._unusual(fields, line, cut=cut)
            if not values:
                return
        if self._found.doubts:
            self._resolve()
        self._found.numbers.extend(values)
        self._found.lines.append(line)

    def _unusual(self, fields: list[str], line: int, *, cut: bool) -> list[float]:
        """Read a row that has more than plain numbers; empty if it is none."""
        content = "".join(fields).strip()
        if not content:
            return []
        if content.startswith(("#", "//")):
            self._found.comments += 1
            return []
        if [one.strip() for one in fields][: self._layout.width] == self._layout.header.names:
            self._found.repeated += 1
            return []
        if cut and len(fields) < self._layout.width:
            self._remarks.add("the last line is cut, left out")
            return []
        if len(fields) < self._layout.width or "".join(fields[self._layout.width :]).strip():
            self._doubt(line, f"{len(fields)} fields, the header has {self._layout.width}", fields)
            return []
        return self._fields(fields, line)

    def _fields(self, fields: list[str], line: int) -> list[float]:
        values, wrong = [], []
        for parse, place, column in self._layout.wanted:
            value = self._number(self._layout.header.names[place], fields[place], parse)
            values.append(value)
            if isinf(value):
                wrong.append((column.name, fields[place]))
        row = None if wrong else len(self._found.lines)
        for _, place, _ in self._layout.wanted:
            self._commas.note(place, fields[place], row)
        if not wrong:
            return values
        name, text = wrong[0]
        shown = printable(text[:_SHOWN_CHARACTERS] + "…" * (len(text) > _SHOWN_CHARACTERS))
        reason = f'column "{name}": "{shown}" is not a number'
        numbers = sum(not isinf(value) and value == value for value in values)  # noqa: PLR0124  # NaN is not itself
        footer = fields[0].strip()[:1].isalpha() and any(
            place == 0 for _, place, _ in self._layout.wanted
        )
        if numbers and not footer:
            raise ImportFileError(str(self._file), reason, line)
        self._doubt(line, reason, fields)
        return []

    def _number(self, name: str, text: str, parse: Parse) -> float:
        """Read a field: NaN where it is missing; infinite if it is no number."""
        with contextlib.suppress(ValueError):
            return parse(text)
        if text.strip().lower() in self._missing:
            return nan
        found = spelled(text, parse)
        if found is None:
            return inf
        if found.unit:
            self._layout.behind.setdefault(name, found.unit)
        return found.value

    def _doubt(self, line: int, reason: str, fields: list[str]) -> None:
        self._found.doubts.append(Doubt(line, reason, fields))
        most = _FOOTERS if self._found.lines else _UNIT_ROWS
        if len(self._found.doubts) > most:
            self._refuse()

    def _resolve(self) -> None:
        """Decide what doubtful rows were, now that a row of numbers follows."""
        for doubt in self._found.doubts:
            if not self._found.lines:
                self._take_units(doubt.fields)
            elif doubt.wordy:
                self._found.wordy += 1
            else:
                self._refuse()
        self._found.doubts.clear()

    def _take_units(self, fields: Sequence[str]) -> None:
        units = [one.strip() for one in fields]
        self._layout.units |= dict(zip(self._layout.header.names, units, strict=False))
        shown = ", ".join(list(dict.fromkeys(one for one in units if one))[:_UNIT_ROWS])
        shown = printable(shown)
        self._remarks.add(f"a row under the header is left out, as it holds no numbers ({shown})")

    def _refuse(self) -> None:
        first = self._found.doubts[0]
        raise ImportFileError(str(self._file), first.reason, first.line)

    def _end(self) -> None:
        if self._found.doubts and not self._found.lines:
            self._refuse()
        for count, what in (
            (len(self._found.doubts), "lines after the table"),
            (self._found.repeated, "repeated headers"),
            (self._found.wordy, "lines without numbers among the rows"),
            (self._found.comments, "remarks among the rows"),
        ):
            if count:
                self._remarks.add(f"{count} {what} left out")
        behind = self._layout.behind
        if behind:
            shown = printable(", ".join(dict.fromkeys(behind.values())))
            self._remarks.add(f"units behind the numbers are left out ({shown})")
            self._layout.units = behind | self._layout.units

    def _table(self) -> Table:
        columns = [column for _, _, column in self._layout.wanted]
        values = np.frombuffer(self._found.numbers).reshape(len(self._found.lines), len(columns))
        lines = np.frombuffer(self._found.lines, np.int64)
        infinite = np.isinf(values)
        if infinite.any():
            row, place = (int(found[0]) for found in np.nonzero(infinite))
            reason = f'column "{columns[place].name}": "{values[row, place]}" is not a number'
            raise ImportFileError(str(self._file), reason, int(lines[row]))
        beyond = np.abs(values) > LARGEST
        if count := int(beyond.sum()):
            self._remarks.add(f"{count} numbers that no sensor gives taken as unknown")
            values = np.where(beyond, nan, values)
        places = [(place, column) for _, place, column in self._layout.wanted]
        values = self._commas.undo(self._file, places, values, self._remarks)
        keys = tuple(column.key for column in columns)
        names = tuple(self._layout.header.names[place] for _, place, _ in self._layout.wanted)
        return Table(self._file, keys, names, values, lines, self._layout.units)
