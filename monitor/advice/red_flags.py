"""Which reports of the runner need a clinician? Pain that rest does not ease, numb long after."""

from monitor.advice.activity import Motion
from monitor.advice.limits import AdviceLimits
from monitor.types import Feeling, Side, Symptom


class RedFlags:
    """Follow what the runner reports against how long the runner has rested."""

    def __init__(self, limits: AdviceLimits, motion: Motion) -> None:
        self._limits = limits
        self._motion = motion
        self._pain_rested_s: dict[Side, float] = {}

    def tap(self, symptom: Symptom) -> str | None:
        """Take a report; why it is pain that rest does not ease, if it is that."""
        places = tuple(Side) if symptom.side is None else (symptom.side,)
        if symptom.feeling is Feeling.OK:
            for place in places:
                self._pain_rested_s.pop(place, None)
            return None
        if symptom.feeling is not Feeling.PAIN:
            return None
        rested_s = self._motion.rested_s(symptom.t_s)
        before_s = min(self._pain_rested_s.setdefault(place, rested_s) for place in places)
        if rested_s - before_s < self._limits.rest_s:
            return None
        return f"pain again after {rested_s - before_s:.0f} s of rest"

    def numb_after_running(self, now_s: float) -> str | None:
        """Say how long ago running ended, if too long; to ask while a symptom lasts."""
        ended_s = self._motion.stopped_running_s(now_s)
        if ended_s is None or now_s - ended_s < self._limits.numb_after_stop_s:
            return None
        return f"not right {(now_s - ended_s) / 60.0:.0f} min after running"
