"""A planned quantity over time: straight lines between knots."""

from collections.abc import Iterable, Sequence

import numpy as np

from firmware_sim.scenario.model import Change, Phase, Quantity, Scenario
from monitor.types import FloatArray, Gait, Side

STAND, WALK, RUN = 0.0, 1.0, 2.0
"""How a gait is told in arrays."""
_SHORTEST_S = 0.5
_ACC_M_S2 = 0.8
"""How fast a runner changes speed."""


class Track:
    """A quantity over time, changed by ramps; constant before and after.

    >>> Track(1.0, [(10.0, 4.0, 3.0)])(np.array([0.0, 12.0, 99.0])).tolist()
    [1.0, 2.0, 3.0]
    """

    def __init__(self, start: float, ramps: Iterable[tuple[float, float, float]]) -> None:
        self._t_s, self._value = [-1e9], [start]
        for at_s, over_s, to in sorted(ramps):
            now = float(np.interp(at_s, self._t_s, self._value))
            keep = int(np.searchsorted(self._t_s, at_s))
            self._t_s[keep:] = [at_s, at_s + max(over_s, 1e-6)]
            self._value[keep:] = [now, to]

    def __call__(self, t_s: FloatArray) -> FloatArray:
        """Values at times, s."""
        return np.interp(t_s, self._t_s, self._value)


def track(scenario: Scenario, quantity: Quantity, start: float, side: Side | None = None) -> Track:
    """A quantity of the scenario, for one foot or the runner."""
    return Track(
        start,
        [
            (change.at_s, max(change.over_s, _SHORTEST_S), change.to)
            for change in scenario.change
            if change.quantity == quantity and _concerns(change, side)
        ],
    )


def _concerns(change: Change, side: Side | None) -> bool:
    """Whether a change is about this foot."""
    return side is None or change.side is None or change.side == side.value


class Plan:
    """Gait, speed, slope and turning over time, from the phases; the last one goes on for ever."""

    def __init__(self, phases: Sequence[Phase]) -> None:
        self._start_s = np.cumsum([0.0, *(phase.duration_s for phase in phases[:-1])])
        self._gaits = [phase.gait for phase in phases]
        self._turn_rad_s = np.radians([phase.turn_deg_s for phase in phases])
        speeds: list[tuple[float, float, float]] = []
        slopes: list[tuple[float, float, float]] = []
        last_m_s = 0.0
        for start_s, phase in zip(self._start_s.tolist(), phases, strict=True):
            speed_m_s = 0.0 if phase.gait is Gait.STAND else phase.speed_m_s
            change_s = max(1.0, abs(speed_m_s - last_m_s) / _ACC_M_S2)
            speeds.append((start_s, change_s, speed_m_s))
            slopes.append((start_s, 3.0, phase.slope))
            last_m_s = speed_m_s
            if phase.to_speed_m_s is not None and phase.gait is not Gait.STAND:
                speeds.append((start_s + change_s, phase.duration_s - change_s, phase.to_speed_m_s))
                last_m_s = phase.to_speed_m_s
            if phase.to_slope is not None:
                slopes.append((start_s + 3.0, phase.duration_s - 3.0, phase.to_slope))
        self.speed_m_s = Track(0.0, speeds)
        self.slope = Track(phases[0].slope, slopes)

    def gait_index(self, t_s: FloatArray) -> FloatArray:
        """0 standing, 1 walking, 2 running; still moving while slowing down to stand."""
        order = [Gait.STAND, Gait.WALK, Gait.RUN]
        codes = np.array([order.index(gait) for gait in self._gaits], dtype=float)
        phase = self._phase(t_s)
        before = codes[np.maximum(phase - 1, 0)]
        code = codes[phase]
        slowing = (code == 0.0) & (self.speed_m_s(t_s) > 0.2)
        return np.where(slowing, np.maximum(before, 1.0), code)

    def turn_rad_s(self, t_s: FloatArray) -> FloatArray:
        """Turning rate of the course, to the left positive."""
        return np.asarray(self._turn_rad_s[self._phase(t_s)])

    def _phase(self, t_s: FloatArray) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
        """Number of the phase at each time."""
        return np.clip(np.searchsorted(self._start_s, t_s, side="right") - 1, 0, None)
