"""Settle whether a speed pod counts steps or strides: makers disagree, and no byte says it.

Who moves at a speed makes so many steps a minute, and half as many strides. Each measurement is a
vote; the majority of a pod's latest ones counts.
"""

from typing import Final

from monitor.wire.rsc import RscMeasurement

_RUNS_M_S: Final = 1.8
"""From here on people run. Rule of thumb: the gait changes near 2 m/s."""
_WALKS_M_S: Final = 0.5
"""What is slower says nothing."""
_RUNNERS_PER_MIN: Final = 120
"""Runners make more steps than this a minute, and fewer strides. Rule of thumb: 140 to 220 steps
are seen."""
_WALKERS_PER_MIN: Final = 75
"""The same of walkers. Rule of thumb: 85 to 135 steps."""
_MOST_VOTES: Final = 10


class RscCadence:
    """Follow what each pod counts.

    Examples
    --------
    >>> pods = RscCadence()
    >>> pods.steps_per_min("pod", RscMeasurement(3.0, 85))
    170.0
    >>> pods.steps_per_min("other", RscMeasurement(3.0, 170))
    170.0
    """

    def __init__(self) -> None:
        self._votes: dict[str, int] = {}

    def steps_per_min(self, sensor: str, measured: RscMeasurement) -> float | None:
        """Cadence in steps, or None where the runner stands."""
        per_min, speed_m_s = measured.cadence_per_min, measured.speed_m_s
        if not per_min:
            return None
        votes = self._votes.get(sensor, 0)
        if speed_m_s >= _WALKS_M_S:
            least = _RUNNERS_PER_MIN if speed_m_s >= _RUNS_M_S else _WALKERS_PER_MIN
            votes += 1 if per_min < least else -1
            votes = self._votes[sensor] = min(max(votes, -_MOST_VOTES), _MOST_VOTES)
        return 2.0 * per_min if votes > 0 else float(per_min)
