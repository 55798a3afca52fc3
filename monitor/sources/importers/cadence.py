"""Tell whether a device counts steps or strides of one leg, by its cadence and its speed."""

from math import inf, nan
from typing import Final

import numpy as np

from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

_STEPS_SPM: Final = 125.0
"""A usual cadence above this counts steps; below, strides of one leg. Walkers make at most
125 strides/min of one leg, runners at least 130 steps/min of both. Rule of thumb."""
_WALK_M_S: Final = 2.0
"""Up to this speed somebody may walk, m/s. Rule of thumb."""
_WALK_STRIDES: Final = 80.0
"""So many strides a minute of one leg, at a walker's speed, are steps. Rule of thumb."""
_STEP_MOST_M: Final = 1.0
"""Nobody takes longer steps at a walker's speed, m: then they are strides. Rule of thumb: 0.8 m at
1.6 m/s."""
_STEP_LEAST_M: Final = 0.45
"""Steps of slow joggers are longer, m. Rule of thumb: 180 steps/min at 1.4 m/s are 0.47 m."""
_STEP_NEVER_M: Final = 3.0
"""Nobody takes steps as long as this, m. [P] the steps of a 100 m world record: 2.77 m at most
(Graubner and Nixdorf 2011)."""
_JOG_MOST_SPM: Final = 190.0
"""Nobody makes more steps a minute at a walker's speed. Rule of thumb."""

_STEPS: Final = "steps, not for strides of one leg"
_STRIDES: Final = "strides of one leg, as it is of a run"


def steps_per_minute(
    cadence: FloatArray, speed_m_s: FloatArray, remarks: Remarks, *, runs: bool = False
) -> FloatArray:
    """Cadence of both feet, of a device that counts steps or strides of one leg.

    ``runs``: the file says that it is a run, so that a slow jog is not taken for a walk. Who walks
    in a run counts steps all the same, if strides of one leg made no jogger's steps. What is
    decided at a walking speed is said.

    >>> said = Remarks("run", aloud=False)
    >>> steps_per_minute(np.array([84.0, 85.0]), np.array([3.0, 3.0]), said).tolist()
    [168.0, 170.0]
    >>> steps_per_minute(np.array([168.0, 170.0]), np.array([3.0, 3.0]), said).tolist()
    [168.0, 170.0]
    >>> steps_per_minute(np.array([82.0]), np.array([1.9]), said).tolist()  # jogs
    [164.0]
    >>> steps_per_minute(np.array([112.0]), np.array([1.4]), said).tolist()  # walks
    [112.0]
    >>> said.said
    ['its cadence at a walking speed is taken for steps, not for strides of one leg']
    >>> steps_per_minute(np.array([90.0]), np.array([1.4]), said, runs=True).tolist()
    [180.0]
    >>> said.said[1:]
    ['its cadence at a walking speed is taken for strides of one leg, as it is of a run']
    >>> steps_per_minute(np.array([100.0]), np.array([1.4]), said, runs=True).tolist()
    [100.0]
    """
    moving = cadence > 0.0
    if not moving.any():
        return cadence
    usual = float(np.median(cadence[moving]))
    if usual > _STEPS_SPM:
        return cadence
    taken = _taken_at_a_walk(usual, speed_m_s[moving & (speed_m_s > 0.0)], runs=runs)
    if taken is not None:
        remarks.add(f"its cadence at a walking speed is taken for {taken}")
    steps = cadence if taken == _STEPS else 2.0 * cadence
    return _believed(steps, speed_m_s, remarks)


def _believed(steps_spm: FloatArray, speed_m_s: FloatArray, remarks: Remarks) -> FloatArray:
    """Take a cadence for unknown that nobody can have at a runner's speed.

    >>> said = Remarks("run", aloud=False)
    >>> _believed(np.array([20.0, 40.0]), np.array([3.0, 3.0]), said).tolist()
    [nan, nan]
    >>> said.said
    ['its cadence would make 0.17 steps a metre: taken as unknown']
    """
    both = (steps_spm > 0.0) & (speed_m_s > _WALK_M_S)
    a_metre = steps_spm[both] / (60.0 * speed_m_s[both])
    if not both.any() or (usual := float(np.median(a_metre))) >= 1.0 / _STEP_NEVER_M:
        return steps_spm
    remarks.add(f"its cadence would make {usual:.2f} steps a metre: taken as unknown")
    return np.full(len(steps_spm), nan)


def _taken_at_a_walk(usual: float, speed_m_s: FloatArray, *, runs: bool) -> str | None:
    """Say what a usual cadence, per minute, is taken for at a walking speed.

    None where it can only be strides of one leg.
    """
    speed = float(np.median(speed_m_s)) if len(speed_m_s) else inf
    step_m = 60.0 * speed / usual
    if not (speed < _WALK_M_S and usual > _WALK_STRIDES and step_m < _STEP_MOST_M):
        return None
    jogs = runs and step_m / 2.0 >= _STEP_LEAST_M and 2.0 * usual <= _JOG_MOST_SPM
    return _STRIDES if jogs else _STEPS
