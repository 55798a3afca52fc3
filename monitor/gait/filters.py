"""Recursive filters, whose output does not depend on how the signal is cut into blocks.

Plain loops over numbers: a push of a live run holds some fifty samples, for which the loop takes
as long as a call of ``scipy.signal`` (7 µs), and that library takes a second to import and 66 MiB
to hold. The order of operations is that of ``scipy.signal.lfilter`` (transposed direct form II).
Where a command has loaded that library (an analysis does), long blocks go through it, if it gives
the loop's bits on this machine.
"""

import math
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

import numpy as np

from monitor.types import FloatArray

_LONG: Final = 256
"""Samples from which a call of the library is quicker than the loop."""

_Filter = Callable[..., tuple[Any, Any]]


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
        columns = x.reshape(len(x), -1).T
        if self._columns is None:
            self._columns = [_TwoPoles(self._pole, first) for first in columns[:, 0].tolist()]
        filtered = [two(column) for two, column in zip(self._columns, columns, strict=True)]
        return np.array(filtered).T.reshape(x.shape)

    def restart(self) -> None:
        """Forget; the next sample is taken as having lasted for ever."""
        self._columns = None


class _TwoPoles:
    """One channel of a `Smoother`, settled on its first sample."""

    def __init__(self, pole: float, first: float) -> None:
        self.gain = (1.0 - pole) ** 2
        self.poles = (-2.0 * pole, pole * pole)
        # where a constant input settles: what it leaves in the states makes up for the gain
        self.state: Sequence[float] = ((1.0 - self.gain) * first, -self.poles[1] * first)

    def __call__(self, samples: FloatArray) -> FloatArray | list[float]:
        gain, (a1, a2) = self.gain, self.poles
        library = _library() if len(samples) >= _LONG else None
        if library is not None:
            y, (z1, z2) = library([gain], [1.0, a1, a2], samples, zi=self.state)
            self.state = (float(z1), float(z2))
            return np.asarray(y)
        z1, z2 = self.state
        smooth: list[float] = []
        for x in samples.tolist():
            y = gain * x + z1
            z1 = z2 - a1 * y
            z2 = -a2 * y
            smooth.append(y)
        self.state = (z1, z2)
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
        library = _library() if len(rate_rad_s) >= _LONG else None
        if library is not None:
            y, (left,) = library([step_s], [1.0, -keep], rate_rad_s, zi=[left_rad])
            self._left_rad = float(left)
            return np.asarray(y)
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


def _library() -> _Filter | None:
    """Give ``lfilter`` where it is loaded and rounds as the loops do; None otherwise."""
    signal = sys.modules.get("scipy.signal")
    lfilter: _Filter | None = getattr(signal, "lfilter", None)
    return lfilter if lfilter is not None and _rounds_alike(lfilter) else None


@cache
def _rounds_alike(lfilter: _Filter) -> bool:
    """Tell whether a compiler has not fused the library's multiplications and additions."""
    probe = np.sin(np.arange(_LONG - 1) * 0.7) * 9.81
    rates, steps = probe.tolist(), []
    two, angle = _TwoPoles(0.62, rates[0]), 0.0
    for rate in rates:
        steps.append(0.005 * rate + angle)
        angle = 0.997 * steps[-1]
    smooth = two(probe)
    start = _TwoPoles(0.62, rates[0]).state
    theirs, _ = lfilter([two.gain], [1.0, *two.poles], probe, zi=start)
    angles, _ = lfilter([0.005], [1.0, -0.997], probe, zi=[0.0])
    return np.array_equal(theirs, smooth) and np.array_equal(angles, steps)
