"""Slope of the ground about each moment: rise of altitude over distance covered."""

from math import nan

import numpy as np

from monitor.sources.importers.limits import ImportLimits
from monitor.types import FloatArray


def slopes(
    t_s: FloatArray, distance_m: FloatArray, altitude_m: FloatArray, limits: ImportLimits
) -> FloatArray:
    """Slope at each moment: 0.05 rises 5 m in 100 m; NaN where it is not known.

    The least squares line of altitude over distance through what lies about the same place at about
    the same time, before and after. When wrong: altitude of satellites alone wanders by metres; a
    barometer feels wind and weather.

    Parameters
    ----------
    t_s : FloatArray
        Times, shape (n,), never decreasing.
    distance_m : FloatArray
        Distance covered until then, shape (n,); NaN where not said.
    altitude_m : FloatArray
        Shape (n,); NaN where not said.
    limits : ImportLimits

    Examples
    --------
    >>> metres = np.arange(0.0, 300.0, 3.0)
    >>> slopes(metres / 3.0, metres, 50.0 + 0.04 * metres, ImportLimits())[[0, 50]].round(6)
    array([0.04, 0.04])
    """
    known = np.isfinite(distance_m) & np.isfinite(altitude_m)
    times_s, places_m, heights_m = t_s[known], distance_m[known], altitude_m[known]
    first = np.searchsorted(times_s, t_s - limits.slope_within_s, side="left").tolist()
    stop = np.searchsorted(times_s, t_s + limits.slope_within_s, side="right").tolist()
    found = np.full(len(t_s), nan)
    for i, place_m in enumerate(distance_m.tolist()):
        near_m = places_m[first[i] : stop[i]]
        near = np.abs(near_m - place_m) <= limits.slope_within_m
        found[i] = _line(near_m[near], heights_m[first[i] : stop[i]][near], limits)
    return found


def _line(places_m: FloatArray, heights_m: FloatArray, limits: ImportLimits) -> float:
    """Slope of the least squares line; NaN where too little ground was covered, or none is such."""
    if len(places_m) < limits.slope_records or np.ptp(places_m) < limits.slope_least_m:
        return nan
    along_m = places_m - places_m.mean()
    slope = float(along_m @ (heights_m - heights_m.mean()) / (along_m @ along_m))
    return slope if abs(slope) <= limits.slope_most else nan
