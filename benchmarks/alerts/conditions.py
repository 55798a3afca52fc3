"""Conditions of a run: pace, hills, lost packets, a missing sensor."""

from dataclasses import replace
from typing import Final

import numpy as np
from msgspec import structs

from benchmarks.alerts.case import HILLS, LOSS, MISSING, PACE, Case
from firmware_sim.scenario.model import Phase
from monitor.types import Side

PHASES: Final = 20
"""Pieces of a changing run; more than any run has time for."""


def any_side(rng: np.random.Generator) -> Side:
    """One foot or the other."""
    return Side.LEFT if rng.random() < 0.5 else Side.RIGHT


def paced(rng: np.random.Generator, pace_m_s: float) -> list[Phase]:
    """Pace changes of up to a tenth."""
    phases = [Phase(duration_s=rng.uniform(600.0, 900.0), speed_m_s=pace_m_s)]
    phases += [
        Phase(duration_s=rng.uniform(120.0, 400.0), speed_m_s=pace_m_s * rng.uniform(0.9, 1.1))
        for _ in range(PHASES)
    ]
    return phases


def rolling(rng: np.random.Generator, pace_m_s: float) -> list[Phase]:
    """Hills of up to 6 %."""
    phases = [Phase(duration_s=rng.uniform(300.0, 700.0), speed_m_s=pace_m_s)]
    for _ in range(PHASES):
        slope = rng.uniform(-0.06, 0.06)
        speed = pace_m_s * (1.0 - 2.0 * max(slope, 0.0))
        phases.append(Phase(duration_s=rng.uniform(90.0, 300.0), speed_m_s=speed, slope=slope))
    return phases


def without_one_sensor(case: Case, rng: np.random.Generator) -> Case:
    """Without IMUs, without insoles, or without one whole foot."""
    which = case.seed % 4
    sensing = structs.replace(case.sensing, imu=which != 0, insole=which != 1)
    missing = any_side(rng) if which > 1 else None
    return replace(case, sensing=sensing, missing=missing)


def under(case: Case, condition: str, rng: np.random.Generator) -> Case:
    """The same run under a condition."""
    stand, steady = case.scenario.phase[:2]
    if condition == PACE:
        case = _on(case, (stand, *paced(rng, steady.speed_m_s)))
    elif condition == HILLS:
        case = _on(case, (stand, *rolling(rng, steady.speed_m_s)))
    elif condition == LOSS:
        loss = float(rng.uniform(0.03, 0.2))
        case = replace(case, sensing=structs.replace(case.sensing, loss=loss))
    elif condition == MISSING:
        case = without_one_sensor(case, rng)
    return replace(case, condition=condition)


def _on(case: Case, phases: tuple[Phase, ...]) -> Case:
    return replace(case, scenario=structs.replace(case.scenario, phase=phases))
