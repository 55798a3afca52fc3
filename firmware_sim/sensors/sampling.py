"""What does a sensor say that looks at motion all the time, but speaks at a rate?

A real IMU samples many times faster than it reports, filters and decimates: what lies between
two reports is not lost. Here each report is the mean over its own interval: the turn over the
interval, and the change of velocity over it in the frame half-way through the turn. So adding
up what it reports gives back the pose and the path, at any rate.
"""

import numpy as np

from firmware_sim.gait.motion import Motion
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2


class Sampler:
    """Means over consecutive intervals; keeps the end of the last one.

    The first instant that it is given starts the first interval.
    """

    def __init__(self) -> None:
        self._end: tuple[FloatArray, FloatArray] | None = None

    def means(self, ends: Motion, interval_s: float) -> tuple[FloatArray, FloatArray]:
        """Specific force (m/s²) and angular rate (rad/s) in the foot frame, shape (n, 3).

        Parameters
        ----------
        ends : Motion
            At the ends of intervals that follow each other, the first time at the beginning
            of the first one too.
        interval_s : float
        """
        turn, speed = _turn(ends), ends.velocity_m_s
        if self._end is not None:
            turn = np.concatenate([self._end[0], turn])
            speed = np.concatenate([self._end[1], speed])
        self._end = turn[-1:], speed[-1:]
        before, after = turn[:-1], turn[1:]
        after = np.where((before * after).sum(axis=1, keepdims=True) < 0.0, -after, after)
        half = before + after
        half = half / np.sqrt((half * half).sum(axis=1, keepdims=True))
        acc = np.diff(speed, axis=0) / interval_s
        force = _into_foot(half, acc + np.array([0.0, STANDARD_GRAVITY_M_S2, 0.0]))
        return force, _angle(before, after) / interval_s


def _turn(motion: Motion) -> FloatArray:
    """Quaternion (w, x, y, z) of a foot turned by pitch (z), then roll (x), then yaw (y)."""
    pitch, roll, yaw = motion.pitch_rad / 2.0, motion.roll_rad / 2.0, motion.yaw_rad / 2.0
    sp, cp, sr, cr, sy, cy = (f(x) for x in (pitch, roll, yaw) for f in (np.sin, np.cos))
    return np.column_stack(
        [
            cy * cr * cp + sy * sr * sp,
            cy * sr * cp + sy * cr * sp,
            sy * cr * cp - cy * sr * sp,
            cy * cr * sp - sy * sr * cp,
        ]
    )


def _angle(before: FloatArray, after: FloatArray) -> FloatArray:
    """Rotation vector from one attitude to the next, in the foot frame."""
    w0, x0, y0, z0 = before.T
    w1, x1, y1, z1 = after.T
    w = w0 * w1 + x0 * x1 + y0 * y1 + z0 * z1
    x = w0 * x1 - x0 * w1 - y0 * z1 + z0 * y1
    y = w0 * y1 - y0 * w1 - z0 * x1 + x0 * z1
    z = w0 * z1 - z0 * w1 - x0 * y1 + y0 * x1
    sine = np.sqrt(x * x + y * y + z * z)
    gain = np.where(sine > 1e-9, 2.0 * np.arctan2(sine, w) / np.maximum(sine, 1e-9), 2.0)
    return np.column_stack([gain * x, gain * y, gain * z])


def _into_foot(turn: FloatArray, world: FloatArray) -> FloatArray:
    """World vectors in the frame of a foot with these attitudes."""
    w, along = turn[:, :1], turn[:, 1:]
    twice = 2.0 * np.cross(along, world)
    return np.asarray(world - w * twice + np.cross(along, twice))
