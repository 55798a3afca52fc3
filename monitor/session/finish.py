"""How does a recording become its final, small and indexed file?"""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from mcap.writer import CompressionType, Writer

from monitor.errors import RecordingError
from monitor.session.framing import (
    ENCODING,
    PROFILE,
    ChannelKey,
    log_time_ns,
    message_data,
    next_sequence,
)
from monitor.session.header import METADATA_NAME, RecordingHeader, to_metadata
from monitor.session.parser import LOST_NAME
from monitor.session.recording import Recording, lost_metadata
from monitor.settings.session import SessionLimits
from monitor.types import Packet

PART_SUFFIX: Final = ".part"
"""What the file is called until it is whole."""


def write_recording(
    path: Path,
    header: RecordingHeader,
    packets: Iterable[Packet],
    limits: SessionLimits | None = None,
    lost: Callable[[], dict[str, str]] = dict,
) -> int:
    """Write a finished recording (chunks, zstd, index) and return its number of packets.

    The file appears under its name only when it is whole and on the disk; until then whatever
    stood there stays. ``lost`` is asked after the last packet what was lost before.

    Raises
    ------
    RecordingError
        If it cannot be written. Errors of ``packets`` pass through. Both leave nothing behind.
    """
    part = path.with_name(path.name + PART_SUFFIX)
    chunk_bytes = (limits or SessionLimits()).chunk_bytes
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            writer = Writer(file, chunk_size=chunk_bytes, compression=CompressionType.ZSTD)
            count = _write(writer, header, packets)
            if pairs := lost():
                writer.add_metadata(LOST_NAME, pairs)
            writer.finish()  # type: ignore[no-untyped-call]  # mcap leaves it untyped
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_directory(path.parent)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    return count


def finish_recording(path: Path, limits: SessionLimits | None = None, lost_packets: int = 0) -> int:
    """Rewrite a recording, cut or whole, as a finished one and return its number of packets.

    A crash at any point leaves either the old file or the new one. What was lost stays known;
    ``lost_packets`` is what the writer knows of that, and the file perhaps not.
    """
    recording = Recording(path)
    return write_recording(
        path,
        recording.header,
        recording.everything(),
        limits,
        lambda: lost_metadata(recording.recovery, lost_packets),
    )


def repack_recording(path: Path) -> int:
    """Finish a recording that was cut off; return its number of packets.

    Raises
    ------
    RecordingError
        If it is being recorded now, or cannot be read or written.
    """
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return finish_recording(path)
    except BlockingIOError as error:
        raise RecordingError(f"{path}: is being recorded now") from error
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from error


def _write(writer: Writer, header: RecordingHeader, packets: Iterable[Packet]) -> int:
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
    return count


def sync_directory(folder: Path) -> None:
    """Let a new or renamed file survive a power cut: its name is its folder's."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
