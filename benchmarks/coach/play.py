"""Play a run with something to find, or with nothing, through the product; keep what was said."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.coach.case import CoachCase
from benchmarks.coach.truth import (
    DRIFT_BPM,
    RISE_KPA,
    drifted_bpm,
    first_s,
    pressed_kpa,
    swollen_kpa,
)
from firmware_sim.runner.runner import Slow
from firmware_sim.table import join, take
from firmware_sim.truth.strides import StrideRun
from monitor.detectors.limits import DetectorLimits
from monitor.pipeline.coach import Coach
from monitor.profile import AthleteProfile
from monitor.types import (
    Advice,
    Finding,
    FindingKind,
    Outcome,
    Side,
    Symptom,
)


@dataclass(slots=True)
class Truth:
    """What the judge needs of the truth, a value every ten seconds."""

    t_s: np.ndarray
    pressed_kpa: dict[Side, np.ndarray]
    drifted_bpm: np.ndarray
    fatigue: np.ndarray
    swollen_kpa: dict[Side, np.ndarray]


@dataclass(slots=True)
class Found:
    """One run, condensed."""

    case: CoachCase
    hours: float
    at_s: dict[Side | None, float | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    truth: Truth | None = None


def play(case: CoachCase) -> Found:
    """Simulate a run at stride level and listen."""
    found = Found(case, case.scenario.duration_s / 3600.0)
    coach = Coach(DetectorLimits(), profile=taught(case))
    slow: list[Slow] = []
    run = StrideRun(case.scenario, case.seed, case.sensing)
    for claim in _claims(run, coach, slow):
        match claim:
            case Finding():
                found.findings.append(claim)
            case Advice():
                found.advice.append(claim)
            case Outcome():
                found.outcomes.append(claim)
            case _:
                pass
    whole = join([slow[0], *(take(piece, slice(1, None)) for piece in slow[1:])])
    whole = take(whole, slice(int(case.scenario.duration_s) + 1))  # slabs go on beyond the end
    found.at_s = _caused_s(case, whole)
    found.truth = Truth(
        whole.t_s[::10],
        {side: pressed_kpa(whole, side)[::10] for side in Side},
        drifted_bpm(whole, case.scenario)[::10],
        whole.fatigue[::10],
        {side: swollen_kpa(whole, case.scenario, side)[::10] for side in Side},
    )
    return found


def taught(case: CoachCase) -> AthleteProfile | None:
    """What earlier runs left in the profile."""
    profile: AthleteProfile | None = None
    for number, scenario in enumerate(case.before):
        coach = Coach(profile=profile)
        seed = case.seed + 1_000_000 * (number + 1)
        for _ in _claims(StrideRun(scenario, seed, case.sensing), coach, []):
            pass
        profile = coach.profile
    return profile


def _claims(run: StrideRun, coach: Coach, slow: list[Slow]) -> Iterable[object]:
    """Everything that the coach claims; taps are left out, for these runners feel nothing."""
    for stretch in run.stretches():
        slow.append(stretch.slow)
        for event in stretch.events:
            if not isinstance(event, Symptom):
                yield from coach.push(event)
    yield from coach.finish()


def _caused_s(case: CoachCase, slow: Slow) -> dict[Side | None, float | None]:
    """When what is to be found was truly there, by foot where it has one."""
    if case.target is FindingKind.LACING and case.at_s is None:
        return {side: first_s(slow, pressed_kpa(slow, side) > RISE_KPA) for side in case.sides}
    if case.target is FindingKind.CARDIAC_DRIFT:
        late = slow.t_s >= (case.at_s or 0.0)
        return {None: first_s(slow, late & (drifted_bpm(slow, case.scenario) > DRIFT_BPM))}
    sides: tuple[Side | None, ...] = case.sides or (None,)
    return {} if case.target is None else dict.fromkeys(sides, case.at_s)
