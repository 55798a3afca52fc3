"""Walking on the heels, toes up: how such a foot lands, tips and leaves the ground.

The sole touches with the heel alone. From landing to leaving the foot tips about the heel as the
shank passes over it, from above its mean pitch to below, along half a cosine; in swing it comes
back along another. The mean pitch is what the muscles of the shin hold up. Sources and what is
assumed: docs/simulator.md.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

from firmware_sim.gait.jet import BoolArray
from firmware_sim.runner.runner import Slow
from firmware_sim.runner.track import WALK
from firmware_sim.scenario.model import Person
from monitor.types import FloatArray

if TYPE_CHECKING:
    from firmware_sim.gait.style import Contacts

LEAST_RAD: Final = 0.02
"""A foot that is to be held up by less walks as usual."""
SHARE_LOW: Final = 0.85
"""How low the ball is when the toes come by in swing, over its height at the top."""
COP: Final = 0.08
"""Centre of pressure from the back of the heel, in foot lengths."""
_STEP_NOISE_RAD: Final = 0.026
"""Standard deviation of the mean pitch from step to step: 1.5°."""
_CLEARANCE_M: Final = 0.03
_STANDS: Final = 1.5
"""A stance that is longer, by so many usual ones, is that of a foot that stands: it comes down."""


def land_on_heels(c: "Contacts", slow: Slow, person: Person, noise: FloatArray) -> None:
    """Turn the landings of feet that are to be held up, in place.

    Parameters
    ----------
    c : Contacts
        Ordinary landings.
    slow : Slow
        Holds the mean pitch that each foot keeps.
    noise : FloatArray
        Of unit variance, one value a step.
    """
    held = np.where(c.foot == 0.0, *(slow.at("heels_rad", c.t_s, foot) for foot in range(2)))
    rows = np.flatnonzero((held > LEAST_RAD) & (c.gait == WALK))
    if not len(rows):
        return
    mean = held[rows] + _STEP_NOISE_RAD * noise[rows]
    swing = np.full(len(rows), np.radians(person.heel_swing_deg))
    ball_m = 0.72 * person.foot_length_m
    c.heels_rad[rows] = np.maximum(mean, 1e-6)
    c.strike_rad[rows] = mean + swing
    c.strike_rad_s[rows] = 0.0
    c.toe_off_rad[rows] = c.heel_up_rad[rows] = mean - swing
    c.toes_up_rad[rows] = mean + swing
    c.lift_m[rows] = ball_m * np.sin(np.maximum(mean + swing, 0.0)) + _CLEARANCE_M
    side = np.where(c.foot[rows] == 0.0, 1.0, -1.0)
    c.pronation_rad[rows] = -side * np.radians(person.heel_roll_deg)


def tip(
    c: "Contacts", knots: FloatArray, values: list[FloatArray], rates: list[FloatArray]
) -> tuple[BoolArray, list[FloatArray], list[FloatArray]]:
    """Put the pitch of strides on the heel in place of the ordinary one; tell which they are.

    A foot that lands and then stands on comes down as usual.

    Parameters
    ----------
    c : Contacts
        Of one foot.
    knots : FloatArray, shape (strides, knots)
        Landing first, leaving fifth, the next landing last.
    values, rates : list of FloatArray
        Pitch and its rate at the knots.
    """
    steps = knots[:, 4] - knots[:, 0] < _STANDS * c.contact_s[:-1]
    heels = (c.heels_rad[:-1] > 0.0) & steps & (knots[:, -1] - knots[:, 4] > 1e-6)
    rows = np.flatnonzero(heels)
    if not len(rows):
        return heels, values, rates
    values, rates = [v.copy() for v in values], [v.copy() for v in rates]
    ic, tc, end = (knots[rows, place] for place in (0, 4, -1))
    slope = c.slope_rad[:-1][rows]
    high, low = slope + c.strike_rad[:-1][rows], slope + c.toe_off_rad[:-1][rows]
    there = (c.slope_rad + c.strike_rad)[1:][rows]
    for place in range(knots.shape[1]):
        t = knots[rows, place]
        stands = t <= tc
        begin, long = np.where(stands, ic, tc), np.where(stands, tc - ic, end - tc)
        start, stop = np.where(stands, high, low), np.where(stands, low, there)
        phase = np.pi * (t - begin) / long
        values[place][rows] = start + 0.5 * (stop - start) * (1.0 - np.cos(phase))
        rates[place][rows] = 0.5 * (stop - start) * np.sin(phase) * np.pi / long
    return heels, values, rates
