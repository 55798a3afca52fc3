"""Unpack a chunk of a recording, whatever the chunk claims.

    0       u64, u64  log times of its first and last message
    16      u64       bytes of its records
    24      u32       CRC-32 of its records
    28      u32 + n   compression: "zstd", "lz4" or ""
    ..      u64 + n   the records, compressed

Never more is unpacked than the chunk says, and never more than ``MAX_RECORD_BYTES``: a frame that
unfolds to gigabytes is damage like any other. We write zstd; other programs copy recordings with
lz4 or unpacked.
"""

import struct
import zlib
from typing import Final

import lz4.frame
import zstandard

MAX_RECORD_BYTES: Final = 1 << 25
"""A chunk of ours is at most half of this, packed or not."""
COMPRESSION_AT: Final = 28
ZSTD: Final = b"\x04\x00\x00\x00zstd"
OTHERS: Final = {b"\x03\x00\x00\x00lz4": "lz4", b"\x00\x00\x00\x00": "no compression"}
"""How other programs mark their chunks, and what to call it."""
_HEAD: Final = struct.Struct("<QQQI")
_SIZE: Final = struct.Struct("<Q")


def compression_of(record: bytes) -> str | None:
    """Name the compression that a chunk's content claims; None if it is none that is known."""
    if ZSTD.startswith(record[COMPRESSION_AT : COMPRESSION_AT + len(ZSTD)]):
        return "zstd"  # or what may still become it
    return next((n for mark, n in OTHERS.items() if record.startswith(mark, COMPRESSION_AT)), None)


def unpack(content: bytes) -> bytes:
    """Give the records of a chunk.

    Raises
    ------
    ValueError
        If its lengths do not fit, or its records are not those that it claims.
    """
    if len(content) < COMPRESSION_AT + len(ZSTD):
        raise ValueError("chunk shorter than its head")
    _, _, size, crc = _HEAD.unpack_from(content)
    name = compression_of(content)
    length = int.from_bytes(content[COMPRESSION_AT : COMPRESSION_AT + 4], "little")
    start = COMPRESSION_AT + 4 + length + _SIZE.size
    if name is None or size > MAX_RECORD_BYTES or start > len(content):
        raise ValueError("chunk that claims what cannot be")
    (packed_size,) = _SIZE.unpack_from(content, start - _SIZE.size)
    if packed_size != len(content) - start:
        raise ValueError("chunk whose lengths do not fit")
    data = _unpacked(name, content[start:], size)
    if len(data) != size or zlib.crc32(data) != crc:
        raise ValueError("chunk whose records are not those that it claims")
    return data


def _unpacked(name: str, packed: bytes, size: int) -> bytes:
    """Unpack at most one byte more than ``size``."""
    if name == "zstd":
        unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_RECORD_BYTES)
        try:
            with unpacker.stream_reader(packed) as stream:
                return stream.read(size + 1)
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from error
    if name == "lz4":
        try:
            unpacked: bytes = lz4.frame.LZ4FrameDecompressor().decompress(packed, size + 1)
        except (RuntimeError, EOFError) as error:  # lz4's words for damage
            raise ValueError(str(error)) from error
        return unpacked
    return packed
