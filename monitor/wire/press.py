"""A press of the runner: Bytes <-> Press: the tail of a tap or a wish, or nothing.

offset  type      meaning
0       u32       how long before its arrival the button was pressed, ms
4       u8[16]    its identity: the same press sent twice is one press

Little-endian. A phone that was out of reach keeps its presses, so they may arrive late and twice.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError

_LAYOUT: Final = struct.Struct("<I16s")
IDENTITY_BYTES: Final = 16
_MOST_MS: Final = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class Press:
    """A press by its identity, and how old it was when it arrived."""

    identity: str
    """32 hexadecimal digits."""
    age_s: float = 0.0


def decode_tail(payload: bytes, start: int, what: str) -> Press | None:
    """Read what stands behind the first ``start`` bytes; None where nothing does."""
    if len(payload) == start:
        return None
    if len(payload) != start + _LAYOUT.size:
        raise WireError(
            f"{what} of {len(payload)} bytes, not {start} or {start + _LAYOUT.size}", payload
        )
    age_ms, identity = _LAYOUT.unpack_from(payload, start)
    return Press(identity.hex(), age_ms / 1000.0)


def encode_tail(press: Press | None) -> bytes:
    """Write the tail; nothing for a press without identity."""
    if press is None:
        return b""
    identity = bytes.fromhex(press.identity)
    if len(identity) != IDENTITY_BYTES:
        raise ValueError(f"identity of {len(identity)} bytes, not {IDENTITY_BYTES}")
    return _LAYOUT.pack(min(round(press.age_s * 1000.0), _MOST_MS), identity)
