"""Temperature (Bluetooth SIG 0x2A6E, Environmental Sensing Service): bytes <-> °C.

offset  type      meaning
0       i16       temperature, 0.01 °C; 0x8000: not known

Little-endian, no time stamp.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError

_LAYOUT: Final = struct.Struct("<h")
_UNKNOWN: Final = -0x8000
_PER_C: Final = 100
_ABSOLUTE_ZERO: Final = -27_315
"""Counts of the coldest that there is."""


@dataclass(frozen=True, slots=True)
class TemperatureReading:
    """What a thermometer says; None where it does not know."""

    temperature_c: float | None


def decode(payload: bytes) -> TemperatureReading:
    """Read the characteristic; ``WireError`` unless it is two bytes above absolute zero."""
    if len(payload) != _LAYOUT.size:
        raise WireError(f"temperature of {len(payload)} bytes, not {_LAYOUT.size}", payload)
    (counts,) = _LAYOUT.unpack(payload)
    if counts == _UNKNOWN:
        return TemperatureReading(None)
    if counts < _ABSOLUTE_ZERO:
        raise WireError(f"temperature of {counts / _PER_C} °C", payload)
    return TemperatureReading(counts / _PER_C)


def encode(reading: TemperatureReading) -> bytes:
    """Write the characteristic, to the nearest count; ``ValueError`` for what does not fit."""
    value = reading.temperature_c
    if value is None:
        return _LAYOUT.pack(_UNKNOWN)
    counts = round(value * _PER_C)
    if not _ABSOLUTE_ZERO <= counts <= 0x7FFF:
        raise ValueError(f"temperature of {value} °C")
    return _LAYOUT.pack(counts)
