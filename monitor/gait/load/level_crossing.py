"""At which instant between two samples does a smooth signal pass a level?

A force that was low-pass filtered before it was sampled is a polynomial between samples, almost:
the one of degree seven through eight neighbours misses the instant of 40 N in 100 Hz force by
0.3 ms on average, the straight line by 2 ms ([M] ``treadmill_force``; figures in docs/loads.md).
"""

from typing import ClassVar, Final

import numpy as np

from monitor.gait.segments import IndexArray
from monitor.types import FloatArray

_PARTS: Final = 10
"""Parts of an interval in which the polynomial is followed; straight lines inside."""


class Samples:
    """Memory of the latest samples of one signal: what is undecided, and what curves need."""

    AHEAD: ClassVar[int] = 4
    """Samples after an instant that its curve uses; as many before it."""

    def __init__(self) -> None:
        self.first = 0
        self.decided = 0
        self._values = np.empty(0)

    @property
    def stop(self) -> int:
        """Number of the sample after the last."""
        return self.first + len(self._values)

    def append(self, start: int, values: FloatArray) -> None:
        """Add samples that follow the last ones."""
        if not len(self._values):
            self.first = self.decided = start
        self._values = np.concatenate((self._values, values))

    def decide(self, stop: int, keep: int) -> None:
        """Forget what lies before ``stop``, but for what later instants need.

        That is a curve's neighbourhood of the last finite sample, if it is not older than ``keep``.
        """
        self.decided = stop
        finite = np.flatnonzero(np.isfinite(self._values[: stop - self.first]))
        needed = int(finite[-1]) - self.AHEAD if len(finite) else 0
        latest = stop - self.first - 2 * self.AHEAD
        drop = max(0, min(max(needed, latest - keep), latest))
        self._values = self._values[drop:]
        self.first += drop

    def finite_before(self, stop: int) -> tuple[IndexArray, FloatArray]:
        """Numbers and values of the finite samples before ``stop``."""
        values = self._values[: stop - self.first]
        places = np.flatnonzero(np.isfinite(values))
        return places + self.first, values[places]

    def around(self, after: IndexArray) -> FloatArray:
        """Four samples before and four from each number on, shape (n, 8); NaN where none is."""
        places = after[:, np.newaxis] - self.first + np.arange(-self.AHEAD, self.AHEAD)
        known = (places >= 0) & (places < len(self._values))
        return np.where(known, self._values[np.where(known, places, 0)], np.nan)


def crossings(
    samples: Samples, index: IndexArray, load: FloatArray, after: IndexArray, level: FloatArray
) -> FloatArray:
    """Fractional sample numbers at which the signal passes the levels.

    Parameters
    ----------
    samples : Samples
        The signal with its neighbourhood.
    index, load : array, shape (n,)
        Its finite samples.
    after : array, shape (m,)
        Places in ``index`` of the first samples beyond the level.
    level : array, shape (m,)

    Returns
    -------
    FloatArray, shape (m,)
        From the curve through eight neighbours; from the straight line where one of them is lost.
    """
    if not len(after):
        return np.empty(0)
    x0, x1 = index[after - 1].astype(np.float64), index[after].astype(np.float64)
    y0, y1 = load[after - 1], load[after]
    straight = x0 + (x1 - x0) * _share(y0, y1, level)
    near = samples.around(index[after])
    curve = x0 + _on_curve(near, y0, y1, level)
    smooth = np.isfinite(near).all(axis=1) & (index[after] - index[after - 1] == 1)
    return np.where(smooth, curve, straight)


def _share(y0: FloatArray, y1: FloatArray, level: FloatArray) -> FloatArray:
    """Share of the way from ``y0`` to ``y1`` at which the level lies, 0…1."""
    step = np.where(y1 == y0, 1.0, y1 - y0)
    return np.clip((level - y0) / step, 0.0, 1.0)


def _on_curve(near: FloatArray, y0: FloatArray, y1: FloatArray, level: FloatArray) -> FloatArray:
    """Share of the interval at which the polynomial first passes the level."""
    curve = np.zeros((len(near), _PARTS + 1))
    # neighbour by neighbour: the same sum for a crossing in whatever company
    for column, weights in zip(near.T, _WEIGHTS.T, strict=True):
        curve += column[:, np.newaxis] * weights
    curve[:, 0], curve[:, -1] = y0, y1
    sign = np.where(y1 >= y0, 1.0, -1.0)[:, np.newaxis]
    beyond = sign * (curve[:, 1:] - level[:, np.newaxis]) >= 0.0
    part = beyond.argmax(axis=1)
    row = np.arange(len(near))
    share = (part + _share(curve[row, part], curve[row, part + 1], level)) / _PARTS
    return np.where(beyond.any(axis=1), share, 1.0)


def _lagrange(x: float, nodes: list[float]) -> list[float]:
    """Weights of the values at ``nodes`` in their polynomial's value at ``x``."""
    weights = []
    for node in nodes:
        weight = 1.0
        for other in nodes:
            if other != node:
                weight *= (x - other) / (node - other)
        weights.append(weight)
    return weights


_NODES: Final = [float(node) for node in range(1 - Samples.AHEAD, Samples.AHEAD + 1)]
_WEIGHTS: Final = np.array([_lagrange(part / _PARTS, _NODES) for part in range(_PARTS + 1)])
