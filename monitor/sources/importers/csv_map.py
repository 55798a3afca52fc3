"""Import maps: one table per stream; docs/recordings.md explains them."""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from monitor.errors import ConfigError
from monitor.reader import read_toml
from monitor.settings.kinds import Positive
from monitor.shipped import SHIPPED
from monitor.sources.importers.layout_file import read_layout_file
from monitor.types import CellLayout, Side

Column = Annotated[str, Meta(min_length=1)]
"""Name of a column of the file."""

Axis = Annotated[str, Meta(pattern="^[+-]?[xyz]$")]
"""A signed axis of the sensor."""


class _Stream(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    """What all streams have."""

    side: Side
    file: Column | None = None
    """File name, or a pattern such as ``*_L.csv.gz``; None: the file to import."""
    time_s: Column | None = None
    """Column of the sample times, s; or else ``rate_hz``."""
    rate_hz: Positive | None = None


class ImuStream(_Stream, frozen=True, tag="imu"):
    """An IMU: columns of acceleration and angular rate along the sensor's x, y, z."""

    acc: tuple[Column, Column, Column]
    gyr: tuple[Column, Column, Column]
    acc_unit: Literal["m/s2", "g"] = "m/s2"
    gyr_unit: Literal["rad/s", "deg/s"] = "rad/s"
    axes: Literal["auto"] | tuple[Axis, Axis, Axis] = "auto"
    """Sensor axes that point forward, up and to the right on a flat foot; or found from data."""


class PressureStream(_Stream, frozen=True, tag="pressure"):
    """An insole: columns of its cells, "" for a cell that the file does not have."""

    cells: Annotated[tuple[str, ...], Meta(min_length=1, max_length=64)]
    instep: Annotated[tuple[str, ...], Meta(max_length=16)] = ()
    unit: Literal["kPa", "N/cm2"] = "kPa"
    layout: str | None = None
    """Where the cells sit: name or file of a layout."""


class ForceStream(_Stream, frozen=True, tag="force"):
    """Vertical force of a plate or treadmill."""

    force: Column
    unit: Literal["N", "bw"] = "N"
    mass_kg: Positive | None = None
    feet: Literal["one", "both"] = "one"
    """Whether both feet are in the signal; it is read as if one made every contact."""


Stream = ImuStream | PressureStream | ForceStream
"""One table of a map."""


class ImportMap(Struct, frozen=True, forbid_unknown_fields=True):
    """A map: which columns of which files are which streams."""

    stream: Annotated[tuple[Stream, ...], Meta(min_length=1)]


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
    import_map = read_toml(path, ImportMap)
    seen = set()
    for number, stream in enumerate(import_map.stream):
        key, expected = _problem(stream)
        if expected:
            raise ConfigError(path, f"stream[{number}].{key}", expected)
        if (stream.side, type(stream)) in seen:
            raise ConfigError(path, f"stream[{number}].side", "one stream of a kind and side")
        seen.add((stream.side, type(stream)))
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
    match stream:
        case ImuStream(axes=tuple() as axes) if not is_rotation(axes):
            return "axes", f"expected three axes that form a right-handed system, got {axes}"
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
