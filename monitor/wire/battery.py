"""Battery level (Bluetooth SIG 0x2A19): bytes <-> percent.

offset  type      meaning
0       u8        charge, 0..100 %
"""

from dataclasses import dataclass

from monitor.errors import WireError

_FULL = 100


@dataclass(frozen=True, slots=True)
class BatteryLevel:
    """Charge of a sensor's battery."""

    percent: int


def decode(payload: bytes) -> BatteryLevel:
    """Read the characteristic; ``WireError`` unless it is one byte up to 100."""
    if len(payload) != 1:
        raise WireError(f"battery level of {len(payload)} bytes, not 1", payload)
    if payload[0] > _FULL:
        raise WireError(f"battery level of {payload[0]} %", payload)
    return BatteryLevel(payload[0])


def encode(level: BatteryLevel) -> bytes:
    """Write the characteristic."""
    if not 0 <= level.percent <= _FULL:
        raise ValueError(f"battery level of {level.percent} %")
    return bytes([level.percent])
