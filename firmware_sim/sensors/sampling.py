"""The samples of an ideal IMU: means over the intervals between them.

A real IMU samples many times faster than it reports, filters and decimates: what lies between
two reports is not lost. Here each report is the mean over its own interval: the turn over the
interval, and the change of velocity over it in the frame half-way through the turn. So adding
up what it reports gives back the pose and the path, at any rate.
"""

import numpy as np
from scipy.spatial.transform import Rotation

from firmware_sim.gait.motion import Motion
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2


class Sampler:
    """Means over consecutive intervals; keeps the end of the last one.

    The first instant that it is given starts the first interval.
    """

    def __init__(self) -> None:
        self._end: tuple[Rotation, FloatArray] | None = None

    def means(self, ends: Motion, interval_s: float) -> tuple[FloatArray, FloatArray]:
        """Specific force (m/s²) and angular rate (rad/s) in the foot frame, shape (n, 3).

        Parameters
        ----------
        ends : Motion
            At the ends of intervals that follow each other, the first time at the beginning
            of the first one too.
        interval_s : float
        """
        # pitch (z), then roll (x), then yaw (y)
        angles = np.column_stack([ends.yaw_rad, ends.roll_rad, ends.pitch_rad])
        turn, speed = Rotation.from_euler("YXZ", angles), ends.velocity_m_s
        if self._end is not None:
            turn = Rotation.concatenate([self._end[0], turn])
            speed = np.concatenate([self._end[1], speed])
        self._end = turn[-1:], speed[-1:]
        change = (turn[:-1].inv() * turn[1:]).as_rotvec()
        half = turn[:-1] * Rotation.from_rotvec(0.5 * change)
        acc = np.diff(speed, axis=0) / interval_s
        force = half.apply(acc + np.array([0.0, STANDARD_GRAVITY_M_S2, 0.0]), inverse=True)
        return force, change / interval_s
