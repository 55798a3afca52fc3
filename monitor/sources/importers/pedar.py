"""Import the text export (.asc) of novel's pedar insoles.

A few lines about the recording, then a table: time, the cells of the left insole (most have 99),
those of the right, in kPa. The order of the feet is that of the masks that the file names first.
Where the cells sit and how large they are depends on the insole's size, and the maker's tables are
not public under a licence that lets us ship them: pressures are read, forces and places are not
known.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers import times
from monitor.sources.importers.columns import Column
from monitor.sources.importers.csv_header import Header, find_header
from monitor.sources.importers.csv_map import MOST_CELLS
from monitor.sources.importers.file_clock import from_start
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.lines import reading
from monitor.sources.importers.opening import InputFile, Source
from monitor.sources.importers.remarks import Remarks, listed
from monitor.sources.importers.side_names import said_by
from monitor.sources.importers.single import only_file
from monitor.sources.importers.streams import (
    ImportedRun,
    ImportedStream,
    known_rows,
    rate_hz,
)
from monitor.sources.importers.table import read_table
from monitor.sources.importers.unit_words import PRESSURE_KPA
from monitor.sources.importers.units import check_pressure
from monitor.types import FloatArray, Side
from monitor.wire.imported import StreamDescription, StreamKind

CELLS: Final = 99
"""Cells of an insole, where the file does not say how many."""
_TIME: Final = re.compile(
    r"^(time|zeit)\s?[\[(](s|secs?|sek|ms)[\])]", re.IGNORECASE | re.MULTILINE
)
_HEAD_LINES: Final = 50
_SHOWN: Final = 20
_UNIT: Final = re.compile(r"(?:pressure values|druckwerte) in\s+(\S+)", re.IGNORECASE)
_DATE: Final = re.compile(r"(?:date/time|datum/zeit)\s+([\d./-]+) ([\d.:]+)", re.IGNORECASE)
_DATES: Final = tuple(
    f"{date} {time}"
    for date in ("%d.%m.%y", "%d.%m.%Y", "%m/%d/%y", "%m/%d/%Y", "%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d")
    for time in ("%H.%M", "%H.%M.%S", "%H:%M", "%H:%M:%S")
)
_MASK: Final = re.compile(
    r"(?:^|[,;\t])\s*(left|right|links|rechts|linke|rechte) (?:insole|sohle|einlage|einlegesohle):",
    re.IGNORECASE | re.MULTILINE,
)


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
    header = find_header(file, iter(head), [time])
    places = _cells(file, header, time, remarks)
    sides = _sides(file, text, len(places), remarks)
    each = len(places) // len(sides)
    factor = _factor(file, text)
    columns = [Column(time, time)]
    columns += [
        Column(f"cell {n}", *_name(header.names, at)) for n, at in enumerate(places, start=1)
    ]
    table = read_table(file, columns, remarks, limits=limits)
    told_s = times.in_seconds(table, time, None, remarks)
    t_s, rows = times.ordered(table, time, told_s, limits, remarks)
    table = table.rows(rows)
    streams = []
    for place, side in enumerate(sides):
        keys = [f"cell {place * each + n}" for n in range(1, each + 1)]
        insole = known_rows(t_s, table.block(keys) * factor)
        streams.append(_stream(file, side, *insole, limits))
    _say(each, remarks)
    started = _started(text, remarks)
    return from_start(file, streams, [], limits, remarks).run(started)


def _stream(
    file: InputFile, side: Side, t_s: FloatArray, kpa: FloatArray, limits: ImportLimits
) -> ImportedStream:
    """Describe the pressures of one insole, shape (n, cells)."""
    check_pressure(file, kpa)
    description = StreamDescription(
        kind=StreamKind.PRESSURE,
        side=side,
        rate_hz=rate_hz(file, t_s, limits),
        channels=kpa.shape[1],
    )
    return ImportedStream(description, t_s, kpa)


def _cells(file: InputFile, header: Header, time: str, remarks: Remarks) -> list[int]:
    """Places of the columns that are numbered, as cells are; others, as sums, are left out."""
    names = header.names
    if "" in names:
        raise ImportFileError(str(file), f"column {names.index('') + 1} has no name")
    places = [place for place, name in enumerate(names) if name.isdecimal()]
    others = set(range(len(names))) - {*places, header.index(file, time)}
    if others and not places:
        raise ImportFileError(str(file), "has no column of a cell: those are named 1, 2, 3, …")
    if others:
        remarks.add(
            f"columns that are no cells left out: {listed([names[n] for n in sorted(others)])}"
        )
    return places


def _say(cells: int, remarks: Remarks) -> None:
    if cells != CELLS:
        remarks.add(f"has {cells} cells a foot, not {CELLS}")
    remarks.add("where the cells sit is not public: pressures are read, forces are not known")


def _name(names: Sequence[str], place: int) -> tuple[str]:
    """Name of a column; numbered where both insoles count from one."""
    name = names[place]
    if names.count(name) == 1:
        return (name,)
    return (f"{name}#{names[: place + 1].count(name)}",)


def _sides(file: InputFile, text: str, cells: int, remarks: Remarks) -> list[Side]:
    """Feet in the order of their columns: those of the masks, or else both, or what a name says."""
    said = [Side.LEFT if one[0] in "lL" else Side.RIGHT for one in _MASK.findall(text)]
    sides = list(dict.fromkeys(said))
    if not sides and cells != 2 * CELLS:
        named = said_by(file)
        if named is None:
            reason = "does not say which foot it is of: name the file so, as left.asc"
            raise ImportFileError(str(file), reason)
        remarks.add(str(named))
        sides = [named.side]
    sides = sides or [Side.LEFT, Side.RIGHT]
    if not cells or cells % len(sides):
        reason = f"has {cells} cells, which is not the same number for {' and '.join(sides)}"
        raise ImportFileError(str(file), reason)
    if cells // len(sides) > MOST_CELLS:
        reason = f"has {cells // len(sides)} cells a foot; at most {MOST_CELLS} are read"
        raise ImportFileError(str(file), reason)
    return sides


def _factor(file: InputFile, text: str) -> float:
    match = _UNIT.search(text)
    unit = match[1] if match else "kPa"
    if unit.lower() not in PRESSURE_KPA:
        allowed = "kPa, N/cm2, psi, mmHg, bar"
        shown = printable(unit[:_SHOWN])
        raise ImportFileError(str(file), f'"pressure values in {shown}": expected {allowed}')
    return PRESSURE_KPA[unit.lower()]


def _started(text: str, remarks: Remarks) -> datetime | None:
    """Wall time of the start; the file names no time zone, so this computer's is taken.

    None, and a remark, where day and month may be exchanged: ``03/04/26``.
    """
    match = _DATE.search(text)
    if match is None:
        return None
    found = set()
    for form in _DATES:
        with suppress(ValueError, OverflowError):
            found.add(datetime.strptime(f"{match[1]} {match[2]}", form).astimezone())
    if len(found) > 1:
        remarks.add(f"its date {match[1]} may be two days: left out")
    return found.pop() if len(found) == 1 else None
