"""Read the packets of a recording, finished or not, whole or cut."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from monitor.errors import RecordingError
from monitor.session.beside import beside
from monitor.session.framing import ENCODING, MAGIC, PROFILE
from monitor.session.header import UNKNOWN_START, RecordingHeader
from monitor.session.limits import SessionLimits
from monitor.session.parser import LOST_BYTES, LOST_PACKETS, PacketParser
from monitor.types import Packet
from monitor.wire import uuids

_BLOCK_BYTES: Final = 1 << 18
_MARKS: Final = (ENCODING.encode(), b"\x09\x00\x00\x00" + PROFILE.encode())
"""By one of these we know our own recording even where its first bytes are damaged."""
_MARKED_BYTES: Final = 30
"""Magic and MCAP header up to the profile; a file cut before cannot tell whose it is."""
_FOOTER: Final = struct.Struct("<BQQQI8s")
_FOOTER_OPCODE: Final = 2
_MAX_SUMMARY_BYTES: Final = 1 << 25


@dataclass(frozen=True, slots=True)
class Recovery:
    """How much of a recording could be read.

    Parameters
    ----------
    packets : int
        Packets read.
    missing_packets : int
        Packets that by their numbers were handed to the recording and are not in it.
    damaged_bytes, cut_bytes : int
        Unreadable in the middle; unreadable at the end.
    finished : bool
        Whether the recording was closed properly.
    lost_before_bytes : int
        Of ``damaged_bytes``, those that another file held, from which this one was repacked.
    refused_packets : int
        Packets at a time that cannot be, left out.
    """

    packets: int
    missing_packets: int
    damaged_bytes: int
    cut_bytes: int
    finished: bool
    lost_before_bytes: int = 0
    refused_packets: int = 0

    @property
    def unread_bytes(self) -> int:
        """Bytes of this file that could not be read."""
        return self.damaged_bytes - self.lost_before_bytes + self.cut_bytes

    @property
    def whole(self) -> bool:
        """Whether everything that was handed over is there."""
        lost = self.missing_packets, self.damaged_bytes, self.cut_bytes, self.refused_packets
        return not any(lost)

    @property
    def summary(self) -> str:
        """One sentence for people.

        >>> Recovery(120, 0, 0, 17, finished=False).summary
        '120 packets; not closed; 17 bytes at the end unreadable'
        """
        parts = [f"{self.packets} packets"]
        if not self.finished:
            parts.append("not closed")
        if self.missing_packets:
            parts.append(f"{self.missing_packets} packets missing")
        if self.refused_packets:
            parts.append(f"{self.refused_packets} packets at a time that cannot be left out")
        if self.damaged_bytes:
            parts.append(f"{self.damaged_bytes} bytes in the middle unreadable")
        if self.cut_bytes:
            parts.append(f"{self.cut_bytes} bytes at the end unreadable")
        return "; ".join(parts)


class Recording:
    """A recording to read, once, from its start to its end, with what was added to it afterwards.

    Parameters
    ----------
    path : Path
        A recording, finished or not; one that is still being written is read as far as it is.

    Attributes
    ----------
    size_bytes, read_bytes : int
        For a progress bar.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours. Damage is never an error: it is
        counted, see ``recovery``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_bytes = 0
        self._parser = PacketParser()
        try:
            with path.open("rb") as file:
                self.size_bytes = file.seek(0, 2)
                summary = _summary(file, self.size_bytes)
                file.seek(0)
                start = file.read(_BLOCK_BYTES)
        except OSError as error:
            raise RecordingError(f"{path}: {error.strerror}") from error
        too_short = len(start) < _MARKED_BYTES and MAGIC.startswith(start[: len(MAGIC)])
        if not (too_short or any(mark in start for mark in _MARKS)):
            raise RecordingError(f"{path}: not a recording of Footloose")
        scout = PacketParser()
        scout.push(start)
        self.header = scout.header or RecordingHeader(UNKNOWN_START)
        self._parser.learn_summary(summary)

    @property
    def recovery(self) -> Recovery:
        """What was read so far, and what could not be."""
        parser = self._parser
        return Recovery(
            parser.packets,
            parser.missing_packets,
            parser.damaged_bytes,
            parser.cut_bytes,
            parser.finished,
            parser.lost_before_bytes,
            parser.refused_packets,
        )

    @property
    def foreign(self) -> str:
        """How another program packed the chunks of this copy; empty if it is our own."""
        return self._parser.foreign

    def batches(self, size: int = SessionLimits().batch_packets) -> Iterator[list[Packet]]:
        """Give the packets in the order of the file, ``size`` at a time, the last batch fewer.

        What was said is not among them: it is no packet to be understood.
        """
        waiting: list[Packet] = []
        for packets in self._told():
            waiting += [packet for packet in packets if packet.characteristic != uuids.SAID]
            whole = len(waiting) - len(waiting) % size
            for start in range(0, whole, size):
                yield waiting[start : start + size]
            del waiting[:whole]
        if waiting:
            yield waiting

    def packets(self) -> Iterator[Packet]:
        """Give the packets in the order of the file, as ``batches`` does."""
        for packet in self.everything():
            if packet.characteristic != uuids.SAID:
                yield packet

    def everything(self) -> Iterator[Packet]:
        """Give all of the session in its order, what was said too."""
        for packets in self._told():
            yield from packets

    def stored(self) -> Iterator[Packet]:
        """Give all that the file itself holds, in its order."""
        for packets in self._blocks():
            yield from packets

    def _told(self) -> Iterator[list[Packet]]:
        known = beside(self.path)
        return self._blocks() if known.is_empty else known.merged(self._blocks())

    def _blocks(self) -> Iterator[list[Packet]]:
        try:
            with self.path.open("rb") as file:
                while data := file.read(_BLOCK_BYTES):
                    self.read_bytes += len(data)
                    yield self._parser.push(data)
        except OSError as error:
            raise RecordingError(f"{self.path}: {error.strerror}") from error
        yield self._parser.finish()


def lost_metadata(recovery: Recovery, lost_packets: int = 0) -> dict[str, str]:
    """Say in a finished recording what was lost before it was finished; empty: nothing.

    ``lost_packets`` is a count that may be higher than what the file shows.

    >>> lost_metadata(Recovery(120, 2, 0, 17, finished=False))
    {'packets': '2', 'bytes': '17'}
    """
    packets = max(recovery.missing_packets, lost_packets) + recovery.refused_packets
    lost_bytes = recovery.damaged_bytes + recovery.cut_bytes
    if not packets + lost_bytes:
        return {}
    return {LOST_PACKETS: str(packets), LOST_BYTES: str(lost_bytes)}


def read_packets(path: Path) -> Iterator[Packet]:
    """Give the packets of a recording in the order of the file."""
    return Recording(path).packets()


def read_batches(path: Path, size: int) -> Iterator[list[Packet]]:
    """Give the packets of a recording in the order of the file, ``size`` at a time."""
    return Recording(path).batches(size)


def read_header(path: Path) -> RecordingHeader:
    """Give what a recording says about itself."""
    return Recording(path).header


def is_recording(path: Path) -> bool:
    """Tell a recording by its first bytes.

    Raises
    ------
    RecordingError
        If the file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from error


def _summary(file: BinaryIO, size: int) -> bytes:
    """Summary section of a finished recording; empty if there is none."""
    if size < _FOOTER.size:
        return b""
    file.seek(size - _FOOTER.size)
    opcode, length, start, _, _, magic = _FOOTER.unpack(file.read(_FOOTER.size))
    if opcode != _FOOTER_OPCODE or length != 20 or magic != MAGIC:
        return b""
    stop = size - _FOOTER.size
    if not 0 < start < stop or stop - start > _MAX_SUMMARY_BYTES:
        return b""
    file.seek(start)
    return file.read(stop - start)
