"""Fields that several characteristics share: side, zone, rate, short text."""

from typing import Final, TypeVar

from monitor.errors import WireError
from monitor.types import Side

PROTOCOL_VERSION: Final = 1
"""Of our own profile; a pod of another version is refused, not guessed at."""

MAX_NOTIFICATION: Final = 244
"""Bytes of one notification in an ATT MTU of 247."""

MAX_TEXT: Final = 32
"""Characters of a name."""

SIDES: Final = {1: Side.LEFT, 2: Side.RIGHT}
SIDE_CODES: Final = {side: code for code, side in SIDES.items()}

_PRINTABLE = frozenset(range(0x20, 0x7F))

Member = TypeVar("Member")


def check_version(payload: bytes, what: str) -> None:
    """Refuse a payload whose first byte is not our protocol version."""
    if not payload:
        raise WireError(f"{what} is empty", payload)
    if payload[0] != PROTOCOL_VERSION:
        raise WireError(
            f"{what} of protocol version {payload[0]}, this program reads {PROTOCOL_VERSION}",
            payload,
        )


def member(members: dict[int, Member], code: int, what: str, payload: bytes) -> Member:
    """Value that a code stands for, or a ``WireError`` that names both."""
    if code not in members:
        raise WireError(f"{what} {code} is none of {sorted(members)}", payload)
    return members[code]


def read_text(payload: bytes, start: int, what: str) -> str:
    """Text at ``start``: one byte of length, then that many printable ASCII characters."""
    if start >= len(payload):
        raise WireError(f"{what} is missing", payload)
    text = payload[start + 1 : start + 1 + payload[start]]
    if len(text) != payload[start]:
        raise WireError(f"{what} of {payload[start]} bytes is cut to {len(text)}", payload)
    if len(text) > MAX_TEXT or not _PRINTABLE.issuperset(text):
        raise WireError(f"{what} is not up to {MAX_TEXT} printable ASCII characters", payload)
    return text.decode("ascii")


def write_text(text: str, what: str) -> bytes:
    """Bytes that ``read_text`` reads; ``ValueError`` if it could not."""
    if len(text) > MAX_TEXT or not text.isascii() or not text.isprintable():
        raise ValueError(f"{what} {text!r} is not up to {MAX_TEXT} printable ASCII characters")
    return bytes([len(text)]) + text.encode("ascii")
