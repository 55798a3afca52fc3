"""Find the packets in the bytes of a recording, however cut or damaged.

A pure push parser: bytes in, packets out, in the order of the file. It reads finished recordings
(chunks) and unfinished ones (bare messages). Where the bytes make no sense it searches on for the
next record whose checksum holds, and counts what it skipped.
"""

import re
import struct
import zlib
from typing import Final

from mcap.exceptions import EndOfFile
from mcap.opcode import Opcode
from mcap.records import Channel, Metadata, Statistics

from monitor.printable import printable
from monitor.session import chunks
from monitor.session.chunks import MAX_RECORD_BYTES
from monitor.session.framing import (
    CONTENT_BYTES,
    CRC,
    ENCODING,
    MAGIC,
    MESSAGE,
    MESSAGE_HEAD,
    RECORD_HEAD,
    REFUSED_NAME,
    ChannelKey,
    next_sequence,
)
from monitor.session.header import METADATA_NAME, RecordingHeader, from_metadata
from monitor.session.order import FOLLOWERS, START
from monitor.session.parser_state import ParserState, Source, StatedCounts
from monitor.session.records import read_record
from monitor.types import Packet

LOST_NAME: Final = "footloose.lost"
"""Metadata of a finished recording that says what an unfinished one had lost before."""
LOST_PACKETS: Final = "packets"
LOST_BYTES: Final = "bytes"
MAX_MESSAGE_BYTES: Final = 1 << 20
MAX_T_RX_S: Final = 1e13
"""Larger arrival times (300,000 years) are rejected."""
_CANDIDATE: Final = re.compile(rb"\x05...\x00{5}|[\x04\x06\x0c]....\x00{4}", re.DOTALL)
"""Heads of a message, a channel, a chunk and metadata of a sensible length."""
_HEAD_BYTES: Final = 48
"""What is looked at of a record to judge it: its head, and a chunk's compression."""
_HALF_U32: Final = 1 << 31


class _DamagedError(Exception):
    """The record at this place is not what it claims to be."""


class PacketParser:
    """Turn the bytes of a recording into packets.

    Attributes
    ----------
    header : RecordingHeader or None
        Known after the first bytes.
    packets, missing_packets : int
        Read so far; known by their numbers to have been handed over, and not found.
    damaged_bytes, lost_before_bytes, cut_bytes : int
        Skipped in the middle; of these, lost before this file was repacked from another;
        not readable at the end (known after ``finish``).
    refused_packets : int
        Whole, but said to have arrived at a time that cannot be; not given.
    finished : bool
        Whether the recording's proper end was seen.
    foreign : str
        How another program packed the chunks of this copy; empty if it is ours.
    """

    def __init__(self) -> None:
        self.header: RecordingHeader | None = None
        self.packets = 0
        self.missing_packets = 0
        self.refused_packets = 0
        self.foreign = ""
        self.damaged_bytes = self.lost_before_bytes = 0
        self.cut_bytes = 0
        self.finished = False
        self._state = ParserState()
        self._said = StatedCounts()

    def push(self, data: bytes) -> list[Packet]:
        """Consume the next bytes of the file."""
        return self._consume(self._state.rest + data, last=False)

    def finish(self) -> list[Packet]:
        """Consume what was still open: the end of the file has come."""
        packets = self._consume(self._state.rest, last=True)
        self.cut_bytes = self._state.skipped_bytes + len(self._state.rest)
        unread = self._said.recorded - self.packets - self.refused_packets
        missing = max(self.missing_packets, unread, self._said.refused_by_disk)
        self.missing_packets = missing + self._said.lost_before
        return packets

    def learn_summary(self, summary: bytes) -> None:
        """Take channels and number of packets from a finished recording's summary, if it has one.

        They may be damaged where they come first, or follow damage.
        """
        scout = PacketParser()
        scout._state.previous = Opcode.DATA_END
        scout.push(summary)
        self._state.sources.update(scout._state.sources)
        self._said.recorded = scout._said.recorded
        self.finished = bool(summary)

    def _consume(self, buffer: bytes, *, last: bool) -> list[Packet]:
        out: list[Packet] = []
        pos = 0
        while pos < len(buffer):
            if self._state.lost and (pos := self._search(buffer, pos, last=last)) == len(buffer):
                break
            try:
                after = self._messages(buffer, pos, out)
                if after == pos:
                    after = self._record(buffer, pos, out)
            except _DamagedError:
                self._lose()
                pos += 1
                continue
            if after > pos:
                self._find()
                pos = after
            elif last:
                self._lose()
                pos += 1
            else:
                break
        self._state.rest = buffer[pos:]
        self.packets += len(out)
        return out

    def _lose(self) -> None:
        self._state.lost = True
        self._state.previous = START
        self._state.skipped_bytes += 1

    def _find(self) -> None:
        self._state.lost = False
        self.damaged_bytes += self._state.skipped_bytes
        self._state.skipped_bytes = 0

    def _search(self, buffer: bytes, pos: int, *, last: bool) -> int:
        """Skip to the next place where a record may start, or as far as can be told."""
        match = _CANDIDATE.search(buffer, pos)
        if match is not None:
            found = match.start()
        elif last:
            found = len(buffer)
        else:
            found = max(pos, len(buffer) - RECORD_HEAD.size + 1)
        self._state.skipped_bytes += found - pos
        return found

    def _messages(self, buffer: bytes, pos: int, out: list[Packet]) -> int:
        """Read whole messages until something else comes; return where.

        The tight loop of every replay: one ``unpack`` a packet.
        """
        size = len(buffer) - MESSAGE_HEAD.size
        unpack, sources, append = MESSAGE_HEAD.unpack_from, self._state.sources, out.append
        expected = self._state.expected
        while pos <= size:
            opcode, length, number, sequence, log_ns, publish_ns, t_rx_s = unpack(buffer, pos)
            end = pos + 9 + length
            source = sources.get(number)
            if opcode != MESSAGE or source is None or end > len(buffer):
                break
            if log_ns != publish_ns or length < CONTENT_BYTES + 4:
                break
            if not _holds(buffer, pos, end, source.crc):
                break
            if -MAX_T_RX_S <= t_rx_s <= MAX_T_RX_S:
                payload = buffer[pos + 39 : end - 4]
                append(Packet(source.sensor, source.characteristic, t_rx_s, payload))
            else:
                self.refused_packets += 1
            if sequence != expected:
                self._miss(sequence, expected)
            expected = next_sequence(sequence)
            pos = end
            self._state.previous = MESSAGE
        self._state.expected = expected
        return pos

    def _miss(self, sequence: int, expected: int) -> None:
        missing = (sequence - expected) % (2 * _HALF_U32)
        if missing < _HALF_U32:
            self.missing_packets += missing

    def _record(self, buffer: bytes, pos: int, out: list[Packet]) -> int:
        """Read one record that is not a good message; return where it ends, or ``pos`` if cut."""
        if buffer.startswith(MAGIC, pos):
            self.finished |= self._state.previous == Opcode.FOOTER
            return pos + len(MAGIC)
        if MAGIC.startswith(buffer[pos : pos + len(MAGIC)]) or len(buffer) - pos < RECORD_HEAD.size:
            return pos
        opcode, length = RECORD_HEAD.unpack_from(buffer, pos)
        start = pos + RECORD_HEAD.size
        end: int = start + length
        self._judge(opcode, length, buffer[start : pos + _HEAD_BYTES])
        if end > len(buffer):
            return pos
        if opcode == MESSAGE:  # a whole one, and yet refused
            raise _DamagedError
        self._read(opcode, buffer[start:end], out)
        if self._state.previous != Opcode.DATA_END or opcode == Opcode.FOOTER:
            self._state.previous = opcode
        return end

    def _judge(self, opcode: int, length: int, content: bytes) -> None:
        limit = MAX_MESSAGE_BYTES if opcode == MESSAGE else MAX_RECORD_BYTES
        if opcode not in FOLLOWERS[self._state.previous] or length > limit:
            raise _DamagedError
        if opcode == Opcode.CHUNK and chunks.compression_of(content) is None:
            raise _DamagedError

    def _read(self, opcode: int, content: bytes, out: list[Packet]) -> None:
        try:
            match read_record(opcode, content):
                case Channel() as channel:
                    self._add_channel(channel)
                case Metadata(name=name, metadata=pairs):
                    self._take_metadata(name, pairs)
                case Statistics(message_count=count):
                    self._said.recorded = count
                case None:
                    self._read_chunk(content, out)
        except (EndOfFile, struct.error, ValueError, OverflowError) as error:
            raise _DamagedError from error

    def _take_metadata(self, name: str, pairs: dict[str, str]) -> None:
        if name == METADATA_NAME:
            self.header = from_metadata(pairs)
        elif name == REFUSED_NAME:
            self._said.refused_by_disk = int(pairs.get(LOST_PACKETS, "0"))
        elif name == LOST_NAME:
            self._said.lost_before = int(pairs.get(LOST_PACKETS, "0"))
            self.lost_before_bytes = int(pairs.get(LOST_BYTES, "0"))
            self.damaged_bytes += self.lost_before_bytes

    def _add_channel(self, channel: Channel) -> None:
        if channel.message_encoding != ENCODING:
            raise _DamagedError
        pairs = channel.metadata
        key = ChannelKey(pairs.get("sensor", ""), pairs.get("characteristic", ""))
        names = printable(key.sensor), printable(key.characteristic)
        self._state.sources[channel.id] = Source(*names, key.crc)

    def _read_chunk(self, content: bytes, out: list[Packet]) -> None:
        data = chunks.unpack(content)
        compression = chunks.compression_of(content)
        if compression != "zstd":
            self.foreign = compression or ""
        pos = 0
        while pos < len(data):
            after = self._messages(data, pos, out)
            pos = after if after > pos else self._chunk_record(data, pos, out)

    def _chunk_record(self, data: bytes, pos: int, out: list[Packet]) -> int:
        """Read or skip one record of a chunk whose CRC held, so that its lengths can be trusted."""
        try:
            after = self._record(data, pos, out)
        except _DamagedError:
            _, length = RECORD_HEAD.unpack_from(data, pos)
            after = pos + RECORD_HEAD.size + length
            self.damaged_bytes += after - pos
        if after == pos:
            raise _DamagedError
        return after


def _holds(buffer: bytes, pos: int, end: int, crc: int) -> bool:
    """Whether a message's own checksum agrees with its data."""
    found: int = CRC.unpack_from(buffer, end - 4)[0]
    return bool(found == zlib.crc32(buffer[pos + 31 : end - 4], crc))
