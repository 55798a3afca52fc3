"""Treadmill data (Bluetooth SIG 0x2ACD, Fitness Machine Service): bytes <-> values. Read only.

    offset  type      meaning
    0       u16       flags: bit 0 set: no speed in this notification; bit 1 mean speed,
                      bit 2 distance, bit 3 incline; the others announce fields behind these
    ..      u16       speed now, 0.01 km/h (bit 0 not set)
    ..      u16       mean speed, 0.01 km/h (bit 1): not read
    ..      u24       distance, m (bit 2)
    ..      i16, i16  incline, 0.1 %; angle of the ramp, 0.1 ° (bit 3), not read; 0x7FFF: not known
    ..      ...       energy, heart rate, times: not read

Little-endian, no time stamp. A treadmill may part what it says over two notifications; only one
of them has a speed.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.wire.fields import MAX_NOTIFICATION

FASTEST_M_S: Final = 15.0
"""No belt runs faster (54 km/h); one that says so is not believed. Rule of thumb."""

_NO_SPEED: Final = 1 << 0
_MEAN: Final = 1 << 1
_DISTANCE: Final = 1 << 2
_INCLINE: Final = 1 << 3
_PER_M_S: Final = 360.0
"""Counts of 0.01 km/h in 1 m/s."""
_PER_SLOPE: Final = 1000
"""Counts of 0.1 % in a slope of 1."""
_UNKNOWN: Final = 0x7FFF
_FLAGS: Final = struct.Struct("<H")


@dataclass(frozen=True, slots=True)
class TreadmillData:
    """One notification; None where it does not say. ``slope``: rise over length of the belt."""

    speed_m_s: float | None = None
    distance_m: int | None = None
    slope: float | None = None


def decode(payload: bytes) -> TreadmillData:
    """Read one notification.

    Raises
    ------
    WireError
        If it is shorter than the fields that are read, or the speed cannot be a belt's.
    """
    if len(payload) < _FLAGS.size:
        raise WireError(f"treadmill data of {len(payload)} bytes", payload)
    (flags,) = _FLAGS.unpack_from(payload)
    widths = {
        "speed": 0 if flags & _NO_SPEED else 2,
        "mean": 2 * bool(flags & _MEAN),
        "distance": 3 * bool(flags & _DISTANCE),
        "incline": 4 * bool(flags & _INCLINE),
    }
    needed = _FLAGS.size + sum(widths.values())
    if not needed <= len(payload) <= MAX_NOTIFICATION:
        raise WireError(
            f"treadmill data with flags {flags:#06x} has {len(payload)} bytes, not {needed}",
            payload,
        )
    said, at = {}, _FLAGS.size
    for name, width in widths.items():
        said[name] = payload[at : at + width]
        at += width
    speed_m_s = int.from_bytes(said["speed"], "little") / _PER_M_S
    if speed_m_s > FASTEST_M_S:
        raise WireError(f"treadmill speed of {speed_m_s:.1f} m/s", payload)
    incline = int.from_bytes(said["incline"][:2], "little", signed=True)
    has_incline = bool(said["incline"]) and incline != _UNKNOWN
    return TreadmillData(
        speed_m_s if said["speed"] else None,
        int.from_bytes(said["distance"], "little") if said["distance"] else None,
        incline / _PER_SLOPE if has_incline else None,
    )


def encode(data: TreadmillData) -> bytes:
    """Write one notification; ``ValueError`` for what does not fit."""
    flags, fields = 0, b""
    try:
        if data.speed_m_s is None:
            flags |= _NO_SPEED
        else:
            fields += struct.pack("<H", round(data.speed_m_s * _PER_M_S))
        if data.distance_m is not None:
            flags |= _DISTANCE
            fields += data.distance_m.to_bytes(3, "little")
        if data.slope is not None:
            flags |= _INCLINE
            fields += struct.pack("<hh", round(data.slope * _PER_SLOPE), _UNKNOWN)
    except (struct.error, OverflowError) as error:
        raise ValueError(f"{data}: {error}") from error
    return _FLAGS.pack(flags) + fields
