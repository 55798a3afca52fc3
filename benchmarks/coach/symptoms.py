"""Runs of listening runners: a cause, a symptom model and a way to listen, each drawn."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from msgspec import structs

from benchmarks.coach import draw
from benchmarks.coach.listener import EARS, Run, listened
from benchmarks.coach.measured import MEASURED
from firmware_sim.scenario.model import Change, Scenario, Shoe
from monitor.settings.athlete import Athlete

DURATION_S: Final = 1800.0
CREEP: Final = "laces creep up"
KEEN: Final = (1.0, 2.0)
"""Sensitivity of the nerves of whom creeping laces trouble: no detector speaks of them."""
EARLIER: Final = 2
"""So many earlier runs taught the profile of a runner who is known."""
ANEW_S, ANEW_KPA = 180.0, 0.5
"""By so much, at most, an earlier run's onset and how its laces were tied differ from today's."""
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


def _creep(rng: Rng) -> Fit:
    """Snug laces that creep up by less than is called tight, on one foot or both."""
    shoe = draw.shoe(rng, lace_kpa=float(rng.uniform(6.5, 9.5)))
    at_s, ramp_s = draw.onset_s(rng, 0.5, 10.0), float(rng.uniform(300.0, 900.0))
    to_kpa = shoe.lace_kpa + float(rng.uniform(3.0, 5.0))
    return shoe, shoe, draw.on_feet(rng, "lace_kpa", to_kpa, at_s, ramp_s)[0]


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
    CREEP: _creep,
}


def scenario(cause: str, seed: int) -> Scenario:
    """One run: anybody, anywhere, with one cause or several."""
    rng = np.random.default_rng([seed, *cause.encode()])
    left, right, changes = CAUSES[cause](rng)
    pace = draw.pace_m_s(rng)
    keen = {"nerve_sensitivity": float(rng.uniform(*KEEN))} if cause == CREEP else {}
    return Scenario(
        name=cause,
        duration_s=DURATION_S,
        runner=draw.person(rng, pace, **keen),
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


def known(run: Run) -> Run:
    """The same runner after earlier runs, played in full, of the same trouble on other days."""
    profile = run.profile
    for day in range(1, EARLIER + 1):
        before = replace(run, scenario=_earlier(run, day), day=day, profile=profile)
        profile = listened(before).profile
    return replace(run, profile=profile)


def _earlier(run: Run, day: int) -> Scenario:
    """Another day: another course and weather, laces tied anew, and trouble at another minute."""
    today = run.scenario
    rng = np.random.default_rng([run.seed, day, *today.name.encode()])
    tied_kpa, later_s = rng.uniform(-ANEW_KPA, ANEW_KPA), rng.uniform(-ANEW_S, ANEW_S)
    return structs.replace(
        today,
        left=structs.replace(today.left, lace_kpa=today.left.lace_kpa + tied_kpa),
        right=structs.replace(today.right, lace_kpa=today.right.lace_kpa + tied_kpa),
        climate=draw.climate(rng),
        phase=draw.course(rng, today.phase[1].speed_m_s),
        change=tuple(structs.replace(c, at_s=max(0.0, c.at_s + later_s)) for c in today.change),
    )
