"""Find the first step of a foot after it stood: when it moved, and when its sole was free.

Whoever starts lifts one foot first. That foot moves first, and its sole is free first.
"""

from typing import NamedTuple

import numpy as np

from monitor.gait.load.limits_crossed import CrossedLimits
from monitor.gait.segments import MaskArray
from monitor.types import FloatArray


class FirstStep(NamedTuple):
    """When a foot left the ground after standing, as its motion tells and as its load does, s."""

    moved_s: float
    freed_s: float


def first_step(
    t_s: FloatArray, spin_rad_s: FloatArray, load_kpa: FloatArray, limits: CrossedLimits
) -> FirstStep | None:
    """Find the first step after the last standing in the samples of a foot.

    Samples that were lost are NaN. None if the foot did not stand long enough, or where a sample of
    the step is lost.
    """
    moves = np.flatnonzero(~(spin_rad_s < limits.stands_rad_s))
    before = np.concatenate([[-1], moves[:-1]])
    stood = np.flatnonzero(t_s[moves] - t_s[before + 1] >= limits.stands_s)
    if not len(stood):
        return None
    stands, goes = int(before[stood[-1]]) + 1, int(moves[stood[-1]])
    stood_kpa = load_kpa[stands : (stands + goes) // 2]
    stood_kpa = stood_kpa[np.isfinite(stood_kpa)]
    if not len(stood_kpa):
        return None
    standing_kpa = float(stood_kpa.mean())
    steps = slice(goes, int(np.searchsorted(t_s, t_s[goes] + limits.step_s)))
    frees = slice(
        int(np.searchsorted(t_s, t_s[goes] - limits.clocks_s)),
        int(np.searchsorted(t_s, t_s[goes] + limits.step_s + limits.clocks_s)),
    )
    moved = _first(spin_rad_s[steps] >= 0.5 * float(spin_rad_s[steps].max()))
    freed = _first(load_kpa[frees] < limits.free_share * standing_kpa)
    if moved is None or freed is None or np.isnan(load_kpa[frees]).any():
        return None
    return FirstStep(float(t_s[steps][moved]), float(t_s[frees][freed]))


def _first(holds: MaskArray) -> int | None:
    """Give the first place where it holds; none if it nowhere does, as with NaN."""
    places = np.flatnonzero(holds)
    return int(places[0]) if len(places) else None
