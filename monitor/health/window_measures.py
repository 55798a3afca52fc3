"""What the samples of windows amount to, many windows at once."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from monitor.types import FloatArray

ACC, GYR = slice(0, 3), slice(3, 6)
"""Axes of the specific force and of the angular rate, where all six stand together."""


class Motion(NamedTuple):
    """Specific force, m/s², and angular rate, rad/s, of a window.

    The fields of six numbers have one for each axis of the force, then of the rate.
    """

    least: list[float]
    greatest: list[float]
    mean: list[float]
    rail_share: float
    """Greatest part of the window that an axis is at one extreme, if that may be its range's end.
    """
    turn_rad_s: float
    """Mean size of the angular rate."""
    blow_m_s2: float
    """Range of the force's size."""


def present(windows: Sequence[FloatArray]) -> list[FloatArray]:
    """Rows of windows of which nothing was lost."""
    # a sum that is finite has no part that is not, and costs far less than to look at each
    with np.errstate(over="ignore", invalid="ignore"):
        whole = [np.isfinite(window.sum()) for window in windows]
    return [
        window if is_whole else window[np.isfinite(window).all(axis=1)]
        for window, is_whole in zip(windows, whole, strict=True)
    ]


def motions(windows: Sequence[FloatArray], rail: FloatArray) -> list[Motion]:
    """Measure windows of shape (n, 6); ``rail``: an axis that shows less is not at its end."""
    return [
        motion
        for _, alike in groupby(windows, key=len)
        for motion in _measured(np.stack(list(alike)), rail)
    ]


def are_still(windows: Sequence[FloatArray]) -> list[bool]:
    """Whether nothing changes in windows of shape (n, cells)."""
    return [
        still
        for _, alike in groupby(windows, key=len)
        for still in _unchanged(np.stack(list(alike)))
    ]


def _measured(samples: FloatArray, rail: FloatArray) -> list[Motion]:
    """Measure windows of equal length, shape (windows, n, 6)."""
    rows = np.ascontiguousarray(samples.transpose(0, 2, 1))  # whole rows are measured far faster
    least, greatest = rows.min(axis=2), rows.max(axis=2)
    share = np.maximum(_share_at(rows, least, rail), _share_at(rows, greatest, rail))
    force_m_s2 = np.sqrt((rows[:, ACC] ** 2).sum(axis=1))
    turn_rad_s = np.sqrt((rows[:, GYR] ** 2).sum(axis=1)).mean(axis=1)
    columns = (least, greatest, rows.mean(axis=2), share, turn_rad_s, np.ptp(force_m_s2, axis=1))
    return [Motion(*window) for window in zip(*(c.tolist() for c in columns), strict=True)]


def _share_at(rows: FloatArray, extreme: FloatArray, rail: FloatArray) -> FloatArray:
    """Greatest part of each window that an axis is at an extreme beyond the rail; 0: none is."""
    share = np.zeros(extreme.shape)
    beyond = np.abs(extreme) >= rail
    share[beyond] = (rows[beyond] == extreme[beyond, np.newaxis]).mean(axis=1)
    return np.asarray(share.max(axis=1))


def _unchanged(samples: FloatArray) -> list[bool]:
    same: list[bool] = (samples == samples[:, :1]).all(axis=(1, 2)).tolist()
    return same
