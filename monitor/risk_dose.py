"""How much of one cause has a zone taken? Doses that grow above a limit and fade below it."""

from math import exp
from statistics import median

from monitor.detectors.windows import TimeMean

LONGEST_STRIDE_S = 5.0
"""A longer time between two strides is not a stride: nobody knows what was pressed meanwhile."""


class PressureDose:
    """Dose of a pressure: grows with its excess over a limit, fades when below.

        dE/dt = (r − 1) / τ_on  if r ≥ 1,  −E / τ_off  otherwise;  r = mean pressure / limit

    Examples
    --------
    >>> dose = PressureDose(tau_on_s=600.0, tau_off_s=120.0)
    >>> for second in range(601):
    ...     dose.add(float(second), 2.0)
    >>> round(dose.level, 2)
    1.0
    """

    def __init__(self, tau_on_s: float, tau_off_s: float) -> None:
        self._tau_on_s = tau_on_s
        self._tau_off_s = tau_off_s
        self._last_s: float | None = None
        self.level = 0.0

    def add(self, t_s: float, ratio: float) -> None:
        """Take the pressure over its limit at the end of a stride."""
        step_s = _step_s(self._last_s, t_s)
        self._last_s = t_s
        if ratio >= 1.0:
            self.level += step_s * (ratio - 1.0) / self._tau_on_s
        else:
            self.level *= exp(-step_s / self._tau_off_s)


class LoadDose:
    """Dose of a repeated load against what is usual for the runner, fading at rest."""

    def __init__(self, tau_s: float, power: float, rest: float, tau_off_s: float) -> None:
        self._tau_s = tau_s
        self._power = power
        self._rest = rest
        self._tau_off_s = tau_off_s
        self._last_s: float | None = None
        self.level = 0.0

    def add(self, t_s: float, relative: float) -> None:
        """Take the load of a stride over the usual one."""
        step_s = _step_s(self._last_s, t_s)
        self._last_s = t_s
        if relative >= self._rest:
            self.level += step_s * relative**self._power / self._tau_s
        else:
            self.level *= exp(-step_s / self._tau_off_s)

    def rest(self, duration_s: float) -> None:
        """Fade for a while."""
        self.level *= exp(-duration_s / self._tau_off_s)


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
