"""The end of a lap: Bytes <-> LapMark. Never on the air: of an import.

offset  type      meaning
0       u8        trigger: 0 not said, 1 manual (a press of the button), 2 automatic
1       u16       number of the lap that ended, from 1

Little-endian.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.types import LapTrigger
from monitor.wire.fields import member

MAX_NUMBER: Final = 0xFFFF
_LAYOUT: Final = struct.Struct("<BH")
_TRIGGERS: Final = {0: LapTrigger.UNKNOWN, 1: LapTrigger.MANUAL, 2: LapTrigger.AUTOMATIC}
_CODES: Final = {trigger: code for code, trigger in _TRIGGERS.items()}


@dataclass(frozen=True, slots=True)
class LapMark:
    """The end of a lap: what ended it, and its number."""

    trigger: LapTrigger
    number: int


def decode(payload: bytes) -> LapMark:
    """Read the end of a lap; ``WireError`` unless it is three bytes of a known trigger."""
    if len(payload) != _LAYOUT.size:
        raise WireError(f"lap of {len(payload)} bytes, not {_LAYOUT.size}", payload)
    code, number = _LAYOUT.unpack(payload)
    return LapMark(member(_TRIGGERS, code, "lap trigger", payload), number)


def encode(mark: LapMark) -> bytes:
    """Write the end of a lap; ``ValueError`` for a number that does not fit."""
    if not 0 <= mark.number <= MAX_NUMBER:
        raise ValueError(f"lap number {mark.number}")
    return _LAYOUT.pack(_CODES[mark.trigger], mark.number)
