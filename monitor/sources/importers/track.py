"""Turn an activity of a watch, one row about a second, into packets.

FIT, GPX and TCX give the same ``Track``; here it is made plausible, and written. There are no
strides in it: it feeds what works from speed and heart.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from math import isnan, nan
from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.errors import ImportFileError
from monitor.settings.sensors import SensorSettings
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.slope import slopes
from monitor.types import FloatArray, LapTrigger, Packet
from monitor.wire import heart_rate, lap, reference, uuids
from monitor.wire.heart_rate import HeartRate
from monitor.wire.lap import LapMark
from monitor.wire.reference import Reference

SENSOR: Final = "watch"
"""Name of the sensor in the recording."""
_BELIEVED: Final = SensorSettings()
"""A heart that analysis does not believe unless it is told to is unknown here."""
_AGO_S: Final = 5.0
"""A record this near to a beat of the strap's own messages says nothing new. Rule of thumb."""
_BACK_S: Final = 60.0
"""Time that runs back by more, s, is a clock that was set; by less, records out of order. Rule of
thumb."""
FASTEST_M_S: Final = 6.0
"""Whose usual speed is higher, of a sport of no known name, rides. Rule of thumb: the fastest
marathons are run at 5.8 m/s."""

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lap:
    """The end of a lap, s on the track's clock."""

    t_s: float
    trigger: LapTrigger


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Rows of an activity: times in s since 1970 (or the device's start), all of shape (n,).

    NaN is unknown. ``beats_t_s`` and ``beats_bpm`` are the strap's own messages, any number.
    """

    t_s: FloatArray
    speed_m_s: FloatArray
    cadence_spm: FloatArray
    contact_time_s: FloatArray
    power_w: FloatArray
    heart_bpm: FloatArray
    distance_m: FloatArray
    altitude_m: FloatArray
    laps: tuple[Lap, ...] = ()
    beats_t_s: FloatArray | None = None
    beats_bpm: FloatArray | None = None
    zone: timezone | None = None
    """Where the watch was; None if it does not say it, and this computer's is taken."""

    @property
    def started(self) -> datetime | None:
        """Wall time of the first row; None where the clock was never set."""
        first_s = float(self.t_s[0])
        if first_s < _CLOCK_SET_S:
            return None
        started = _EPOCH + timedelta(seconds=first_s)
        if self.zone is None:
            return started.astimezone()
        return started.astimezone(self.zone)


COLUMNS: Final = (
    "t_s", "speed_m_s", "cadence_spm", "contact_time_s", "power_w", "heart_bpm", "distance_m",
    "altitude_m",
)  # fmt: skip
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK_SET_S: Final = 0x10000000 + 631_065_600
"""FIT: smaller times count from the device's start. Source: Garmin's FIT protocol (date_time)."""


def refuse_ride(file: InputFile, track: Track) -> None:
    """Refuse what names no sport, or only *other*, and is faster than any run.

    Raises
    ------
    ImportFileError
    """
    speeds = track.speed_m_s[track.speed_m_s > 0.0]
    usual_m_s = float(np.median(speeds)) if len(speeds) else 0.0
    if usual_m_s > FASTEST_M_S:
        reason = f"says no sport, and its usual speed is {usual_m_s:.1f} m/s, which is no run"
        raise ImportFileError(str(file), reason)


def in_order(
    file: InputFile, t_s: FloatArray, limits: ImportLimits, remarks: Remarks
) -> npt.NDArray[np.int64]:
    """Give the rows to read, by their times, in order; rows newest first are turned round.

    Kept is the longest stretch of time, and what follows on it before and after. Left out are rows
    whose clock was set meanwhile, those of another run, and those that run back.
    """
    if not len(t_s):
        raise ImportFileError(str(file), "has no records of a run")
    rows = np.arange(len(t_s))
    if len(t_s) > 1 and np.median(np.diff(t_s)) < 0.0:
        remarks.add("its records stand newest first: turned round")
        rows = rows[::-1]
    steps_s = np.diff(t_s[rows])
    cuts = np.flatnonzero((steps_s > limits.max_gap_s) | (steps_s < -_BACK_S)) + 1
    kept = _longest(t_s[rows], np.split(np.arange(len(rows)), cuts), limits.max_gap_s)
    if left_out := len(rows) - int(kept.sum()):
        remarks.add(
            f"the clock was set, or it is another run: {left_out} records of another time left out"
        )
    rows = rows[kept]
    rising = t_s[rows] >= np.maximum.accumulate(t_s[rows])
    if late := int((~rising).sum()):
        remarks.add(f"{late} records whose time runs backwards left out")
    return rows[rising]


def _longest(t_s: FloatArray, pieces: Sequence[npt.NDArray[np.int64]], gap_s: float) -> BoolArray:
    """Mark the longest piece, and those around it that fit its time."""
    longest = max(range(len(pieces)), key=lambda i: len(pieces[i]))
    kept = np.zeros(len(t_s), dtype=np.bool_)
    kept[pieces[longest]] = True
    last_s = float(t_s[pieces[longest]].max())
    for piece in pieces[longest + 1 :]:
        if 0.0 <= t_s[piece[0]] - last_s <= gap_s:
            kept[piece] = True
            last_s = float(t_s[piece].max())
    first_s = float(t_s[pieces[longest]].min())
    for piece in reversed(pieces[:longest]):
        if 0.0 <= first_s - t_s[piece[-1]] <= gap_s:
            kept[piece] = True
            first_s = float(t_s[piece].min())
    return kept


def plausible(track: Track, limits: ImportLimits, remarks: Remarks) -> Track:
    """Take what cannot be for unknown, and count it."""
    zero = track.cadence_spm == 0.0
    bounds = {
        "speed_m_s": ("speeds", 0.0, limits.max_speed_m_s),
        "cadence_spm": ("cadences", 0.0, limits.max_cadence_spm),
        "contact_time_s": ("contact times", limits.min_contact_s, limits.max_contact_s),
        "power_w": ("powers", 0.0, limits.max_power_w),
        "heart_bpm": ("heart rates", _BELIEVED.heart_least_bpm, _BELIEVED.heart_most_bpm),
    }
    cleaned: dict[str, FloatArray] = {}
    for name, (words, least, most) in bounds.items():
        values = getattr(track, name)
        wrong = (values < least) | (values > most)
        if name in _ZERO_IS_UNKNOWN:
            wrong &= values != 0.0
        if count := int(wrong.sum()):
            remarks.add(f"{count} {words} that cannot be taken as unknown")
        unknown = wrong | (values == 0.0) if name in _ZERO_IS_UNKNOWN else wrong
        cleaned[name] = np.where(unknown, nan, values)
    cleaned["cadence_spm"][zero] = nan
    _say_unused(cleaned, remarks)
    beats_bpm = () if track.beats_bpm is None else track.beats_bpm
    if count := sum(not _beats_so(bpm) for bpm in beats_bpm):
        remarks.add(f"{count} heart rates of the strap left out: no heart beats so")
    first_s, last_s = float(track.t_s[0]), float(track.t_s[-1]) + _AGO_S
    laps = tuple(one for one in track.laps if first_s <= one.t_s <= last_s)
    if count := len(track.laps) - len(laps):
        remarks.add(f"{count} laps left out: nothing was recorded when they ended")
    return replace(track, laps=laps, **cleaned)  # type: ignore[arg-type]  # names of columns


def _beats_so(bpm: float) -> bool:
    """Whether a heart may beat so fast."""
    return _BELIEVED.heart_least_bpm <= bpm <= _BELIEVED.heart_most_bpm


def _say_unused(columns: Mapping[str, FloatArray], remarks: Remarks) -> None:
    """Count what is of no use, as no speed is known at that moment."""
    speedless = np.isnan(columns["speed_m_s"])
    if speedless.all():
        remarks.add("says no speed")
    for name, words in _WITH_SPEED.items():
        if count := int((speedless & ~np.isnan(columns[name])).sum()):
            remarks.add(f"{count} {words} left out: no speed is known then")


_WITH_SPEED: Final = {
    "cadence_spm": "cadences", "contact_time_s": "contact times", "power_w": "powers",
}  # fmt: skip
_ZERO_IS_UNKNOWN: Final = frozenset({"contact_time_s", "heart_bpm"})


def packets(track: Track, limits: ImportLimits) -> Iterator[Packet]:
    """Give the rows, beats and laps as packets in the order of time, from 0 s."""
    t_s = track.t_s - track.t_s[0]
    slope = slopes(t_s, track.distance_m, track.altitude_m, limits)
    said = [*_rows(track, t_s, slope), *_beats(track, t_s), *_laps(track, t_s)]
    yield from sorted(said, key=lambda packet: packet.t_rx_s)


def _rows(track: Track, t_s: FloatArray, slope: FloatArray) -> Iterator[Packet]:
    columns = (
        t_s, track.heart_bpm, track.speed_m_s, track.cadence_spm, track.contact_time_s, slope,
        track.power_w,
    )  # fmt: skip
    for at_s, bpm, speed, cadence, contact, rise, power in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        if not isnan(bpm):
            yield Packet(SENSOR, uuids.HEART_RATE, at_s, heart_rate.encode(HeartRate(round(bpm))))
        if not isnan(speed):
            told = Reference(speed, *(_known(one) for one in (cadence, contact, rise, power)))
            yield Packet(SENSOR, uuids.REFERENCE, at_s, reference.encode(told))


def _beats(track: Track, t_s: FloatArray) -> Iterator[Packet]:
    """Give the strap's own messages where the rows say no heart rate."""
    if track.beats_t_s is None or track.beats_bpm is None:
        return
    told_s = t_s[~np.isnan(track.heart_bpm)]
    for at_s, bpm in zip((track.beats_t_s - track.t_s[0]).tolist(), track.beats_bpm, strict=True):
        near = len(told_s) and np.abs(told_s - at_s).min() <= _AGO_S
        if 0.0 <= at_s <= t_s[-1] and _beats_so(bpm) and not near:
            yield Packet(SENSOR, uuids.HEART_RATE, at_s, heart_rate.encode(HeartRate(round(bpm))))


def _laps(track: Track, t_s: FloatArray) -> Iterator[Packet]:
    for number, one in enumerate(track.laps, start=1):
        if number <= lap.MAX_NUMBER:
            at_s = one.t_s - float(track.t_s[0])
            payload = lap.encode(LapMark(one.trigger, number))
            yield Packet(SENSOR, uuids.LAP, min(at_s, float(t_s[-1])), payload)


def _known(value: float) -> float | None:
    return None if isnan(value) else value
