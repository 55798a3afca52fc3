"""Add packets to a recording that is finished, or take them back: what the runner remembers.

Nothing that was recorded in the run changes. The packets stand where they belong in time, from a
sensor of their own, so that everybody sees that they came later; only those can be taken back.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from monitor.errors import RecordingError
from monitor.files.locks import try_lock
from monitor.session.finish import write_recording
from monitor.session.recording import Recording, lost_metadata
from monitor.types import Packet
from monitor.wire.symptom import AFTERWARDS

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
    with _alone(path):
        return _add(path, added)


def added_to(path: Path) -> list[Packet]:
    """Give the packets that were added to a recording when it was finished.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    return [packet for packet in Recording(path).everything() if packet.sensor == AFTERWARDS]


def take_back(path: Path, gone: Sequence[Packet]) -> int:
    """Write a recording anew without packets that were added to it; return how many it then has.

    A packet of the run itself stays, whatever is asked. A crash at any point leaves either the old
    file or the new one.

    Raises
    ------
    RecordingError
        As from ``add_packets``.
    """

    def kept(packets: Iterable[Packet]) -> Iterator[Packet]:
        return (one for one in packets if one.sensor != AFTERWARDS or one not in gone)

    with _alone(path):
        recording = Recording(path)
        for _ in recording.everything():  # to the end: only then is known what cannot be read
            pass
        _check_whole(recording)
        return _write(path, recording, kept)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    try:
        with path.open("rb") as file:
            if not try_lock(file.fileno()):
                raise RecordingError(f"{path}: is being recorded now")
            yield
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from error


def _add(path: Path, added: Sequence[Packet]) -> int:
    recording = Recording(path)
    oldest_s, newest_s = _span(recording)
    _check_whole(recording)
    late = [packet for packet in added if not oldest_s <= packet.t_rx_s <= newest_s]
    if late:
        asked, first, last = (_clock(t_s) for t_s in (late[0].t_rx_s, oldest_s, newest_s))
        raise RecordingError(f"{path}: there is no {asked}; it goes from {first} to {last}")
    new = sorted(added, key=_at)
    return _write(path, recording, lambda packets: heapq.merge(packets, new, key=_at))


def _check_whole(recording: Recording) -> None:
    if recording.foreign or recording.recovery.unread_bytes:
        raise RecordingError(
            f"{recording.path}: not all of it can be read; first: inspect --repack"
        )


def _write(
    path: Path, recording: Recording, change: Callable[[Iterable[Packet]], Iterable[Packet]]
) -> int:
    """Write a recording anew that was read to its end, with its packets changed."""
    again, lost = Recording(path), recording.recovery
    return write_recording(
        path,
        again.header,
        change(again.everything()),
        lost=lambda: lost_metadata(lost, 0),
        force=True,
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
