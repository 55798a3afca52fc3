"""Import the text export (.asc) of novel's pedar insoles.

A few lines about the recording, then a table: time, 99 cells of the left insole, 99 of the right,
in kPa. The order of the feet is that of the masks that the file names first. Where the cells sit
and how large they are depends on the insole's size, and the maker's tables are not public under a
licence that lets us ship them: pressures are read, forces and places are not known.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from monitor.errors import ImportFileError
from monitor.sources.importers import times
from monitor.sources.importers.columns import Column
from monitor.sources.importers.csv_header import find_header
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.lines import reading
from monitor.sources.importers.opening import InputFile, Source
from monitor.sources.importers.single import only_file
from monitor.sources.importers.streams import (
    ImportedRun,
    ImportedStream,
    known_rows,
    packets,
    rate_hz,
)
from monitor.sources.importers.table import read_table
from monitor.types import Side
from monitor.units import KPA_PER_N_CM2
from monitor.wire.imported import StreamDescription, StreamKind

CELLS: Final = 99
_TIME: Final = re.compile(r"^time\s?\[(secs|ms)\]", re.IGNORECASE | re.MULTILINE)
_HEAD_LINES: Final = 50
_UNIT: Final = re.compile(r"pressure values in\s+(\S+)", re.IGNORECASE)
_DATE: Final = re.compile(r"date/time\s+(\d\d\.\d\d\.\d\d) (\d\d\.\d\d)")
_MASK: Final = re.compile(r"(?:^|[,;\t])\s*(left|right) insole:", re.IGNORECASE | re.MULTILINE)
_UNITS: Final = {"kpa": 1.0, "n/cm2": KPA_PER_N_CM2, "n/cm²": KPA_PER_N_CM2}


def import_pedar(
    files: Sequence[Source], map_path: Path | None = None, limits: ImportLimits | None = None
) -> ImportedRun:
    """Read an export of one or two insoles.

    Raises
    ------
    ImportFileError
        If it is not such an export.
    """
    limits = limits or ImportLimits()
    file, remarks = only_file(files, map_path, "pedar", limits)
    with reading(file, limits, remarks) as lines:
        head = list(islice(lines, _HEAD_LINES))
    text = "".join(head)
    match = _TIME.search(text)
    if match is None:
        raise ImportFileError(str(file), 'has no column "time[secs]"')
    time = match[0]
    names = find_header(file, iter(head), [time]).names
    if "" in names:
        raise ImportFileError(str(file), f"column {names.index('') + 1} has no name")
    sides = _sides(file, text, len(names) - 1)
    factor = _factor(file, text)
    columns = [Column(time, time)]
    columns += [Column(f"cell {n}", *_name(names, n)) for n in range(1, len(names))]
    table = read_table(file, columns, remarks, limits=limits)
    told_s = times.in_seconds(table, time, None, remarks)
    t_s, rows = times.ordered(table, time, told_s, limits, remarks)
    table = table.rows(rows)
    streams = []
    for place, side in enumerate(sides):
        keys = [f"cell {place * CELLS + n}" for n in range(1, CELLS + 1)]
        at_s, kpa = known_rows(t_s, table.block(keys) * factor)
        description = StreamDescription(
            kind=StreamKind.PRESSURE,
            side=side,
            rate_hz=rate_hz(file, at_s, limits),
            channels=CELLS,
        )
        streams.append(ImportedStream(description, at_s, kpa))
    remarks.add("where the cells sit is not public: pressures are read, forces are not known")
    return ImportedRun(packets(streams, limits), _started(text), remarks=remarks)


def _name(names: Sequence[str], place: int) -> tuple[str]:
    """Name of a column; numbered where both insoles count from one."""
    name = names[place]
    if names.count(name) == 1:
        return (name,)
    return (f"{name}#{names[: place + 1].count(name)}",)


def _sides(file: InputFile, text: str, cells: int) -> list[Side]:
    said = [Side(match.lower()) for match in dict.fromkeys(_MASK.findall(text))]
    sides = said or [Side.LEFT, Side.RIGHT]
    if cells != CELLS * len(sides):
        expected = f"expected {CELLS} cells for each of {', '.join(sides)}"
        raise ImportFileError(str(file), f"has {cells} cells, {expected}")
    return sides


def _factor(file: InputFile, text: str) -> float:
    match = _UNIT.search(text)
    unit = match[1].lower() if match else "kpa"
    if unit not in _UNITS:
        raise ImportFileError(str(file), f'"pressure values in {unit}": expected kPa or N/cm2')
    return _UNITS[unit]


def _started(text: str) -> datetime | None:
    """Wall time of the start; the file names no time zone, so this computer's is taken."""
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return datetime.strptime(f"{match[1]} {match[2]}", "%d.%m.%y %H.%M").astimezone()
    except (ValueError, OverflowError):
        return None
