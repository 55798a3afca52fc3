"""The regions of a sole, and which cell of an insole lies in which."""

from dataclasses import dataclass

import numpy as np

from monitor.gait.load.limits import PressureLimits
from monitor.gait.segments import MaskArray
from monitor.types import CellLayout, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SoleMap:
    """The plantar cells of a layout by region; places count from the back of the heel.

    ``lateral_m`` counts outwards from the foot's long axis, ``lever_m`` is the cell's distance in
    front of the ankle's axis.
    """

    area_m2: FloatArray
    forward_m: FloatArray
    lateral_m: FloatArray
    lever_m: FloatArray
    heel: MaskArray
    midfoot: MaskArray
    forefoot: MaskArray
    medial_edge: MaskArray
    lateral_edge: MaskArray


def sole_map(layout: CellLayout, limits: PressureLimits, length_m: float | None) -> SoleMap:
    """Divide the sole into regions.

    Parameters
    ----------
    layout : CellLayout
    limits : PressureLimits
    length_m : float or None
        Inner length of the shoe; None takes the cells to leave the same margin at both ends.
    """
    forward_m = np.array([cell.forward_m for cell in layout.plantar])
    lateral_m = np.array([cell.lateral_m for cell in layout.plantar])
    if length_m is None:
        length_m = float(forward_m.max() + forward_m.min())
    share = forward_m / length_m
    heel, forefoot = share < limits.heel_to, share >= limits.forefoot_from
    outermost = lateral_m[forefoot] if forefoot.any() else lateral_m
    return SoleMap(
        area_m2=np.array([cell.area_m2 for cell in layout.plantar]),
        forward_m=forward_m,
        lateral_m=lateral_m,
        lever_m=forward_m - limits.ankle_share * length_m,
        heel=heel,
        midfoot=~heel & ~forefoot,
        forefoot=forefoot,
        medial_edge=forefoot & (lateral_m <= limits.edge_share * min(0.0, outermost.min())),
        lateral_edge=forefoot & (lateral_m >= limits.edge_share * max(0.0, outermost.max())),
    )
