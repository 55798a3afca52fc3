"""Gather the points and laps of a GPX or TCX file, and of which activity each is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Final, NamedTuple

import numpy as np

from monitor.sources.importers.track import Lap
from monitor.sources.importers.xml_events import Element
from monitor.sources.importers.xml_values import VALUES, number, time_s, value_of
from monitor.types import LapTrigger

_POINTS: Final = frozenset({"trkpt", "Trackpoint"})
NAMES: Final = ("t_s", "lat", "lon", *VALUES)
_ACTIVITIES: Final = frozenset({"trk", "Activity", "Course"})
_PIECES: Final = frozenset({*_ACTIVITIES, "trkseg", "Lap", "Track"})
"""What holds points that follow on each other."""
_TRIGGERS: Final = {
    "manual": LapTrigger.MANUAL,
    **dict.fromkeys(("distance", "location", "time", "heartrate"), LapTrigger.AUTOMATIC),
}
"""What ends a lap. Source: Garmin's TCX schema (TriggerMethod_t); another word says nothing."""
_NEAR_S: Final = 1.0
"""Times of laps have fractions of a second that those of points lack, s. Rule of thumb."""


class Point(NamedTuple):
    """A point with a time: of which activity it is, and its values in the order of ``NAMES``."""

    activity: int
    values: list[float]
    piece: int
    """Which piece of its activity it is of; those of a file are numbered."""


@dataclass(slots=True)
class _Place:
    """Numbers of the activity and of the piece of it that the reader is in."""

    activity: int = 0
    piece: int = 0


@dataclass(slots=True)
class _OpenLap:
    """Times of the first and last point of the lap that the reader is in, s, and what ended it."""

    first_s: float = nan
    last_s: float = nan
    trigger: LapTrigger = LapTrigger.UNKNOWN


class PointReader:
    """Gather points and laps, and of which activity each is."""

    def __init__(self, most: int) -> None:
        self.points: list[Point] = []
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
        self._lap = _OpenLap()

    def start(self, path: tuple[str, ...]) -> None:
        """Note where a point, a lap or an activity starts."""
        self.root = self.root or path[0]
        name = path[-1]
        self._place.piece += name in _PIECES
        if name in _POINTS:
            self._point = {}
        elif name == "Lap":
            self._lap.first_s = self._lap.last_s = nan
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
            self._lap.trigger = _TRIGGERS.get(element.text.strip().lower(), LapTrigger.UNKNOWN)
        elif name == "Lap":
            self._end_lap(time_s(element.attributes.get("StartTime", "")))
        elif name == "Activity":
            self.sports[self._place.activity] = element.attributes.get("Sport", "").lower()
        elif name == "type" and element.path[-2:-1] == ("trk",):
            self.sports[self._place.activity] = element.text.lower()

    def _end_lap(self, start_s: float) -> None:
        """Keep a lap; the one before it ended where this one says that it starts, s.

        Its last point is earlier: a watch saves one now and then, and none in a pause.
        """
        if self.laps and self.laps[-1][0] == self._place.activity:
            number, before = self.laps[-1]
            if before.t_s <= start_s <= self._lap.first_s + _NEAR_S:
                self.laps[-1] = (number, replace(before, t_s=start_s))
        self.laps.append((self._place.activity, Lap(self._lap.last_s, self._lap.trigger)))
        self._lap.trigger = LapTrigger.UNKNOWN

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
            self._lap.last_s = t_s
            if isnan(self._lap.first_s):
                self._lap.first_s = t_s
            values = [self._point.get(name, nan) for name in NAMES]
            self.points.append(Point(self._place.activity, values, self._place.piece))
        else:
            self.beyond += 1
