"""Does the runner walk or run?"""

from monitor.gait.imu.limits import GaitStateLimits
from monitor.types import Gait


class GaitState:
    """Hysteresis on the duty factor: running means both feet off the ground at times.

    Examples
    --------
    >>> state = GaitState(GaitStateLimits())
    >>> [str(state.follow(duty)) for duty in (None, 0.35, 0.49, 0.6, 0.51, 0.4)]
    ['None', 'run', 'run', 'walk', 'walk', 'run']
    """

    def __init__(self, limits: GaitStateLimits) -> None:
        self._limits = limits
        self._gait: Gait | None = None

    def follow(self, duty_factor: float | None) -> Gait | None:
        """Take the duty factor of a stride; return how it was moved, None if not known yet."""
        if duty_factor is None:
            return self._gait
        walk, run = self._limits.walk_duty, self._limits.run_duty
        level = {None: 0.5 * (walk + run), Gait.WALK: run, Gait.RUN: walk}[self._gait]
        self._gait = Gait.WALK if duty_factor > level else Gait.RUN
        return self._gait

    def rest(self) -> None:
        """Forget: after standing, the next stride decides."""
        self._gait = None
