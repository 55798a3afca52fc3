"""Heart Rate Measurement (Bluetooth SIG 0x2A37): bytes <-> beats.

    offset  type      meaning
    0       u8        flags: bit 0 rate is u16, bit 1 skin contact, bit 2 contact is measured,
                      bit 3 energy present, bit 4 RR intervals present; 5–7 reserved, ignored
    1       u8 | u16  heart rate, 1/min
    ..      u16       energy expended, kJ (bit 3)
    ..      n × u16   RR intervals, 1/1024 s, oldest first (bit 4)
    ..      ...       what does not make up an interval, or was not announced: ignored

Little-endian. Bit 1 means something only where bit 2 is set.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.wire.fields import MAX_NOTIFICATION

MAX_RATE_BPM: Final = 300
"""No heart beats faster; a strap that says so is not believed."""

_WIDE: Final = 1 << 0
_CONTACT: Final = 1 << 1
_CONTACT_KNOWN: Final = 1 << 2
_ENERGY: Final = 1 << 3
_RR: Final = 1 << 4
_RR_PER_S: Final = 1024


@dataclass(frozen=True, slots=True)
class HeartRate:
    """One measurement; ``contact`` and ``energy_kj`` are None where the strap does not say."""

    rate_bpm: int
    rr_s: tuple[float, ...] = ()
    contact: bool | None = None
    energy_kj: int | None = None


def decode(payload: bytes) -> HeartRate:
    """Read one notification.

    Raises
    ------
    WireError
        If it is shorter than its flags say, or the rate cannot be a heart's.
    """
    if not payload:
        raise WireError("heart rate is empty", payload)
    flags = payload[0]
    fixed = struct.Struct("<B" + ("H" if flags & _WIDE else "B") + "H" * bool(flags & _ENERGY))
    rr_bytes = len(payload) - fixed.size
    if rr_bytes < 0 or len(payload) > MAX_NOTIFICATION:
        raise WireError(f"heart rate with flags {flags:#04x} has {len(payload)} bytes", payload)
    _, rate_bpm, *energy = fixed.unpack_from(payload)
    if rate_bpm > MAX_RATE_BPM:
        raise WireError(f"heart rate of {rate_bpm} bpm", payload)
    intervals = rr_bytes // 2 if flags & _RR else 0
    rr = struct.unpack_from(f"<{intervals}H", payload, fixed.size)
    return HeartRate(
        rate_bpm,
        tuple(interval / _RR_PER_S for interval in rr),
        bool(flags & _CONTACT) if flags & _CONTACT_KNOWN else None,
        energy[0] if energy else None,
    )


def encode(beat: HeartRate) -> bytes:
    """Write one notification; the rate takes two bytes only when it needs them."""
    if not 0 <= beat.rate_bpm <= MAX_RATE_BPM:
        raise ValueError(f"heart rate of {beat.rate_bpm} bpm")
    wide = beat.rate_bpm > 0xFF
    flags = (
        _WIDE * wide
        | _CONTACT_KNOWN * (beat.contact is not None)
        | _CONTACT * bool(beat.contact)
        | _ENERGY * (beat.energy_kj is not None)
        | _RR * bool(beat.rr_s)
    )
    counts = [round(interval_s * _RR_PER_S) for interval_s in beat.rr_s]
    energy = [] if beat.energy_kj is None else [beat.energy_kj]
    if not all(0 <= count <= 0xFFFF for count in counts + energy):
        raise ValueError(f"intervals {beat.rr_s} s or energy {beat.energy_kj} kJ do not fit")
    words = energy + counts
    payload = struct.pack(f"<B{'H' if wide else 'B'}{len(words)}H", flags, beat.rate_bpm, *words)
    if len(payload) > MAX_NOTIFICATION:
        raise ValueError(f"{len(counts)} intervals do not fit")
    return payload
