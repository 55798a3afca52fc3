"""Record what was said in a session, beside the packets, and read it back.

A replay understands the packets anew, perhaps with other limits or a newer program. What the runner
heard, and what became of it then, is kept as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from monitor.serialise import event_from_json, event_to_json
from monitor.session.recording import Recording
from monitor.types import Advice, Event, Outcome, Packet
from monitor.wire import uuids

HOST: Final = "host"
"""The sensor that packets made by the host come from."""


@dataclass(frozen=True, slots=True)
class Said:
    """Advice and outcomes in the order in which they were given, and how long it took."""

    events: list[Advice | Outcome]
    duration_s: float


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
        if isinstance(event, Advice | Outcome)
    ]


def said_in(path: Path) -> Said | None:
    """Return what was said in a session; None where that was not recorded, or cannot be read.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    events: list[Advice | Outcome] = []
    recorded, duration_s = False, 0.0
    for packet in Recording(path).everything():
        duration_s = max(duration_s, packet.t_rx_s)
        if packet.characteristic != uuids.SAID:
            continue
        recorded = True
        if packet.payload:
            try:
                event = event_from_json(packet.payload)
            except ValueError:  # of another version, whose words we do not know
                return None
            if isinstance(event, Advice | Outcome):
                events.append(event)
    return Said(events, duration_s) if recorded else None
