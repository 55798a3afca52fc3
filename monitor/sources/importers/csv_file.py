"""Import a table from anybody's sensor, by a map that names its columns."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from math import nan, pi
from pathlib import Path
from typing import Final

import numpy as np

from monitor.errors import ConfigError, ImportFileError
from monitor.sources.importers.csv_map import (
    ForceStream,
    ImuStream,
    PressureStream,
    Stream,
    read_layout,
    read_map,
)
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.streams import (
    ImportedRun,
    ImportedStream,
    known_rows,
    packets,
    rate_hz,
)
from monitor.sources.importers.table import Table, read_table
from monitor.types import CellLayout, FloatArray
from monitor.units import KPA_PER_N_CM2, STANDARD_GRAVITY_M_S2
from monitor.wire.imported import StreamDescription, StreamFrame, StreamKind

_ACC: Final = {"m/s2": 1.0, "g": STANDARD_GRAVITY_M_S2}
_GYR: Final = {"rad/s": 1.0, "deg/s": pi / 180.0}
_PRESSURE: Final = {"kPa": 1.0, "N/cm2": KPA_PER_N_CM2}
_LETTERS: Final = "xyz"


def import_csv(
    files: Sequence[Path], map_path: Path | None, limits: ImportLimits | None = None
) -> ImportedRun:
    """Read tables by a map.

    Parameters
    ----------
    files : Sequence[Path]
        What the runner gave; a stream without ``file`` is in the first.
    map_path : Path
        The map; see docs/recordings.md.

    Raises
    ------
    ConfigError, ImportFileError
        If the map or a file cannot be used.
    """
    if map_path is None:
        raise ImportFileError(files[0], "a table needs a map: --map MAP.toml")
    limits = limits or ImportLimits()
    declared = read_map(map_path).stream
    layouts = _layouts(declared, map_path)
    shared = any(isinstance(stream, ForceStream) and stream.feet == "both" for stream in declared)
    places = _places(declared, files, map_path)
    tables = {path: read_table(path, _columns(path, places)) for path in set(places.values())}
    streams = [
        _stream(stream, tables[path], layouts.get(stream), limits)
        for stream, path in places.items()
    ]
    return ImportedRun(packets(streams, limits), shared=shared)


def _places(streams: Sequence[Stream], files: Sequence[Path], map_path: Path) -> dict[Stream, Path]:
    """Say in which file each stream is; a pattern that fits no given file drops its stream."""
    places = {stream: _place(stream, files, map_path) for stream in streams}
    found = {stream: path for stream, path in places.items() if path is not None}
    if not found:
        patterns = ", ".join(str(stream.file) for stream in streams)
        raise ImportFileError(files[0], f"no stream of {map_path} is in it; they are in {patterns}")
    for path in files:
        if path not in found.values():
            raise ImportFileError(path, f"no stream of {map_path} is in it; leave it out")
    return found


def _place(stream: Stream, files: Sequence[Path], map_path: Path) -> Path | None:
    name = stream.file
    if name is None:
        return files[0]
    if "*" in name:
        return next((path for path in files if fnmatch(path.name, name)), None)
    candidates = [*(p for p in files if p.name == name), map_path.parent / name]
    candidates += [path.parent / name for path in files]
    return next((path for path in candidates if path.is_file()), map_path.parent / name)


def _columns(path: Path, places: Mapping[Stream, Path]) -> list[str]:
    columns: list[str] = []
    for stream, place in places.items():
        if place == path:
            columns += [stream.time_s] if stream.time_s else []
            columns += _value_columns(stream)
    return columns


def _value_columns(stream: Stream) -> list[str]:
    match stream:
        case ImuStream():
            return [*stream.acc, *stream.gyr]
        case PressureStream():
            return [*stream.cells, *stream.instep]
        case ForceStream():
            return [stream.force]


def _stream(
    stream: Stream, table: Table, layout: CellLayout | None, limits: ImportLimits
) -> ImportedStream:
    values = table.block(_value_columns(stream))
    if stream.rate_hz is not None:
        t_s = np.arange(len(values)) / stream.rate_hz
    else:
        t_s = table.times(stream.time_s or "", limits.max_gap_s)
    t_s, values = known_rows(t_s, values)
    rate = rate_hz(table.path, t_s, limits)
    return ImportedStream(_description(stream, rate, layout), t_s, _converted(stream, values))


def _description(stream: Stream, rate: float, layout: CellLayout | None) -> StreamDescription:
    side = stream.side
    match stream:
        case ImuStream():
            frame = StreamFrame.SENSOR if stream.axes == "auto" else StreamFrame.FOOT
            return StreamDescription(
                kind=StreamKind.IMU, side=side, rate_hz=rate, channels=6, frame=frame
            )
        case PressureStream():
            return StreamDescription(
                kind=StreamKind.PRESSURE,
                side=side,
                rate_hz=rate,
                channels=len(stream.cells) + len(stream.instep),
                instep_cells=len(stream.instep),
                layout=layout,
            )
        case ForceStream():
            return StreamDescription(
                kind=StreamKind.FORCE,
                side=side,
                rate_hz=rate,
                channels=1,
                mass_kg=stream.mass_kg,
            )


def _converted(stream: Stream, values: FloatArray) -> FloatArray:
    """Turn a file's units and axes into ours."""
    match stream:
        case ImuStream():
            return _turned(
                stream, values * np.repeat([_ACC[stream.acc_unit], _GYR[stream.gyr_unit]], 3)
            )
        case PressureStream():
            return values * _PRESSURE[stream.unit]
        case ForceStream(unit="bw"):
            return values * ((stream.mass_kg or nan) * STANDARD_GRAVITY_M_S2)
        case ForceStream():
            return values


def _turned(stream: ImuStream, values: FloatArray) -> FloatArray:
    """Turn to forward, up, right where the map says how: by exchange and sign, so exactly."""
    if stream.axes == "auto":
        return values
    order = [_LETTERS.index(axis[-1]) for axis in stream.axes]
    signs = np.array([-1.0 if axis.startswith("-") else 1.0 for axis in stream.axes])
    turned: FloatArray = values[:, order + [3 + index for index in order]] * np.tile(signs, 2)
    return turned


def _layouts(streams: Sequence[Stream], map_path: Path) -> dict[Stream, CellLayout]:
    layouts: dict[Stream, CellLayout] = {}
    for number, stream in enumerate(streams):
        if isinstance(stream, PressureStream) and stream.layout is not None:
            layout = read_layout(stream.layout, map_path, f"stream[{number}].layout")
            came = (len(stream.cells), len(stream.instep))
            if came != (len(layout.plantar), len(layout.instep)):
                expected = f"{len(layout.plantar)} cells and {len(layout.instep)} instep cells"
                raise ConfigError(
                    map_path, f"stream[{number}].cells", f"expected {expected} of {layout.name}"
                )
            layouts[stream] = layout
    return layouts
