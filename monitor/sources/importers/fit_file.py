"""Import a watch's FIT activity: speed, cadence, contact time, heart rate.

Read from FIT *record* messages, about one a second; from *hr* messages where a strap kept its beats
for itself; laps from *lap* messages. What the watch leaves open (speed, cadence, contact time) is
taken from fields that apps added. FIT's running cadence counts strides of one leg; a device that
counts steps all the same is recognised. In a file of several sports only what was done on foot is
taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers import places
from monitor.sources.importers import track as tracks
from monitor.sources.importers.cadence import steps_per_minute
from monitor.sources.importers.fit_beats import BeatReader
from monitor.sources.importers.fit_fields import TIMESTAMP, RecordReader, Row
from monitor.sources.importers.fit_messages import (
    FIELD_DESCRIPTION,
    FitMessage,
    FitReader,
    FitRefusedError,
)
from monitor.sources.importers.fit_parts import LapSpan, Part, lap_ends, on_foot
from monitor.sources.importers.fit_sports import (
    ACTIVITY,
    FILES,
    GENERIC,
    INDOOR_SPORTS,
    INDOORS,
    RUNNING,
    TRAINING,
)
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, read_whole
from monitor.sources.importers.remarks import Remarks, listed
from monitor.sources.importers.single import only_file
from monitor.sources.importers.streams import ImportedRun
from monitor.sources.importers.track import BoolArray, Lap, Track
from monitor.types import FloatArray, LapTrigger

_FILE_ID, _SPORT, _SESSION, _LAP, _RECORD, _HR, _ACTIVITY = 0, 12, 18, 19, 20, 132, 34
_WANTED: Final = frozenset(
    {_FILE_ID, _SPORT, _SESSION, _LAP, _RECORD, _HR, _ACTIVITY, FIELD_DESCRIPTION}
)
_EPOCH_S: Final = 631_065_600
"""1989-12-31, the FIT protocol's zero, s since 1970."""
_MS_PER_S: Final = 1000.0
"""By definition."""
_START, _ELAPSED, _TRIGGER = 2, 7, 24
_LOCAL: Final = 5
_QUARTER_S: Final = 900.0
"""Zones differ by quarters of an hour. By definition."""
_WEST_S, _EAST_S = -12 * 3600.0, 14 * 3600.0
"""The furthest zones, s. Source: the IANA time zone database."""
_TIMES: Final = float(1 << 32)
"""A time of FIT has 32 bits. Source: Garmin's FIT protocol (date_time)."""
_SPORT_OF: Final = {_SESSION: 5, _SPORT: 0}

_MANUAL: Final = 0
Columns = dict[str, FloatArray]
"""Columns of a table of records, by their names in ``Row``."""
_LAST_TRIGGERS: Final = frozenset({1, 2, 3, 4, 5, 6, 7, 8})


@dataclass(slots=True)
class _Found:
    """What a file holds."""

    rows: list[Row] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    sports: list[Part] = field(default_factory=list)
    laps: list[LapSpan] = field(default_factory=list)
    beats: BeatReader = field(default_factory=BeatReader)
    kinds: set[int] = field(default_factory=set)
    activities: int = 0
    timeless: int = 0
    beyond: int = 0
    cut: bool = False
    zone: timezone | None = None


def import_fit(
    files: Sequence[Source], map_path: Path | None = None, limits: ImportLimits | None = None
) -> ImportedRun:
    """Read an activity; session time is zero at its first record.

    Raises
    ------
    ImportFileError
        If it is not a FIT file, was changed, or holds no run.
    """
    limits = limits or ImportLimits()
    file, remarks = only_file(files, map_path, "fit", limits)
    found = _read(file, remarks, limits)
    _refuse_other_sports(file, found)
    columns = _columns(file, found)
    columns = _rows(columns, _on_foot(file, columns["t_s"], found, remarks))
    columns = _rows(columns, tracks.in_order(file, columns["t_s"], limits, remarks))
    track = tracks.plausible(_track(columns, found, remarks), limits, remarks)
    if _vague(found):
        tracks.refuse_ride(file, track)
    return ImportedRun(tracks.packets(track, limits), track.started, remarks=remarks)


def _read(file: InputFile, remarks: Remarks, limits: ImportLimits) -> _Found:
    reader = FitReader(read_whole(file, limits), _WANTED)
    found, records = _Found(), RecordReader()
    try:
        for message in reader:
            if message.number == _RECORD:
                _take_record(message, found, records, limits)
            else:
                _take(message, found)
    except FitRefusedError as error:
        raise ImportFileError(str(file), str(error)) from error
    if found.kinds and ACTIVITY not in found.kinds:
        kind = " and ".join(FILES.get(one, f"type {one}") for one in sorted(found.kinds))
        raise ImportFileError(str(file), f"is a FIT file of {kind}, not of an activity")
    found.cut = reader.cut
    _remark(reader, len(found.rows), remarks)
    _say(found, records, remarks)
    return found


def _take_record(
    message: FitMessage, found: _Found, records: RecordReader, limits: ImportLimits
) -> None:
    t_s = message.value(TIMESTAMP)
    if t_s is None or not 0.0 <= t_s < _TIMES:
        found.timeless += 1
    elif len(found.rows) < limits.activity_records:
        found.rows.append(records.row(message, t_s + _EPOCH_S))
    else:
        found.beyond += 1


def _say(found: _Found, records: RecordReader, remarks: Remarks) -> None:
    for count, what in ((found.timeless, "without a time"), (found.beyond, "beyond the limit")):
        if count:
            remarks.add(f"{count} records {what} left out")
    if found.activities > 1:
        remarks.add(f"{found.activities} activities follow one another in it")
    if passed_over := records.passed_over:
        remarks.add(f"fields of apps that are not used: {printable(listed(passed_over))}")


def _remark(reader: FitReader, records: int, remarks: Remarks) -> None:
    if reader.cut:
        remarks.add(f"the file is cut or was never closed: {records} whole records read")
    elif reader.lost_bytes:
        remarks.add(f"{reader.lost_bytes} bytes at the end make no sense, left out")
    if reader.trailing_bytes:
        remarks.add(f"{reader.trailing_bytes} bytes after the end of the activity left out")
    if reader.undefined:
        remarks.add(f"{reader.undefined} messages of a kind that the file does not define left out")
    if reader.undescribed:
        remarks.add(f"{reader.undescribed} values of an app that the file does not describe")
    if reader.unfit:
        remarks.add(f"{reader.unfit} values of an app whose size is not that of their type")


def _take(message: FitMessage, found: _Found) -> None:
    t_s = message.value(TIMESTAMP)
    end_s = None if t_s is None else t_s + _EPOCH_S
    match message.number:
        case 0 if (kind := message.value(0)) is not None:
            found.kinds.add(int(kind))
            found.activities += kind == ACTIVITY
        case 12 | 18 as number:
            _take_sport(message, end_s, found.parts if number == _SESSION else found.sports)
        case 19:
            _take_lap(message, end_s, found)
        case 34 if t_s is not None and (local_s := message.value(_LOCAL)) is not None:
            found.zone = _zone(local_s - t_s)
        case 132:
            found.beats.push(message)


def _zone(ahead_s: float) -> timezone | None:
    """Time zone of a watch whose clock is ahead of UTC, s; None where none is so far."""
    ahead_s = _QUARTER_S * round(ahead_s / _QUARTER_S)
    return timezone(timedelta(seconds=ahead_s)) if _WEST_S <= ahead_s <= _EAST_S else None


def _take_sport(message: FitMessage, end_s: float | None, parts: list[Part]) -> None:
    place = _SPORT_OF[message.number]
    sport, sub_sport, start_s = (message.value(n) for n in (place, place + 1, _START))
    if sport is None:
        return
    begun_s = None if start_s is None or message.number == _SPORT else start_s + _EPOCH_S
    treadmill = (sport, sub_sport) in INDOORS
    training = TRAINING.get(int(sub_sport or 0), "") if sport in INDOOR_SPORTS else ""
    parts.append(Part(int(sport), treadmill, begun_s, end_s, training))


def _take_lap(message: FitMessage, end_s: float | None, found: _Found) -> None:
    start_s, elapsed_ms, trigger = (message.value(n) for n in (_START, _ELAPSED, _TRIGGER))
    begun_s = None if start_s is None else start_s + _EPOCH_S
    if begun_s is not None and elapsed_ms is not None:
        end_s = begun_s + elapsed_ms / _MS_PER_S
    if end_s is None:
        return
    what = LapTrigger.UNKNOWN
    if trigger == _MANUAL:
        what = LapTrigger.MANUAL
    elif trigger in _LAST_TRIGGERS:
        what = LapTrigger.AUTOMATIC
    found.laps.append(LapSpan(begun_s, Lap(end_s, what)))


def _columns(file: InputFile, found: _Found) -> Columns:
    if not found.rows:
        timeless = f": none of its {found.timeless} has a time" if found.timeless else ""
        raise ImportFileError(str(file), f"has no records of a run{timeless}")
    return dict(zip(Row._fields, np.array(found.rows, dtype=np.float64).T, strict=True))


def _rows(columns: Columns, kept: BoolArray | npt.NDArray[np.int64]) -> Columns:
    return {name: column[kept] for name, column in columns.items()}


def _track(columns: Columns, found: _Found, remarks: Remarks) -> Track:
    distance_m = columns["distance_m"]
    measured = not np.isnan(distance_m).all()
    if not measured:
        distance_m = places.walked_m(columns["lat_deg"], columns["lon_deg"], remarks)
    speed_m_s = _or_pod(columns["speed_m_s"], columns["pod_speed_m_s"])
    told = (speed_m_s, columns["t_s"], distance_m)
    speed_m_s = places.or_from_distance(*told, remarks, measured=measured)
    parts = found.parts or found.sports
    runs = bool(parts) and all(part.sport == RUNNING for part in parts if part.on_foot)
    cadence, pod_cadence = (
        steps_per_minute(columns[name], speed_m_s, remarks, runs=runs)
        for name in ("cadence", "pod_cadence")
    )
    beats = [(beat.t_s + _EPOCH_S, beat.bpm) for beat in found.beats.beats()]
    beats_t_s, beats_bpm = np.array(beats, dtype=np.float64).reshape(-1, 2).T
    meanwhile = on_foot(beats_t_s, parts)
    return Track(
        columns["t_s"],
        speed_m_s,
        _or_pod(cadence, pod_cadence),
        columns["contact_time_s"],
        columns["power_w"],
        columns["heart_bpm"],
        distance_m,
        columns["altitude_m"],
        lap_ends(found.laps, parts),
        beats_t_s if meanwhile is None else beats_t_s[meanwhile],
        beats_bpm if meanwhile is None else beats_bpm[meanwhile],
        found.zone,
    )


def _or_pod(native: FloatArray, pod: FloatArray) -> FloatArray:
    """Take the pod where the watch says nothing, or that the runner stands and the pod moves."""
    silent = np.isnan(native) | ((native == 0.0) & (pod > 0.0))
    return np.where(silent, pod, native)


def _vague(found: _Found) -> bool:
    """Whether no session says a sport, but that somebody did something."""
    parts = [part for part in found.parts or found.sports if part.on_foot]
    return all(part.sport == GENERIC and not part.treadmill for part in parts)


def _refuse_other_sports(file: InputFile, found: _Found) -> None:
    parts = found.parts or found.sports
    if parts and not any(part.on_foot for part in parts):
        names = ", ".join(sorted({part.name for part in parts}))
        raise ImportFileError(str(file), f"is no run, but {names}")


def _on_foot(file: InputFile, t_s: FloatArray, found: _Found, remarks: Remarks) -> BoolArray:
    """Mark what was done on foot, where anything was; refuse where none of it was recorded."""
    parts = found.parts or found.sports
    everything = np.ones(len(t_s), dtype=np.bool_)
    others = sorted({part.name for part in parts if not part.on_foot})
    if not others:
        if _vague(found) and (parts or not found.cut):  # the session stands at the end
            remarks.add("says no sport: taken for a run")
        return everything
    kept = on_foot(t_s, parts)
    if kept is None:
        names = ", ".join(others)
        raise ImportFileError(str(file), f"holds a run and {names}, and not when each was")
    if not kept.any():
        raise ImportFileError(str(file), "has no records of a run")
    remarks.add(f"{int((~kept).sum())} records of {', '.join(others)} left out")
    return kept
