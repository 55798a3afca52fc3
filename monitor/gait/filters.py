"""How is a signal smoothed or integrated so that the cut into blocks never shows?

``scipy.signal`` takes a second to import: it is imported where the first filter is made.
"""

import math
from functools import cache

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
        from scipy import signal

        pole = math.exp(-1.0 / (time_constant_s * rate_hz))
        self.delay = round(2.0 * pole / (1.0 - pole))
        self._gain = [(1.0 - pole) ** 2]
        self._poles = [1.0, -2.0 * pole, pole * pole]
        self._steady = _steady(pole)
        # one section: lfilter computes the same as sosfilt, with half of the overhead
        self._lfilter = signal.lfilter
        self._state: FloatArray | None = None

    def __call__(self, x: FloatArray) -> FloatArray:
        """Filter the next samples, shape (n,) or (n, channels)."""
        if len(x) == 0:
            return x
        if self._state is None:
            self._state = np.multiply.outer(self._steady, x[0])
        y, self._state = self._lfilter(self._gain, self._poles, x, axis=0, zi=self._state)
        return np.asarray(y, dtype=np.float64)

    def restart(self) -> None:
        """Forget; the next sample is taken as having lasted for ever."""
        self._state = None


@cache
def _steady(pole: float) -> FloatArray:
    """State of two poles that 1 has lasted in for ever; solving for it takes longer than a run."""
    from scipy import signal

    section = np.array([[(1.0 - pole) ** 2, 0.0, 0.0, 1.0, -2.0 * pole, pole * pole]])
    steady: FloatArray = signal.sosfilt_zi(section)[0]
    steady.flags.writeable = False
    return steady


class LeakyAngle:
    """Integral of a rate that forgets with a time constant, rad.

    Near a turning point it follows the true angle; bias cannot accumulate.
    """

    def __init__(self, memory_s: float, rate_hz: float) -> None:
        from scipy import signal

        self._lfilter = signal.lfilter
        self._gain = 1.0 / rate_hz
        self._keep = math.exp(-1.0 / (memory_s * rate_hz))
        self._state = np.zeros(1)

    def __call__(self, rate_rad_s: FloatArray) -> FloatArray:
        """Integrate the next samples, shape (n,)."""
        y, self._state = self._lfilter([self._gain], [1.0, -self._keep], rate_rad_s, zi=self._state)
        return np.asarray(y, dtype=np.float64)

    def restart(self) -> None:
        """Start again from zero."""
        self._state = np.zeros(1)
