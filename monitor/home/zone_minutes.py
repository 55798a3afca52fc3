"""Each nerve zone minute by minute, as rows of the catalogue: strides, pressure, risk."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import zstandard

from monitor.errors import ConfigError
from monitor.reader import from_json
from monitor.report.story import VERSION, Minute, RiskTrack, Story
from monitor.types import Side, Zone

_MINUTE_S: Final = 60.0
_DIGITS: Final = 3
_PRESSURE: Final = {Zone.TOP: "instep", Zone.SOLE: "sole", Zone.FOREFOOT: "edges"}
"""The measure of a story that is the pressure on a zone while the foot is in the air, kPa."""


class ZoneMinute(NamedTuple):
    """One minute of one zone.

    Parameters
    ----------
    strides : int
        Of its foot, in this minute.
    pressure_kpa : float or None
        Median over them of the pressure in the air; None was not measured.
    highest : float or None
        Greatest level of risk; None was not assessed, which is not low.
    assessed_s : float
        For how much of the minute it was.
    """

    side: Side
    zone: Zone
    minute: int
    strides: int
    pressure_kpa: float | None
    highest: float | None
    assessed_s: float


def zone_minutes(story: Story) -> Iterator[ZoneMinute]:
    """Give every zone's minutes in which its foot made a stride or its risk was assessed."""
    feet = {(one.side, one.minute): one for one in story.minutes}
    for track in story.risks:
        levels = _levels(track, story.duration_s)
        mine = {minute for side, minute in feet if side is track.side}
        for minute in sorted(mine | levels.keys()):
            highest, assessed_s = levels.get(minute, (None, 0.0))
            yield _row(track, minute, feet.get((track.side, minute)), highest, assessed_s)


def of_stored(version: int, packed: bytes) -> str:
    """Give the rows of a stored story as JSON; none of one that is told anew when it is asked for.

    For SQLite, while a catalogue of an older version is brought up to date.
    """
    if version != VERSION:
        return "[]"
    try:
        story = from_json(zstandard.decompress(packed), Story, Path("catalogue"))
    except (ConfigError, zstandard.ZstdError):
        return "[]"
    return json.dumps(list(zone_minutes(story)))


def _row(
    track: RiskTrack, minute: int, foot: Minute | None, highest: float | None, assessed_s: float
) -> ZoneMinute:
    measure = _PRESSURE.get(track.zone)
    pressure_kpa = foot.medians.get(measure) if foot and measure else None
    return ZoneMinute(
        track.side,
        track.zone,
        minute,
        foot.strides if foot else 0,
        pressure_kpa,
        highest,
        round(assessed_s, _DIGITS),
    )


def _levels(track: RiskTrack, end_s: float) -> dict[int, tuple[float, float]]:
    """Give by minute the greatest level and for how long there was one, s."""
    found: dict[int, tuple[float, float]] = {}
    ends_s = [point.t_s for point in track.points[1:]] + [end_s]
    for point, until_s in zip(track.points, ends_s, strict=bool(track.points)):
        if point.level is None:
            continue
        from_s = point.t_s
        while from_s < until_s:
            minute = int(from_s // _MINUTE_S)
            part_s = min(until_s, (minute + 1) * _MINUTE_S)
            highest, assessed_s = found.get(minute, (point.level, 0.0))
            found[minute] = max(highest, point.level), assessed_s + part_s - from_s
            from_s = part_s
    return found
