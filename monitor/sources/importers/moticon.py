"""Import the text export of Moticon's OpenGo insoles.

Lines of remarks, then a tab-separated table of both feet: sixteen cells in N/cm², acceleration in
g and angular rate in °/s (sensor axes x forward, y left, z up, about 11° nose-down on a flat foot;
found from standing, toe-off and swing in two recordings), the vendor's own force and centre of
pressure.

The layout is worked out from the vendor's total force and centre of pressure, which are weighted
sums of the cell pressures: least squares over 7,900 samples of four insoles of size 7 leaves
0.26 N and 0.0001 of the insole's length (median). Only the length of the insole is approximate.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from math import nan, pi
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers import times
from monitor.sources.importers.columns import Column, Table
from monitor.sources.importers.csv_header import find_header
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.lines import reading
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.single import only_file
from monitor.sources.importers.streams import (
    ImportedRun,
    ImportedStream,
    known_rows,
    packets,
    rate_hz,
)
from monitor.sources.importers.table import read_table
from monitor.types import Cell, CellLayout, FloatArray, Side
from monitor.units import KPA_PER_N_CM2, STANDARD_GRAVITY_M_S2
from monitor.wire.imported import StreamDescription, StreamKind

CELLS: Final = 16
_FITTED_SIZE: Final = 7
_FITTED_LENGTH_M: Final = 0.285
"""Length of an insole of size 7 (EU 44/45), m; rule of thumb, about ±1 cm."""
_LENGTH_PER_SIZE_M: Final = 0.0133
"""A size spans two European ones, of 6.67 mm each by definition."""
_WIDTH_PER_LENGTH: Final = 0.36
"""Width to length of an insole; rule of thumb."""

_AREA_CM2: Final = (
    12.37, 11.04, 13.36, 13.12, 13.12, 13.02, 17.94, 18.22,
    15.66, 12.42, 12.50, 12.66, 10.23, 10.13, 12.51, 6.48,
)  # fmt: skip
_FORWARD: Final = (
    -0.403, -0.417, -0.266, -0.287, -0.125, -0.152, 0.081, -0.012,
    0.256, 0.241, 0.226, 0.207, 0.169, 0.413, 0.408, 0.360,
)  # fmt: skip
"""Of the insole's length, from its middle."""
_MEDIAL: Final = (
    0.109, -0.166, 0.089, -0.225, 0.061, -0.273, 0.242, -0.392,
    0.274, 0.064, -0.116, -0.295, -0.462, 0.178, -0.082, -0.313,
)  # fmt: skip
"""Of the insole's width; the fifth metatarsal head, which lies further back, has the least."""

_REMARK: Final = "# "
_START: Final = "Start time"
_SIZE: Final = "Size"
_SIZES: Final = range(13)
_TIME: Final = "time"
_HEAD_LINES: Final = 100
_SHOWN: Final = 40
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
_COLUMN: Final = re.compile(
    r"^(left|right) (pressure|acceleration|angular) (\d+|[XYZ])\s*\[(.*)\]$", re.IGNORECASE
)
_COLUMN_START: Final = re.compile(r"(left|right) (pressure|acceleration)", re.IGNORECASE)
_TIME_NAME: Final = re.compile(
    r"^[#\s\ufeff]*(time\s*(?:[\[(][^\])]*[\])])?)\s*[\t;,]", re.IGNORECASE
)
_UNITS: Final = {
    "n/cm²": KPA_PER_N_CM2, "n/cm2": KPA_PER_N_CM2, "n/cm^2": KPA_PER_N_CM2, "kpa": 1.0,
    "g": STANDARD_GRAVITY_M_S2, "mg": STANDARD_GRAVITY_M_S2 / 1000.0, "m/s²": 1.0, "m/s2": 1.0,
    "m/s^2": 1.0,
    "dps": pi / 180.0, "°/s": pi / 180.0, "deg/s": pi / 180.0, "rad/s": 1.0,
}  # fmt: skip
"""Factors to ours, by what a column's name says in brackets, in lower case."""


def layout(size: int) -> CellLayout:
    """Give the cells of an insole; only size 7 was seen, others are scaled.

    >>> [round(cell.forward_m, 3) for cell in layout(7).plantar[:2]]
    [0.028, 0.024]
    """
    length_m = _FITTED_LENGTH_M + (size - _FITTED_SIZE) * _LENGTH_PER_SIZE_M
    scale = length_m / _FITTED_LENGTH_M
    cells = [
        Cell(
            (0.5 + forward) * length_m,
            -medial * _WIDTH_PER_LENGTH * length_m,
            area_cm2 * 1e-4 * scale**2,
        )
        for forward, medial, area_cm2 in zip(_FORWARD, _MEDIAL, _AREA_CM2, strict=True)
    ]
    return CellLayout(f"moticon-{size}", tuple(cells))


def import_moticon(
    files: Sequence[Path], map_path: Path | None = None, limits: ImportLimits | None = None
) -> ImportedRun:
    """Read an export; a foot or a kind of sensor that it does not have is left out.

    Raises
    ------
    ImportFileError
        If it is not such an export.
    """
    limits = limits or ImportLimits()
    file = only_file(files, map_path, "an export", limits)
    remarks = Remarks(file.name)
    with reading(file, limits, remarks) as lines:
        texts = list(islice(lines, _HEAD_LINES))
    said = _remarks(texts)
    time = _time(texts)
    groups = _groups(file, find_header(file, iter(texts), [time]).names)
    columns = [Column(name, name) for group in groups for name in group.names if name]
    columns.append(Column(_TIME, time, times.parser(None, None)))
    table = read_table(file, columns, remarks, limits=limits)
    told_s = times.in_seconds(table, _TIME, None, remarks)
    t_s, rows = times.ordered(table, _TIME, told_s, limits, remarks)
    cells = _layout(said, remarks)
    values = [_values(table.rows(rows), group) for group in groups]
    streams = [
        _stream(file, group, *known_rows(t_s, one), cells, limits)
        for group, one in zip(groups, values, strict=True)
        if not np.isnan(one).all()
    ]
    if not streams:
        raise ImportFileError(str(file), "has no samples")
    for side in Side:
        if not any(stream.description.side is side for stream in streams):
            remarks.add(f"has no samples of the {side} foot")
    return ImportedRun(packets(streams, limits), _started(said, remarks), remarks=remarks)


class _Group(NamedTuple):
    """Columns of one stream, "" where there is none, and their factors to our units."""

    side: Side
    kind: StreamKind
    names: tuple[str, ...]
    factors: tuple[float, ...]


def _groups(file: InputFile, names: Sequence[str]) -> list[_Group]:
    """Find the columns of each foot and kind, whatever their units are called."""
    found: dict[tuple[str, str, str], tuple[str, float]] = {}
    for name in names:
        match = _COLUMN.match(name)
        if match is None:
            continue
        side, what, place, unit = match.groups()
        factor = _UNITS.get(unit.strip().lower().replace("\N{REPLACEMENT CHARACTER}", "²"))
        if factor is None:
            raise ImportFileError(str(file), f'column "{name}": the unit is not known')
        found[side.lower(), what.lower(), place.upper()] = (name, factor)
    if not found:
        raise ImportFileError(str(file), "has no columns of Moticon insoles")
    cells = [("pressure", str(cell)) for cell in range(1, CELLS + 1)]
    axes = [(what, axis) for what in ("acceleration", "angular") for axis in "XYZ"]
    groups = []
    for foot in Side:
        for kind, places in ((StreamKind.PRESSURE, cells), (StreamKind.IMU, axes)):
            columns = [found.get((foot.value, *place), ("", nan)) for place in places]
            if any(name for name, _ in columns):
                named = tuple(name for name, _ in columns)
                groups.append(_Group(foot, kind, named, tuple(factor for _, factor in columns)))
    return groups


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
        if not text.startswith(_REMARK):
            break
        name, _, value = text.removeprefix(_REMARK).partition(":")
        remarks[name] = value.strip()
    return remarks


def _layout(said: Mapping[str, str], remarks: Remarks) -> CellLayout | None:
    """Where the cells sit; not known without a size."""
    size = said.get(_SIZE)
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
            return datetime.strptime(text, form).astimezone()
        except (ValueError, OverflowError):
            continue
    remarks.add(f'"# {_START}: {text}" is no time that is known')
    return None
