"""Say which columns of a file the streams of a map need, and how each is read."""

from math import nan
from typing import Final

from monitor.sources.importers import times
from monitor.sources.importers.columns import Column, Parse
from monitor.sources.importers.counters import COUNTERS
from monitor.sources.importers.csv_map import Stream, Where
from monitor.sources.importers.csv_places import Part, Places
from monitor.sources.importers.file_clock import DatedParse
from monitor.sources.importers.opening import InputFile

COUNTER: Final = "\0counter"
"""Key of a column that may count samples; no column is called so."""


def columns_of(file: InputFile, places: Places, dated: list[DatedParse]) -> list[Column]:
    """Give the columns of one file; what reads its times as dates is added to ``dated``."""
    columns: list[Column] = []
    for stream, parts in places.items():
        for part in parts:
            if part.file == file:
                columns += _of_part(stream, part, dated)
    return columns


def _of_part(stream: Stream, part: Part, dated: list[DatedParse]) -> list[Column]:
    columns = [Column(name, name) for name in part.values]
    if part.time is not None:
        parse = DatedParse(times.parser(stream.time_unit, stream.time_format), stream.time_format)
        dated.append(parse)
        plain = stream.time_format is None and stream.time_unit not in {"iso", "clock"}
        columns.append(Column(time_key(stream, part), part.time, parse, numeric=plain))
    if stream.counter is not None:
        columns.append(Column(counter_key(stream.counter), stream.counter))
    elif stream.rate_hz is not None:
        columns.append(Column(COUNTER, "counter", _count, COUNTERS))
    if stream.where is not None:
        columns.append(
            Column(where_key(stream.where), stream.where.column, _is(stream.where), numeric=False)
        )
    return columns


def time_key(stream: Stream, part: Part) -> str:
    """Key of a column of times, read as this stream has them."""
    return f"\0{part.time}\0{stream.time_unit}\0{stream.time_format}"


def counter_key(name: str) -> str:
    """Key of a column that is said to count samples."""
    return f"{COUNTER}\0{name}"


def where_key(where: Where) -> str:
    """Key of a column of 1 in the rows of a stream, 0 in those of others."""
    return f"\0{where.column}\0{where.equals}"


def _is(where: Where) -> Parse:
    expected = where.equals
    return lambda text: float(text.strip() == expected)


def _count(text: str) -> float:
    """Read what may be a counter; it is no error if it is none."""
    try:
        return float(int(text))
    except ValueError:
        return nan
