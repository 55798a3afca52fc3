"""Offer a walk before the usual minute of the first symptom; it needs no sensor.

After three runs with a reported onset, a walk is offered at 70 % of the runner's usual minutes. A
run that got beyond the usual minutes without a report lets the next walk come a little later; a run
with a report brings it back.
"""

from statistics import median

from monitor.advice.activity import Motion
from monitor.advice.limits import AdviceLimits
from monitor.advice.oks import covers_all
from monitor.profile import OnsetState
from monitor.types import Feeling, Symptom
from monitor.units import S_PER_MIN

FELT = frozenset({Feeling.NUMB, Feeling.TINGLING})


class EarlyWalk:
    """Follow the minutes since the start, or since the last rest."""

    def __init__(
        self, limits: AdviceLimits, motion: Motion, before: OnsetState | None = None
    ) -> None:
        self._limits = limits
        self._motion = motion
        self._before = before or OnsetState(share=limits.early_share)
        self._start_s: float | None = None
        self._now_s = 0.0
        self._felt: list[Symptom] = []
        self._from_s: float | None = None

    @property
    def usual_s(self) -> float | None:
        """Usual time to the first symptom; None before enough runs said so."""
        minutes = self._before.minutes
        if len(minutes) < self._limits.early_runs:
            return None
        return S_PER_MIN * median(minutes)

    def see(self, symptom: Symptom) -> None:
        """Take a report; one that is taken back at once was a tap by mistake."""
        if symptom.feeling in FELT:
            self._felt.append(symptom)
        elif symptom.feeling is Feeling.OK and len(self._felt) == 1:
            passed_s = symptom.t_s - self._felt[0].t_s
            if 0.0 <= passed_s < self._limits.passed_s and covers_all(symptom, self._felt[0]):
                self._felt.clear()

    @property
    def _felt_s(self) -> float | None:
        """When something was first felt, if it was."""
        return min((one.t_s for one in self._felt), default=None)

    def due(self, now_s: float) -> bool:
        """Let time pass; whether a walk should be offered now, until it is."""
        if self._start_s is None:
            self._start_s = self._from_s = now_s
        self._now_s = now_s
        usual_s = self.usual_s
        if usual_s is None or self._felt_s is not None or self._from_s is None:
            return False
        rests_from_s = self._motion.rest_began_s
        if rests_from_s is not None:
            if now_s - rests_from_s >= self._limits.walked_s:
                self._from_s = now_s
            return False
        return now_s - self._from_s >= self._before.share * usual_s

    def offered(self, now_s: float) -> None:
        """Take note that a walk was offered; not again in this stretch."""
        self._from_s = now_s

    def state(self) -> OnsetState | None:
        """Return what to keep; None where nothing was ever reported."""
        if self._felt_s is not None and self._start_s is not None:
            minutes = (self._felt_s - self._start_s) / S_PER_MIN
            if minutes > 0.0:
                kept = (*self._before.minutes, minutes)[-self._limits.early_kept :]
                return OnsetState(minutes=kept, share=self._limits.early_share)
        share, usual_s = self._before.share, self.usual_s
        if usual_s is not None and self._now_s - (self._start_s or 0.0) > usual_s:
            share = min(1.0, share + self._limits.early_longer)
        state = OnsetState(minutes=self._before.minutes, share=share)
        return state if state.minutes else None
