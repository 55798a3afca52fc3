"""Sum, mean and extremes of many stretches of samples at once.

A stretch's result depends on its own samples only, never on what was computed beside it.
"""

import numpy as np
import numpy.typing as npt

from monitor.types import FloatArray

IndexArray = npt.NDArray[np.int64]
"""Places or numbers of samples."""

MaskArray = npt.NDArray[np.bool_]
"""Truth values."""


def sums(rows: FloatArray, start: IndexArray, stop: IndexArray) -> FloatArray:
    """Sum of each stretch ``[start, stop)``, not empty, of each row: shape (rows, stretches)."""
    return _reduce(np.add, rows, start, stop)


def means(rows: FloatArray, start: IndexArray, stop: IndexArray) -> FloatArray:
    """Mean of each stretch of each row: shape (rows, stretches)."""
    return sums(rows, start, stop) / (stop - start)


def peaks(rows: FloatArray, start: IndexArray, stop: IndexArray) -> FloatArray:
    """Greatest value of each stretch of each row; NaN where one of them is."""
    return _reduce(np.maximum, rows, start, stop)


def lows(rows: FloatArray, start: IndexArray, stop: IndexArray) -> FloatArray:
    """Least value of each stretch of each row; NaN where one of them is."""
    return _reduce(np.minimum, rows, start, stop)


def any_finite(values: FloatArray) -> MaskArray:
    """Which rows of shape (n, columns) hold a finite value; mostly the first column says it."""
    if not values.shape[1]:
        return np.zeros(len(values), dtype=np.bool_)
    first = np.asarray(np.isfinite(values[:, 0]))
    return first if first.all() else np.asarray(np.isfinite(values).any(axis=1))


def _reduce(
    operation: np.ufunc, rows: FloatArray, start: IndexArray, stop: IndexArray
) -> FloatArray:
    if not rows.shape[1] or not len(start):
        return np.full((len(rows), len(start)), np.nan)
    bounds = np.column_stack((start, stop)).ravel()
    if bounds[-1] == rows.shape[1]:
        bounds = bounds[:-1]
    # odd places are the stretches between ours
    return np.ascontiguousarray(operation.reduceat(rows, bounds, axis=1)[:, ::2])
