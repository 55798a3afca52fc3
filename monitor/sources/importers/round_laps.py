"""Laps that a file marks as pressed, and that no runner pressed: each as long as the one before.

TCX demands a trigger of every lap, so programs that do not know it write *Manual*.
"""

from collections import Counter
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
"""So many laps of one length are no accident. Rule of thumb."""


def unsure(
    laps: Sequence[Lap], t_s: FloatArray, distance_m: FloatArray, remarks: Remarks
) -> tuple[Lap, ...]:
    """Give laps; where several pressed ones have one round length, none is known to be pressed."""
    pressed = [lap for lap in laps if lap.trigger is LapTrigger.MANUAL]
    ends_s = np.array([float(t_s[0]), *(lap.t_s for lap in laps)]) if len(t_s) else np.zeros(1)
    known = ~np.isnan(distance_m)
    ways_m = np.interp(ends_s, t_s[known], distance_m[known]) if known.any() else 0.0 * ends_s
    alike = Counter(
        unit
        for lengths, units in ((np.diff(ways_m), _UNITS_M), (np.diff(ends_s), _UNITS_S))
        for lap, length in zip(laps, lengths.tolist(), strict=True)
        for unit in units
        if lap.trigger is LapTrigger.MANUAL and abs(length / unit - 1.0) <= _NEAR
    )
    if not pressed or max(alike.values(), default=0) < _LEAST:
        return tuple(laps)
    remarks.add(
        f"its {len(pressed)} laps are marked as pressed, and several are of one round length: "
        "whether any was pressed is not known"
    )
    unknown = LapTrigger.UNKNOWN
    return tuple(
        replace(lap, trigger=unknown) if lap.trigger is LapTrigger.MANUAL else lap for lap in laps
    )
