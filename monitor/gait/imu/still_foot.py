"""What the gyroscope of a standing foot says of its own zero.

A foot that stands is seldom still: it leans, and turns slowly. The accelerometer sees how it leans,
for gravity moves in the sensor; what the gyroscope says beyond that is its bias.
"""

import numpy as np

from monitor.gait.imu.limits import PathLimits
from monitor.gait.imu.sensor_to_foot import Axis
from monitor.types import FloatArray


def rate_at_rest(
    acc_m_s2: FloatArray, gyr_rad_s: FloatArray, rate_hz: float, limits: PathLimits
) -> tuple[Axis, float]:
    """Return what the calmest part of a rest says of the gyroscope's bias, and its scatter.

    About the vertical nothing tells turning from bias.

    Parameters
    ----------
    acc_m_s2, gyr_rad_s : FloatArray, shape (n, 3)
        The rest, at least one sample of it.
    """
    long = min(len(gyr_rad_s), round(limits.still_window_s * rate_hz))
    step = max(1, round(limits.still_step_s * rate_hz))
    starts = range(len(gyr_rad_s) - long, -1, -step)
    spread, at = min((_spread(gyr_rad_s[start : start + long]), start) for start in starts)
    x, y, z = _means(gyr_rad_s[at : at + long])
    lean = _leaning(acc_m_s2[at : at + long], rate_hz)
    return Axis(x - lean.x, y - lean.y, z - lean.z), spread


def _spread(rates: FloatArray) -> float:
    """Greatest standard deviation of the three axes."""
    off = [_sum((axis - mean) ** 2) for axis, mean in zip(rates.T, _means(rates), strict=True)]
    return float(np.sqrt(max(off) / len(rates)))


def _leaning(acc_m_s2: FloatArray, rate_hz: float) -> Axis:
    """Rate at which the foot turns about level axes, from how gravity moves in the sensor.

    g stands still, so that in the sensor it moves by ġ = −ω × g; ω without its part along g is
    ġ × g / g². ġ is the slope of the line of least squares.
    """
    n = len(acc_m_s2)
    t_s = (np.arange(n) - 0.5 * (n - 1)) / rate_hz
    weight = max(_sum(t_s * t_s), np.finfo(np.float64).tiny)
    slope = Axis(*(_sum(axis * t_s) / weight for axis in acc_m_s2.T))
    g = Axis(*_means(acc_m_s2))
    size = g.dot(g)
    turn = slope.cross(g)
    return Axis(turn.x / size, turn.y / size, turn.z / size)


def _means(v: FloatArray) -> list[float]:
    return [_sum(axis) / len(axis) for axis in v.T]


def _sum(values: FloatArray) -> float:
    """Sum sample by sample: the same bits however the samples came."""
    return float(np.cumsum(values)[-1])
