"""Tell whether it helped: pressure before and after, and what a closed window amounts to.

*Helped* needs a change of the thing itself, measured or reported, after the thing was done: a stop
or a walk was seen, or the pressure fell, or an OK came after either.
"""

from collections import deque
from dataclasses import dataclass
from statistics import median

from monitor.advice.concerns import Concern, OpenAdvice
from monitor.advice.ladder import CUES, FIT_KINDS
from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import threatens
from monitor.types import Action, OutcomeKind, Risk, Side, Stride


class InstepPressure:
    """How hard each shoe holds its foot in swing: median of the last strides, kPa."""

    def __init__(self, strides: int) -> None:
        self._last: dict[Side, deque[float]] = {side: deque(maxlen=strides) for side in Side}
        self._seen_s: dict[Side, float] = {}

    def see(self, stride: Stride) -> None:
        """Take a stride."""
        kpa = stride.load and stride.load.instep_swing_kpa
        if kpa is None:
            kpa = stride.load and stride.load.plantar_swing_kpa
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
class Seen:
    """What is known at the end of a window: pressure, and rest since the session's start."""

    now_s: float
    pressure: InstepPressure
    rested_s: float
    moving_known: bool

    def rested_since(self, advice: OpenAdvice) -> bool:
        """Whether the runner was seen to stop or to walk after a sentence."""
        return self.moving_known and self.rested_s > advice.rested_s


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an outcome window amounts to; ``unhelped`` lets the ladder go on."""

    kind: OutcomeKind
    evidence: str
    unhelped: bool


def verdict(concern: Concern, advice: OpenAdvice, seen: Seen, limits: AdviceLimits) -> Verdict:
    """Judge a sentence whose window has ended with its cause still there."""
    side = concern.side if advice.other is None else None
    after_kpa = seen.pressure.now_kpa(side, advice.spoken_s)
    before_kpa = advice.pressure_kpa
    if advice.action is Action.LOOSEN_LACES and before_kpa and after_kpa is not None:
        change_kpa = after_kpa - before_kpa
        text = f"pressure in swing {change_kpa:+.1f} kPa"
        if -change_kpa < limits.fell_fraction * before_kpa:
            return Verdict(OutcomeKind.IGNORED, text, unhelped=True)
        return Verdict(OutcomeKind.PRESSURE_FELL, text, unhelped=False)
    if concern.risk is not None and not concern.felt:
        return _zone(concern.risk, advice, limits)
    return _unmeasured(concern, advice, seen, limits)


def _zone(risk: Risk, advice: OpenAdvice, limits: AdviceLimits) -> Verdict:
    """Judge by where a risk went: a dose fades slowly, but it either rises or falls."""
    before, after = advice.level, risk.level
    if before is None or after is None:
        return Verdict(OutcomeKind.UNKNOWN, "the risk was not assessed", unhelped=False)
    text = f"risk {before:.2f}, now {after:.2f}"
    if after < before:
        return Verdict(OutcomeKind.RISK_FELL, text, unhelped=False)
    if not threatens(risk, limits):
        return Verdict(OutcomeKind.UNKNOWN, f"{text}, rising no more", unhelped=False)
    return Verdict(OutcomeKind.IGNORED, text, unhelped=True)


def _unmeasured(concern: Concern, advice: OpenAdvice, seen: Seen, limits: AdviceLimits) -> Verdict:
    """Judge by what the runner did and said, where nothing was measured."""
    if advice.action is Action.DRINK:
        return Verdict(OutcomeKind.UNKNOWN, "a drink takes long to show", unhelped=False)
    rested_s = seen.rested_s - advice.rested_s
    if advice.action in (Action.WALK, Action.STOP) and rested_s >= limits.walked_s:
        return Verdict(OutcomeKind.UNKNOWN, "rested; not known whether it helped", unhelped=False)
    if concern.felt:
        return Verdict(OutcomeKind.UNKNOWN, "no word from the runner", unhelped=False)
    return Verdict(OutcomeKind.IGNORED, "no change within the window", unhelped=True)


def relief(concern: Concern, advice: OpenAdvice, seen: Seen, limits: AdviceLimits) -> OutcomeKind:
    """Which success it is when the cause of a sentence has gone, or whether it went by itself."""
    needs_rest = advice.action not in CUES
    if advice.action is Action.DRINK or (concern.felt and needs_rest and not seen.moving_known):
        return OutcomeKind.UNKNOWN  # a drink takes long to show; or nobody can see a rest
    if advice.action is Action.STOP and not concern.felt:
        return OutcomeKind.UNKNOWN  # the foot lifts again, and nobody knows why
    # loosening, walking and stopping all require a pause in running
    undone = needs_rest and seen.moving_known and not seen.rested_since(advice)
    if undone or seen.now_s - advice.spoken_s < limits.passed_s:
        return OutcomeKind.PASSED
    if concern.felt:
        return OutcomeKind.SYMPTOM_EASED
    if concern.cause is None:
        return OutcomeKind.RISK_FELL
    return OutcomeKind.PRESSURE_FELL if concern.cause in FIT_KINDS else OutcomeKind.GAIT_RECOVERED
