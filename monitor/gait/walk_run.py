"""Stand, walk or run: the one place where it is decided.

Running means that the foot is off the ground for more than half of the stride. There are three
rules because three sensors know different things. The inertial sensor times the end of a contact
less well than load does, so ``MotionGait`` keeps its answer between two levels of the duty factor.
One load may be of both feet together, so that ``FootGait`` then also asks how long a contact is; it
asks for several strides. A watch knows a speed only: ``gait_at``.
"""

from collections.abc import Iterable
from typing import Final

from monitor.gait.imu.limits import GaitStateLimits
from monitor.gait.load.limits import StrideLimits
from monitor.types import Gait, GaitChange, Side

# members cost more to look up than what is done with them
_RUN: Final = Gait.RUN
_WALK: Final = Gait.WALK


def gait_at(speed_m_s: float, stand_most_m_s: float, run_least_m_s: float) -> Gait:
    """Gait at a speed, where no foot is known.

    >>> [str(gait_at(speed, 0.3, 2.1)) for speed in (0.1, 1.4, 3.0)]
    ['stand', 'walk', 'run']
    """
    if speed_m_s < stand_most_m_s:
        return Gait.STAND
    return Gait.RUN if speed_m_s >= run_least_m_s else Gait.WALK


class MotionGait:
    """Hysteresis on the duty factor that the motion of a foot shows.

    The contact time of a first stride is not known: its speed decides.

    Examples
    --------
    >>> gait = MotionGait(GaitStateLimits())
    >>> [str(gait.of(duty, 2.5)) for duty in (None, 0.49, 0.6, 0.51, None, 0.4)]
    ['run', 'run', 'walk', 'walk', 'walk', 'run']
    """

    def __init__(self, limits: GaitStateLimits) -> None:
        self._limits = limits
        self._gait: Gait | None = None

    def of(self, duty_factor: float | None, speed_m_s: float) -> Gait:
        """Gait of the next stride; ``duty_factor`` None where it is not known."""
        limits = self._limits
        if duty_factor is None:
            by_speed = _RUN if speed_m_s > limits.run_speed_m_s else _WALK
            return self._gait or by_speed
        level = limits.run_duty if self._gait is _WALK else limits.walk_duty
        if self._gait is None:
            level = 0.5 * (limits.walk_duty + limits.run_duty)
        self._gait = _WALK if duty_factor > level else _RUN
        return self._gait

    def rest(self) -> None:
        """Forget: after standing, the next stride decides."""
        self._gait = None


class FootGait:
    """What is said of one foot's gait, from its contacts.

    Where the load timed a stride, its contact time decides: a walker's foot is on the ground for
    more than half of the cycle, and for long. A child's steps are quick: a short contact is a
    walker's too if the load is of this foot alone (``one_foot``) and motion does not see a run. (A
    signal of both feet together also spends more than half loaded, but never for long.)
    """

    def __init__(self, side: Side, limits: StrideLimits, *, one_foot: bool) -> None:
        self._side = side
        self._limits = limits
        self._one_foot = one_foot
        self._gait = Gait.STAND
        self._other_strides = 0

    def of(self, contact_s: float | None, stride_s: float, by_motion: Gait | None) -> Gait:
        """Gait of one stride by its load; ``by_motion`` is what motion says, if it saw it.

        Where the contact's end is not known it is as before; after standing a long stride walks.
        """
        limits = self._limits
        if contact_s is None:
            known = by_motion if self._gait is Gait.STAND else self._gait
            return known or (Gait.WALK if stride_s >= limits.walk_stride_s else Gait.RUN)
        long = contact_s >= limits.walk_contact_s
        own = self._one_foot and by_motion is not _RUN
        walks = contact_s >= limits.walk_duty * stride_s and (long or own)
        return _WALK if walks else _RUN

    def observe(self, gait: Gait, t_s: float, *, by_load: bool) -> Iterable[GaitChange]:
        """Take a stride's gait; say when it has changed. Load alone must say so several times."""
        if not by_load:
            return self.change(gait, t_s)
        self._other_strides = 0 if gait is self._gait else self._other_strides + 1
        if self._other_strides < self._limits.gait_strides:
            return []
        return self.change(gait, t_s)

    def change(self, gait: Gait, t_s: float) -> Iterable[GaitChange]:
        """Say the gait from now on, unless it is said already."""
        if gait is self._gait:
            return []
        self._gait, self._other_strides = gait, 0
        return [GaitChange(self._side, t_s, gait)]
