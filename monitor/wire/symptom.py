"""What the runner taps: bytes <-> Tap. Never on the air: the host writes it into the recording.

offset  type      meaning
0       u8        feeling: 1 numb, 2 tingling, 3 pain, 4 ok, 5 tight, 6 swollen, 7 dizzy, 8 not said
1       u8        side: 0 not said, 1 left, 2 right, 3 both
2       u8        place: 0 not said, 1 top, 2 sole, 3 forefoot, 4 heel, 5 calf, 6 whole foot
3       …         nothing, or which press it is (press.py)

Recordings made before side 3 existed wrote 0 for both feet as well; that reads as not said.
"""

from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.types import Feeling, Side, Zone
from monitor.wire.fields import SIDES, member
from monitor.wire.press import Press, decode_tail, encode_tail

LAP_SENSOR: Final = "watch laps"
"""Sensor of reports that were no taps, but presses of a watch's lap button."""

AFTERWARDS: Final = "runner afterwards"
"""Sensor of reports that were added when the session was over."""

_FEELINGS: Final = {
    1: Feeling.NUMB,
    2: Feeling.TINGLING,
    3: Feeling.PAIN,
    4: Feeling.OK,
    5: Feeling.TIGHT,
    6: Feeling.SWOLLEN,
    7: Feeling.DIZZY,
    8: Feeling.SOMETHING,
}
_BOTH: Final = 3
_SIDES: Final[dict[int, Side | None]] = {0: None, **SIDES, _BOTH: None}
_ZONES: Final[dict[int, Zone | None]] = {
    0: None,
    1: Zone.TOP,
    2: Zone.SOLE,
    3: Zone.FOREFOOT,
    4: Zone.HEEL,
    5: Zone.CALF,
    6: Zone.FOOT,
}

_FEELING_CODES: Final = {feeling: code for code, feeling in _FEELINGS.items()}
_SIDE_CODES: Final[dict[Side | None, int]] = {
    None: 0,
    **{side: code for code, side in SIDES.items()},
}
_ZONE_CODES: Final = {zone: code for code, zone in _ZONES.items()}
_CODES: Final = 3
"""Bytes before the press."""


@dataclass(frozen=True, slots=True)
class Tap:
    """What the runner reports; ``side`` None without ``both``, or ``zone`` None: not said."""

    feeling: Feeling
    side: Side | None = None
    zone: Zone | None = None
    press: Press | None = None
    both: bool = False


def decode(payload: bytes) -> Tap:
    """Read a tap; ``WireError`` unless it is three known codes and perhaps a press."""
    if len(payload) < _CODES:
        raise WireError(f"tap of {len(payload)} bytes, not {_CODES}", payload)
    return Tap(
        member(_FEELINGS, payload[0], "feeling", payload),
        member(_SIDES, payload[1], "side", payload),
        member(_ZONES, payload[2], "zone", payload),
        decode_tail(payload, _CODES, "tap"),
        both=payload[1] == _BOTH,
    )


def encode(tap: Tap) -> bytes:
    """Write a tap."""
    side = _BOTH if tap.both else _SIDE_CODES[tap.side]
    codes = [_FEELING_CODES[tap.feeling], side, _ZONE_CODES[tap.zone]]
    return bytes(codes) + encode_tail(tap.press)
