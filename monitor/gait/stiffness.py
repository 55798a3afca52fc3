"""Stiffness of the spring on which a runner bounces."""

from dataclasses import dataclass
from math import pi, sqrt

from monitor.settings.athlete import Athlete
from monitor.units import STANDARD_GRAVITY_M_S2


@dataclass(frozen=True, slots=True)
class Stiffness:
    """Stiffness of the body's bounce and of the leg; None where something was not known."""

    vertical_n_m: float | None
    leg_n_m: float | None


def stiffness(
    contact_s: float, flight_s: float, speed_m_s: float | None, athlete: Athlete, leg_share: float
) -> Stiffness:
    """Stiffness from times, as if vertical force were half a sine (Morin 2005).

    F = (π/2) m g (t_f/t_c + 1), Δy = |−F t_c²/(m π²) + g t_c²/8|, k_vert = F/Δy and
    k_leg = F/(L − √(L² − (v t_c/2)²) + Δy), with L the leg's length. Walking has none.

    Examples
    --------
    >>> springs = stiffness(0.25, 0.10, 3.3, Athlete(mass_kg=70.0, height_m=1.75), 0.53)
    >>> round(springs.vertical_n_m), round(springs.leg_n_m)
    (25180, 9632)
    >>> stiffness(0.25, 0.10, 3.3, Athlete(), 0.53)
    Stiffness(vertical_n_m=None, leg_n_m=None)
    """
    mass_kg, height_m = athlete.mass_kg, athlete.height_m
    if mass_kg is None or flight_s <= 0.0:
        return Stiffness(None, None)
    gravity = STANDARD_GRAVITY_M_S2
    force_n = pi / 2.0 * mass_kg * gravity * (flight_s / contact_s + 1.0)
    sink_m = abs(-force_n * contact_s**2 / (mass_kg * pi**2) + gravity * contact_s**2 / 8.0)
    vertical_n_m = force_n / sink_m
    if height_m is None or speed_m_s is None:
        return Stiffness(vertical_n_m, None)
    leg_m = leg_share * height_m
    half_m = speed_m_s * contact_s / 2.0
    if half_m >= leg_m:
        return Stiffness(vertical_n_m, None)
    shortening_m = leg_m - sqrt(leg_m**2 - half_m**2) + sink_m
    return Stiffness(vertical_n_m, force_n / shortening_m)
