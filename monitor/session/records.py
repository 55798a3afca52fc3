"""Read the small records of a recording, and refuse those that are not exactly what they claim.

They carry no checksum. What is read of them has to fill them to the last byte: a record whose
length was changed would swallow what follows it.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Final

from mcap.data_stream import ReadDataStream
from mcap.opcode import Opcode
from mcap.records import (
    Channel,
    ChunkIndex,
    DataEnd,
    Footer,
    Header,
    McapRecord,
    MessageIndex,
    Metadata,
    MetadataIndex,
    Statistics,
    SummaryOffset,
)

_READERS: Final[dict[int, Callable[[ReadDataStream], McapRecord]]] = {
    Opcode.HEADER: Header.read,
    Opcode.FOOTER: Footer.read,
    Opcode.CHANNEL: Channel.read,
    Opcode.MESSAGE_INDEX: MessageIndex.read,
    Opcode.CHUNK_INDEX: ChunkIndex.read,
    Opcode.STATISTICS: Statistics.read,
    Opcode.METADATA: Metadata.read,
    Opcode.METADATA_INDEX: MetadataIndex.read,
    Opcode.SUMMARY_OFFSET: SummaryOffset.read,
    Opcode.DATA_END: DataEnd.read,
}


def read_record(opcode: int, content: bytes) -> McapRecord | None:
    """Give a record; None for those that are read elsewhere (chunks).

    Raises
    ------
    ValueError
        If its content ends before or after what it says. Others of mcap's own for what cannot be
        read at all.
    """
    reader = _READERS.get(opcode)
    if reader is None:
        return None
    stream = BytesIO(content)
    record = reader(ReadDataStream(stream))
    if stream.tell() != len(content):
        raise ValueError(f"record {opcode} of {len(content)} bytes, {stream.tell()} of them read")
    return record
