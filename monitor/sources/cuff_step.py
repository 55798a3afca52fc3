"""What the cells under a tongue say while a cuff presses them, once they have settled; pure.

A force-sensitive cell creeps: under one pressure it says more and more, some per cent for a minute
or longer. Laces press for hours, so what counts is where it ends.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from monitor.types import FloatArray

LEAST_S: Final = 30.0
"""A step is watched for so long at least, s. Rule of thumb: some times the first creep."""
MOST_S: Final = 90.0
"""A cuff presses for so long at most, s. Rule of thumb: a measurement of blood pressure takes one
to two minutes."""
_BIN_S: Final = 1.0
"""Samples are taken together over so long, s: a pulse and a breath are not creep. Rule of thumb."""
_MOST_UNSURE: Final = 0.02
"""Share by which the end of a cell's creep may be unsure. Rule of thumb: a fifth of what
calibration shall reach."""
_CREEP: Final = 0.1
"""Size of creep, as a share of what a cell says. Rule of thumb, after data sheets."""
_LEAST_NOISE: Final = 0.005
"""Noise of a second, as a share, at least. Rule of thumb: a pulse is in it."""
_MOST_NOISE: Final = 0.04
"""Share by which seconds may differ from the curve of creep; more says that the foot moved. Rule of
thumb: a pulse is 1 to 2 %."""
_TIMES_S: Final = (3.0, 6.0, 12.0, 25.0, 50.0, 90.0)
"""Times in which a cell may creep, s. Rule of thumb, after data sheets of force-sensitive
resistors: per cent a decade of time."""
MOVES: Final = "has not settled"
"""Why a cell is waited for."""
_FEWEST: Final = 10
"""Seconds that tell of a creep."""
_LATE: Final = 5
"""The last seconds, which say where a cell is now."""
_FELT_KPA: Final = 0.05
"""Less than this is no pressure, kPa: some counts of the protocol. Rule of thumb."""


@dataclass(frozen=True, slots=True)
class SettledCell:
    """Where a cell ended: ``kpa`` as it says, its standard error, or why it is not believed."""

    kpa: float
    error_kpa: float
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class SettledStep:
    """All cells of a step; ``waits`` while some still move, and time is left."""

    cells: tuple[SettledCell, ...]
    lasted_s: float
    waits: bool

    @property
    def is_good(self) -> bool:
        """Whether any cell can be believed."""
        return any(not cell.refusal for cell in self.cells)


def settle(t_s: FloatArray, kpa: FloatArray) -> SettledStep:
    """Judge the samples since the cuff holds.

    Parameters
    ----------
    t_s : FloatArray, shape (samples,)
    kpa : FloatArray, shape (samples, cells)
        What the cells say; NaN where one gave no value.
    """
    lasted_s = float(t_s[-1] - t_s[0]) if len(t_s) else 0.0
    seconds, means = _binned(t_s, kpa)
    cells = tuple(_settled(seconds, column) for column in means.T)
    moving = any(cell.refusal == MOVES for cell in cells)
    return SettledStep(cells, lasted_s, lasted_s < LEAST_S or (moving and lasted_s < MOST_S))


def _binned(t_s: FloatArray, kpa: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Means of whole seconds: their times since the start, and the cells, NaN where all are."""
    if not len(t_s):
        return np.empty(0), np.empty((0, kpa.shape[1]))
    which = np.floor((t_s - t_s[0]) / _BIN_S).astype(np.int64)
    rows = []
    seconds = range(int(which[-1]))  # the last is not over
    for second in seconds:
        part = kpa[which == second]
        finite = np.isfinite(part)
        total = np.where(finite, part, 0.0).sum(axis=0)
        count = finite.sum(axis=0)
        rows.append(np.where(count > 0, total / np.maximum(count, 1), np.nan))
    return (np.array(seconds) + 0.5) * _BIN_S, np.array(rows).reshape(-1, kpa.shape[1])


def _settled(seconds: FloatArray, said: FloatArray) -> SettledCell:
    """Follow the creep of one cell to its end."""
    good = np.isfinite(said)
    if good.sum() < _FEWEST or good.sum() < len(said) / 2.0:
        return SettledCell(np.nan, np.nan, "gives no valid value")
    at_s, kpa = seconds[good], said[good]
    late_kpa = float(kpa[-_LATE:].mean())
    if late_kpa < _FELT_KPA:
        return SettledCell(late_kpa, _FELT_KPA)
    end_kpa, error_kpa, noise_kpa = _end_of_creep(at_s, kpa, late_kpa)
    if noise_kpa > _MOST_NOISE * late_kpa + _FELT_KPA:
        return SettledCell(end_kpa, noise_kpa, "is shaken: the foot moved, or the cuff leaks")
    if error_kpa > _MOST_UNSURE * late_kpa + _FELT_KPA / 2.0:
        return SettledCell(end_kpa, error_kpa, MOVES)
    return SettledCell(end_kpa, error_kpa)


def _end_of_creep(at_s: FloatArray, kpa: FloatArray, late_kpa: float) -> tuple[float, float, float]:
    """Where ``end - size · exp(-t / time)`` ends, its standard error, and the noise.

    Bayesian, as nobody knows the time: for each time by linear least squares with what is known of
    sizes, and the times weighted by how well they fit.
    """
    fits = [_creep_of(at_s, kpa, time_s, _CREEP * late_kpa) for time_s in _TIMES_S]
    noise_kpa = max(min(fit[2] for fit in fits), _LEAST_NOISE * late_kpa)
    fits = [_creep_of(at_s, kpa, time_s, _CREEP * late_kpa, noise_kpa) for time_s in _TIMES_S]
    ends, errors, costs = (np.array(column) for column in zip(*fits, strict=True))
    squares = len(at_s) * (costs / noise_kpa) ** 2
    weights = np.exp(-0.5 * (squares - squares.min()))
    end = float((weights * ends).sum() / weights.sum())
    variance = float((weights * (errors**2 + (ends - end) ** 2)).sum() / weights.sum())
    return end, float(np.sqrt(variance)), float(costs.min())


def _creep_of(
    at_s: FloatArray,
    kpa: FloatArray,
    time_s: float,
    size_kpa: float,
    noise_kpa: float | None = None,
) -> tuple[float, float, float]:
    """End of creep of one time, its standard error, and the root mean square that is left."""
    columns = np.stack([np.ones(len(at_s)), -np.exp(-at_s / time_s)], axis=1)
    noise_kpa = noise_kpa or _CREEP * size_kpa
    # a creep is upwards, and of about this size: one more row of the least squares
    inner = columns.T @ columns / noise_kpa**2 + np.diag([0.0, 1.0 / size_kpa**2])
    right = columns.T @ kpa / noise_kpa**2 + np.array([0.0, 0.5 / size_kpa])
    covariance = np.linalg.inv(inner)
    found = covariance @ right
    left = float(np.sqrt(np.mean((columns @ found - kpa) ** 2)))
    return float(found[0]), float(np.sqrt(covariance[0, 0])), left
