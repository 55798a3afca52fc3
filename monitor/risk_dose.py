"""How much of one cause has a zone taken? Doses that lag behind their cause."""

from math import exp
from statistics import median

from monitor.detectors.windows import TimeMean


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
        self.level = 0.0

    def add(self, t_s: float, goal: float) -> None:
        """Take the level that the pressure at the end of a stride would lead to."""
        rises = goal > self.level
        tau_s = self._tau_on_s if rises else self._tau_off_s
        kept = exp(-self.lag.step_s(t_s, rises=rises) / tau_s)
        self.level = goal + (self.level - goal) * kept


class LoadDose:
    """Level of a repeated load: follows the load with a lag, and fades at rest.

    τ dE/dt = usual · (load / usual load)^power − E
    """

    def __init__(self, tau_s: float, usual: float, power: float, bridge_s: float) -> None:
        self._tau_s = tau_s
        self._usual = usual
        self._power = power
        self.lag = Lag(bridge_s)
        self.level = 0.0

    def add(self, t_s: float, relative: float) -> None:
        """Take the load of a stride over the usual one."""
        goal = self._usual * max(relative, 0.0) ** self._power
        kept = exp(-self.lag.step_s(t_s, rises=goal > self.level) / self._tau_s)
        self.level = goal + (self.level - goal) * kept

    def rest(self, duration_s: float) -> None:
        """Fade for a while of standing."""
        self.lag.rest(duration_s)
        self.level *= exp(-duration_s / self._tau_s)


class Usual:
    """A quantity's median over the first minutes, and its mean over a window.

    The first minutes last until they hold ``baseline_strides`` strides.
    """

    def __init__(self, baseline_s: float, window: TimeMean, baseline_strides: int) -> None:
        self._baseline_s = baseline_s
        self._baseline_strides = baseline_strides
        self._window = window
        self._start: list[float] = []
        self._start_s: float | None = None
        self.usual: float | None = None

    def add(self, t_s: float, value: float) -> float | None:
        """Take a value; the present mean, once usual is known."""
        mean = self._window.add(t_s, value)
        if self.usual is None:
            self._start_s = t_s if self._start_s is None else self._start_s
            self._start.append(value)
            few = len(self._start) < self._baseline_strides
            if few or t_s - self._start_s < self._baseline_s:
                return None
            self.usual = median(self._start)
            self._start.clear()
        return mean
