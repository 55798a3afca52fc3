"""The runner's wish for quiet: Bytes <-> Wish. Never on the air: the host writes it.

offset  type      meaning
0       u8        kind: 1 snooze, 2 mute form cues, 3 speak form cues again, 4 pause, 5 go on
1       u16       how long a snooze lasts, s; 0 otherwise
3       …         nothing, or which press it is (press.py)

Little-endian.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.types import WishKind
from monitor.wire.fields import member
from monitor.wire.press import Press, decode_tail, encode_tail

_LAYOUT = struct.Struct("<BH")
_KINDS: Final = {
    1: WishKind.SNOOZE,
    2: WishKind.MUTE_CUES,
    3: WishKind.UNMUTE_CUES,
    4: WishKind.PAUSE,
    5: WishKind.RESUME,
}
_CODES: Final = {kind: code for code, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Quiet:
    """A wish, without its time."""

    kind: WishKind
    for_s: int = 0
    press: Press | None = None


def decode(payload: bytes) -> Quiet:
    """Read a wish; ``WireError`` for another length or an unknown kind."""
    if len(payload) < _LAYOUT.size:
        raise WireError(f"wish of {len(payload)} bytes, not {_LAYOUT.size}", payload)
    code, for_s = _LAYOUT.unpack_from(payload)
    press = decode_tail(payload, _LAYOUT.size, "wish")
    return Quiet(member(_KINDS, code, "wish", payload), for_s, press)


def encode(wish: Quiet) -> bytes:
    """Write a wish."""
    return _LAYOUT.pack(_CODES[wish.kind], wish.for_s) + encode_tail(wish.press)
