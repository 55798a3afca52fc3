"""Notice that a foot tapped the ground twice: so a runner shows which pod is on which shoe."""

from typing import Final

import numpy as np

from monitor.units import STANDARD_GRAVITY_M_S2
from monitor.wire.foot_imu import ImuFrame

_KNOCK_M_S2: Final = 15.0
"""Specific force that differs from gravity by more is a knock. Rule of thumb: above what lifting
and turning a foot gives, below any tap of a shoe on the floor."""
_ONE_S: Final = 0.12
"""Knocks nearer than this are one. Rule of thumb: a shoe rings for less."""
_TWO_LEAST_S: Final = 0.15
"""Two taps are at least so far apart, s. Rule of thumb: no foot is quicker."""
_TWO_MOST_S: Final = 1.0
"""Two taps are at most so far apart, s. Rule of thumb."""
_CALM_S: Final = 0.8
"""Required calm before and after, so that steps do not count as taps. Rule of thumb."""


class DoubleTap:
    """Watch the IMU of one pod.

    Parameters
    ----------
    rate_hz : float
        Rate of the samples.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._now_s = 0.0
        self._knocks_s: list[float] = []
        self._last_s = 0.0

    def push(self, frame: ImuFrame) -> bool:
        """Consume samples; return whether two taps ended with them, ``_CALM_S`` later."""
        force_m_s2 = np.sqrt((frame.acc_m_s2**2).sum(axis=1))
        for place in np.flatnonzero(np.abs(force_m_s2 - STANDARD_GRAVITY_M_S2) > _KNOCK_M_S2):
            t_s = self._now_s + float(place) / self._rate_hz
            if not self._knocks_s or t_s - self._last_s > _ONE_S:
                self._knocks_s.append(t_s)
            self._last_s = t_s
        self._now_s += len(frame) / self._rate_hz
        if not self._knocks_s or self._now_s - self._last_s < _CALM_S:
            return False
        knocks_s, self._knocks_s = self._knocks_s, []
        return len(knocks_s) == 2 and _TWO_LEAST_S <= knocks_s[1] - knocks_s[0] <= _TWO_MOST_S
