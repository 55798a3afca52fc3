"""Which reports of the runner need a clinician? Pain that rest does not ease, numb long after."""

from monitor.limits.advice import AdviceLimits
from monitor.types import Feeling, Gait, GaitChange, Side, Symptom


class RedFlags:
    """Follow what the runner reports against how long the runner has rested."""

    def __init__(self, limits: AdviceLimits) -> None:
        self._limits = limits
        self._resting_since_s: float | None = None
        self._rested_s = 0.0
        self._pain_rested_s: dict[Side, float] = {}
        self._stopped_s: float | None = None

    def move(self, change: GaitChange) -> None:
        """Take a change of gait: walking and standing are rest."""
        if change.gait is Gait.RUN:
            self._rested_s = self._rest_s(change.t_s)
            self._resting_since_s = None
        elif self._resting_since_s is None:
            self._resting_since_s = change.t_s
        if change.gait is not Gait.STAND:
            self._stopped_s = None
        elif self._stopped_s is None:
            self._stopped_s = change.t_s

    def tap(self, symptom: Symptom) -> str | None:
        """Take a report; the reason to see a clinician, if it is one."""
        if symptom.feeling is Feeling.OK:
            for place in tuple(Side) if symptom.side is None else (symptom.side,):
                self._pain_rested_s.pop(place, None)
            return None
        if symptom.feeling is not Feeling.PAIN:
            return None
        rested_s = self._rest_s(symptom.t_s)
        places = tuple(Side) if symptom.side is None else (symptom.side,)
        before_s = min(self._pain_rested_s.setdefault(place, rested_s) for place in places)
        if rested_s - before_s < self._limits.rest_s:
            return None
        return f"pain again after {rested_s - before_s:.0f} s of rest"

    def numb_after_stop(self, now_s: float) -> str | None:
        """Return the reason, if the runner stopped long ago; to ask while a symptom lasts."""
        if self._stopped_s is None or now_s - self._stopped_s < self._limits.numb_after_stop_s:
            return None
        return f"not right {(now_s - self._stopped_s) / 60.0:.0f} min after stopping"

    def _rest_s(self, now_s: float) -> float:
        """Rest since the session's start."""
        if self._resting_since_s is None:
            return self._rested_s
        return self._rested_s + now_s - self._resting_since_s
