"""Initial and terminal contact of a running foot, from the motion of its sole.

The turn of the foot says so for one runner and not for the next (docs/strides.md). The ground does
the same to all of them: it stops the sole, and holds it until the foot stands on its toes.
"""

from dataclasses import dataclass

import numpy as np

from monitor.gait.imu.limits import RunContactLimits
from monitor.gait.imu.quaternions import BoolArray, IntArray
from monitor.gait.imu.strapdown import Paths, Windows
from monitor.ingest.interpolate import at_columns, crossing_column
from monitor.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Fractional columns of the contacts, and whole ones of the swing's turning points.

    ``angle_rad`` is the foot's pitch since the window's start.
    """

    tc: FloatArray
    ic: FloatArray
    lowest: IntArray
    highest: IntArray
    angle_rad: FloatArray


def leaving(
    windows: Windows, paths: Paths, lowest: IntArray, limits: RunContactLimits
) -> FloatArray:
    """Fractional column of every window's terminal contact.

    The sole below the sensor has begun to move on: the foot stands on its toes only. They follow
    a fixed time later.
    """
    column = np.arange(paths.onward_m_s.shape[1])[np.newaxis, :]
    before = column <= lowest[:, np.newaxis]
    before &= column * windows.dt_s >= limits.still_s
    moved = _first(paths.onward_m_s >= limits.leaving_m_s, before, lowest)
    moving = _crossing(paths.onward_m_s, limits.leaving_m_s, moved)
    return np.minimum(moving + limits.toe_off_s / windows.dt_s, lowest)


def landing(
    windows: Windows, paths: Paths, turned: Contacts, limits: RunContactLimits
) -> FloatArray:
    """Fractional column of every window's initial contact.

    The ground stops the sole's fall and its way forward. What lies half-way between both follows
    the touch by a time that grows with the pitch of the landing foot, whose heel is down before
    its middle.
    """
    dt_s, rows = windows.dt_s, windows.rows
    column = np.arange(paths.onward_m_s.shape[1])[np.newaxis, :]
    # a change needs a sample on either side, and what lies beyond the last is another window's
    near = column < windows.last[:, np.newaxis]
    near &= column >= (turned.ic - limits.before_s / dt_s)[:, np.newaxis]
    near &= column <= (turned.ic + limits.after_s / dt_s)[:, np.newaxis]
    near &= column > turned.lowest[:, np.newaxis]
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
    pitch = at_columns(turned.angle_rad, np.maximum(halted - limits.pitch_s / dt_s, 0.0))
    pitch = np.maximum(pitch - turned.angle_rad[rows, windows.last], 0.0)
    delay_s = limits.landing_s + limits.landing_s_rad * pitch
    return np.maximum(halted - delay_s / dt_s, turned.lowest)


def _first(values: BoolArray, where: BoolArray, otherwise: IntArray) -> IntArray:
    """First true column of each row within the mask."""
    found = values & where
    return np.where(found.any(axis=1), np.argmax(found, axis=1), otherwise)


def _crossing(values: FloatArray, level: float | FloatArray, after: IntArray) -> FloatArray:
    """Fractional column, up to the one given, where the line between samples meets the level."""
    return crossing_column(values, level, np.maximum(after - 1, 0), after, flat=1.0)
