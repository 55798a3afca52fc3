"""Runs of listening runners: a cause, a symptom model and a way to listen, each drawn."""

from collections.abc import Callable
from typing import Final

import numpy as np
from msgspec import structs

from benchmarks.coach import draw
from benchmarks.coach.listener import EARS, Run
from benchmarks.coach.measured import MEASURED
from firmware_sim.scenario.model import Change, Scenario, Shoe
from monitor.settings.athlete import Athlete

DURATION_S: Final = 1800.0
Rng = np.random.Generator
Fit = tuple[Shoe, Shoe, list[Change]]


def _comfortable(rng: Rng) -> Fit:
    """Shoes that are fine, snug ones included."""
    shoe = draw.shoe(rng)
    return shoe, shoe, []


def _tighten(rng: Rng) -> Fit:
    """Laces of one foot or both that tighten, at once or slowly."""
    shoe = draw.shoe(rng)
    at_s, to_kpa = draw.onset_s(rng, 0.5, 20.0), float(rng.uniform(15.0, 24.0))
    return shoe, shoe, draw.on_feet(rng, "lace_kpa", to_kpa, at_s, draw.over_s(rng))[0]


def _tight(rng: Rng) -> Fit:
    """Laces of one foot that are tied too tightly."""
    tight = draw.shoe(rng, lace_kpa=float(rng.uniform(18.0, 24.0)))
    fine = draw.shoe(rng)
    return (tight, fine, []) if rng.random() < 0.5 else (fine, tight, [])


def _narrow(rng: Rng) -> Fit:
    """Shoes that are too narrow."""
    shoe = draw.shoe(rng, edge_kpa=float(rng.uniform(5.0, 10.0)))
    return shoe, shoe, []


def _several(rng: Rng) -> Fit:
    """Laces that tighten in a narrow shoe, and steps that grow long."""
    shoe = draw.shoe(rng, edge_kpa=float(rng.uniform(4.0, 8.0)))
    at_s, to_kpa = draw.onset_s(rng, 1.0, 15.0), float(rng.uniform(14.0, 20.0))
    changes, _ = draw.on_feet(rng, "lace_kpa", to_kpa, at_s, draw.over_s(rng))
    long = Change(at_s=draw.onset_s(rng, 10.0, 20.0), quantity="overstride_m", to=0.05)
    return shoe, shoe, [*changes, long]


CAUSES: Final[dict[str, Callable[[Rng], Fit]]] = {
    "comfortable": _comfortable,
    "laces tighten": _tighten,
    "tight from the start": _tight,
    "narrow shoe": _narrow,
    "several at once": _several,
}


def scenario(cause: str, seed: int) -> Scenario:
    """One run: anybody, anywhere, with one cause or several."""
    rng = np.random.default_rng([seed, *cause.encode()])
    left, right, changes = CAUSES[cause](rng)
    pace = draw.pace_m_s(rng)
    return Scenario(
        name=cause,
        duration_s=DURATION_S,
        runner=draw.person(rng, pace),
        left=left,
        right=right,
        climate=draw.climate(rng),
        phase=draw.course(rng, pace),
        change=tuple(changes),
    )


def run_of(cause: str, model: str, ear: str, seed: int) -> Run:
    """A runner with a cause, a symptom model and a way to listen."""
    athlete = Athlete(reduced_feeling=ear == "feels no pressure")
    sensing = structs.replace(MEASURED, loss=0.0)
    return Run(scenario(cause, seed), seed, model, EARS[ear], sensing, athlete)
