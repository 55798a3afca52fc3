"""Which way a foot travels from stance to stance, seen from the way it points itself."""

import math
from collections.abc import Sequence
from itertools import pairwise

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.strapdown import cut, headings_rad, integrate
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2


def is_ahead(headings: Sequence[float], limits: ImuLimits) -> bool:
    """Whether the foot travels about as its pitch axis says: not sideways."""
    return bool(headings) and abs(headings[len(headings) // 2]) < math.radians(
        limits.mounting.ahead_deg
    )


def spread_rad(headings: Sequence[float]) -> float:
    """Median angle between the directions of travel and their median."""
    if not headings:
        return math.inf
    middle = headings[len(headings) // 2]
    return sorted(abs(math.remainder(one - middle, math.pi)) for one in headings)[
        len(headings) // 2
    ]


def travel_headings_rad(
    acc: FloatArray, gyr: FloatArray, stances: Sequence[int], rate_hz: float, limits: ImuLimits
) -> list[float]:
    """Directions of travel from stance to stance relative to the foot, left positive, in order.

    A runner who goes backwards is told from one who goes forwards by nothing here: the nearer
    end of the line of travel counts as forward.
    """
    shortest = 2.0 * limits.segment.phase_s * rate_hz
    longest = limits.segment.stride_max_s * rate_hz
    pairs = [range(a, b + 1) for a, b in pairwise(stances) if shortest < b - a < longest]
    if not pairs:
        return []
    windows = cut(acc, gyr, pairs, rate_hz, limits.path)
    paths = integrate(windows, limits.path)
    off = abs(paths.force_m_s2 - STANDARD_GRAVITY_M_S2)
    went = (paths.length_m > limits.mounting.travel_m) & (off < limits.path.gravity_error_m_s2)
    headings = headings_rad(windows, paths)[went]
    return sorted(math.remainder(one, math.pi) for one in headings.tolist())
