"""Speed of another device: Bytes <-> Reference. Never on the air: of an import.

offset  type      meaning
0       f64       speed, m/s
8       f64       cadence, steps/min of both feet; NaN where unknown
16      f64       contact time, s; NaN where unknown
24      f64       slope of the ground, rise over length; NaN or left out where unknown
32      f64       power, W; left out where unknown

Little-endian.
"""

import struct
from dataclasses import dataclass
from math import isinf, isnan, nan
from typing import Final

from monitor.errors import WireError

_LAYOUT: Final = struct.Struct("<ddd")
_MORE: Final = (struct.Struct("<"), struct.Struct("<d"), struct.Struct("<dd"))


@dataclass(frozen=True, slots=True)
class Reference:
    """Averages over about a second; None where the device does not say."""

    speed_m_s: float
    cadence_spm: float | None = None
    contact_time_s: float | None = None
    slope: float | None = None
    power_w: float | None = None


def decode(payload: bytes) -> Reference:
    """Read a reference.

    Raises
    ------
    WireError
        If the length is wrong, the speed or the last of more than three values is unknown, or a
        value is infinite or negative (the slope may be).
    """
    more = next((one for one in _MORE if len(payload) == _LAYOUT.size + one.size), None)
    if more is None:
        sizes = ", ".join(str(_LAYOUT.size + one.size) for one in _MORE)
        raise WireError(f"reference of {len(payload)} bytes, none of {sizes}", payload)
    speed_m_s, cadence_spm, contact_time_s = _LAYOUT.unpack_from(payload)
    slope, power_w, *_ = (*more.unpack_from(payload, _LAYOUT.size), nan, nan)
    said = (speed_m_s, cadence_spm, contact_time_s, slope, power_w)
    never_negative = (speed_m_s, cadence_spm, contact_time_s, power_w)
    left_open = isnan(speed_m_s) or (more.size > 0 and isnan(said[2 + more.size // 8]))
    if left_open or any(map(isinf, said)) or any(value < 0.0 for value in never_negative):
        told = said[: len(payload) // 8]
        raise WireError(f"reference of {', '.join(map(str, told))}", payload)
    return Reference(speed_m_s, *(_known(value) for value in said[1:]))


def encode(reference: Reference) -> bytes:
    """Write a reference, every bit of it."""
    others = (reference.cadence_spm, reference.contact_time_s, reference.slope, reference.power_w)
    values = [nan if value is None else value for value in others]
    while len(values) > 2 and isnan(values[-1]):
        values.pop()
    return struct.pack(f"<{1 + len(values)}d", reference.speed_m_s, *values)


def _known(value: float) -> float | None:
    return None if isnan(value) else value
