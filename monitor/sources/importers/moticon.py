"""Import the text export of Moticon's OpenGo insoles.

Lines of remarks, then a tab-separated table of both feet: sixteen cells in N/cm², acceleration in
g and angular rate in °/s (sensor axes x forward, y left, z up, about 11° nose-down on a flat foot;
found from standing, toe-off and swing in two recordings), the vendor's own force and centre of
pressure.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from math import nan
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers import times
from monitor.sources.importers.columns import Column, Table
from monitor.sources.importers.csv_header import find_header
from monitor.sources.importers.csv_map import MOST_CELLS
from monitor.sources.importers.file_clock import from_start
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.lines import reading
from monitor.sources.importers.moticon_layout import CELLS, layout
from monitor.sources.importers.opening import InputFile, Source
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.single import only_file
from monitor.sources.importers.streams import (
    ImportedRun,
    ImportedStream,
    known_rows,
    rate_hz,
)
from monitor.sources.importers.table import read_table
from monitor.sources.importers.unit_words import ACCELERATION_M_S2, PRESSURE_KPA, RATE_RAD_S
from monitor.sources.importers.units import check_motion, check_pressure
from monitor.types import CellLayout, FloatArray, Side
from monitor.wire.imported import StreamDescription, StreamKind

_REMARK: Final = "# "
_START: Final = "Start time"
_SIZE: Final = "Size"
_GERMAN: Final = {"Startzeit": _START, "Größe": _SIZE, "Sohlengröße": _SIZE}
_SIZES: Final = range(13)
_TIME: Final = "time"
_HEAD_LINES: Final = 100
_SHOWN: Final = 40
_SHOWN_CELLS: Final = 8
_TIME_FORMATS: Final = (
    "%d.%m.%Y %H:%M:%S.%f",
    "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S.%f %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M:%S.%f",
    "%m/%d/%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
)
_SIDES: Final = r"(left|right|links|rechts|linke[rs]?|rechte[rs]?|l|r)"
_PRESSURE: Final = "pressure"
_KINDS: Final = (
    (re.compile(r"pressure|druck"), _PRESSURE),
    (re.compile(r"acc|beschl"), "acceleration"),
    (re.compile(r"ang|gyr|winkelg|dreh|rot"), "angular"),
)
"""What a column measures, in English or German, by how it is called in lower case."""
_PLACE_AND_UNIT: Final = r"[ _](\d+|[XYZ])(?![^\W_])\s*[\[(]?(.*?)[\])]?$"
_COLUMN: Final = re.compile(rf"^{_SIDES}[ _](\D+?){_PLACE_AND_UNIT}", re.IGNORECASE)
_SIDE_BEHIND: Final = re.compile(rf"^(\D+?)[ _]{_SIDES}{_PLACE_AND_UNIT}", re.IGNORECASE)
_WHAT: Final = r"(?:pressure|druck|acc[a-z.]*|beschl[a-z.]*)"
_COLUMN_START: Final = re.compile(
    rf"(?<![^\W_]){_SIDES}[ _]{_WHAT}|{_WHAT}[ _]{_SIDES}[ _]", re.IGNORECASE
)
_TIME_NAME: Final = re.compile(
    r"^[#\s\ufeff]*((?:time(?:stamp)?|zeit(?:stempel)?)\s*(?:[\[(][^\])]*[\])]|/\s*m?s)?)\s*[\t;,]",
    re.IGNORECASE,
)
_UNITS: Final = {_PRESSURE: PRESSURE_KPA, "acceleration": ACCELERATION_M_S2, "angular": RATE_RAD_S}
"""Factors to ours, by what a column's name says in brackets."""


def import_moticon(
    files: Sequence[Source], map_path: Path | None = None, limits: ImportLimits | None = None
) -> ImportedRun:
    """Read an export; a foot or a kind of sensor that it does not have is left out.

    Raises
    ------
    ImportFileError
        If it is not such an export.
    """
    limits = limits or ImportLimits()
    file, remarks = only_file(files, map_path, "moticon", limits)
    with reading(file, limits, remarks) as lines:
        texts = list(islice(lines, _HEAD_LINES))
    said = _remarks(texts)
    time = _time(texts)
    groups = _groups(file, find_header(file, iter(texts), [time]).names, remarks)
    columns = [Column(name, name) for group in groups for name in group.names if name]
    columns.append(Column(_TIME, time, times.parser(None, None)))
    table = read_table(file, columns, remarks, limits=limits)
    told_s = times.in_seconds(table, _TIME, None, remarks)
    t_s, rows = times.ordered(table, _TIME, told_s, limits, remarks)
    cells = _layout(said, groups, remarks)
    values = [_values(table.rows(rows), group) for group in groups]
    streams = []
    for group, one in zip(groups, values, strict=True):
        _say_unknown(group, one, remarks)
        if not np.isnan(one).all():
            _check(file, group, one, remarks)
            streams.append(_stream(file, group, *known_rows(t_s, one), cells, limits))
    if not streams:
        raise ImportFileError(str(file), "has no samples")
    for side in Side:
        if not any(stream.description.side is side for stream in streams):
            remarks.add(f"has no samples of the {side} foot")
    started = _started(said, remarks)
    return from_start(file, streams, [], limits, remarks).run(started)


class _Group(NamedTuple):
    """Columns of one stream, "" where there is none, and their factors to our units."""

    side: Side
    kind: StreamKind
    names: tuple[str, ...]
    factors: tuple[float, ...]


def _groups(file: InputFile, names: Sequence[str], remarks: Remarks) -> list[_Group]:
    """Find the columns of each foot and kind, whatever their units are called."""
    found = _named(file, names)
    numbers = [int(place) for _, what, place in found if what == _PRESSURE]
    most, least = max(numbers, default=0), min(numbers, default=1) and 1
    if not least:
        remarks.add("its cells are numbered from 0: read in their order")
    if most > MOST_CELLS:
        raise ImportFileError(str(file), f"has a cell {most}; at most {MOST_CELLS} are read")
    cells = [(_PRESSURE, str(cell)) for cell in range(least, most + 1)]
    axes = [(what, axis) for what in ("acceleration", "angular") for axis in "XYZ"]
    groups = []
    for foot in Side:
        for kind, places in ((StreamKind.PRESSURE, cells), (StreamKind.IMU, axes)):
            columns = [found.get((foot, *place), ("", nan)) for place in places]
            if any(name for name, _ in columns):
                named = tuple(name for name, _ in columns)
                groups.append(_Group(foot, kind, named, tuple(factor for _, factor in columns)))
    return groups


def _named(file: InputFile, names: Sequence[str]) -> dict[tuple[Side, str, str], tuple[str, float]]:
    """Name and factor of each column, by its foot, what it measures, and its cell or axis."""
    found: dict[tuple[Side, str, str], tuple[str, float]] = {}
    for name in names:
        side, called, place, unit = _parted(name)
        what = _kind(called, place)
        if what is None:
            continue
        spelled = unit.strip().lower().replace("\N{REPLACEMENT CHARACTER}", "²")
        factor = _UNITS[what].get(spelled)
        if factor is None:
            raise ImportFileError(str(file), f'column "{name}": the unit is not known')
        foot = Side.LEFT if side.lower().startswith("l") else Side.RIGHT
        place = str(int(place)) if place.isdecimal() else place.upper()
        other, _ = found.setdefault((foot, what, place), (name, factor))
        if other != name:
            reason = f'columns "{other}" and "{name}" say the same: which is meant?'
            raise ImportFileError(str(file), reason)
    if not found:
        raise ImportFileError(str(file), "has no columns of Moticon insoles")
    return found


def _parted(name: str) -> tuple[str, str, str, str]:
    """Side, what is measured, cell or axis, and unit that a column's name says; "" where none.

    >>> _parted("left pressure 1[N/cm²]"), _parted("Druck rechts 2 kPa")
    (('left', 'pressure', '1', 'N/cm²'), ('rechts', 'Druck', '2', 'kPa'))
    """
    if match := _COLUMN.match(name):
        side, called, place, unit = match.groups()
    elif match := _SIDE_BEHIND.match(name):
        called, side, place, unit = match.groups()
    else:
        side = called = place = unit = ""
    return side, called, place, unit


def _kind(name: str, place: str) -> str | None:
    """What a column measures; None if it is nothing that is read (the vendor's own sums).

    >>> _kind("Druck", "1"), _kind("Druckmittelpunkt", "X")
    ('pressure', None)
    """
    lowered, of_cells = name.lower(), place.isdecimal()
    kinds = (kind for pattern, kind in _KINDS if pattern.match(lowered))
    return next((kind for kind in kinds if (kind == _PRESSURE) == of_cells), None)


def _say_unknown(group: _Group, values: FloatArray, remarks: Remarks) -> None:
    """Say what a stream is without."""
    what = f"{group.side} {group.kind}"
    lacks = [str(number) for number, name in enumerate(group.names, start=1) if not name]
    if lacks and group.kind is StreamKind.PRESSURE:
        shown = ", ".join(lacks[:_SHOWN_CELLS]) + ", …" * (len(lacks) > _SHOWN_CELLS)
        remarks.add(f"{what}: {len(lacks)} of {len(group.names)} cells are not in it ({shown})")
    if np.isnan(values).all():
        remarks.add(f"has no values of the {what}")
    elif group.kind is StreamKind.IMU and np.isnan(values[:, 3:]).all():
        remarks.add(f"{what}: there is no angular rate: no stride can be measured")


def _check(file: InputFile, group: _Group, values: FloatArray, remarks: Remarks) -> None:
    """Refuse what no foot does: another unit than the column says."""
    if group.kind is StreamKind.PRESSURE:
        check_pressure(file, values)
    else:
        check_motion(file, values, remarks)


def _values(table: Table, group: _Group) -> FloatArray:
    values: FloatArray = table.block(group.names) * np.array(group.factors)
    return values


def _stream(
    file: InputFile,
    group: _Group,
    t_s: FloatArray,
    values: FloatArray,
    cells: CellLayout | None,
    limits: ImportLimits,
) -> ImportedStream:
    description = StreamDescription(
        kind=group.kind,
        side=group.side,
        rate_hz=rate_hz(file, t_s, limits),
        channels=len(group.names),
        layout=cells if group.kind is StreamKind.PRESSURE else None,
    )
    return ImportedStream(description, t_s, values)


def _time(texts: Sequence[str]) -> str:
    """Name of the column of times: ``time``, perhaps with a unit."""
    found = (_TIME_NAME.search(text) for text in texts if _COLUMN_START.search(text))
    return next((match[1].strip() for match in found if match), _TIME)


def _remarks(texts: Sequence[str]) -> dict[str, str]:
    """Read the ``# Name: value`` lines before the table."""
    remarks = {}
    for text in texts:
        if text.startswith(_REMARK) and not _COLUMN_START.search(text):
            name, _, value = text.removeprefix(_REMARK).partition(":")
            remarks[_GERMAN.get(name.strip(), name.strip())] = value.strip()
    return remarks


def _layout(
    said: Mapping[str, str], groups: Sequence[_Group], remarks: Remarks
) -> CellLayout | None:
    """Where the cells sit; not known without a size, nor of an insole of other cells."""
    size = said.get(_SIZE)
    cells = {len(group.names) for group in groups if group.kind is StreamKind.PRESSURE}
    if cells and cells != {CELLS}:
        count = max(cells)
        remarks.add(f"has {count} cells a foot, not {CELLS}: the places are not known")
        return None
    if size is None:
        remarks.add("says no size: where the cells sit is not known, nor the force")
        return None
    number = size.removesuffix(".0").lstrip("S").strip()
    if not number.isdecimal() or int(number) not in _SIZES:
        expected = f"expected {_SIZES[0]} … {_SIZES[-1]}"
        remarks.add(
            f'"# {_SIZE}: {printable(size[:_SHOWN])}": {expected}; the places are not known'
        )
        return None
    return layout(int(number))


def _started(said: Mapping[str, str], remarks: Remarks) -> datetime | None:
    """Wall time of the start; the file names no time zone, so this computer's is taken."""
    text = said.get(_START)
    if text is None:
        return None
    for form in _TIME_FORMATS:
        try:
            return datetime.strptime(text.replace(",", "."), form).astimezone()
        except (ValueError, OverflowError):
            continue
    remarks.add(f'"# {_START}: {text}" is no time that is known')
    return None
