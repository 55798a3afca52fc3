"""Work out the way and the speed of an activity that says only places, or only the distance."""

from math import nan
from typing import Final

import numpy as np

from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

_EARTH_M: Final = 6_371_008.8
"""Mean radius of the Earth, m [S]: IUGG."""
_WINDOW_S: Final = 10.0
"""Over which a speed is taken from places. Rule of thumb: satellites wander by metres."""
_MOST_GAP_S: Final = 30.0
"""Between two places so far apart the way is straight enough. Rule of thumb: watches that save
where something changes leave out up to 15 s."""
_KM_H: Final = 3.6
"""km/h of 1 m/s [S]: the units' definitions."""
_SAME: Final = 0.05
"""So near to km/h is the usual speed, as a share. Rule of thumb."""
_KM: Final = 1000.0
"""m of 1 km [S]: the units' definitions."""
_ABOUT: Final = 0.3
"""So near to km is the distance of places, as a share: satellites wander and take short cuts, and a
mile is 1,609 m. Rule of thumb."""
_LEAST_ROWS: Final = 10
"""Fewer rows tell no unit. Rule of thumb."""
_NEARLY_ALL: Final = 0.95
"""Share of speeds of 0 from which a device knows none. Rule of thumb: who runs does not stand for
so long."""
_MOVING_M_S: Final = 0.5
"""Slower is no moving, m/s. Rule of thumb."""


def or_from_distance(
    speed_m_s: FloatArray,
    t_s: FloatArray,
    distance_m: FloatArray,
    remarks: Remarks,
    *,
    measured: bool,
) -> FloatArray:
    """Give the speeds, or where none is known those of the distance, and say so.

    A speed of 0 is not known where none moves within ten seconds and the distance goes on.

    Parameters
    ----------
    speed_m_s, t_s, distance_m : FloatArray
        What each record says, m/s, s and m, of shape (n,); NaN is unknown.
    measured : bool
        Whether the file says the distance itself; one from places goes on where somebody stands.
    """
    found = _speeds(t_s, distance_m)
    if not np.isnan(speed_m_s).all():
        speed_m_s = _in_m_s(speed_m_s, found, remarks)
        believed = measured or _always_zero(speed_m_s)
        return _filled(speed_m_s, t_s, found, remarks, believed=believed)
    if np.isnan(found).all():
        return speed_m_s
    remarks.add(f"says no speed: taken from the distance over {_WINDOW_S:g} s")
    return found


def _filled(
    speed: FloatArray, t_s: FloatArray, found_m_s: FloatArray, remarks: Remarks, *, believed: bool
) -> FloatArray:
    """Give speeds, those of the distance where none is told; ``believed`` before a speed of 0."""
    moving_s = t_s[speed > 0.0]
    near = np.searchsorted(moving_s, t_s + _WINDOW_S) > np.searchsorted(moving_s, t_s - _WINDOW_S)
    wrong = (speed == 0.0) & ~near & (found_m_s > _MOVING_M_S) & believed
    silent = (np.isnan(speed) & ~np.isnan(found_m_s)) | wrong
    if count := int(silent.sum()):
        remarks.add(f"{count} speeds that are not said, or 0 all along: taken from the distance")
    return np.where(silent, found_m_s, speed)


def _always_zero(speed: FloatArray) -> bool:
    """Whether a device that knows no speed wrote 0."""
    known = speed[~np.isnan(speed)]
    return float((known == 0.0).mean()) > _NEARLY_ALL


def _in_m_s(speed: FloatArray, found_m_s: FloatArray, remarks: Remarks) -> FloatArray:
    """Give the speeds that a file says in m/s, where its own distance shows that it means km/h."""
    if not _exceeds(speed, found_m_s, _KM_H, _SAME):
        return speed
    remarks.add("its speeds are in km/h, by its own distance: turned into m/s")
    return speed / _KM_H


def in_m(
    distance_m: FloatArray, walked_m: FloatArray, t_s: FloatArray, remarks: Remarks
) -> FloatArray:
    """Give the distances that a file says in m, where its own places show that it means km."""
    if not _exceeds(_speeds(t_s, distance_m), _speeds(t_s, walked_m), 1.0 / _KM, _ABOUT):
        return distance_m
    remarks.add("its distances are in km, by its places: turned into m")
    return distance_m * _KM


def _exceeds(told: FloatArray, true_m_s: FloatArray, times: float, within: float) -> bool:
    """Whether what is told is usually so many times the speed of who moves, within this share."""
    both = (told > 0.0) & (true_m_s > _MOVING_M_S)
    if both.sum() < _LEAST_ROWS:
        return False
    return abs(float(np.median(told[both] / true_m_s[both])) / times - 1.0) <= within


def walked_m(lat_deg: FloatArray, lon_deg: FloatArray, remarks: Remarks) -> FloatArray:
    """Distance along places on a sphere, m; NaN where there is no place.

    A place at exactly 0°, 0° is no place, but what devices write when they know none.
    """
    nowhere = (lat_deg == 0.0) & (lon_deg == 0.0)
    if count := int(nowhere.sum()):
        remarks.add(f"{count} places at 0°, 0° taken as unknown")
    on_earth = (np.abs(lat_deg) <= 90.0) & (np.abs(lon_deg) <= 180.0)  # False for NaN
    known = np.flatnonzero(on_earth & ~nowhere)
    walked = np.full(len(lat_deg), nan)
    if len(known) < 2:
        return walked
    lat, lon = np.deg2rad(lat_deg[known]), np.deg2rad(lon_deg[known])
    half = np.sin(np.diff(lat) / 2.0) ** 2
    half += np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2.0) ** 2
    steps = 2.0 * _EARTH_M * np.arcsin(np.sqrt(half.clip(0.0, 1.0)))
    walked[known] = np.concatenate([[0.0], np.cumsum(steps)])
    return walked


def _speeds(t_s: FloatArray, distance_m: FloatArray) -> FloatArray:
    """Speed at each moment by the distance of the ten seconds about it; NaN where unknown."""
    known = ~np.isnan(distance_m)
    speeds = np.full(len(t_s), nan)
    times_s, places_m = t_s[known], distance_m[known]
    if len(times_s) < 2 or (np.diff(times_s) < 0.0).any():
        return speeds
    half_s = _WINDOW_S / 2.0
    first = np.searchsorted(times_s, times_s - half_s, side="left")
    last = np.searchsorted(times_s, times_s + half_s, side="right") - 1
    alone = np.flatnonzero(first == last)
    before, after = np.maximum(alone - 1, 0), np.minimum(alone + 1, len(times_s) - 1)
    first[alone] = np.where(times_s[alone] - times_s[before] <= _MOST_GAP_S, before, alone)
    last[alone] = np.where(times_s[after] - times_s[alone] <= _MOST_GAP_S, after, alone)
    took_s = times_s[last] - times_s[first]
    moved_m = places_m[last] - places_m[first]
    with np.errstate(divide="ignore", invalid="ignore"):
        speeds[known] = np.where(took_s > 0.0, moved_m / took_s, nan)
    return speeds
