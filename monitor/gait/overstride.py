"""The overstride distance: how far ahead of the pelvis the heel lands.

A straight line in speed and foot strike angle: most of the distance at landing is how fast the
runner goes. It explains a runner who is compared with themself; in centimetres it is only as good
as its band. Without an angle the landing was not seen, and nothing is said: speed alone would
give the centimetres, but could not tell a change from a change of pace. Equation, source and
errors: docs/loads.md.
"""

import math

from monitor.gait.load.limits import OverstrideLimits


def overstride(
    speed_m_s: float | None, foot_strike_angle_rad: float | None, limits: OverstrideLimits
) -> tuple[float, float] | None:
    """Distance from pelvis to heel at landing and the half-width of its 95 % band, m.

    Along the running direction, positive with the heel ahead. Speed alone and speed with angle
    are two estimates; they are weighed by their errors, so that the angle counts by how much more
    runners differ in it than it errs. The band holds the error of the line, and those of speed and
    angle through its slopes. None out of the range of speeds measured, and without an angle.

    Examples
    --------
    >>> [round(m, 3) for m in overstride(3.0, 0.30, OverstrideLimits())]
    [0.133, 0.052]
    >>> overstride(3.0, None, OverstrideLimits()) is None
    True
    """
    if speed_m_s is None or not limits.from_m_s <= speed_m_s <= limits.to_m_s:
        return None
    if foot_strike_angle_rad is None:
        return None
    angle_deg = math.degrees(foot_strike_angle_rad)
    spread, error = limits.angle_spread_deg**2, limits.angle_error_deg**2
    per_deg = limits.per_deg * spread / (spread + error)
    distance_m = limits.middle_m + limits.per_m_s * (speed_m_s - limits.middle_m_s)
    distance_m += per_deg * (angle_deg - limits.middle_deg)
    from_speed_m = limits.per_m_s * limits.speed_error_m_s
    from_angle_m = per_deg * limits.angle_error_deg
    error_m = math.hypot(limits.residual_m, from_speed_m, from_angle_m)
    return distance_m, limits.band_sigmas * error_m
