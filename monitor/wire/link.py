"""What became of a connection: bytes <-> LinkState. Never on the air: the host writes it.

offset  type      meaning
0       u8        state: 1 connected, 2 lost, 3 returned, 4 stalled, 5 missing
1       u8        reason: 0 none, 1 link dropped, 2 no data, 3 not found, 4 refused,
                  5 wrong version, 6 closed by us, 7 the computer's own radio
2       UTF-8     detail for people, up to 200 bytes, may be empty
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from monitor.errors import WireError
from monitor.wire.fields import member

MAX_DETAIL: Final = 200
"""Bytes of the detail."""


class Link(IntEnum):
    """What happened to the link."""

    CONNECTED = 1
    LOST = 2
    RETURNED = 3
    STALLED = 4
    """Connected, but nothing comes."""
    MISSING = 5
    """Expected, but never found."""


class LinkReason(IntEnum):
    """Why it happened, as far as the host knows."""

    NONE = 0
    DROPPED = 1
    NO_DATA = 2
    NOT_FOUND = 3
    REFUSED = 4
    WRONG_VERSION = 5
    CLOSED = 6
    NO_RADIO = 7


_STATES: Final = {int(state): state for state in Link}
_REASONS: Final = {int(reason): reason for reason in LinkReason}


@dataclass(frozen=True, slots=True)
class LinkState:
    """A change of a sensor's link, and a few words about it."""

    state: Link
    reason: LinkReason = LinkReason.NONE
    detail: str = ""


def decode(payload: bytes) -> LinkState:
    """Read a link note; ``WireError`` for unknown codes, or a detail that is no text."""
    if not 2 <= len(payload) <= 2 + MAX_DETAIL:
        raise WireError(f"link note of {len(payload)} bytes", payload)
    try:
        detail = payload[2:].decode("utf-8")
    except UnicodeDecodeError as error:
        raise WireError("link note's detail is not UTF-8", payload) from error
    return LinkState(
        member(_STATES, payload[0], "link state", payload),
        member(_REASONS, payload[1], "link reason", payload),
        detail,
    )


def encode(note: LinkState) -> bytes:
    """Write a link note; a long detail is cut after a whole character."""
    detail = note.detail.encode("utf-8")[:MAX_DETAIL].decode("utf-8", "ignore")
    return bytes([note.state, note.reason]) + detail.encode("utf-8")
