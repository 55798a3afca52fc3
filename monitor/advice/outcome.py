"""Tell whether it helped: pressure before and after, and what a closed window amounts to.

*Helped* needs a change of the thing itself, measured or reported, after the thing was done: a stop
or a walk was seen, or the pressure fell, or an OK came after either.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.advice.concerns import Concern, OpenAdvice
from monitor.advice.ladder import CUES, FIT_KINDS
from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import threatens
from monitor.advice.shoe_pressure import InstepPressure, Level, comparable
from monitor.types import Action, OutcomeKind, Risk, Side


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
    """What an outcome window amounts to; ``unhelped`` lets the ladder go on.

    ``pressed``: it was judged by the pressure of the shoe.
    """

    kind: OutcomeKind
    evidence: str
    unhelped: bool
    pressed: bool = False


def verdict(concern: Concern, advice: OpenAdvice, seen: Seen, limits: AdviceLimits) -> Verdict:
    """Judge a sentence whose window has ended with its cause still there."""
    side = concern.side if advice.other is None else None
    now = seen.pressure.now(side, advice.spoken_s)
    before = {one: level for one, level in advice.pressures.items() if side in (None, one)}
    if advice.action is Action.LOOSEN_LACES and any(comparable(before, now)):
        anyone = side is None and not (concern.both or advice.other)
        return _pressed(before, now, limits, anyone=anyone)
    if concern.risk is not None and not concern.felt:
        return _zone(concern.risk, advice, seen, limits)
    return _unmeasured(concern, advice, seen, limits)


def _pressed(
    before: dict[Side, Level], now: dict[Side, Level], limits: AdviceLimits, *, anyone: bool
) -> Verdict:
    """Judge by the pressure: that of each foot must fall, or of ``anyone`` where none was said."""
    sides = [*comparable(before, now)]
    fell = [before[one].fell_to(now[one], limits.fell_fraction) for one in sides]
    feet = len(before) > 1
    text = "pressure in swing " + ", ".join(
        f"{now[one].kpa - before[one].kpa:+.1f} kPa" + (f" {one}" if feet else "") for one in sides
    )
    if not (any(fell) if anyone else all(fell)):
        return Verdict(OutcomeKind.IGNORED, text, unhelped=True, pressed=True)
    if len(sides) < len(before) and not anyone:
        return Verdict(OutcomeKind.UNKNOWN, f"{text}, the other not measured", unhelped=False)
    return Verdict(OutcomeKind.PRESSURE_FELL, text, unhelped=False)


def presses_on(
    side: Side, told: Iterable[OpenAdvice], pressure: InstepPressure, limits: AdviceLimits
) -> bool:
    """Whether the strides since the last stop show no fall, after loosening was asked for."""
    fell = []
    for advice in told:
        now = pressure.since_stop(side, advice.spoken_s)
        if advice.action is Action.LOOSEN_LACES and side in comparable(advice.pressures, now):
            fell.append(advice.pressures[side].fell_to(now[side], limits.fell_fraction))
    return bool(fell) and not any(fell)


def _zone(risk: Risk, advice: OpenAdvice, seen: Seen, limits: AdviceLimits) -> Verdict:
    """Judge by where a risk went: a dose fades slowly, but it either rises or falls."""
    before, after = advice.level, risk.level
    if before is None or after is None:
        return Verdict(OutcomeKind.UNKNOWN, "the risk was not assessed", unhelped=False)
    text = f"risk {before:.2f}, now {after:.2f}"
    if risk.coverage < advice.coverage - limits.coverage_held:
        return Verdict(OutcomeKind.UNKNOWN, f"{text}, of less that is measured", unhelped=False)
    done = _was_done(advice, seen, limits)
    if before - after >= limits.risk_fell * before:
        kinds = {True: OutcomeKind.RISK_FELL, False: OutcomeKind.PASSED, None: OutcomeKind.UNKNOWN}
        return Verdict(kinds[done], text, unhelped=False)
    if (after < before and done) or not threatens(risk, limits):
        return Verdict(OutcomeKind.UNKNOWN, f"{text}, rising no more", unhelped=False)
    return Verdict(OutcomeKind.IGNORED, text, unhelped=True)


def _was_done(advice: OpenAdvice, seen: Seen, limits: AdviceLimits) -> bool | None:
    """Whether there was the rest that a sentence asks for; None: nobody could see one."""
    if advice.action in CUES:
        return True
    if not seen.moving_known:
        return None
    walks = advice.action in (Action.WALK, Action.STOP)
    least_s = limits.walked_s if walks else limits.at_laces_s
    return seen.rested_s - advice.rested_s >= least_s


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
    # loosening, walking and stopping all require a pause in running; what only the runner can
    # tell, a pause that is long enough
    if concern.felt:
        undone = _was_done(advice, seen, limits) is False
    else:
        undone = needs_rest and seen.moving_known and not seen.rested_since(advice)
    if undone or seen.now_s - advice.spoken_s < limits.passed_s:
        return OutcomeKind.PASSED
    if concern.felt:
        return OutcomeKind.SYMPTOM_EASED
    if concern.cause is None:
        return OutcomeKind.RISK_FELL
    return OutcomeKind.PRESSURE_FELL if concern.cause in FIT_KINDS else OutcomeKind.GAIT_RECOVERED
