"""How much of one cause has a zone taken? Doses that lag behind their cause."""

from math import exp
from statistics import median

from monitor.detectors.windows import TimeMean

LONGEST_STRIDE_S = 5.0
"""A longer time between two strides is not a stride: nobody knows what was pressed meanwhile."""


class PressureDose:
    """Dose of a pressure: follows it with a lag when it rises, and more quickly when it falls.

        dE/dt = (g − E) / τ,  τ = τ_on while g > E, else τ_off

    with ``g`` 1 at the pressure that makes numb if it stays.

    Examples
    --------
    >>> dose = PressureDose(tau_on_s=300.0, tau_off_s=120.0)
    >>> for second in range(301):
    ...     dose.add(float(second), 2.0)
    >>> round(dose.level, 2)
    1.26
    """

    def __init__(self, tau_on_s: float, tau_off_s: float) -> None:
        self._tau_on_s = tau_on_s
        self._tau_off_s = tau_off_s
        self._last_s: float | None = None
        self.level = 0.0

    def add(self, t_s: float, goal: float) -> None:
        """Take the level that the pressure at the end of a stride would lead to."""
        tau_s = self._tau_on_s if goal > self.level else self._tau_off_s
        kept = exp(-_step_s(self._last_s, t_s) / tau_s)
        self._last_s = t_s
        self.level = goal + (self.level - goal) * kept


class LoadDose:
    """Level of a repeated load: follows the load with a lag, and fades at rest.

    τ dE/dt = usual · (load / usual load)^power − E
    """

    def __init__(self, tau_s: float, usual: float, power: float) -> None:
        self._tau_s = tau_s
        self._usual = usual
        self._power = power
        self._last_s: float | None = None
        self.level = 0.0

    def add(self, t_s: float, relative: float) -> None:
        """Take the load of a stride over the usual one."""
        kept = exp(-_step_s(self._last_s, t_s) / self._tau_s)
        self._last_s = t_s
        goal = self._usual * max(relative, 0.0) ** self._power
        self.level = goal + (self.level - goal) * kept

    def rest(self, duration_s: float) -> None:
        """Fade for a while."""
        self.level *= exp(-duration_s / self._tau_s)


class Usual:
    """A quantity's median over the first minutes, and its mean over the last half minute."""

    def __init__(self, baseline_s: float, mean_s: float) -> None:
        self._baseline_s = baseline_s
        self._window = TimeMean(mean_s)
        self._start: list[float] = []
        self._start_s: float | None = None
        self.usual: float | None = None

    def add(self, t_s: float, value: float) -> float | None:
        """Take a value; the present mean, once usual is known."""
        mean = self._window.add(t_s, value)
        if self.usual is None:
            self._start_s = t_s if self._start_s is None else self._start_s
            self._start.append(value)
            if t_s - self._start_s < self._baseline_s:
                return None
            self.usual = median(self._start)
            self._start.clear()
        return mean


def _step_s(before_s: float | None, t_s: float) -> float:
    if before_s is None:
        return 0.0
    step_s = t_s - before_s
    return step_s if step_s <= LONGEST_STRIDE_S else 0.0
