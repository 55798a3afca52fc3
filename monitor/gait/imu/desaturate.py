"""Restore the rate of turn where the gyroscope was saturated.

A foot's rate bends, a saturated sensor's stands still: what lies between the last sample before a
plateau and the first after it follows a cubic that leaves and arrives with the slopes seen there
(docs/strides.md has what it gains).
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from monitor.gait.imu.quaternions import BoolArray
from monitor.gait.imu.sensor_to_foot import SensorToFoot
from monitor.types import FloatArray

_AXES: Final = np.array([1.0, 2.0, 4.0])
_BESIDE: Final = 2
"""Samples on either side that say with which slope a rate leaves and arrives."""


def coded(cut: BoolArray) -> FloatArray:
    """Which of three axes, shape (3, n), were cut off at each sample, as one number."""
    return np.asarray((_AXES[:, np.newaxis] * cut).sum(axis=0))


def desaturate(
    rate_rad_s: FloatArray,
    saturated: FloatArray,
    ends: Sequence[range],
    sensor_to_foot: SensorToFoot,
    level_share: float,
) -> FloatArray:
    """Rates, shape (n, 3), in the foot's frame, with what was cut off within windows restored.

    Each sensor axis is restored separately. A plateau of which a window does not hold two samples
    before and after is left as it is.

    Parameters
    ----------
    saturated : FloatArray, shape (n,)
        What ``coded`` says of the sensor's axes.
    ends : sequence of range
        Rows of each window.
    level_share : float
        See :class:`~monitor.gait.imu.limits_saturation.ClipLimits`.
    """
    out = rate_rad_s.copy()
    for end in ends:
        rows = slice(end.start, end.stop)
        part = saturated[rows]
        if not part.any():
            continue
        sensor = sensor_to_foot.back(rate_rad_s[rows])
        changed = np.zeros(len(part), dtype=np.bool_)
        for axis, bit in enumerate(_AXES.astype(np.int64).tolist()):
            for start, stop in _plateaus(
                part.astype(np.int64) & bit > 0, sensor[:, axis], level_share
            ):
                beside = slice(start - _BESIDE, stop + _BESIDE)
                sensor[start:stop, axis] = _curve(sensor[beside, axis])
                changed[start:stop] = True
        out[rows][changed] = sensor_to_foot.turn(sensor[changed])
    return out


def _plateaus(cut: BoolArray, values: FloatArray, level_share: float) -> Iterator[tuple[int, int]]:
    """Ranges of samples to restore: cut off, or level with what was; with two on either side.

    The first of a plateau is not among them: there the signal still arrived.
    """
    size = np.abs(values).tolist()
    edges = np.flatnonzero(np.diff(cut, prepend=False, append=False)).tolist()
    for told, stop in zip(edges[::2], edges[1::2], strict=True):
        start = told - 1
        least = (1.0 - level_share) * size[told]
        while start > _BESIDE and min(size[start - 1], size[start - 2]) > least:
            start -= 1
        if start >= _BESIDE and stop + _BESIDE <= len(cut):
            yield start, stop


def _curve(values: FloatArray) -> FloatArray:
    """Values between the second and the last but one, on a cubic; never below the plateau."""
    sign = 1.0 if values[2] >= 0.0 else -1.0
    y = sign * values
    steps = len(y) - 3
    rise, fall = max(float(y[1] - y[0]), 0.0), min(float(y[-1] - y[-2]), 0.0)
    u = np.arange(1, steps) / steps
    v = 1.0 - u
    line = v * v * (1.0 + 2.0 * u) * y[1] + u * u * (1.0 + 2.0 * v) * y[-2]
    bend = steps * u * v * (v * rise - u * fall)
    return np.asarray(sign * np.maximum(line + bend, y[2:-2]))
