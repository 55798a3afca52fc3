"""Recursive filters of the simulator, over the first axis; each returns its state, too.

Row by row: what is served live comes in short blocks, and ``scipy.signal`` takes a second to load.
Where somebody has loaded that library (who writes a recording does), it does the same sums in the
same order.
"""

import math
import sys
from typing import Any

import numpy as np

from monitor.types import FloatArray

Section = tuple[float, float, float, float, float]
"""b0, b1, b2, a1, a2 of a filter of second order; a0 is 1."""


def one_pole(
    x: FloatArray, gain: float, pole: float, state: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Filter rows: y = gain · x + pole · (the y before), of which ``state`` holds the last term.

    >>> y, state = one_pole(np.ones((3, 1)), 0.5, 0.5, np.zeros((1, 1)))
    >>> y.ravel().tolist(), state.tolist()
    ([0.5, 0.75, 0.875], [[0.4375]])
    """
    library = _library()
    if library is not None:
        y, state = library.lfilter([gain], [1.0, -pole], x, axis=0, zi=state)
        return np.asarray(y), np.asarray(state)
    y, last = np.empty_like(x), state[0]
    for now, row in zip(y, x, strict=True):
        np.add(last, gain * row, out=now)
        last = pole * now
    return y, last[None]


def two_poles(x: FloatArray, section: Section, state: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Filter rows by one section of second order; ``state`` has the shape (2, channels)."""
    library = _library()
    if library is not None:
        b0, b1, b2, a1, a2 = section
        sos = np.array([[b0, b1, b2, 1.0, a1, a2]])
        y, states = library.sosfilt(sos, x, axis=0, zi=state[None])
        return np.asarray(y), np.asarray(states[0])
    b0, b1, b2, a1, a2 = section
    y, (one, two) = np.empty_like(x), state
    for now, row in zip(y, x, strict=True):
        np.add(b0 * row, one, out=now)
        one = b1 * row - a1 * now + two
        two = b2 * row - a2 * now
    return y, np.stack([one, two])


def butterworth(corner_hz: float, rate_hz: float) -> Section:
    """Give the low-pass of second order (bilinear transform, corner at -3 dB).

    >>> [round(number, 4) for number in butterworth(50.0, 200.0)]
    [0.2929, 0.5858, 0.2929, -0.0, 0.1716]
    """
    k = math.tan(math.pi * corner_hz / rate_hz)
    scale = 1.0 + math.sqrt(2.0) * k + k * k
    gain = k * k / scale
    a2 = (1.0 - math.sqrt(2.0) * k + k * k) / scale
    return gain, 2.0 * gain, gain, 2.0 * (k * k - 1.0) / scale, a2


def settled(section: Section, on: FloatArray) -> FloatArray:
    """Give the state of a section that has seen ``on`` (channels) for ever; its gain is 1."""
    _, b1, b2, a1, a2 = section
    return np.stack([(b1 - a1 + b2 - a2) * on, (b2 - a2) * on])


def _library() -> Any:
    return sys.modules.get("scipy.signal")
