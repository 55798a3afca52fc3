"""The host's clock in a recording: Bytes <-> HostTick. Never on the air: the host writes it.

The host writes one each second of a live session, so that what waits for sensors (a tap, a
notice) is settled although nothing comes, and a replay settles it at the same place.

offset  type      meaning
0       u32       whole seconds since the session's start

Little-endian.
"""

import struct
from dataclasses import dataclass

from monitor.errors import WireError

_LAYOUT = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class HostTick:
    """A second has passed."""

    elapsed_s: int


def decode(payload: bytes) -> HostTick:
    """Read a tick of the host; ``WireError`` for another length."""
    if len(payload) != _LAYOUT.size:
        raise WireError(f"host tick of {len(payload)} bytes, not {_LAYOUT.size}", payload)
    return HostTick(*_LAYOUT.unpack(payload))


def encode(tick: HostTick) -> bytes:
    """Write a tick of the host."""
    return _LAYOUT.pack(tick.elapsed_s)
