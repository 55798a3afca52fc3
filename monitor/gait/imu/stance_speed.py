"""How fast the sensor moves at mid-stance, when the foot rolls on the ground.

At each instant ω × r says so, but the shoe gives, and the foot rolls about another point from one
instant to the next. So it is averaged over the middle of the stance: what ω × r says at every
sample, less what acceleration adds between that sample and mid-stance. As many samples lie before
as after, so that gravity, which the accelerometer shows too, falls out.
"""

import numpy as np

from monitor.gait.imu.limits import PathLimits
from monitor.gait.imu.quaternions import IntArray, Vectors
from monitor.types import FloatArray


def speed_at_stance(
    acc_m_s2: FloatArray,
    gyr_rad_s: FloatArray,
    at: IntArray,
    stride_samples: IntArray,
    rate_hz: float,
    limits: PathLimits,
) -> Vectors:
    """Velocity of the sensor in the foot's axes at each mid-stance, in m/s.

    Parameters
    ----------
    acc_m_s2, gyr_rad_s : FloatArray, shape (n, 3)
        In the foot's frame.
    at, stride_samples : IntArray, shape (k,)
        Row of each mid-stance, and how long its stride is.
    """
    most = round(limits.stance_window_s * rate_hz)
    half = np.rint(limits.stance_window_share * stride_samples).astype(np.intp)
    # as many before as after: at the edge of what is known, fewer
    half = np.minimum(np.minimum(half, most), np.minimum(at, len(acc_m_s2) - 1 - at))
    offset = np.arange(-most, most + 1)
    meant = np.abs(offset) <= half[:, np.newaxis]
    index = np.clip(at[:, np.newaxis] + offset, 0, len(acc_m_s2) - 1)
    force, rate = (
        Vectors(*(np.where(meant, v[:, k].take(index), 0.0) for k in range(3)))
        for v in (acc_m_s2, gyr_rad_s)
    )
    turn = _since_middle(rate, most, rate_hz)
    gained = _since_middle(_turned(turn, force), most, rate_hz)
    rolls = _turned(turn, rate.cross(*limits.lever_m))
    speed = rolls.minus(gained)
    count = 2.0 * half + 1.0
    return Vectors(*(np.cumsum(np.where(meant, c, 0.0), axis=1)[:, -1] / count for c in speed))


def _since_middle(v: Vectors, middle: int, rate_hz: float) -> Vectors:
    """Trapezoidal integral along the rows, zero at the middle column."""

    def integral(c: FloatArray) -> FloatArray:
        out = np.zeros_like(c)
        np.cumsum((c[:, 1:] + c[:, :-1]) * (0.5 / rate_hz), axis=1, out=out[:, 1:])
        return out - out[:, middle : middle + 1]

    return Vectors(*(integral(c) for c in v))


def _turned(angle: Vectors, v: Vectors) -> Vectors:
    """Vectors turned by an angle, up to its square: a standing foot turns little."""
    once = _cross(angle, v)
    return v.plus(once).plus(_cross(angle, once).times(0.5))


def _cross(a: Vectors, b: Vectors) -> Vectors:
    return Vectors(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
