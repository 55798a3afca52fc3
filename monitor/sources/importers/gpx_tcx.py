"""Import a GPX or TCX activity.

TCX (Garmin's Training Center schema) has a *Trackpoint* about a second, with distance, altitude,
heart rate, and in an extension speed, cadence and power. GPX has a *trkpt* with a place, an
altitude, a time, and in Garmin's extension heart rate and cadence. Where no speed is said it is
that of the distance, or of the places: a rise of the distance over ten seconds.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import nan
from pathlib import Path
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers import places
from monitor.sources.importers import track as tracks
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, read_whole
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.single import only_file
from monitor.sources.importers.streams import ImportedRun
from monitor.sources.importers.track import Lap, Track
from monitor.sources.importers.xml_events import Element, XmlRefusedError, elements
from monitor.types import LapTrigger

_POINTS: Final = frozenset({"trkpt", "Trackpoint"})
_VALUES: Final = {
    "ele": "altitude_m", "AltitudeMeters": "altitude_m",
    "DistanceMeters": "distance_m",
    "hr": "heart_bpm", "heartrate": "heart_bpm",
    "cad": "cadence", "cadence": "cadence", "Cadence": "cadence", "RunCadence": "cadence",
    "speed": "speed_m_s", "Speed": "speed_m_s",
    "Watts": "power_w", "power": "power_w", "PowerInWatts": "power_w",
}  # fmt: skip
"""Local names of what a point says, in GPX, its extensions, and TCX."""
_NAMES: Final = ("t_s", "lat", "lon", *dict.fromkeys(_VALUES.values()))
_TRIGGERS: Final = {"Manual": LapTrigger.MANUAL}
_ON_FOOT: Final = re.compile(
    r"run|jog|walk|hik|trail|treadmill|lauf|wander|gehen|foot|march|course|carrera|correr|corsa"
    r"|other|unknown|^(4|9|10)$"
)
"""TCX: Running or Other; GPX: what apps write as a track's type, in several languages, and Strava's
numbers of a hike, a run and a walk."""
_ON_WHEELS: Final = re.compile(
    r"bik|cycl|ride|riding|ski|skat|swim|rowing|driv|motor|mtb|v[eé]lo|rad"
)
"""What is no run, whatever else the name says (trail biking)."""


def import_gpx(
    files: Sequence[Path], map_path: Path | None = None, limits: ImportLimits | None = None
) -> ImportedRun:
    """Read a GPX or TCX activity; session time is zero at its first point.

    Raises
    ------
    ImportFileError
        If it is neither, or holds no run with times.
    """
    limits = limits or ImportLimits()
    file = only_file(files, map_path, "an activity", limits)
    remarks = Remarks(file.name)
    reader = _Reader(limits.activity_records)
    try:
        wrong = elements(read_whole(file, limits), reader.start, reader.end)
    except XmlRefusedError as error:
        raise ImportFileError(str(file), str(error)) from error
    if wrong:
        remarks.add(f"{wrong}: {len(reader.rows)} points before it are read")
    track = tracks.in_order(file, _track(file, reader, remarks), limits, remarks)
    track = tracks.plausible(track, limits, remarks)
    return ImportedRun(tracks.packets(track, limits), track.started, remarks=remarks)


class _Reader:
    """Gather points and laps."""

    def __init__(self, most: int) -> None:
        self.rows: list[list[float]] = []
        self.laps: list[Lap] = []
        self.sports: set[str] = set()
        self.timeless = 0
        self.root = ""
        self._most = most
        self._point: dict[str, float] = {}
        self._lap_ends_s = nan
        self._trigger = LapTrigger.UNKNOWN

    def start(self, path: tuple[str, ...]) -> None:
        """Note where a point starts."""
        self.root = self.root or path[0]
        if path[-1] in _POINTS:
            self._point = {}

    def end(self, element: Element) -> None:
        """Take what an element says."""
        name = element.path[-1]
        if name in _POINTS:
            self._end_point(element.attributes)
        elif any(part in _POINTS for part in element.path):
            self._take(element)
        elif name == "TriggerMethod":
            self._trigger = _TRIGGERS.get(element.text, LapTrigger.AUTOMATIC)
        elif name == "Lap":
            self.laps.append(Lap(self._lap_ends_s, self._trigger))
            self._trigger = LapTrigger.UNKNOWN
        elif name == "Activity":
            self.sports.add(element.attributes.get("Sport", "").lower())
        elif name == "type" and element.path[-2:-1] == ("trk",):
            self.sports.add(element.text.lower())

    def _take(self, element: Element) -> None:
        name, text = element.path[-1], element.text
        if name in {"time", "Time"}:
            self._point["t_s"] = _time_s(text)
        elif name in {"LatitudeDegrees", "LongitudeDegrees"}:
            self._point["lat" if name.startswith("Lat") else "lon"] = _number(text)
        elif name == "Value" and element.path[-2] == "HeartRateBpm":
            self._point["heart_bpm"] = _number(text)
        elif name in _VALUES:
            self._point[_VALUES[name]] = _number(text)

    def _end_point(self, attributes: Mapping[str, str]) -> None:
        for name in ("lat", "lon"):
            if name in attributes:
                self._point[name] = _number(attributes[name])
        t_s = self._point.get("t_s", nan)
        if np.isnan(t_s):
            self.timeless += 1
        elif len(self.rows) < self._most:
            self._lap_ends_s = t_s
            self.rows.append([self._point.get(name, nan) for name in _NAMES])


def _track(file: InputFile, reader: _Reader, remarks: Remarks) -> Track:
    _check(file, reader)
    if reader.timeless:
        remarks.add(f"{reader.timeless} points without a time left out")
    columns = dict(zip(_NAMES, np.array(reader.rows, dtype=np.float64).T, strict=True))
    distance_m = columns["distance_m"]
    if np.isnan(distance_m).all():
        distance_m = places.walked_m(columns["lat"], columns["lon"])
    speed_m_s = places.or_from_distance(columns["speed_m_s"], columns["t_s"], distance_m, remarks)
    unknown = np.full(len(speed_m_s), nan)
    return Track(
        columns["t_s"],
        speed_m_s,
        tracks.steps_per_minute(columns["cadence"], speed_m_s),
        unknown,
        columns["power_w"],
        columns["heart_bpm"],
        distance_m,
        columns["altitude_m"],
        tuple(one for one in reader.laps if not np.isnan(one.t_s)),
    )


def _check(file: InputFile, reader: _Reader) -> None:
    """Refuse what is no run with times."""
    if reader.root not in {"gpx", "TrainingCenterDatabase"}:
        raise ImportFileError(str(file), f"is neither GPX nor TCX, but <{reader.root}>")
    others = sorted(sport for sport in reader.sports if sport and not _is_on_foot(sport))
    if others and not any(map(_is_on_foot, reader.sports)):
        raise ImportFileError(str(file), f"is no run, but {', '.join(others)}")
    if others:
        raise ImportFileError(str(file), f"holds a run and {', '.join(others)}; export the run")
    if not reader.rows:
        reason = "its points have no times" if reader.timeless else "has no points of a run"
        raise ImportFileError(str(file), reason)


def _is_on_foot(sport: str) -> bool:
    """Whether a sport's name, in lower case, is one of feet.

    >>> [_is_on_foot(name) for name in ("trail_running", "trail biking", "9", "swimming")]
    [True, False, True, False]
    """
    return bool(_ON_FOOT.search(sport)) and not _ON_WHEELS.search(sport)


def _time_s(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text.strip().upper())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return nan


def _number(text: str) -> float:
    try:
        value = float(text.replace(",", ".", 1))
    except ValueError:
        return nan
    return value if np.isfinite(value) else nan
