"""Speed of another device: Bytes <-> Reference. Never on the air: of an import.

offset  type      meaning
0       f64       speed, m/s
8       f64       cadence, steps/min of both feet; NaN where unknown
16      f64       contact time, s; NaN where unknown
24      f64       slope of the ground, rise over length; left out where unknown

Little-endian.
"""

import struct
from dataclasses import dataclass
from math import isfinite, isinf, isnan, nan
from typing import Final

from monitor.errors import WireError

_LAYOUT: Final = struct.Struct("<ddd")
_SLOPE: Final = struct.Struct("<d")


@dataclass(frozen=True, slots=True)
class Reference:
    """Averages over about a second; None where the device does not say."""

    speed_m_s: float
    cadence_spm: float | None = None
    contact_time_s: float | None = None
    slope: float | None = None


def decode(payload: bytes) -> Reference:
    """Read a reference.

    Raises
    ------
    WireError
        If the length is wrong, the speed is unknown, a value is negative (the slope may be) or
        infinite, or a slope that is there is none.
    """
    size, size_on_slope = _LAYOUT.size, _LAYOUT.size + _SLOPE.size
    if len(payload) not in (size, size_on_slope):
        what = f"reference of {len(payload)} bytes, neither {size} nor {size_on_slope}"
        raise WireError(what, payload)
    values = _LAYOUT.unpack_from(payload)
    slope: float | None = None
    if len(payload) == size_on_slope:
        (slope,) = _SLOPE.unpack_from(payload, size)
    wrong = any(value < 0.0 or isinf(value) for value in values)
    if wrong or not isfinite(values[0]) or not isfinite(slope or 0.0):
        said = values if slope is None else (*values, slope)
        raise WireError(f"reference of {', '.join(map(str, said))}", payload)
    speed_m_s, cadence_spm, contact_time_s = values
    return Reference(speed_m_s, _known(cadence_spm), _known(contact_time_s), slope)


def encode(reference: Reference) -> bytes:
    """Write a reference, every bit of it."""
    cadence_spm, contact_time_s = reference.cadence_spm, reference.contact_time_s
    payload = _LAYOUT.pack(
        reference.speed_m_s,
        nan if cadence_spm is None else cadence_spm,
        nan if contact_time_s is None else contact_time_s,
    )
    return payload if reference.slope is None else payload + _SLOPE.pack(reference.slope)


def _known(value: float) -> float | None:
    return None if isnan(value) else value
