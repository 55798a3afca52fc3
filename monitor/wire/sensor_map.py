"""What a map file says of a sensor that speaks a protocol of its own. Never on the air.

One byte of version (1), then UTF-8 JSON of ``SensorMap``, once a connection and before its
notifications, which are recorded as they came. What a notification of such a sensor holds:

    prefix     bytes by which its samples are told from what else it says
    time       a number at a place, of so many counts a second, of the first sample
    counter    a number at a place that counts the notifications
    samples    acceleration x y z and angular rate x y z of each: either one sample after the other,
               or (``blocks``) all accelerations, then all angular rates, then further blocks
    rest       bytes by which the second half of a notification is told; what follows them is
               appended to the first half
"""

import struct
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from monitor.errors import WireError
from monitor.types import Side
from monitor.wire.fields import PROTOCOL_VERSION, check_version

MAX_MAP: Final = 8192
"""Bytes of a map."""
_SIZES: Final = {"u8": 1, "i8": 1, "u16": 2, "i16": 2, "u32": 4, "i32": 4, "f32": 4}
_AXES: Final = 3
_MOST_BYTES: Final = 512
"""Of a notification: the longest attribute value (Bluetooth Core, vol 3 part F 3.2.9)."""

At = Annotated[int, Meta(ge=0, le=_MOST_BYTES)]
"""A place in a notification, bytes from its start."""


class NumberType(StrEnum):
    """How a number is written."""

    U8 = auto()
    I8 = auto()
    U16 = auto()
    I16 = auto()
    U32 = auto()
    I32 = auto()
    F32 = auto()

    @property
    def size(self) -> int:
        """Bytes of it."""
        return _SIZES[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Where the time of the first sample stands: an unsigned number that wraps."""

    at: At
    type: NumberType
    per_s: Annotated[float, Meta(gt=0.0, le=1e9)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Where the number of the notification stands: an unsigned number that wraps."""

    at: At
    type: NumberType


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """Three numbers, x y z: ``scale`` is that of a count, in m/s² or rad/s."""

    at: At
    type: NumberType
    scale: float

    @property
    def size(self) -> int:
        """Bytes of the three."""
        return _AXES * self.type.size


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorMap:
    """How to read the motion of a foot from a sensor's notifications.

    ``at`` of the axes is the place in the first sample. Of several ``samples``, the next is
    ``step`` bytes further; with ``blocks`` the accelerations of all follow each other, and then
    the rates, then ``further_blocks`` that are not read (a magnetometer), as many as there are
    bytes for. With ``rest``, each notification comes in two halves.
    """

    side: Side
    rate_hz: Annotated[float, Meta(ge=20.0, le=2000.0)]
    characteristic: str
    acc: Axes
    gyr: Axes
    prefix: str = ""
    big_endian: bool = False
    samples: Annotated[int, Meta(ge=1, le=64)] = 1
    step: Annotated[int, Meta(ge=0, le=_MOST_BYTES)] = 0
    blocks: bool = False
    further_blocks: Annotated[int, Meta(ge=0, le=4)] = 0
    rest: str = ""
    clock: Clock | None = None
    counter: Counter | None = None

    def __post_init__(self) -> None:
        prefix, rest = bytes.fromhex(self.prefix), bytes.fromhex(self.rest)
        if rest and (not prefix or rest.startswith(prefix)):
            raise ValueError("rest: the first half needs a prefix that tells it from the second")
        if self.further_blocks and not self.blocks:
            raise ValueError("further_blocks are for blocks")
        if self.blocks and (self.acc.type, self.acc.at) != (self.gyr.type, self.gyr.at):
            raise ValueError("blocks: acc and gyr have one type, and one place to start from")
        if self.samples > 1 and not self.step and not self.blocks:
            raise ValueError("several samples need step, or blocks")
        for place in (self.clock, self.counter):
            if place is not None and place.type.value[0] != "u":
                raise ValueError(f"a {place.type} does not count: u8, u16 or u32 does")

    @property
    def length(self) -> int:
        """Fewest bytes of a notification."""
        if self.blocks:
            return self.acc.at + (2 + self.further_blocks) * self.acc.size
        last = (self.samples - 1) * self.step
        ends = [axes.at + axes.size + last for axes in (self.acc, self.gyr)]
        return max(ends + [p.at + p.type.size for p in (self.clock, self.counter) if p])

    def dtype(self, number: NumberType) -> str:
        """Name of a number's type, as numpy spells it."""
        return f"{'>' if self.big_endian else '<'}{number.value[0]}{number.size}"


def decode(payload: bytes) -> SensorMap:
    """Read a map; ``WireError`` if it is of another version, or none."""
    check_version(payload, "sensor map")
    if len(payload) > MAX_MAP:
        raise WireError(f"sensor map of {len(payload)} bytes", payload)
    try:
        return msgspec.json.decode(payload[1:], type=SensorMap)
    except (ValueError, RecursionError) as error:  # msgspec's own errors are ValueErrors
        raise WireError(f"sensor map: {error}", payload) from error


def encode(sensor_map: SensorMap) -> bytes:
    """Write a map."""
    return struct.pack("B", PROTOCOL_VERSION) + msgspec.json.encode(sensor_map)
