"""How far ahead of the pelvis does the heel land?

A straight line in speed and foot strike angle: most of the distance at landing is how fast the
runner goes. It explains a runner who is compared with themself; in centimetres it is only as good
as its band. Equation, source and errors: docs/loads.md.
"""

import math
from dataclasses import dataclass

from monitor.gait.load.limits import OverstrideLimits


@dataclass(frozen=True, slots=True)
class Overstride:
    """Distance from pelvis to heel along the running direction at initial contact.

    Positive with the heel ahead; ``band_m`` is the half-width of the 95 % band: the error of the
    line, and those of speed and foot strike angle through its slopes.
    """

    heel_to_pelvis_m: float
    band_m: float


def overstride(
    speed_m_s: float | None, foot_strike_angle_rad: float | None, limits: OverstrideLimits
) -> Overstride | None:
    """Estimate the distance of one running stride; None out of the range of speeds measured.

    Examples
    --------
    >>> near = overstride(3.0, 0.30, OverstrideLimits())
    >>> round(near.heel_to_pelvis_m, 3), round(near.band_m, 3)
    (0.127, 0.047)
    >>> round(overstride(3.0, None, OverstrideLimits()).band_m, 3)
    0.07
    """
    if speed_m_s is None or not limits.from_m_s <= speed_m_s <= limits.to_m_s:
        return None
    distance_m = limits.middle_m + limits.per_m_s * (speed_m_s - limits.middle_m_s)
    from_speed_m = limits.per_m_s * limits.speed_error_m_s
    if foot_strike_angle_rad is None:
        error_m = math.hypot(limits.residual_speed_only_m, from_speed_m)
        return Overstride(distance_m, limits.band_sigmas * error_m)
    angle_deg = math.degrees(foot_strike_angle_rad)
    distance_m += limits.per_deg * (angle_deg - limits.middle_deg)
    from_angle_m = limits.per_deg * limits.angle_error_deg
    error_m = math.hypot(limits.residual_m, from_speed_m, from_angle_m)
    return Overstride(distance_m, limits.band_sigmas * error_m)
