"""Add packets to a recording that is finished: what the runner remembers afterwards.

Nothing that was recorded changes. The packets stand where they belong in time, from a sensor of
their own, so that everybody sees that they came later.
"""

import heapq
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from monitor.errors import RecordingError
from monitor.files.locks import try_lock
from monitor.session.finish import write_recording
from monitor.session.recording import Recording, lost_metadata
from monitor.types import Packet

_LATE_S: Final = 300.0
"""A recording whose first packet comes later counts on another clock: none waits so long for its
first sensor. Rule of thumb."""


def add_packets(path: Path, added: Sequence[Packet]) -> int:
    """Write a recording anew with more packets in it; return how many it then has.

    A crash at any point leaves either the old file or the new one.

    Raises
    ------
    RecordingError
        If it is being recorded now, another program made it, not all of it can be read, a packet
        lies outside its time, or it cannot be written.
    """
    try:
        with path.open("rb") as file:
            if not try_lock(file.fileno()):
                raise RecordingError(f"{path}: is being recorded now")
            return _add(path, added)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from error


def _add(path: Path, added: Sequence[Packet]) -> int:
    recording = Recording(path)
    oldest_s, newest_s = _span(recording)
    if recording.foreign or recording.recovery.unread_bytes:
        raise RecordingError(f"{path}: not all of it can be read; first: inspect --repack")
    late = [packet for packet in added if not oldest_s <= packet.t_rx_s <= newest_s]
    if late:
        asked, first, last = (_clock(t_s) for t_s in (late[0].t_rx_s, oldest_s, newest_s))
        raise RecordingError(f"{path}: there is no {asked}; it goes from {first} to {last}")
    again = Recording(path)
    packets = heapq.merge(again.everything(), sorted(added, key=_at), key=_at)
    lost = recording.recovery
    return write_recording(
        path, again.header, packets, lost=lambda: lost_metadata(lost, 0), force=True
    )


def _span(recording: Recording) -> tuple[float, float]:
    """First and last time that may be named, s: the start, where its clock starts near it."""
    times_s = [packet.t_rx_s for packet in recording.everything()]
    oldest_s, newest_s = min(times_s, default=0.0), max(times_s, default=0.0)
    return (oldest_s if oldest_s > _LATE_S else 0.0), newest_s


def _at(packet: Packet) -> float:
    return packet.t_rx_s


def _clock(t_s: float) -> str:
    minutes, seconds = divmod(int(t_s), 60)
    return f"{minutes}:{seconds:02d}"
