"""When does a running foot touch and leave the ground, as its sole moves?

The turn of the foot says so for one runner and not for the next (docs/strides.md). The ground does
the same to all of them: it stops the sole, and holds it until the foot stands on its toes.
"""

from dataclasses import dataclass

import numpy as np

from monitor.gait.imu.limits import RunContactLimits
from monitor.gait.imu.quaternions import BoolArray, IntArray
from monitor.gait.imu.strapdown import Paths, Windows
from monitor.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """Foot pitch since the window's start, rad, and its turning points; ``ic`` is roughly known."""

    angle_rad: FloatArray
    lowest: IntArray
    ic: FloatArray


def leaving(windows: Windows, paths: Paths, turns: Turns, limits: RunContactLimits) -> FloatArray:
    """Fractional column of every window's terminal contact.

    The sole below the sensor has begun to move on: the foot stands on its toes only. They follow
    a fixed time later.
    """
    column = np.arange(paths.onward_m_s.shape[1])[np.newaxis, :]
    before = column <= turns.lowest[:, np.newaxis]
    before &= column * windows.dt_s >= limits.still_s
    moved = _first(paths.onward_m_s >= limits.leaving_m_s, before, turns.lowest)
    moving = _crossing(paths.onward_m_s, limits.leaving_m_s, moved)
    return np.minimum(moving + limits.toe_off_s / windows.dt_s, turns.lowest)


def landing(windows: Windows, paths: Paths, turns: Turns, limits: RunContactLimits) -> FloatArray:
    """Fractional column of every window's initial contact.

    The ground stops the sole's fall and its way forward. What lies half-way between both follows
    the touch by a time that grows with the pitch of the landing foot, whose heel is down before
    its middle.
    """
    dt_s, rows = windows.dt_s, windows.rows
    column = np.arange(paths.onward_m_s.shape[1])[np.newaxis, :]
    # a change needs a sample on either side, and what lies beyond the last is another window's
    near = column < windows.last[:, np.newaxis]
    near &= column >= (turns.ic - limits.before_s / dt_s)[:, np.newaxis]
    near &= column <= (turns.ic + limits.after_s / dt_s)[:, np.newaxis]
    near &= column > turns.lowest[:, np.newaxis]
    push = np.zeros_like(paths.upward_m_s)
    push[:, 1:-1] = paths.upward_m_s[:, 2:] - paths.upward_m_s[:, :-2]
    greatest = np.argmax(np.where(near, push, -np.inf), axis=1)
    half = limits.push_fraction * push[rows, greatest]
    weak = near & (push <= half[:, np.newaxis]) & (column < greatest[:, np.newaxis])
    last_weak = column.shape[1] - 1 - np.argmax(weak[:, ::-1], axis=1)
    strong = np.where(weak.any(axis=1), np.minimum(last_weak + 1, greatest), greatest)
    fall = _crossing(push, half, strong)
    slow = _first(paths.onward_m_s <= limits.landing_m_s, near, greatest)
    onward = _crossing(paths.onward_m_s, limits.landing_m_s, slow)
    apart = limits.apart_s / dt_s
    halted = 0.5 * (fall + np.clip(onward, fall - apart, fall + apart))
    pitch = at_column(turns.angle_rad, np.maximum(halted - limits.pitch_s / dt_s, 0.0))
    pitch = np.maximum(pitch - turns.angle_rad[rows, windows.last], 0.0)
    delay_s = limits.landing_s + limits.landing_s_rad * pitch
    return np.maximum(halted - delay_s / dt_s, turns.lowest)


def at_column(values: FloatArray, column: FloatArray) -> FloatArray:
    """Value at a fractional column of every row, on the line between samples."""
    rows = np.arange(len(column))
    before = np.floor(column).astype(np.intp)
    after = np.minimum(before + 1, values.shape[1] - 1)
    a, b = values[rows, before], values[rows, after]
    return np.asarray(a + (column - before) * (b - a))


def _first(values: BoolArray, where: BoolArray, otherwise: IntArray) -> IntArray:
    """First column of every row that is true among those meant."""
    found = values & where
    return np.where(found.any(axis=1), np.argmax(found, axis=1), otherwise)


def _crossing(values: FloatArray, level: float | FloatArray, after: IntArray) -> FloatArray:
    """Fractional column, up to the one given, where the line between samples meets the level."""
    rows, before = np.arange(len(after)), np.maximum(after - 1, 0)
    a, b = values[rows, before], values[rows, after]
    slope = np.where(a == b, 1.0, a - b)
    part = np.where(a == b, 1.0, (a - level) / slope)
    return np.asarray(before + np.clip(part, 0.0, 1.0) * (after - before))
