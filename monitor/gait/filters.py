"""Recursive filters, whose output does not depend on how the signal is cut into blocks.

Plain loops over numbers: a push of a live run holds some fifty samples, for which the loop takes
as long as a call of ``scipy.signal`` (7 µs), and that library takes a second to import and 66 MiB
to hold. The order of operations is that of ``scipy.signal.lfilter`` (transposed direct form II).
"""

import math
from collections.abc import Iterable

import numpy as np

from monitor.types import FloatArray


class Smoother:
    """Two equal real poles over the first axis: a positive pulse response, no overshoot.

    Starts in steady state at its first sample; ``restart`` makes the next sample the first
    again. ``delay`` is its delay at low frequencies, in whole samples.

    Examples
    --------
    >>> smooth = Smoother(0.012, 200.0)
    >>> smooth.delay, smooth(np.full(3, 9.81)).round(6).tolist()
    (4, [9.81, 9.81, 9.81])
    """

    def __init__(self, time_constant_s: float, rate_hz: float) -> None:
        pole = math.exp(-1.0 / (time_constant_s * rate_hz))
        self.delay = round(2.0 * pole / (1.0 - pole))
        self._pole = pole
        self._columns: list[_TwoPoles] | None = None

    def __call__(self, x: FloatArray) -> FloatArray:
        """Filter the next samples, shape (n,) or (n, channels)."""
        if len(x) == 0:
            return x
        columns = x.reshape(len(x), -1).T.tolist()
        if self._columns is None:
            self._columns = [_TwoPoles(self._pole, column[0]) for column in columns]
        filtered = [two(column) for two, column in zip(self._columns, columns, strict=True)]
        return np.array(filtered).T.reshape(x.shape)

    def restart(self) -> None:
        """Forget; the next sample is taken as having lasted for ever."""
        self._columns = None


class _TwoPoles:
    """One channel of a `Smoother`, settled on its first sample."""

    def __init__(self, pole: float, first: float) -> None:
        self._gain = (1.0 - pole) ** 2
        self._a1 = -2.0 * pole
        self._a2 = pole * pole
        # where a constant input settles: what it leaves in the states makes up for the gain
        self._state = ((1.0 - self._gain) * first, -self._a2 * first)

    def __call__(self, samples: Iterable[float]) -> list[float]:
        gain, a1, a2 = self._gain, self._a1, self._a2
        z1, z2 = self._state
        smooth: list[float] = []
        for x in samples:
            y = gain * x + z1
            z1 = z2 - a1 * y
            z2 = -a2 * y
            smooth.append(y)
        self._state = (z1, z2)
        return smooth


class LeakyAngle:
    """Integral of a rate that forgets with a time constant, rad.

    Near a turning point it follows the true angle; bias cannot accumulate.
    """

    def __init__(self, memory_s: float, rate_hz: float) -> None:
        self._step_s = 1.0 / rate_hz
        self._keep = math.exp(-1.0 / (memory_s * rate_hz))
        self._left_rad = 0.0

    def __call__(self, rate_rad_s: FloatArray) -> FloatArray:
        """Integrate the next samples, shape (n,)."""
        step_s, keep, left_rad = self._step_s, self._keep, self._left_rad
        angle_rad: list[float] = []
        for rate in rate_rad_s.tolist():
            now_rad = step_s * rate + left_rad
            left_rad = keep * now_rad
            angle_rad.append(now_rad)
        self._left_rad = left_rad
        return np.array(angle_rad)

    def restart(self) -> None:
        """Start again from zero."""
        self._left_rad = 0.0
