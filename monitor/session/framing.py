"""Lay a packet out in an MCAP record. The format: docs/recordings.md.

One MCAP channel per sensor and characteristic; the data of one message are

    offset  type  meaning
    0       f64   t_rx_s: arrival, s since the session's start, bit for bit
    8       ...   payload, as it came
    end-4   u32   CRC-32 of the above, started from the CRC-32 of the channel's topic

Little-endian. ``sequence`` counts the packets of the recording, so a reader sees what is missing.
"""

import struct
import zlib
from dataclasses import dataclass
from typing import Final

from mcap.data_stream import RecordBuilder
from mcap.records import Channel, Header, Metadata

from monitor.session.header import METADATA_NAME, RecordingHeader, to_metadata
from monitor.types import Packet

MAGIC: Final = b"\x89MCAP0\r\n"
PROFILE: Final = "footloose"
"""MCAP profile of our recordings."""
ENCODING: Final = "footloose.packet.1"
"""MCAP message encoding of our channels."""

REFUSED_NAME: Final = "footloose.refused"
"""Metadata with the number of packets that the disk refused; its place is there from the start."""

MESSAGE_HEAD: Final = struct.Struct("<BQHIQQd")
"""Opcode, length, channel, sequence, log time, publish time, and our ``t_rx_s``."""
_SHORT_HEAD: Final = struct.Struct("<BQHIQQ")
RECORD_HEAD: Final = struct.Struct("<BQ")
CRC: Final = struct.Struct("<I")
T_RX: Final = struct.Struct("<d")
MESSAGE: Final = 5
CONTENT_BYTES: Final = MESSAGE_HEAD.size - RECORD_HEAD.size
"""What a message's length counts before the payload."""
_NS_PER_S: Final = 1e9
_U32: Final = 0xFFFFFFFF
_U64: Final = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True, slots=True)
class ChannelKey:
    """The sensor and characteristic behind an MCAP channel."""

    sensor: str
    characteristic: str

    @property
    def topic(self) -> str:
        """Name of the MCAP channel."""
        return f"{self.sensor}/{self.characteristic}"

    @property
    def crc(self) -> int:
        """Where the CRC of the channel's messages starts."""
        return zlib.crc32(self.topic.encode())

    @property
    def metadata(self) -> dict[str, str]:
        """The channel's MCAP metadata."""
        return {"sensor": self.sensor, "characteristic": self.characteristic}


def preamble(header: RecordingHeader) -> bytes:
    """Give the first bytes of a recording: magic, MCAP header, our header."""
    builder = RecordBuilder()
    Header(profile=PROFILE, library=f"footloose {header.software}").write(builder)
    Metadata(name=METADATA_NAME, metadata=to_metadata(header)).write(builder)
    return MAGIC + _taken(builder)


def refused_record(packets: int) -> bytes:
    """Give the record that says how many packets the disk refused; its size is always the same."""
    builder = RecordBuilder()
    Metadata(name=REFUSED_NAME, metadata={"packets": f"{packets:010d}"}).write(builder)
    return _taken(builder)


def channel_record(number: int, key: ChannelKey) -> bytes:
    """Give the record that introduces a channel."""
    builder = RecordBuilder()
    Channel(
        id=number,
        topic=key.topic,
        message_encoding=ENCODING,
        metadata=key.metadata,
        schema_id=0,
    ).write(builder)
    return _taken(builder)


def message_data(packet: Packet, channel_crc: int) -> bytes:
    """Give the data of one message: arrival time, payload, CRC."""
    data = T_RX.pack(packet.t_rx_s) + packet.payload
    return data + CRC.pack(zlib.crc32(data, channel_crc))


def message_record(number: int, sequence: int, log_time_ns: int, data: bytes) -> bytes:
    """Give a whole message record; ``data`` from ``message_data``."""
    return (
        _SHORT_HEAD.pack(MESSAGE, 22 + len(data), number, sequence, log_time_ns, log_time_ns) + data
    )


def log_time_ns(started_ns: int, t_rx_s: float) -> int:
    """Wall time of a packet, for other people's tools; replay reads ``t_rx_s`` itself.

    >>> log_time_ns(1_000, 2.5), log_time_ns(0, -3.0)
    (2500001000, 0)
    """
    return min(max(started_ns + int(t_rx_s * _NS_PER_S), 0), _U64)


def next_sequence(sequence: int) -> int:
    """Count on; wraps after 2³² packets."""
    return (sequence + 1) & _U32


def _taken(builder: RecordBuilder) -> bytes:
    return bytes(builder.end())  # type: ignore[no-untyped-call]  # mcap leaves it untyped
