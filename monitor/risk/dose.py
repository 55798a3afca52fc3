"""Doses of one cause in one zone; they lag behind their cause."""

from collections.abc import Sequence
from math import exp
from typing import Final, NamedTuple

from monitor.total import total

HALVINGS: Final = 16
"""A time to the threshold is found to this power of a half of the furthest one."""


class Course(NamedTuple):
    """Where a dose is, where it tends to if nothing changes, and how quickly."""

    level: float
    goal: float
    tau_s: float

    def after(self, duration_s: float) -> float:
        """Return the level after a while."""
        return self.goal + (self.level - self.goal) * exp(-duration_s / self.tau_s)


def reached_s(courses: Sequence[Course], level: float, most_s: float) -> float | None:
    """Time in which the sum of courses rises to a level if nothing changes, up to ``most_s``.

    None if it is lower by then, whether or not it was higher meanwhile.

    >>> round(reached_s([Course(level=0.0, goal=2.0, tau_s=600.0)], 1.0, 3600.0))
    416
    >>> reached_s([Course(level=0.0, goal=0.9, tau_s=600.0)], 1.0, 3600.0)
    """
    low_s, high_s = 0.0, most_s
    if total(course.after(high_s) for course in courses) < level:
        return None
    for _ in range(HALVINGS):
        middle_s = (low_s + high_s) / 2.0
        if total(course.after(middle_s) for course in courses) < level:
            low_s = middle_s
        else:
            high_s = middle_s
    return high_s


class Lag:
    """Time between measurements, for which the next one speaks.

    Of longer than ``bridge_s`` nobody knows: a dose may have risen all the time, but has not surely
    fallen for longer. ``sure`` says that nothing went unseen for so long before the last one.
    """

    def __init__(self, bridge_s: float) -> None:
        self._bridge_s = bridge_s
        self._last_s: float | None = None
        self.sure = False

    def step_s(self, t_s: float, *, rises: bool) -> float:
        """Take the time of a measurement; how long it speaks for."""
        before_s, self._last_s = self._last_s, t_s
        if before_s is None:
            return 0.0
        self.sure = t_s - before_s <= self._bridge_s
        return t_s - before_s if rises else min(t_s - before_s, self._bridge_s)

    def rest(self, duration_s: float) -> None:
        """Leave a while of standing out."""
        if self._last_s is not None:
            self._last_s += duration_s


class PressureDose:
    """Dose of a pressure: follows it with a lag when it rises, and more quickly when it falls.

        dE/dt = (g − E) / τ,  τ = τ_on while g > E, else τ_off

    with ``g`` 1 at the pressure that makes numb if it stays.

    Examples
    --------
    >>> dose = PressureDose(tau_on_s=300.0, tau_off_s=120.0, bridge_s=20.0)
    >>> for second in range(301):
    ...     dose.add(float(second), 2.0)
    >>> round(dose.level, 2)
    1.26
    """

    def __init__(self, tau_on_s: float, tau_off_s: float, bridge_s: float) -> None:
        self._tau_on_s = tau_on_s
        self._tau_off_s = tau_off_s
        self.lag = Lag(bridge_s)
        self.level = self.goal = 0.0
        self.tau_s = tau_on_s

    def add(self, t_s: float, goal: float) -> None:
        """Take the level that the pressure at the end of a stride would lead to."""
        rises = goal > self.level
        self.goal, self.tau_s = goal, self._tau_on_s if rises else self._tau_off_s
        kept = exp(-self.lag.step_s(t_s, rises=rises) / self.tau_s)
        self.level = goal + (self.level - goal) * kept


class LoadDose:
    """Level of a repeated load: follows the load with a lag, and fades at rest.

    τ dE/dt = usual · (load / usual load)^power − E
    """

    def __init__(self, tau_s: float, usual: float, power: float, bridge_s: float) -> None:
        self._usual = usual
        self._power = power
        self.lag = Lag(bridge_s)
        self.level = self.goal = 0.0
        self.tau_s = tau_s

    def add(self, t_s: float, relative: float) -> None:
        """Take the load of a stride over the usual one."""
        self.goal = self._usual * max(relative, 0.0) ** self._power
        kept = exp(-self.lag.step_s(t_s, rises=self.goal > self.level) / self.tau_s)
        self.level = self.goal + (self.level - self.goal) * kept

    def rest(self, duration_s: float) -> None:
        """Fade for a while of standing."""
        self.lag.rest(duration_s)
        self.level *= exp(-duration_s / self.tau_s)
