"""Tell by its numbers whether an acceleration holds gravity, and in which unit it is.

Phones and some sensors give a *linear* or *user* acceleration, from which gravity was taken off. No
foot's tilt can be found in it, and in m/s² it is about as long as one with gravity in g. What tells
them apart is how short it gets: a foot that stands feels gravity alone, and feels nothing without.

Measured on 23 recordings of walking, running and sprinting feet: the twentieth of the samples that
is shortest ends at 5.9 to 17.7 m/s² with gravity. Without it, walking to running at 4 m/s, at 0.03
to 3.6 m/s²; sprints without gravity are not told from runs with it.
"""

from typing import Final

import numpy as np

from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

RECORD_IT: Final = (
    "no foot's tilt can be found in it. Record it with gravity (phyphox: Acceleration (with g), "
    "Sensor Logger: Total Acceleration, Physics Toolbox: g-Force, Xsens DOT: Acc)"
)
GRAVITIES: Final = {
    "m/s2": STANDARD_GRAVITY_M_S2,
    "g": 1.0,
    "mg": 1000.0,
    "cm/s2": STANDARD_GRAVITY_M_S2 / 0.01,
    "ft/s2": STANDARD_GRAVITY_M_S2 / 0.3048,
}
"""Length of gravity in each unit of an acceleration [S]: NIST SP 811, appendix B."""
LIKELY: Final = ("m/s2", "g", "mg")
"""Units that are looked for where none is said; the others look like one of them."""
_SHORTEST: Final = 0.05
"""Share of the samples that counts as the shortest. Rule of thumb, see above."""
_SHORT: Final = 0.4
"""The shortest samples with gravity are longer, in gravities. Rule of thumb, see above."""
_LONG: Final = 2.1
"""They are shorter, in gravities: in another unit they are not. Rule of thumb, see above."""
_USUAL: Final = (0.8, 4.5)
"""Bounds of the usual length with gravity, in gravities. Rule of thumb: sprinters reach 3.9."""
_USUAL_MG: Final = 1.8
"""The usual length of what is taken for mg is shorter, in gravities: raw counts of 2048 a gravity
(16 bit for 16 g, what most sensors count in) look like a quick run in mg. Rule of thumb."""
_MOST: Final = 16.0
"""Nine tenths are shorter, in gravities: the usual range of the sensors. Rule of thumb."""
_FALLING: Final = 0.08
"""What a trunk or a hand feels in flight is longer, in gravities. Rule of thumb."""
_UPRIGHT: Final = (0.85, 1.15)
"""Bounds of the mean that a trunk or a hand feels, in gravities. Rule of thumb."""
_LARGE: Final = 0.9
"""Share of the samples below the large ones. Rule of thumb."""
_UNSTEADY: Final = 0.05
"""In any unit: the shortest samples as a share of the large ones (a tenth is longer), below
which gravity is not in it. Rule of thumb: with gravity 0.15 at least, of walkers without 0.01."""
_FEWEST: Final = 50
"""Samples below which nothing is said. Rule of thumb."""


def unit_with_gravity(acc: FloatArray) -> str | None:
    """Unit in which vectors of shape (n, 3) hold gravity as a worn sensor does; None if in none.

    >>> rest = np.tile([0.0, 0.6, 0.8], (50, 1))
    >>> unit_with_gravity(rest), unit_with_gravity(9.8 * rest), unit_with_gravity(0.01 * rest)
    ('g', 'm/s2', None)
    >>> unit_with_gravity(1000.0 * rest), unit_with_gravity(2048.0 * rest)
    ('mg', None)
    """
    unit = next((unit for unit in LIKELY if _holds(acc / GRAVITIES[unit])), None)
    if unit == "mg" and float(np.median(_lengths(acc))) > _USUAL_MG * GRAVITIES["mg"]:
        return None
    return unit


def lacks_gravity(acc: FloatArray, gravity: float | None) -> bool:
    """Whether vectors of shape (n, 3) seem to be without gravity, of this length in their unit.

    ``gravity`` is None where the unit is not known.
    """
    lengths = _lengths(acc)
    if len(lengths) < _FEWEST:
        return False
    short = float(np.quantile(lengths, _SHORTEST))
    if gravity is not None:
        return short < _SHORT * gravity and not _holds(acc / gravity)
    return short < _UNSTEADY * float(np.quantile(lengths, _LARGE))


def _holds(acc_g: FloatArray) -> bool:
    lengths = _lengths(acc_g)
    if not len(lengths):
        return False
    short, usual = float(np.quantile(lengths, _SHORTEST)), float(np.median(lengths))
    if float(np.quantile(lengths, _LARGE)) > _MOST:
        return False
    if _SHORT <= short <= _LONG and _USUAL[0] <= usual <= _USUAL[1]:
        return True
    mean = float(np.linalg.norm(np.nanmean(acc_g, axis=0)))
    return short >= _FALLING and _UPRIGHT[0] <= mean <= _UPRIGHT[1] and usual <= _USUAL[1]


def _lengths(acc: FloatArray) -> FloatArray:
    lengths: FloatArray = np.linalg.norm(acc, axis=1)
    return lengths[~np.isnan(lengths)]
