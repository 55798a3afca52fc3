"""What was added to a session when it was over: it stands in the note beside the recording.

A closed recording is never written again. Whoever reads one reads what stands here with it, at its
place in time, from a sensor of its own (``AFTERWARDS``).
"""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from monitor.errors import ConfigError
from monitor.reader import read_json
from monitor.types import Feeling, Packet, Side, Zone
from monitor.wire import symptom, uuids
from monitor.wire.symptom import AFTERWARDS, Tap

logger = logging.getLogger(__name__)

SUFFIX: Final = ".note.json"


class AddedReport(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """What was felt, told after the session; ``t_s`` is session time."""

    t_s: Annotated[float, Meta(ge=0)]
    feeling: Feeling
    side: Side | None = None
    zone: Zone | None = None
    both: bool = False

    @property
    def packet(self) -> Packet:
        """The report as a tap of that time."""
        tap = Tap(self.feeling, self.side, self.zone, both=self.both)
        return Packet(AFTERWARDS, uuids.SYMPTOM, self.t_s, symptom.encode(tap))


class Beside(Struct, frozen=True, kw_only=True):
    """The part of a note that changes what is read of its recording.

    ``taken_back`` are reports that an older version added inside the recording, and that count no
    more.
    """

    added: tuple[AddedReport, ...] = ()
    taken_back: tuple[AddedReport, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the recording alone tells everything."""
        return not self.added and not self.taken_back

    def merged(self, blocks: Iterator[list[Packet]]) -> Iterator[list[Packet]]:
        """Give the packets of a recording with what was added, and without what was taken back.

        What was added comes after packets of the same instant.
        """
        waiting = sorted((one.packet for one in self.added), key=_at)
        gone = [one.packet for one in self.taken_back]
        for block in blocks:
            yield list(_merged(block, waiting, gone))
        yield waiting


def note_of(recording: Path) -> Path:
    """Give where the note of a recording is.

    >>> note_of(Path("runs/monday.mcap")).name
    'monday.note.json'
    """
    return recording.with_name(recording.stem + SUFFIX)


def beside(recording: Path) -> Beside:
    """Give what was added to a recording; nothing where its note cannot be read, which is said."""
    try:
        return read_json(note_of(recording), Beside, missing=Beside())
    except ConfigError as error:
        logger.warning("%s; what it adds to the recording is not known", error)
        return Beside()


def mark_of(recording: Path) -> str:
    """Give a text that changes with what was added to a recording; empty where nothing was."""
    found = beside(recording)
    return "" if found.is_empty else msgspec.json.encode(found).decode()


def _merged(
    block: Sequence[Packet], waiting: list[Packet], gone: Sequence[Packet]
) -> Iterator[Packet]:
    """Merge what waits into a block of packets; what was given waits no more."""
    for packet in block:
        while waiting and waiting[0].t_rx_s < packet.t_rx_s:
            yield waiting.pop(0)
        if packet.sensor != AFTERWARDS or packet not in gone:
            yield packet


def _at(packet: Packet) -> float:
    return packet.t_rx_s
