"""Read the file that says how sensors of somebody's own are found, started and read.

docs/sensor-maps.md explains every key; ``configs/sensors`` holds examples.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta, Struct

from monitor.errors import ConfigError
from monitor.reader import read_toml
from monitor.types import Side
from monitor.wire.sensor_map import Axes, Clock, Counter, SensorMap

_SHORT_UUID: Final = "0000{}-0000-1000-8000-00805f9b34fb"
_SHORT: Final = 4
_MOST_WRITTEN: Final = 244

_UUID: Final = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

Uuid = Annotated[str, Meta(pattern=f"^([0-9a-fA-F]{{4}}|{_UUID})$")]
Hex = Annotated[str, Meta(pattern="^ *([0-9a-fA-F]{2} *)*$")]


class _Write(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something to write when the sensor was connected: ``bytes``, then ``text``."""

    characteristic: Uuid
    bytes: Hex = ""
    text: str = ""


class _Sensor(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sensor, as its file says it."""

    side: Side
    characteristic: Uuid
    rate_hz: Annotated[float, Meta(ge=20.0, le=2000.0)]
    acc: Axes
    gyr: Axes
    name: str = ""
    service: Uuid | None = None
    start: tuple[_Write, ...] = ()
    prefix: Hex = ""
    big_endian: bool = False
    samples: Annotated[int, Meta(ge=1, le=64)] = 1
    step: Annotated[int, Meta(ge=0, le=512)] = 0
    blocks: bool = False
    further_blocks: Annotated[int, Meta(ge=0, le=4)] = 0
    rest: Hex = ""
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


def read_sensor_maps(path: Path) -> tuple[MappedSensor, ...]:
    """Read a file of maps.

    Raises
    ------
    ConfigError
        With file, key and what was expected.
    """
    return tuple(
        _mapped(path, f"sensor[{place}]", one)
        for place, one in enumerate(read_toml(path, _File).sensor)
    )


def _mapped(path: Path, key: str, said: _Sensor) -> MappedSensor:
    if not said.name and said.service is None:
        raise ConfigError(path, key, "expected a name, or a service, to know the sensor by")
    start = []
    for place, write in enumerate(said.start):
        payload = bytes.fromhex(write.bytes) + write.text.encode()
        if not 0 < len(payload) <= _MOST_WRITTEN:
            raise ConfigError(path, f"{key}.start[{place}]", f"expected 1 to {_MOST_WRITTEN} bytes")
        start.append(Written(_long(write.characteristic), payload))
    try:
        sensor_map = SensorMap(
            side=said.side,
            rate_hz=said.rate_hz,
            characteristic=_long(said.characteristic),
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
    return MappedSensor(said.name, _long(said.service or ""), tuple(start), sensor_map)


def _long(uuid: str) -> str:
    return (_SHORT_UUID.format(uuid) if len(uuid) == _SHORT else uuid).lower()
