"""Does a foot that only its load speaks for stand, walk or run?"""

from collections.abc import Iterable

from monitor.gait.load.limits import StrideLimits
from monitor.types import Gait, GaitChange, Side


class LoadGait:
    """Follow the gait from contact times, with hysteresis over strides.

    A walker's foot is on the ground for more than half of the cycle, and for long. (A signal of
    both feet together also spends more than half loaded, but never for long.)
    """

    def __init__(self, side: Side, limits: StrideLimits) -> None:
        self._side = side
        self._limits = limits
        self._gait = Gait.STAND
        self._other = 0

    @property
    def gait(self) -> Gait:
        """The latest gait said."""
        return self._gait

    def of(self, contact_s: float | None, stride_s: float) -> Gait:
        """Gait of one stride; as before where the contact's end is not known."""
        if contact_s is None:
            return Gait.WALK if self._gait is Gait.WALK else Gait.RUN
        limits = self._limits
        slow = contact_s >= limits.walk_contact_s and contact_s >= limits.walk_duty * stride_s
        return Gait.WALK if slow else Gait.RUN

    def observe(self, gait: Gait, t_s: float) -> Iterable[GaitChange]:
        """Count a stride of load alone; say when the gait has changed."""
        self._other = 0 if gait is self._gait else self._other + 1
        if self._other < self._limits.gait_strides:
            return []
        return self.change(gait, t_s)

    def change(self, gait: Gait, t_s: float) -> Iterable[GaitChange]:
        """Say the gait from now on, unless it is said already."""
        if gait is self._gait:
            return []
        self._gait, self._other = gait, 0
        return [GaitChange(self._side, t_s, gait)]
