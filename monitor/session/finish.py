"""Turn a recording into its final, small and indexed file."""

import glob
import os
import shutil
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Final

from mcap.writer import CompressionType, Writer

from monitor.errors import RecordingError
from monitor.files.folders import sync_folder
from monitor.files.locks import try_lock
from monitor.files.output import writing
from monitor.session.framing import (
    ENCODING,
    PROFILE,
    ChannelKey,
    log_time_ns,
    message_data,
    next_sequence,
)
from monitor.session.header import METADATA_NAME, RecordingHeader, to_metadata
from monitor.session.limits import SessionLimits
from monitor.session.parser import LOST_NAME
from monitor.session.recording import Recording, lost_metadata
from monitor.types import Packet

ORIGINAL: Final = "original"
"""In the name of what a repacked recording was before, where not all of it could be read."""


def write_recording(
    path: Path,
    header: RecordingHeader,
    packets: Iterable[Packet],
    limits: SessionLimits | None = None,
    lost: Callable[[], dict[str, str]] = dict,
    *,
    force: bool = False,
) -> int:
    """Write a finished recording (chunks, zstd, index) and return its number of packets.

    The file appears under its name only when it is whole, on the disk and was read back; until
    then whatever stood there stays. ``lost()`` is called after the last packet; it returns what was
    lost.
    ``force`` replaces a file that is there.

    Raises
    ------
    RecordingError
        If the file exists already or cannot be written. Errors of ``packets`` pass through. Both
        leave nothing behind.
    """
    chunk_bytes = (limits or SessionLimits()).chunk_bytes
    written = 0

    def check(part: Path) -> None:
        if _readable(part) != written:
            raise RecordingError(f"{path}: cannot be read back as it was written")

    with writing(path, force=force, check=check) as file:
        writer = Writer(file, chunk_size=chunk_bytes, compression=CompressionType.ZSTD)
        written = _write(writer, header, packets)
        if pairs := lost():
            writer.add_metadata(LOST_NAME, pairs)
        writer.finish()  # type: ignore[no-untyped-call]  # mcap leaves it untyped
    return written


def finish_recording(path: Path, limits: SessionLimits | None = None, lost_packets: int = 0) -> int:
    """Rewrite a recording, cut or whole, as a finished one and return its number of packets.

    A crash at any point leaves either the old file or the new one. What was lost stays known;
    ``lost_packets`` is what the writer knows of that, and the file perhaps not.
    """
    recording = Recording(path)
    return write_recording(
        path,
        recording.header,
        recording.stored(),
        limits,
        lambda: lost_metadata(recording.recovery, lost_packets),
        force=True,
    )


def repack_recording(path: Path) -> tuple[int, Path | None]:
    """Finish a recording that was cut off.

    Returns
    -------
    int
        Number of its packets.
    Path or None
        Where the old file stays, if not all of its bytes could be read: another program may still
        make something of them. That is beside the file itself, also where ``path`` is a link to it.

    Raises
    ------
    RecordingError
        If it is being recorded now, holds no packet that can be read, or cannot be written. The
        file stays as it was.
    """
    try:
        with path.open("rb") as file:
            if not try_lock(file.fileno()):
                raise RecordingError(f"{path}: is being recorded now")
            return _repack(path)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from error


def is_being_made(path: Path) -> bool:
    """Tell whether another program, or this one, records into a file now."""
    try:
        with path.open("rb") as file:
            return not try_lock(file.fileno())
    except OSError:
        return False


def _repack(path: Path) -> tuple[int, Path | None]:
    recording = Recording(path)
    packets = sum(1 for _ in recording.stored())
    recovery = recording.recovery
    if recording.foreign:
        made_by = f"was made by another program ({recording.foreign}) and is left as it is"
        raise RecordingError(f"{path}: {made_by}")
    if not packets:
        raise RecordingError(f"{path}: no packet of it can be read; it stays as it is")
    kept = _keep_original(path) if recovery.unread_bytes else None
    return finish_recording(path), kept


def is_original(path: Path) -> bool:
    """Tell a file that was kept beside its repacked copy, by its name.

    >>> is_original(Path("run.original2.mcap")), is_original(Path("run.mcap"))
    (True, False)
    """
    return path.with_suffix("").suffix.startswith(f".{ORIGINAL}")


def originals_of(path: Path) -> list[Path]:
    """Give what was kept of a recording as it was before it was repacked."""
    found: set[Path] = set()
    for place in (path, _followed(path)):
        named = f"{glob.escape(place.stem)}.{ORIGINAL}*{glob.escape(place.suffix)}"
        found.update(one for one in place.parent.glob(named) if is_original(one))
    return sorted(found)


def _keep_original(path: Path) -> Path:
    """Give the file a second name, which it keeps when another one takes its place."""
    real = _followed(path)  # a second name of a link would lead to what takes the file's place
    numbers = count(2)
    kept = real.with_name(f"{real.stem}.{ORIGINAL}{real.suffix}")
    while os.path.lexists(kept):
        kept = real.with_name(f"{real.stem}.{ORIGINAL}{next(numbers)}{real.suffix}")
    try:
        kept.hardlink_to(real)
    except OSError:  # a disk without hard links
        with real.open("rb") as old, writing(kept) as copy:
            shutil.copyfileobj(old, copy)
    else:
        sync_folder(kept.parent)
    return kept


def _followed(path: Path) -> Path:
    """Give the file itself where a path is a link to it."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _readable(path: Path) -> int | None:
    """Number of packets of a recording; None if anything of it cannot be read."""
    recording = Recording(path)
    packets = sum(1 for _ in recording.stored())
    recovery = recording.recovery
    return packets if recovery.finished and not recovery.unread_bytes else None


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
