"""Did it help? Pressure before and after, and what a closed window amounts to."""

from collections import deque
from dataclasses import dataclass
from statistics import median

from monitor.advice_concerns import FIT_KINDS, Concern, OpenAdvice
from monitor.limits.advice import AdviceLimits
from monitor.types import Action, OutcomeKind, Side, Stride


class Clamp:
    """How hard each shoe holds its foot in swing: median of the last strides, kPa."""

    def __init__(self, strides: int) -> None:
        self._last: dict[Side, deque[float]] = {side: deque(maxlen=strides) for side in Side}
        self._seen_s: dict[Side, float] = {}

    def see(self, stride: Stride) -> None:
        """Take a stride."""
        kpa = stride.instep_swing_kpa
        if kpa is None:
            kpa = stride.plantar_swing_kpa
        if kpa is not None:
            self._last[stride.side].append(kpa)
            self._seen_s[stride.side] = stride.next_ic_s

    def now_kpa(self, side: Side | None, after_s: float | None = None) -> float | None:
        """Pressure of a foot (the tighter of both), if measured after an instant."""
        sides = tuple(Side) if side is None else (side,)
        levels = [
            median(self._last[s])
            for s in sides
            if s in self._seen_s and (after_s is None or self._seen_s[s] > after_s)
        ]
        return max(levels) if levels else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an outcome window amounts to; ``unhelped`` lets the ladder go on."""

    kind: OutcomeKind
    evidence: str
    unhelped: bool


def verdict(concern: Concern, advice: OpenAdvice, clamp: Clamp, limits: AdviceLimits) -> Verdict:
    """Judge a sentence whose window has ended with its cause still there."""
    after_kpa = clamp.now_kpa(concern.side, advice.spoken_s)
    before_kpa = advice.pressure_kpa
    if advice.action is Action.LOOSEN_LACES and before_kpa and after_kpa is not None:
        change_kpa = after_kpa - before_kpa
        text = f"pressure in swing {change_kpa:+.1f} kPa"
        if advice.felt_again or -change_kpa < limits.fell_fraction * before_kpa:
            return Verdict(OutcomeKind.IGNORED, text, unhelped=True)
        return Verdict(OutcomeKind.PRESSURE_FELL, text, unhelped=False)
    return _unmeasured(concern, advice)


def _unmeasured(concern: Concern, advice: OpenAdvice) -> Verdict:
    """Judge by what the runner did and said, where no pressure was measured."""
    if advice.felt_again:
        return Verdict(OutcomeKind.IGNORED, "the symptom was reported again", unhelped=True)
    if advice.action is Action.DRINK:
        return Verdict(OutcomeKind.UNKNOWN, "a drink takes long to show", unhelped=False)
    if advice.walked and advice.action in (Action.WALK, Action.STOP):
        return Verdict(OutcomeKind.UNKNOWN, "rested; not known whether it helped", unhelped=False)
    if concern.felt:
        return Verdict(OutcomeKind.UNKNOWN, "no word from the runner", unhelped=True)
    return Verdict(OutcomeKind.IGNORED, "no change within the window", unhelped=True)


def relief(concern: Concern) -> OutcomeKind:
    """Which success it is when the cause of a sentence has gone."""
    if concern.felt:
        return OutcomeKind.SYMPTOM_EASED
    if concern.cause is None or concern.cause in FIT_KINDS:
        return OutcomeKind.PRESSURE_FELL
    return OutcomeKind.GAIT_RECOVERED
