"""Instants between samples at which a smooth signal passes a level.

A force that was low-pass filtered before it was sampled is a polynomial between samples, almost:
the one of degree seven through eight neighbours misses the instant of 40 N in 100 Hz force by
0.3 ms on average, the straight line by 2 ms ([M] ``treadmill_force``; figures in docs/loads.md).
"""

from typing import ClassVar, Final

import numpy as np

from monitor.gait.segments import IndexArray
from monitor.ingest.interpolate import share_at_level
from monitor.ingest.sample_buffer import SampleBuffer
from monitor.types import FloatArray

_PARTS: Final = 10
"""Parts of an interval in which the polynomial is followed; straight lines inside."""


class LoadSignal:
    """The latest samples of one signal: what is undecided, and what curves need around it."""

    AHEAD_SAMPLES: ClassVar[int] = 4
    """Samples after an instant that its curve uses; as many before it."""

    def __init__(self) -> None:
        self.decided = 0
        self._buffer = SampleBuffer(1)

    @property
    def first(self) -> int:
        """Number of the first sample that is kept."""
        return self._buffer.start

    @property
    def stop(self) -> int:
        """Number of the sample after the last."""
        return self._buffer.stop

    def append(self, start: int, values: FloatArray) -> None:
        """Add samples that follow the last ones."""
        if not len(self._buffer):
            self._buffer = SampleBuffer(1, start)
            self.decided = start
        self._buffer.append(values[:, np.newaxis])

    def decide(self, stop: int, keep_samples: int) -> None:
        """Forget what lies before ``stop``, but for what later instants need.

        That is a curve's neighbourhood of the last finite sample, if it is not older than
        ``keep_samples``.
        """
        self.decided = stop
        finite = np.flatnonzero(np.isfinite(self._values[: stop - self.first]))
        needed = int(finite[-1]) - self.AHEAD_SAMPLES if len(finite) else 0
        latest = stop - self.first - 2 * self.AHEAD_SAMPLES
        self._buffer.drop(self.first + min(max(needed, latest - keep_samples), latest))

    def finite_before(self, stop: int) -> tuple[IndexArray, FloatArray]:
        """Numbers and values of the finite samples before ``stop``."""
        values = self._values[: stop - self.first]
        places = np.flatnonzero(np.isfinite(values))
        return places + self.first, values[places]

    def around(self, after: IndexArray) -> FloatArray:
        """Four samples before and four from each number on, shape (n, 8); NaN where none is."""
        ahead, values = self.AHEAD_SAMPLES, self._values
        places = after[:, np.newaxis] - self.first + np.arange(-ahead, ahead)
        known = (places >= 0) & (places < len(values))
        return np.where(known, values[np.where(known, places, 0)], np.nan)

    @property
    def _values(self) -> FloatArray:
        return self._buffer.column(self._buffer.start, self._buffer.stop, 0)


def crossings(
    signal: LoadSignal, index: IndexArray, load: FloatArray, after: IndexArray, level: FloatArray
) -> FloatArray:
    """Fractional sample numbers at which the signal passes the levels.

    Parameters
    ----------
    signal : LoadSignal
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
    straight = x0 + (x1 - x0) * share_at_level(y0, y1, level)
    near = signal.around(index[after])
    curve = x0 + _on_curve(near, y0, y1, level)
    smooth = np.isfinite(near).all(axis=1) & (index[after] - index[after - 1] == 1)
    return np.where(smooth, curve, straight)


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
    share = (part + share_at_level(curve[row, part], curve[row, part + 1], level)) / _PARTS
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


_NODES: Final = [
    float(node) for node in range(1 - LoadSignal.AHEAD_SAMPLES, LoadSignal.AHEAD_SAMPLES + 1)
]
_WEIGHTS: Final = np.array([_lagrange(part / _PARTS, _NODES) for part in range(_PARTS + 1)])
