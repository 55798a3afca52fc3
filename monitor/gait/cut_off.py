"""How did a rate go on while the sensor could not say it?

A foot's rate bends, a saturated sensor's stands still: what lies between the last sample before a
plateau and the first after it follows a cubic that leaves and arrives with the slopes seen there
(docs/strides.md has what it gains).
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from monitor.gait.mounting import Mounting
from monitor.gait.path import Ends
from monitor.gait.rotation import BoolArray
from monitor.types import FloatArray

_AXES: Final = np.array([1.0, 2.0, 4.0])
_EARLY: Final = 1
"""A plateau is told of from its third sample; its first is where the signal still arrived."""


def coded(cut: BoolArray) -> FloatArray:
    """Which of three axes, shape (3, n), were cut off at each sample, as one number."""
    return _AXES @ cut


def restored(
    rate_rad_s: FloatArray, code: FloatArray, ends: Sequence[Ends], mounting: Mounting
) -> FloatArray:
    """Rates, shape (n, 3), in the foot's frame, with what was cut off within windows restored.

    Every axis of the sensor by itself. A plateau of which a window does not hold two samples
    before and after is left as it is.

    Parameters
    ----------
    code : FloatArray, shape (n,)
        What ``coded`` says of the sensor's axes.
    ends : sequence of Ends
        Row numbers, both within.
    """
    out = rate_rad_s.copy()
    for first, last in ends:
        part = code[first : last + 1]
        if not part.any():
            continue
        sensor = mounting.back(rate_rad_s[first : last + 1])
        changed = np.zeros(len(part), dtype=np.bool_)
        for axis, bit in enumerate(_AXES.astype(np.int64).tolist()):
            for start, stop in _plateaus(part.astype(np.int64) & bit > 0):
                sensor[start:stop, axis] = _curve(sensor[start - 2 : stop + 2, axis])
                changed[start:stop] = True
        out[first : last + 1][changed] = mounting.turn(sensor[changed])
    return out


def _plateaus(cut: BoolArray) -> Iterator[tuple[int, int]]:
    """Ranges of samples that are cut off and have two on either side."""
    edges = np.flatnonzero(np.diff(cut, prepend=False, append=False)).tolist()
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if start - _EARLY >= 2 and stop + 2 <= len(cut):
            yield start - _EARLY, stop


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
