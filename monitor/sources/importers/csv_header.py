"""Find the header of a table: the first line that holds the columns that a map names.

Before it may stand ``sep=;``, titles, ``Key:,value`` and remarks; nothing of that is read.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers.lines import first_lines
from monitor.sources.importers.opening import InputFile

DELIMITERS: Final = (",", ";", "\t", "|", " ")
_LINES: Final = 500
"""Lines before the header. Rule of thumb."""
_REMARKS: Final = "#/% "
_SHOWN_CHARACTERS: Final = 40
_SHOWN_COLUMNS: Final = 12
_NUMBERED: Final = "#"


@dataclass(frozen=True, slots=True)
class Header:
    """Names of the columns, what parts them, how many lines stand before; is it a remark?"""

    names: list[str]
    delimiter: str
    before: int
    remark: bool = False

    def index(self, file: InputFile, column: str) -> int:
        """Place of a column; ``name#2`` is the second of that name.

        Raises
        ------
        ImportFileError
            If it is not there, or there more than once.
        """
        column = self._fitting(column)
        name, _, number = column.rpartition(_NUMBERED)
        if column not in self.names and name in self.names and number.isdecimal():
            places = [place for place, one in enumerate(self.names) if one == name]
            if 1 <= int(number) <= len(places):
                return places[int(number) - 1]
        times = self.names.count(column)
        if times == 0:
            has = ", ".join(
                printable(one[:_SHOWN_CHARACTERS]) for one in self.names[:_SHOWN_COLUMNS]
            )
            more = ", …" if len(self.names) > _SHOWN_COLUMNS else ""
            raise ImportFileError(str(file), f'has no column "{column}"; it has: {has}{more}')
        if times > 1:
            which = " or ".join(f'"{column}#{n}"' for n in range(1, times + 1))
            reason = f'has {times} columns "{column}"; say {which} in the map'
            raise ImportFileError(str(file), reason)
        return self.names.index(column)

    def holds(self, column: str) -> bool:
        """Whether a column is there, once or more often."""
        column = self._fitting(column)
        if column in self.names:
            return True
        name, _, number = column.rpartition(_NUMBERED)
        return number.isdecimal() and self.names.count(name) >= int(number) >= 1

    def _fitting(self, column: str) -> str:
        """Name that a pattern such as ``*_Gyro_X_CAL`` stands for, if exactly one fits it.

        Or else the one that differs in case and spaces alone.
        """
        if column in self.names or not column:
            return column
        names = dict.fromkeys(self.names)
        if "*" in column:
            fitting = [name for name in names if fnmatchcase(name, column)]
        else:
            fitting = [name for name in names if _bare(name) == _bare(column)]
        return fitting[0] if len(fitting) == 1 else column


def find_header(
    file: InputFile, lines: Iterator[str], columns: Sequence[str], delimiter: str | None = None
) -> Header:
    """Find the header and leave ``lines`` behind it.

    Raises
    ------
    ImportFileError
        If no line holds the columns: it names what the likeliest lacks.
    """
    wanted = [column for column in dict.fromkeys(columns) if column]
    best, most = Header([], ",", 0), -1
    for header in _headers(lines, delimiter):
        names = frozenset(header.names)
        found = sum(column in names or header.holds(column) for column in wanted)
        if found == len(wanted):
            return header
        if found > most and header.names and (found or not header.remark):
            best, most = header, found
    if not best.names:
        raise ImportFileError(str(file), "is empty")
    missing = next(column for column in wanted if not best.holds(column))
    best.index(file, missing)
    raise ImportFileError(str(file), f'has no column "{missing}"')


def _headers(lines: Iterator[str], delimiter: str | None) -> Iterator[Header]:
    """Give every line as what it might be: a header, parted by this or that."""
    for before, text in enumerate(first_lines(lines, _LINES)):
        said = _said_delimiter(text)
        if said is not None:
            delimiter = delimiter or said
            continue
        for one in [delimiter] if delimiter else DELIMITERS:
            yield Header(split(text, one), one, before, text.startswith(("#", "//")))


def split(text: str, delimiter: str) -> list[str]:
    """Names of a header line, without remark signs, quotes, spaces and empty ones at its end."""
    content = text.strip("\r\n").lstrip(_REMARKS if delimiter != " " else "#/%")
    try:
        names = next(csv.reader([content], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []
    names = [name.strip() for name in names]
    names = [name[1:-1] if name[:1] == name[-1:] == "'" else name for name in names]
    while names and not names[-1]:
        names.pop()
    return names


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()


def _said_delimiter(text: str) -> str | None:
    """Read ``sep=;``, by which spreadsheets are told what parts the columns."""
    content = text.strip("\r\n").strip('"')
    if len(content) == len("sep=;") and content.lower().startswith("sep="):
        return content[-1]
    return None
