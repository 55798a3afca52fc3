"""Read the file that says how sensors of somebody's own are found, started and read.

docs/sensor-maps.md explains every key; ``configs/sensors`` holds examples.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta, Struct

from monitor.errors import ConfigError
from monitor.reader import read_toml
from monitor.shipped import SHIPPED
from monitor.types import Side
from monitor.wire.sensor_map import Axes, Clock, Counter, SensorMap

_SHORT_UUID: Final = "0000{}-0000-1000-8000-00805f9b34fb"
_SHORT: Final = 4
_MOST_WRITTEN: Final = 244
_UUID: Final = re.compile(r"[0-9a-fA-F]{4}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class _Write(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something to write when the sensor was connected: ``bytes``, then ``text``."""

    characteristic: str
    bytes: str = ""
    text: str = ""


class _Sensor(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sensor, as its file says it."""

    side: Side
    characteristic: str
    rate_hz: Annotated[float, Meta(ge=20.0, le=2000.0)]
    acc: Axes
    gyr: Axes
    name: str = ""
    service: str | None = None
    start: tuple[_Write, ...] = ()
    prefix: str = ""
    big_endian: bool = False
    samples: Annotated[int, Meta(ge=1, le=64)] = 1
    step: Annotated[int, Meta(ge=0, le=512)] = 0
    blocks: bool = False
    further_blocks: Annotated[int, Meta(ge=0, le=4)] = 0
    rest: str = ""
    clock: Clock | None = None
    counter: Counter | None = None


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    sensor: Annotated[tuple[_Sensor, ...], Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes to write to a characteristic."""

    characteristic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class MappedSensor:
    """A sensor of a map: how it is recognised, started and read."""

    name: str
    service: str
    start: tuple[Written, ...]
    sensor_map: SensorMap

    def fits(self, name: str, address: str, services: Collection[str]) -> bool:
        """Whether this is the sensor: by its name, a pattern of it, or its address.

        Where the map has no name, by its service.
        """
        if not self.name:
            return self.service in services
        wanted = self.name.casefold()
        return address.casefold() == wanted or fnmatchcase(name.casefold(), wanted)


def sensor_maps_path(name: str) -> Path:
    """Path of a file of maps: that file, or one that comes with the program, by its name.

    Raises
    ------
    ConfigError
        If there is none.
    """
    path = Path(name)
    known = {shipped.stem: shipped for shipped in sorted((SHIPPED / "sensors").glob("*.toml"))}
    if path.exists() or name not in known:
        if path.exists() or path.suffix == ".toml":
            return path
        expected = f"no such file; the maps that come with the program are {', '.join(known)}"
        raise ConfigError(path, "", expected)
    return known[name]


def read_sensor_maps(path: Path) -> tuple[MappedSensor, ...]:
    """Read a file of maps.

    Raises
    ------
    ConfigError
        With file, key and what was expected.
    """
    said = read_toml(path, _File).sensor
    for place, one in enumerate(said):
        if one in said[:place]:
            raise ConfigError(
                path, f"sensor[{place}]", "expected another sensor: it is there twice"
            )
    return tuple(_mapped(path, f"sensor[{place}]", one) for place, one in enumerate(said))


def _mapped(path: Path, key: str, said: _Sensor) -> MappedSensor:
    if not said.name and said.service is None:
        raise ConfigError(path, key, "expected a name, or a service, to know the sensor by")
    start = []
    for place, write in enumerate(said.start):
        payload = _bytes(path, f"{key}.start[{place}].bytes", write.bytes) + write.text.encode()
        if not 0 < len(payload) <= _MOST_WRITTEN:
            raise ConfigError(path, f"{key}.start[{place}]", f"expected 1 to {_MOST_WRITTEN} bytes")
        name = f"{key}.start[{place}].characteristic"
        start.append(Written(_long(path, name, write.characteristic), payload))
    _check_places(path, key, said)
    try:
        sensor_map = SensorMap(
            side=said.side,
            rate_hz=said.rate_hz,
            characteristic=_long(path, f"{key}.characteristic", said.characteristic),
            acc=said.acc,
            gyr=said.gyr,
            prefix=said.prefix,
            big_endian=said.big_endian,
            samples=said.samples,
            step=said.step,
            blocks=said.blocks,
            further_blocks=said.further_blocks,
            rest=said.rest,
            clock=said.clock,
            counter=said.counter,
        )
    except ValueError as error:
        raise ConfigError(path, key, str(error)) from error
    service = _long(path, f"{key}.service", said.service) if said.service else ""
    return MappedSensor(said.name, service, tuple(start), sensor_map)


def _check_places(path: Path, key: str, said: _Sensor) -> None:
    """Refuse numbers that are no measurement, and places that hold two things.

    Raises
    ------
    ConfigError
        With the key.
    """
    for name in ("prefix", "rest"):
        _bytes(path, f"{key}.{name}", getattr(said, name))
    for name, axes in (("acc", said.acc), ("gyr", said.gyr)):
        if axes.scale == 0.0:
            raise ConfigError(path, f"{key}.{name}.scale", "expected another number than 0")
    if said.blocks:
        return
    first, second = sorted((said.acc, said.gyr), key=lambda axes: axes.at)
    if first.at + first.size > second.at:
        expected = f"expected gyr and acc apart, as {first.size} bytes from {first.at} on are taken"
        raise ConfigError(path, f"{key}.gyr.at", expected)
    if said.samples > 1 and 0 < said.step < said.acc.size + said.gyr.size:
        least = said.acc.size + said.gyr.size
        raise ConfigError(path, f"{key}.step", f"expected {least} or more, the bytes of a sample")


def _bytes(path: Path, key: str, text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        expected = f'expected bytes such as "55 61", two hexadecimal digits each, got {text!r}'
        raise ConfigError(path, key, expected) from error


def _long(path: Path, key: str, uuid: str) -> str:
    if not _UUID.fullmatch(uuid):
        raise ConfigError(path, key, f"expected four hexadecimal digits, or a UUID, got {uuid!r}")
    return (_SHORT_UUID.format(uuid) if len(uuid) == _SHORT else uuid).lower()
