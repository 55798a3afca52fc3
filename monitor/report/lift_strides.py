"""The mean pitch of each whole stride of a foot that walks on its heel. Pure."""

from itertools import pairwise
from typing import Final

import numpy as np

from monitor.types import FloatArray

_SMOOTH_S: Final = 0.3
"""The pitch is smoothed over so long to count strides. Rule of thumb: a quarter of a stride."""
_APART_S: Final = 0.5
"""No stride on the heels is shorter. Rule of thumb."""


def stride_means(pitch: FloatArray, rate_hz: float) -> list[float]:
    """Give the mean of each whole stride; it begins where the smoothed pitch rises past its mean.

    A part of a stride at either end is left out: the pitch swings by ten degrees, so half a stride
    too much moves a mean of sixteen seconds by a third of a degree.

    >>> t_s = np.arange(0.0, 10.0, 0.01)
    >>> [round(mean, 3) for mean in stride_means(2.0 + np.sin(2.0 * np.pi * t_s / 1.25), 100.0)][:2]
    [2.0, 2.0]

    Parameters
    ----------
    pitch : FloatArray, shape (n,)
        Whatever the unit.
    rate_hz : float
    """
    width = round(_SMOOTH_S * rate_hz)
    if len(pitch) <= width:
        return []
    sums = np.concatenate([[0.0], np.add.accumulate(pitch)])
    smooth = (sums[width:] - sums[:-width]) / width
    high = smooth > np.add.accumulate(smooth)[-1] / len(smooth)
    starts: list[int] = []
    for at in (np.flatnonzero(high[1:] & ~high[:-1]) + 1).tolist():
        if not starts or at - starts[-1] >= _APART_S * rate_hz:
            starts.append(at)
    return [float((sums[end] - sums[begin]) / (end - begin)) for begin, end in pairwise(starts)]
