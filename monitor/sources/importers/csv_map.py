"""Import maps: one table per stream; docs/recordings.md explains them."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from monitor.errors import ConfigError
from monitor.reader import from_tree, read_toml, toml_tree
from monitor.settings.kinds import Positive
from monitor.shipped import SHIPPED
from monitor.sources.importers.layout_file import read_layout_file
from monitor.types import CellLayout, Side

MOST_CELLS: Final = 239
"""Cells of an insole: with 16 under the tongue, what a stream description can count."""
_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)

Column = Annotated[str, Meta(min_length=1)]
"""Name of a column of the file."""

Axis = Annotated[str, Meta(pattern="^[+-]?[xyz]$")]
"""A signed axis of the sensor."""


class Where(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows of a file belong to a stream: those whose ``column`` ``equals`` this text."""

    column: Column
    equals: str


class Long(Struct, frozen=True, forbid_unknown_fields=True):
    """A table with a row a value: which column names it, and which holds it."""

    name: Column
    value: Column


class _Stream(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    """What all streams have."""

    side: Side | None = None
    """None, of all streams: what the names of the files or ``--side`` say."""
    file: Column | None = None
    """File name, or a pattern such as ``*_L.csv.gz``; None: the file to import."""
    time_s: Column | None = None
    """Column of the sample times; or else ``rate_hz``."""
    time_unit: Literal["s", "ms", "us", "ns", "min", "h", "iso", "clock"] | None = None
    """None: s, or what the file itself says."""
    time_format: str | None = None
    """As ``%d.%m.%Y %H:%M:%S.%f`` (Python's strptime)."""
    rate_hz: Positive | None = None
    counter: Column | None = None
    """With ``rate_hz``: a column that counts samples, so that lost ones are gaps."""
    where: Where | None = None


class ImuStream(_Stream, frozen=True, tag="imu"):
    """An IMU: columns of acceleration and angular rate along the sensor's x, y, z."""

    acc: tuple[Column, Column, Column]
    gyr: tuple[Column, Column, Column] | None = None
    """None: the sensor has no gyroscope."""
    acc_unit: Literal["m/s2", "g", "mg", "cm/s2", "ft/s2"] = "m/s2"
    gyr_unit: Literal["rad/s", "deg/s", "mdeg/s", "mrad/s", "rev/s", "rpm"] = "rad/s"
    acc_scale: Positive = 1.0
    """``acc_unit`` per count, where the columns hold raw counts."""
    gyr_scale: Positive = 1.0
    axes: Literal["auto"] | tuple[Axis, Axis, Axis] = "auto"
    """Sensor axes that point forward, up and to the right on a flat foot; or found from data."""
    files: tuple[Column, Column] | None = None
    """Where acceleration and angular rate are in two files: the name or pattern of each."""
    gyr_time_s: Column | None = None
    """The times of the second file, if their column has another name."""


class PressureStream(_Stream, frozen=True, tag="pressure"):
    """An insole: columns of its cells, "" for a cell that the file does not have."""

    cells: Annotated[tuple[str, ...], Meta(min_length=1, max_length=MOST_CELLS)]
    instep: Annotated[tuple[str, ...], Meta(max_length=16)] = ()
    unit: Literal["kPa", "Pa", "hPa", "N/cm2", "mmHg", "psi", "bar"] = "kPa"
    scale: Positive = 1.0
    """``unit`` per count, where the columns hold raw counts."""
    layout: str | None = None
    """Where the cells sit: name or file of a layout."""


class ForceStream(_Stream, frozen=True, tag="force"):
    """Vertical force of a plate or treadmill."""

    force: Column
    unit: Literal["N", "kN", "bw"] = "N"
    scale: Positive = 1.0
    """``unit`` per count, where the column holds raw counts."""
    mass_kg: Positive | None = None
    feet: Literal["one", "both"] = "one"
    """Whether both feet are in the signal; it is read as if one made every contact."""


Stream = ImuStream | PressureStream | ForceStream
"""One table of a map."""


class ImportMap(Struct, frozen=True, forbid_unknown_fields=True):
    """A map: which columns of which files are which streams; then how the files are written."""

    stream: Annotated[tuple[Stream, ...], Meta(min_length=1)]
    encoding: str | None = None
    skip: Annotated[int, Meta(ge=0, le=100_000)] = 0
    """Lines before anything else."""
    missing: tuple[str, ...] = ()
    """Words for a missing value, besides the usual ones."""
    units_row: bool | None = None
    """Whether a row of units follows the header; None: if it holds no numbers."""
    delimiter: Annotated[str, Meta(min_length=1, max_length=1)] | None = None
    long: Long | None = None


def map_path(name: str | Path) -> Path:
    """Path of a map: a file, or one that comes with the program, by its name (``vicon_foot``).

    Raises
    ------
    ConfigError
        If there is none.
    """
    path = Path(name)
    if path.exists():
        return path
    known = {shipped.stem: shipped for shipped in sorted((SHIPPED / "maps").glob("*.toml"))}
    if str(name) not in known:
        expected = f"no such file; the maps that come with the program are {', '.join(known)}"
        raise ConfigError(path, "", expected)
    return known[str(name)]


def read_map(path: Path) -> ImportMap:
    """Read an import map.

    Raises
    ------
    ConfigError
        With file, key and what was expected.
    """
    return _checked(read_toml(path, ImportMap), path)


def map_of(text: str, path: Path) -> ImportMap:
    """Read an import map that is in no file; ``path`` stands for it in errors.

    Raises
    ------
    ConfigError
        As ``read_map``.
    """
    return _checked(from_tree(toml_tree(text.encode(), path), ImportMap, path), path)


def _checked(import_map: ImportMap, path: Path) -> ImportMap:
    seen = set()
    for number, stream in enumerate(import_map.stream):
        key, expected = _problem(stream)
        if expected:
            raise ConfigError(path, f"stream[{number}].{key}", expected)
        if (stream.side, type(stream)) in seen:
            raise ConfigError(path, f"stream[{number}].side", "one stream of a kind and side")
        seen.add((stream.side, type(stream)))
    sided = [stream.side is not None for stream in import_map.stream]
    if any(sided) and not all(sided):
        raise ConfigError(path, f"stream[{sided.index(False)}].side", "expected left or right")
    return import_map


def read_layout(name: str, map_path: Path, key: str) -> CellLayout:
    """Read the cell layout that a map names.

    It is a TOML file: beside the map, or one of those that come with the program.

    Raises
    ------
    ConfigError
        If there is none, or it is not a layout.
    """
    folder = map_path.parent
    places = [folder / name, folder / f"{name}.toml", SHIPPED / "layouts" / f"{name}.toml"]
    for place in places:
        if place.is_file():
            return read_layout_file(place)
    looked = ", ".join(str(place) for place in places)
    raise ConfigError(map_path, key, f'expected the name of a layout, found no "{name}" ({looked})')


def _problem(stream: Stream) -> tuple[str, str]:
    """Say what types cannot: the key, and what was expected; both empty if all is well."""
    if (stream.time_s is None) == (stream.rate_hz is None):
        return "time_s", "expected either a column time_s or a rate_hz"
    if stream.counter is not None and stream.rate_hz is None:
        return "counter", "expected a rate_hz with it"
    if stream.time_format is not None and not _is_format(stream.time_format):
        return "time_format", "expected a format of strptime, such as %d.%m.%Y %H:%M:%S.%f"
    return _imu_problem(stream) if isinstance(stream, ImuStream) else _load_problem(stream)


def _is_format(form: str) -> bool:
    """Whether any time can be read by a format: one that is written by it must be.

    >>> _is_format("%d.%m.%Y %H:%M:%S.%f%z"), _is_format("%Q %"), _is_format("%Y %Y")
    (True, False, False)
    """
    try:
        datetime.strptime(_ANY_TIME.strftime(form).strip(), form)  # noqa: DTZ007  # only tried
    except (ValueError, re.error):  # the latter of a part that is there twice
        return False
    return "%" in form


def _imu_problem(stream: ImuStream) -> tuple[str, str]:
    if stream.files is None and stream.acc == stream.gyr:
        return "gyr", "expected other columns than acc; if they are in two files, say files"
    if stream.files is not None and stream.time_s is None:
        return "files", "expected a time_s with it"
    if stream.axes != "auto" and not is_rotation(stream.axes):
        return "axes", f"expected three axes that form a right-handed system, got {stream.axes}"
    return "", ""


def _load_problem(stream: PressureStream | ForceStream) -> tuple[str, str]:
    match stream:
        case ForceStream(unit="bw", mass_kg=None):
            return "mass_kg", "expected the runner's mass, because unit is bw"
        case PressureStream(cells=cells, instep=instep) if not any((*cells, *instep)):
            return "cells", "expected the column of at least one cell"
        case _:
            return "", ""


def is_rotation(axes: tuple[str, str, str]) -> bool:
    """Whether three signed axes form a right-handed system.

    >>> is_rotation(("x", "z", "-y")), is_rotation(("x", "z", "y")), is_rotation(("x", "x", "y"))
    (True, False, False)
    """
    letters = "".join(axis[-1] for axis in axes)
    even = letters in {"xyz", "yzx", "zxy"}
    odd = letters in {"xzy", "zyx", "yxz"}
    minus = sum(axis.startswith("-") for axis in axes)
    return (even and minus % 2 == 0) or (odd and minus % 2 == 1)
