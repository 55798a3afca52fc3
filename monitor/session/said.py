"""Record what was said in a session, beside the packets, and read it back.

A replay understands the packets anew, perhaps with other limits or a newer program. What the runner
heard, and what became of it then, is kept as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from monitor.serialise import event_from_json, event_to_json
from monitor.session.recording import Recording
from monitor.types import Advice, Event, Outcome, Packet, Toss
from monitor.wire import uuids
from monitor.wire.symptom import AFTERWARDS

HOST: Final = "host"
"""The sensor that packets made by the host come from."""


Way = Literal["hub", "radio", "page", "mqtt"]


class Heard(Struct, frozen=True, tag="heard", forbid_unknown_fields=True):
    """A sentence went one way to the runner; ``confirmed``: it arrived, as far as is known there.

    ``path``: the hub's own sound, the radio, the page's speech, MQTT.
    """

    number: int
    path: Way
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Advice, outcomes and coins in the order in which they came, and how long it took."""

    events: list[Advice | Outcome | Toss]
    duration_s: float
    heard: list[Heard] = field(default_factory=list)
    """Which way each sentence went; nothing where there was no way, or it was not recorded."""
    added_s: float | None = None
    """When the first report is that was added after the session; None: none was."""


def opening(t_rx_s: float) -> Packet:
    """Give the packet that says that from here on what is said is recorded."""
    return Packet(HOST, uuids.SAID, t_rx_s, b"")


def to_packets(events: Iterable[Event], t_rx_s: float) -> list[Packet]:
    """Give the packets that record what was said at an instant.

    >>> from monitor.types import HeartBeat, OutcomeKind
    >>> (packet,) = to_packets([HeartBeat(1.0, 150.0), Outcome(1, 9.0, OutcomeKind.UNKNOWN, "")], 9)
    >>> packet.payload.decode()
    '{"type":"outcome","advice_number":1,"t_s":9.0,"kind":"unknown","evidence":""}'
    """
    return [
        Packet(HOST, uuids.SAID, t_rx_s, event_to_json(event).encode())
        for event in events
        if isinstance(event, Advice | Outcome | Toss)
    ]


def heard_packet(heard: Heard, t_rx_s: float) -> Packet:
    """Give the packet that records which way a sentence went.

    >>> heard_packet(Heard(3, "radio"), 9.0).payload.decode()
    '{"type":"heard","number":3,"path":"radio","confirmed":false}'
    """
    return Packet(HOST, uuids.SAID, t_rx_s, msgspec.json.encode(heard))


def said_in(path: Path) -> Said | None:
    """Return what was said in a session; None where that was not recorded, or cannot be read.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    events: list[Advice | Outcome | Toss] = []
    heard: list[Heard] = []
    recorded, duration_s, added_s = False, 0.0, None
    for packet in Recording(path).everything():
        duration_s = max(duration_s, packet.t_rx_s)
        if packet.sensor == AFTERWARDS and added_s is None:
            added_s = packet.t_rx_s
        if packet.characteristic != uuids.SAID:
            continue
        recorded = True
        if packet.payload:
            way = _heard(packet.payload)
            if way is not None:
                heard.append(way)
                continue
            try:
                event = event_from_json(packet.payload)
            except ValueError:  # of another version, whose words we do not know
                return None
            if isinstance(event, Advice | Outcome | Toss):
                events.append(event)
    return Said(events, duration_s, heard, added_s) if recorded else None


def _heard(payload: bytes) -> Heard | None:
    """Give which way a sentence went, if that is what a packet says."""
    try:
        return msgspec.json.decode(payload, type=Heard)
    except (msgspec.DecodeError, RecursionError):
        return None
