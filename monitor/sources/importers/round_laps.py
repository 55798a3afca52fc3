"""Laps that a file marks as pressed, and that no runner pressed: each as long as the one before.

TCX demands a trigger of every lap, so programs that do not know it write *Manual*.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.track import Lap
from monitor.types import FloatArray, LapTrigger

_UNITS_M: Final = (1000.0, 1609.344, 5000.0, 500.0, 804.672, 400.0)
"""Ways after which watches and programs start a lap by themselves, m. Source: their menus."""
_UNITS_S: Final = (60.0, 300.0, 600.0, 900.0, 1800.0, 3600.0)
"""Times after which they do, s. Source: their menus."""
_NEAR: Final = 0.01
"""So near to such a length is that length. Rule of thumb."""
_LEAST: Final = 2
_SURELY: Final = 3
"""So many laps of one length are no accident, and fewer only if they are most of them. Rule of
thumb."""


def unsure(
    laps: Sequence[Lap], t_s: FloatArray, distance_m: FloatArray, remarks: Remarks
) -> tuple[Lap, ...]:
    """Give laps; where several pressed ones have one round length, whether these were is unknown.

    So is it of the last one, which the end cuts. Those of other lengths count.
    """
    pressed = [lap.trigger is LapTrigger.MANUAL for lap in laps]
    ends_s = np.array([float(t_s[0]), *(lap.t_s for lap in laps)]) if len(t_s) else np.zeros(1)
    known = ~np.isnan(distance_m)
    ways_m = np.interp(ends_s, t_s[known], distance_m[known]) if known.any() else 0.0 * ends_s
    alike = [
        {
            place
            for place, length in enumerate(lengths.tolist())
            if pressed[place] and _is(length, unit)
        }
        for lengths, units in ((np.diff(ways_m), _UNITS_M), (np.diff(ends_s), _UNITS_S))
        for unit in units
    ]
    doubted = set[int]().union(*(one for one in alike if _is_no_accident(len(one), sum(pressed))))
    if not doubted:
        return tuple(laps)
    remarks.add(
        f"{len(doubted)} of its {sum(pressed)} laps that are marked as pressed are of a round "
        "length: whether those and the last were pressed is not known"
    )
    if pressed[-1]:
        doubted.add(len(laps) - 1)
    return tuple(
        replace(lap, trigger=LapTrigger.UNKNOWN) if place in doubted else lap
        for place, lap in enumerate(laps)
    )


def _is(length: float, unit: float) -> bool:
    return abs(length / unit - 1.0) <= _NEAR


def _is_no_accident(count: int, laps: int) -> bool:
    return count >= _SURELY or (count >= _LEAST and 2 * count > laps)
