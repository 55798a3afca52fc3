"""Power (Bluetooth SIG 0x2A63, as Stryd and other pods send it): bytes <-> watts.

offset  type      meaning
0       u16       flags: which fields of a bicycle follow; not looked at
2       i16       power, W
4       ...       what the flags announce: not read

Little-endian, no time stamp.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.wire.fields import MAX_NOTIFICATION

_LAYOUT: Final = struct.Struct("<Hh")


@dataclass(frozen=True, slots=True)
class PowerMeasurement:
    """Power now, W; below zero where the device says so."""

    power_w: int


def decode(payload: bytes) -> PowerMeasurement:
    """Read one notification; ``WireError`` if it is shorter than flags and power."""
    if not _LAYOUT.size <= len(payload) <= MAX_NOTIFICATION:
        raise WireError(f"power of {len(payload)} bytes, not {_LAYOUT.size} or more", payload)
    return PowerMeasurement(_LAYOUT.unpack_from(payload)[1])


def encode(measurement: PowerMeasurement) -> bytes:
    """Write one notification without further fields; ``ValueError`` for what does not fit."""
    try:
        return _LAYOUT.pack(0, measurement.power_w)
    except struct.error as error:
        raise ValueError(f"{measurement}: {error}") from error
