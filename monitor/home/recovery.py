"""Recordings that a crash cut off: found at the next start, closed, and what is missing is said."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec import structs

from monitor.errors import MonitorError, RecordingError
from monitor.home.folder import Home
from monitor.home.notes import read_note, write_note
from monitor.report.story import Cut
from monitor.session.finish import is_original, repack_recording
from monitor.session.framing import MAGIC
from monitor.session.recording import Recording
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS, uuids

logger = logging.getLogger(__name__)

_MEASURING: Final = frozenset(
    {
        uuids.IMU,
        uuids.PRESSURE,
        uuids.HEART_RATE,
        uuids.RSC_MEASUREMENT,
        uuids.TREADMILL,
        uuids.POWER,
        uuids.IMPORT_SAMPLES,
    }
)
OF_THE_HOST: Final = frozenset({uuids.CLOCK, uuids.LINK, uuids.SAID})
"""What a computer records of itself where no sensor is heard."""
_SILENT_S: Final = 2.0
"""A sensor that says nothing for longer is missing. Rule of thumb: twice the slowest sensor."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A recording that was cut off and is closed now.

    ``missing_s`` is, by sensor, for how long it said nothing between its first packet and the end.
    """

    path: Path
    packets: int
    ended_s: float
    missing_s: dict[str, float]

    @property
    def sentences(self) -> list[str]:
        """What the runner is told.

        >>> Closed(Path("a.mcap"), 900, 65.0, {"pod-left": 12.3, "strap": 0.0}).sentences[1:]
        ['pod-left: 12 s are missing', 'strap: nothing is missing before that']
        """
        minutes, seconds = divmod(int(self.ended_s), 60)
        head = f"{self.path.name}: was cut off at {minutes}:{seconds:02} and is closed now"
        return [head, *(_missing(sensor, s) for sensor, s in sorted(self.missing_s.items()))]


def close_cut_recordings(home: Home) -> list[Closed]:
    """Close every recording of the home that was cut off, and note beside it what is missing.

    One that is being made is left alone.
    """
    closed = []
    for path in sorted(home.recordings.glob("*.mcap")):
        if is_closed(path) or is_original(path):
            continue
        try:
            packets, _ = repack_recording(path)
            closed.append(_account(path, packets))
            _note_cut(closed[-1])
        except RecordingError:
            continue  # it is being recorded now, or is nothing that can be read: `inspect` says so
    return closed


def heard_nobody(path: Path) -> bool:
    """Tell whether a recording holds nothing to file: neither a sensor nor the runner."""
    try:
        return all(packet.characteristic in OF_THE_HOST for packet in Recording(path).packets())
    except RecordingError:
        return True


def is_closed(path: Path) -> bool:
    """Tell whether a recording ends as a closed one does; one that cannot be read counts as so."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - len(MAGIC)))
            return file.read() == MAGIC and size > len(MAGIC)
    except OSError:
        return True


def missing(packets: Iterable[Packet]) -> tuple[float, dict[str, float]]:
    """Give the end of a session and for how long each sensor said nothing before it, s.

    >>> late = [Packet("a", uuids.IMU, t_s, b"") for t_s in (0.0, 1.0, 9.0, 10.0)]
    >>> missing([*late, Packet("host", uuids.CLOCK, 15.0, b"")])
    (15.0, {'a': 13.0})
    """
    newest_s: dict[str, float] = {}
    silent_s: dict[str, float] = {}
    end_s = 0.0
    for packet in packets:
        end_s = max(end_s, packet.t_rx_s)
        if not _measures(packet.characteristic):
            continue
        before_s = newest_s.get(packet.sensor, packet.t_rx_s)
        silent_s[packet.sensor] = silent_s.get(packet.sensor, 0.0) + _gap(before_s, packet.t_rx_s)
        newest_s[packet.sensor] = packet.t_rx_s
    return end_s, {
        sensor: round(total_s + _gap(newest_s[sensor], end_s), 1)
        for sensor, total_s in silent_s.items()
    }


def _note_cut(closed: Closed) -> None:
    """Note what is missing, for the report; a note that cannot be written loses no recording."""
    try:
        cut = Cut(ended_s=closed.ended_s, missing_s=closed.missing_s)
        write_note(closed.path, structs.replace(read_note(closed.path), cut=cut))
    except MonitorError as error:
        logger.warning("%s; what is missing is not noted", error)


def _account(path: Path, packets: int) -> Closed:
    end_s, silent_s = missing(Recording(path).packets())
    return Closed(path, packets, end_s, silent_s)


def _gap(from_s: float, until_s: float) -> float:
    return until_s - from_s if until_s - from_s > _SILENT_S else 0.0


def _missing(sensor: str, missing_s: float) -> str:
    if missing_s < 1.0:
        return f"{sensor}: nothing is missing before that"
    return f"{sensor}: {missing_s:.0f} s are missing"


def _measures(characteristic: str) -> bool:
    """Whether a sensor says it all the time; what only a map of a sensor knows is that, too."""
    return characteristic in _MEASURING or characteristic not in CHARACTERISTICS
