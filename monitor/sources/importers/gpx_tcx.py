"""Import a GPX or TCX activity.

TCX (Garmin's Training Center schema) has a *Trackpoint* about a second, with distance, altitude,
heart rate, and in an extension speed, cadence and power. GPX has a *trkpt* with a place, an
altitude, a time, and in Garmin's extension heart rate and cadence. Where no speed is said it is
that of the distance, or of the places: a rise of the distance over ten seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import isnan, nan
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers import places
from monitor.sources.importers import track as tracks
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, read_whole
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.round_laps import unsure
from monitor.sources.importers.single import only_file
from monitor.sources.importers.sport_names import Sport, sport_of
from monitor.sources.importers.streams import ImportedRun
from monitor.sources.importers.track import Lap, Track
from monitor.sources.importers.unreadable import refuse_known
from monitor.sources.importers.xml_events import Element, XmlRefusedError, elements, mended
from monitor.sources.importers.xml_values import VALUES, number, time_s, value_of
from monitor.types import FloatArray, LapTrigger

_POINTS: Final = frozenset({"trkpt", "Trackpoint"})
_NAMES: Final = ("t_s", "lat", "lon", *VALUES)
_ACTIVITIES: Final = frozenset({"trk", "Activity", "Course"})
_PIECES: Final = frozenset({*_ACTIVITIES, "trkseg", "Lap", "Track"})
"""What holds points that follow on each other."""
_NO_POINTS: Final = "has no points of a run"
_TRIGGERS: Final = {"Manual": LapTrigger.MANUAL}
_VAGUE: Final = frozenset({"", "other", "unknown", "uncategorized", "default"})
"""Names of a sport that say nothing."""


def import_gpx(
    files: Sequence[Source], map_path: Path | None = None, limits: ImportLimits | None = None
) -> ImportedRun:
    """Read a GPX activity; see ``import_tcx``."""
    return _import(files, map_path, limits, "gpx")


def import_tcx(
    files: Sequence[Source], map_path: Path | None = None, limits: ImportLimits | None = None
) -> ImportedRun:
    """Read a GPX or TCX activity; session time is zero at its first point.

    Raises
    ------
    ImportFileError
        If it is neither, or holds no run with times.
    """
    return _import(files, map_path, limits, "tcx")


def _import(
    files: Sequence[Source], map_path: Path | None, limits: ImportLimits | None, form: str
) -> ImportedRun:
    limits = limits or ImportLimits()
    file, remarks = only_file(files, map_path, form, limits)
    refuse_known([file], limits)
    reader = _Reader(limits.activity_records)
    try:
        data, mends = mended(read_whole(file, limits))
        wrong = elements(data, reader.start, reader.end)
    except XmlRefusedError as error:
        raise ImportFileError(str(file), str(error)) from error
    for mend in mends:
        remarks.add(mend)
    if wrong:
        if not reader.points:
            raise ImportFileError(str(file), f"{wrong}, before any point")
        remarks.add(f"{wrong}: {len(reader.points)} points before it are read")
    columns = _columns(file, reader, remarks)
    rows = tracks.in_order(file, columns["t_s"], limits, remarks)
    columns = {name: column[rows] for name, column in columns.items()}
    track = tracks.plausible(_track(columns, reader, remarks), limits, remarks)
    _settle(file, reader, track, remarks)
    return ImportedRun(tracks.packets(track, limits), track.started, remarks=remarks)


class _Point(NamedTuple):
    """A point with a time: of which activity it is, and its values in the order of ``_NAMES``."""

    activity: int
    values: list[float]
    piece: int
    """Which piece of its activity it is of; those of a file are numbered."""


@dataclass(slots=True)
class _Place:
    """Numbers of the activity and of the piece of it that the reader is in."""

    activity: int = 0
    piece: int = 0


class _Reader:
    """Gather points and laps, and of which activity each is."""

    def __init__(self, most: int) -> None:
        self.points: list[_Point] = []
        self.laps: list[tuple[int, Lap]] = []
        self.sports: dict[int, str] = {}
        self.doubtful = ""
        """Names of sports that are not known, where no known one is in the file."""
        self.timeless = 0
        self.beyond = 0
        self.root = ""
        self._most = most
        self._place = _Place()
        self._point: dict[str, float] = {}
        self._lap_ends_s = nan
        self._trigger = LapTrigger.UNKNOWN

    def start(self, path: tuple[str, ...]) -> None:
        """Note where a point, a lap or an activity starts."""
        self.root = self.root or path[0]
        name = path[-1]
        self._place.piece += name in _PIECES
        if name in _POINTS:
            self._point = {}
        elif name == "Lap":
            self._lap_ends_s = nan
        elif name in _ACTIVITIES:
            self._place.activity += 1
            if name == "Course":
                self.sports[self._place.activity] = "a planned route"

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
            self.laps.append((self._place.activity, Lap(self._lap_ends_s, self._trigger)))
            self._trigger = LapTrigger.UNKNOWN
        elif name == "Activity":
            self.sports[self._place.activity] = element.attributes.get("Sport", "").lower()
        elif name == "type" and element.path[-2:-1] == ("trk",):
            self.sports[self._place.activity] = element.text.lower()

    def _take(self, element: Element) -> None:
        """Keep a number that an element says; one that says none takes nothing back."""
        name, text = element.path[-1], element.text
        value = time_s(text) if name in {"time", "Time"} else number(text)
        if isnan(value):
            return
        if name in {"time", "Time"}:
            self._point["t_s"] = value
        elif name in {"LatitudeDegrees", "LongitudeDegrees"}:
            self._point["lat" if name.startswith("Lat") else "lon"] = value
        elif name == "Value" and element.path[-2] == "HeartRateBpm":
            self._point["heart_bpm"] = value
        elif (meant := value_of(name)) is not None:
            self._point[meant] = value

    def _end_point(self, attributes: Mapping[str, str]) -> None:
        for name in ("lat", "lon"):
            if name in attributes:
                self._point[name] = number(attributes[name])
        t_s = self._point.get("t_s", nan)
        if np.isnan(t_s):
            self.timeless += 1
        elif len(self.points) < self._most:
            self._lap_ends_s = t_s
            values = [self._point.get(name, nan) for name in _NAMES]
            self.points.append(_Point(self._place.activity, values, self._place.piece))
        else:
            self.beyond += 1


def _columns(file: InputFile, reader: _Reader, remarks: Remarks) -> dict[str, FloatArray]:
    """Give what the points of runs say, by name; refuse what is no run with times."""
    if reader.root not in {"gpx", "TrainingCenterDatabase"}:
        raise ImportFileError(str(file), f"is neither GPX nor TCX, but <{printable(reader.root)}>")
    sports = {number: reader.sports.get(number, "") for number in _activities(reader)}
    known = {
        number: sport_of(sport) if sport else Sport.ON_FOOT for number, sport in sports.items()
    }
    kept = {number for number, kind in known.items() if kind is Sport.ON_FOOT}
    if not kept:
        kept = {number for number, kind in known.items() if kind is Sport.UNKNOWN}
        reader.doubtful = printable(", ".join(sorted({sports[number] for number in kept})))
    others = printable(", ".join(sorted({sports[one] for one in sports.keys() - kept})))
    if others and not kept:
        raise ImportFileError(str(file), f"is no run, but {others}")
    points = [point for point in reader.points if point.activity in kept]
    if not points:
        reason = "its points have no times that can be read" if reader.timeless else _NO_POINTS
        raise ImportFileError(str(file), reason)
    _say(reader, len(reader.points) - len(points), others, remarks)
    runs = {point.activity for point in points}
    reader.laps = _laps_of(runs, reader.laps)
    if not any(sports[run] for run in runs):
        remarks.add("says no sport: taken for a run")
    if len(runs) > 1:
        remarks.add(f"{len(runs)} runs in it are read as one")
    values = np.array([point.values for point in _by_piece(points, remarks)], dtype=np.float64)
    return dict(zip(_NAMES, values.T, strict=True))


def _by_piece(points: Sequence[_Point], remarks: Remarks) -> list[_Point]:
    """Put pieces that do not overlap in the order of their times, as some sites do not."""
    pieces = [list(group) for _, group in groupby(points, lambda point: point.piece)]
    ordered = sorted(pieces, key=lambda piece: piece[0].values[0])
    ends = [(piece[0].values[0], piece[-1].values[0]) for piece in ordered]
    run_on = all(first <= last for first, last in ends)
    apart = all(last <= first for (_, last), (first, _) in pairwise(ends))
    if ordered != pieces and run_on and apart:
        remarks.add(f"its {len(pieces)} pieces stand in another order than their times: sorted")
        pieces = ordered
    return [point for piece in pieces for point in piece]


def _laps_of(runs: set[int], laps: Sequence[tuple[int, Lap]]) -> list[tuple[int, Lap]]:
    """Give the laps of runs; the press that ends one of several activities reports nothing."""
    last_s = {number: lap.t_s for number, lap in laps}
    final = max(last_s, default=0)
    return [
        (number, replace(lap, trigger=LapTrigger.AUTOMATIC))
        if number != final and lap.t_s == last_s[number]
        else (number, lap)
        for number, lap in laps
        if number in runs
    ]


def _activities(reader: _Reader) -> set[int]:
    """Numbers of the activities that have points, or say a sport."""
    return {point.activity for point in reader.points} | reader.sports.keys()


def _say(reader: _Reader, left_out: int, others: str, remarks: Remarks) -> None:
    if others:
        remarks.add(f"{left_out} points of {others} left out")
    if reader.timeless:
        remarks.add(f"{reader.timeless} points without a time left out")
    if reader.beyond:
        remarks.add(f"{reader.beyond} points beyond the limit left out")


def _track(columns: Mapping[str, FloatArray], reader: _Reader, remarks: Remarks) -> Track:
    distance_m = columns["distance_m"]
    measured = not np.isnan(distance_m).all()
    if not measured:
        distance_m = places.walked_m(columns["lat"], columns["lon"], remarks)
    told = (columns["speed_m_s"], columns["t_s"], distance_m)
    speed_m_s = places.or_from_distance(*told, remarks, measured=measured)
    unknown = np.full(len(speed_m_s), nan)
    laps = [one for _, one in reader.laps if not np.isnan(one.t_s)]
    return Track(
        columns["t_s"],
        speed_m_s,
        tracks.steps_per_minute(columns["cadence"], speed_m_s, remarks),
        unknown,
        columns["power_w"],
        columns["heart_bpm"],
        distance_m,
        columns["altitude_m"],
        unsure(laps, columns["t_s"], distance_m, remarks),
    )


def _settle(file: InputFile, reader: _Reader, track: Track, remarks: Remarks) -> None:
    """Decide by its speed whether a sport whose name is not known is a run."""
    names = {reader.sports.get(point.activity, "") for point in reader.points}
    kept = {name for name in names if not name or sport_of(name) is Sport.ON_FOOT}
    if kept and kept <= _VAGUE:
        tracks.refuse_ride(file, track)
    if not reader.doubtful:
        return
    speeds = track.speed_m_s[track.speed_m_s > 0.0]
    usual_m_s = float(np.median(speeds)) if len(speeds) else nan
    if not usual_m_s <= tracks.FASTEST_M_S:
        why = "says no speed" if isnan(usual_m_s) else f"its usual speed is {usual_m_s:.1f} m/s"
        raise ImportFileError(str(file), f"is no run that is known, but {reader.doubtful}; {why}")
    remarks.add(f'"{reader.doubtful}" is no sport that is known: taken for a run, by its speed')
