"""Import a GPX or TCX activity.

TCX (Garmin's Training Center schema) has a *Trackpoint* about a second, with distance, altitude,
heart rate, and in an extension speed, cadence and power. GPX has a *trkpt* with a place, an
altitude, a time, and in Garmin's extension heart rate and cadence. Where no speed is said it is
that of the distance, or of the places: a rise of the distance over ten seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import isnan, nan
from pathlib import Path
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers import places
from monitor.sources.importers import track as tracks
from monitor.sources.importers.cadence import steps_per_minute
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, read_whole
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.round_laps import unsure
from monitor.sources.importers.single import only_file
from monitor.sources.importers.sport_names import Sport, sport_of
from monitor.sources.importers.streams import ImportedRun
from monitor.sources.importers.track import Lap, Track
from monitor.sources.importers.unreadable import refuse_known
from monitor.sources.importers.xml_events import XmlRefusedError, elements, mended
from monitor.sources.importers.xml_points import NAMES, Point, PointReader
from monitor.types import FloatArray, LapTrigger

_NO_POINTS: Final = "has no points of a run"
_VAGUE: Final = frozenset({"", "other", "unknown", "uncategorized", "default"})
"""Names of a sport that say nothing."""
_RUNS: Final = frozenset({"running", "run"})
"""Names of a sport that say a run, and no walk."""


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
    reader = PointReader(limits.activity_records)
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


def _columns(file: InputFile, reader: PointReader, remarks: Remarks) -> dict[str, FloatArray]:
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
    if all(sports[run] in _VAGUE for run in runs):
        remarks.add("says no sport: taken for a run")
    if len(runs) > 1:
        remarks.add(f"{len(runs)} runs in it are read as one")
    values = np.array([point.values for point in _by_piece(points, remarks)], dtype=np.float64)
    return dict(zip(NAMES, values.T, strict=True))


def _by_piece(points: Sequence[Point], remarks: Remarks) -> list[Point]:
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


def _activities(reader: PointReader) -> set[int]:
    """Numbers of the activities that have points, or say a sport."""
    return {point.activity for point in reader.points} | reader.sports.keys()


def _say(reader: PointReader, left_out: int, others: str, remarks: Remarks) -> None:
    if others:
        remarks.add(f"{left_out} points of {others} left out")
    if reader.timeless:
        remarks.add(f"{reader.timeless} points without a time left out")
    if reader.beyond:
        remarks.add(f"{reader.beyond} points beyond the limit left out")


def _track(columns: Mapping[str, FloatArray], reader: PointReader, remarks: Remarks) -> Track:
    distance_m = columns["distance_m"]
    measured = not np.isnan(distance_m).all()
    unsaid = Remarks("places", aloud=False) if measured else remarks
    walked_m = places.walked_m(columns["lat"], columns["lon"], unsaid)
    if measured:
        distance_m = places.in_m(distance_m, walked_m, columns["t_s"], remarks)
    else:
        distance_m = walked_m
    told = (columns["speed_m_s"], columns["t_s"], distance_m)
    speed_m_s = places.or_from_distance(*told, remarks, measured=measured)
    unknown = np.full(len(speed_m_s), nan)
    names = _names(reader)
    laps = [one for _, one in reader.laps if not np.isnan(one.t_s)]
    return Track(
        columns["t_s"],
        speed_m_s,
        steps_per_minute(
            columns["cadence"], speed_m_s, remarks, runs=bool(names) and names <= _RUNS
        ),
        unknown,
        columns["power_w"],
        columns["heart_bpm"],
        distance_m,
        columns["altitude_m"],
        unsure(laps, columns["t_s"], distance_m, remarks),
    )


def _names(reader: PointReader) -> set[str]:
    """What a file calls its runs, "" where it says no sport."""
    names = {reader.sports.get(point.activity, "") for point in reader.points}
    return {name for name in names if not name or sport_of(name) is Sport.ON_FOOT}


def _settle(file: InputFile, reader: PointReader, track: Track, remarks: Remarks) -> None:
    """Decide by its speed whether a sport whose name is not known is a run."""
    kept = _names(reader)
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
