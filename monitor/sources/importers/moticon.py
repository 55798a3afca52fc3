"""Import the text export of Moticon's OpenGo insoles.

Lines of remarks, then a tab-separated table of both feet: sixteen cells in N/cm², acceleration in
g and angular rate in °/s (sensor axes x forward, y left, z up, about 11° nose-down on a flat foot;
found from standing, toe-off and swing in two recordings), the vendor's own force and centre of
pressure.

The layout is worked out from the vendor's total force and centre of pressure, which are weighted
sums of the cell pressures: least squares over 7,900 samples of four insoles of size 7 leaves
0.26 N and 0.0001 of the insole's length (median). Only the length of the insole is approximate.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import pi
from pathlib import Path
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.streams import (
    ImportedRun,
    ImportedStream,
    known_rows,
    packets,
    rate_hz,
)
from monitor.sources.importers.table import Table, read_table, reading
from monitor.types import Cell, CellLayout, Side
from monitor.units import KPA_PER_N_CM2, STANDARD_GRAVITY_M_S2
from monitor.wire.imported import StreamDescription, StreamKind

CELLS: Final = 16
_FITTED_SIZE: Final = 7
_FITTED_LENGTH_M: Final = 0.285
"""Length of an insole of size 7 (EU 44/45), m; from knowledge, about ±1 cm."""
_LENGTH_PER_SIZE_M: Final = 0.0133
"""A size spans two European ones, of 6.67 mm each."""
_WIDTH_PER_LENGTH: Final = 0.36
"""Width to length of an insole; from knowledge."""

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
_HEADER_MARK: Final = "# time"
_START: Final = "Start time"
_SIZE: Final = "Size"
_SIZES: Final = range(13)
_TIME: Final = "time"
_TIME_FORMAT: Final = "%d.%m.%Y %H:%M:%S.%f"
_IMU_UNITS: Final = np.repeat([STANDARD_GRAVITY_M_S2, pi / 180.0], 3)


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
    """Read an export; a foot without samples is left out.

    Raises
    ------
    ImportFileError
        If it is not such an export.
    """
    path = files[0]
    if len(files) > 1:
        raise ImportFileError(files[1], "an export is one file; import the others by themselves")
    if map_path is not None:
        raise ImportFileError(path, "this format needs no map")
    limits = limits or ImportLimits()
    remarks = _remarks(path)
    columns = [column for side in Side for column in (*_pressure(side), *_imu(side))]
    table = read_table(path, [_TIME, *columns], _HEADER_MARK)
    cells = layout(_size(path, remarks))
    streams = [stream for side in Side for stream in _streams(table, side, cells, limits)]
    if not streams:
        raise ImportFileError(path, "has no samples")
    return ImportedRun(packets(streams, limits), _started(path, remarks))


def _pressure(side: Side) -> list[str]:
    return [f"{side} pressure {cell}[N/cm²]" for cell in range(1, CELLS + 1)]


def _imu(side: Side) -> list[str]:
    acc = [f"{side} acceleration {axis}[g]" for axis in "XYZ"]
    return acc + [f"{side} angular {axis}[dps]" for axis in "XYZ"]


def _streams(
    table: Table, side: Side, cells: CellLayout, limits: ImportLimits
) -> list[ImportedStream]:
    times_s = table.times(_TIME, limits.max_gap_s)
    streams = []
    t_s, kpa = known_rows(times_s, table.block(_pressure(side)) * KPA_PER_N_CM2)
    if len(t_s):
        description = StreamDescription(
            kind=StreamKind.PRESSURE,
            side=side,
            rate_hz=rate_hz(table.path, t_s, limits),
            channels=CELLS,
            layout=cells,
        )
        streams.append(ImportedStream(description, t_s, kpa))
    t_s, imu = known_rows(times_s, table.block(_imu(side)) * _IMU_UNITS)
    if len(t_s):
        description = StreamDescription(
            kind=StreamKind.IMU, side=side, rate_hz=rate_hz(table.path, t_s, limits), channels=6
        )
        streams.append(ImportedStream(description, t_s, imu))
    return streams


def _remarks(path: Path) -> dict[str, str]:
    """Read the ``# Name: value`` lines before the table."""
    remarks = {}
    with reading(path) as lines:
        for text in lines:
            if not text.startswith(_REMARK) or text.startswith(_HEADER_MARK):
                break
            name, _, value = text.removeprefix(_REMARK).partition(":")
            remarks[name] = value.strip()
    return remarks


def _size(path: Path, remarks: Mapping[str, str]) -> int:
    size = remarks.get(_SIZE, "")
    if not size.isdecimal() or int(size) not in _SIZES:
        raise ImportFileError(path, f'"# {_SIZE}: {size}": expected {_SIZES[0]} … {_SIZES[-1]}')
    return int(size)


def _started(path: Path, remarks: Mapping[str, str]) -> datetime | None:
    """Wall time of the start; the file names no time zone, so this computer's is taken."""
    text = remarks.get(_START)
    if text is None:
        return None
    try:
        return datetime.strptime(text, _TIME_FORMAT).astimezone()
    except ValueError as error:
        expected = "expected DD.MM.YYYY hh:mm:ss.mmm"
        raise ImportFileError(path, f'"# {_START}: {text}": {expected}') from error
