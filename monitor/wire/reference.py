"""What did another device say about the run? Bytes <-> Reference. Never on the air: of an import.

offset  type      meaning
0       f64       speed, m/s
8       f64       cadence, steps/min of both feet; NaN where unknown
16      f64       contact time, s; NaN where unknown

Little-endian.
"""

import struct
from dataclasses import dataclass
from math import isfinite, isinf, isnan, nan

from monitor.errors import WireError

_LAYOUT = struct.Struct("<ddd")


@dataclass(frozen=True, slots=True)
class Reference:
    """Averages over about a second; None where the device does not say."""

    speed_m_s: float
    cadence_spm: float | None = None
    contact_time_s: float | None = None


def decode(payload: bytes) -> Reference:
    """Read a reference.

    Raises
    ------
    WireError
        If the length is wrong, the speed is unknown, or a value is negative or infinite.
    """
    if len(payload) != _LAYOUT.size:
        raise WireError(f"reference of {len(payload)} bytes, not {_LAYOUT.size}", payload)
    values = _LAYOUT.unpack(payload)
    if not isfinite(values[0]) or any(value < 0.0 or isinf(value) for value in values):
        raise WireError(f"reference of {', '.join(map(str, values))}", payload)
    speed_m_s, cadence_spm, contact_time_s = values
    return Reference(speed_m_s, _known(cadence_spm), _known(contact_time_s))


def encode(reference: Reference) -> bytes:
    """Write a reference, every bit of it."""
    cadence_spm, contact_time_s = reference.cadence_spm, reference.contact_time_s
    return _LAYOUT.pack(
        reference.speed_m_s,
        nan if cadence_spm is None else cadence_spm,
        nan if contact_time_s is None else contact_time_s,
    )


def _known(value: float) -> float | None:
    return None if isnan(value) else value
