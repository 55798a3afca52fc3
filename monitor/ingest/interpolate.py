"""Values between samples, and instants at which a line between samples meets a level.

Every reader of a fractional sample number ends here. What is known at instants, not by numbers, is
interpolated by ``np.interp`` (the clock of ``stream_buffer``).
Arithmetic is elementwise, so that a value is the same whatever is asked for beside it.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from monitor.types import FloatArray

IndexArray = npt.NDArray[np.int64]
Value = TypeVar("Value", float, FloatArray)


def on_line(low: Value, high: Value, share: Value) -> Value:
    """Value at a share of the way from ``low`` to ``high``.

    >>> on_line(2.0, 4.0, 0.25)
    2.5
    """
    return low + share * (high - low)


def put_on_line(low: FloatArray, high: FloatArray, share: FloatArray, out: FloatArray) -> None:
    """Fill an array with what ``on_line`` gives, bit for bit, and make no other one."""
    np.subtract(high, low, out=out)
    np.multiply(share, out, out=out)
    np.add(low, out, out=out)


def at_places(row: FloatArray, before: IndexArray, share: FloatArray) -> FloatArray:
    """Values a share of the way from places in a row to the next ones; the last place is held.

    Place and share come apart, so that fractions of large sample numbers are not rounded.

    >>> at_places(np.array([1.0, 2.0, 4.0]), np.array([0, 1, 2]), np.full(3, 0.5)).tolist()
    [1.5, 3.0, 4.0]
    """
    after = np.minimum(before + 1, len(row) - 1)
    return on_line(row[before], row[after], share)


def at_columns(rows: FloatArray, column: FloatArray) -> FloatArray:
    """Value of every row, shape (n, columns), at its own fractional column, shape (n,)."""
    row = np.arange(len(column))
    before = np.floor(column).astype(np.intp)
    after = np.minimum(before + 1, rows.shape[1] - 1)
    return on_line(rows[row, before], rows[row, after], column - before)


def share_at_level(
    low: FloatArray, high: FloatArray, level: FloatArray | float, *, flat: float = 0.0
) -> FloatArray:
    """Share of the way from ``low`` to ``high`` at which the level lies, held in 0…1.

    ``flat`` is said where both are the same.

    >>> share_at_level(np.array([1.0, 5.0]), np.array([3.0, 0.0]), 2.0).tolist()
    [0.5, 0.6]
    """
    step = np.where(high == low, 1.0, high - low)
    share = np.where(high == low, flat, (level - low) / step)
    return np.asarray(np.clip(share, 0.0, 1.0))


def crossing_column(
    rows: FloatArray,
    level: FloatArray | float,
    before: IndexArray,
    after: IndexArray,
    *,
    flat: float = 0.0,
) -> FloatArray:
    """Fractional column of every row at which the line between two of its columns meets a level."""
    row = np.arange(len(after))
    share = share_at_level(rows[row, before], rows[row, after], level, flat=flat)
    return np.asarray(before + share * (after - before))
