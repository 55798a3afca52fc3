"""Gather how long and how far a runner ran, of whom a watch, a pod or a treadmill alone tells."""

from typing import Final

from monitor.advice.limits import AdviceLimits
from monitor.types import ReferenceSpeed

_GAP_S: Final = 15.0
"""A speed holds until the next one, but not longer, s. Rule of thumb: watches that save memory
write one in some seconds."""


class WatchLog:
    """Add up speeds; what foot pods say counts before it."""

    def __init__(self, limits: AdviceLimits | None = None) -> None:
        self._limits = limits or AdviceLimits()
        self._last: ReferenceSpeed | None = None
        self.running_s = self.walking_s = self.distance_m = 0.0
        self.last_run_s: float | None = None

    def push(self, said: ReferenceSpeed) -> None:
        """Consume a speed; it ends the time of the one before."""
        before, self._last = self._last, said
        if before is None:
            return
        held_s = min(max(said.t_s - before.t_s, 0.0), _GAP_S)
        self.distance_m += held_s * before.speed_m_s
        if before.speed_m_s >= self._limits.run_least_m_s:
            self.running_s += held_s
            self.last_run_s = before.t_s + held_s
        elif before.speed_m_s >= self._limits.stand_most_m_s:
            self.walking_s += held_s
