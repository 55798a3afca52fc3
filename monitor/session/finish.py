"""How does a recording become its final, small and indexed file?"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from mcap.writer import CompressionType, Writer

from monitor.errors import RecordingError
from monitor.limits.session import SessionLimits
from monitor.session.framing import (
    ENCODING,
    PROFILE,
    ChannelKey,
    log_time_ns,
    message_data,
    next_sequence,
)
from monitor.session.header import METADATA_NAME, RecordingHeader, to_metadata
from monitor.session.recording import Recording
from monitor.types import Packet

PART_SUFFIX: Final = ".part"
"""What the file is called until it is whole."""


def write_recording(
    path: Path,
    header: RecordingHeader,
    packets: Iterable[Packet],
    limits: SessionLimits | None = None,
) -> int:
    """Write a finished recording (chunks, zstd, index) and return its number of packets.

    The file appears under its name only when it is whole and on the disk; until then whatever
    stood there stays.

    Raises
    ------
    RecordingError
        If it cannot be written. Errors of ``packets`` pass through. Both leave nothing behind.
    """
    part = path.with_name(path.name + PART_SUFFIX)
    chunk_bytes = (limits or SessionLimits()).chunk_bytes
    try:
        with part.open("wb") as file:
            count = _write(file, header, packets, chunk_bytes)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_directory(path.parent)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return count


def finish_recording(path: Path, limits: SessionLimits | None = None) -> int:
    """Rewrite a recording, cut or whole, as a finished one and return its number of packets.

    A crash at any point leaves either the old file or the new one.
    """
    recording = Recording(path)
    return write_recording(path, recording.header, recording.packets(), limits)


def _write(
    file: BinaryIO, header: RecordingHeader, packets: Iterable[Packet], chunk_bytes: int
) -> int:
    writer = Writer(file, chunk_size=chunk_bytes, compression=CompressionType.ZSTD)
    writer.start(profile=PROFILE, library=f"footloose {header.software}")
    writer.add_metadata(METADATA_NAME, to_metadata(header))
    numbers: dict[tuple[str, str], tuple[int, int]] = {}
    started_ns = header.started_ns
    count = sequence = 0
    for packet in packets:
        known = numbers.get(packet[:2])
        if known is None:
            key = ChannelKey(packet.sensor, packet.characteristic)
            number = writer.register_channel(key.topic, ENCODING, 0, key.metadata)
            known = numbers[packet[:2]] = (number, key.crc)
        at_ns = log_time_ns(started_ns, packet.t_rx_s)
        writer.add_message(known[0], at_ns, message_data(packet, known[1]), at_ns, sequence)
        sequence = next_sequence(sequence)
        count += 1
    writer.finish()  # type: ignore[no-untyped-call]  # mcap leaves it untyped
    return count


def sync_directory(folder: Path) -> None:
    """Let a new or renamed file survive a power cut: its name is its folder's."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
