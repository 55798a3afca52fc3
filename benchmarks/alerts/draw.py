"""Runners and shoes with parameters drawn from ranges."""

from typing import Final

import numpy as np

from firmware_sim.scenario.model import Change, Climate, Person, Phase, Scenario, Shoe
from monitor.types import Gait

HOUR_S: Final = 3600.0
STRIKES: Final = ("rearfoot", "rearfoot", "midfoot", "forefoot")


def draw_person(rng: np.random.Generator, **known: float) -> Person:
    """Anybody."""
    return Person(
        mass_kg=rng.uniform(50.0, 95.0),
        height_m=rng.uniform(1.55, 1.95),
        strike=STRIKES[int(rng.integers(len(STRIKES)))],
        cadence_spm=rng.uniform(158.0, 182.0),
        variability=rng.uniform(0.012, 0.028),
        threshold_m_s=rng.uniform(3.9, 4.6),
        nerve_sensitivity=rng.uniform(0.7, 1.4),
        **known,
    )


def draw_shoe(rng: np.random.Generator, **known: float) -> Shoe:
    """A comfortable shoe."""
    drawn = {
        "lace_kpa": rng.uniform(4.5, 8.5),
        "lace_relaxation": rng.uniform(0.0, 0.12),
        "swelling_percent": rng.uniform(0.2, 1.2),
        "edge_kpa": rng.uniform(0.4, 1.5),
        "bulge_kpa": rng.uniform(3.0, 7.0),
    }
    return Shoe(**(drawn | known))


def draw_pace(rng: np.random.Generator) -> float:
    """An easy pace, m/s."""
    return float(rng.uniform(2.4, 3.1))


def draw_scenario(
    rng: np.random.Generator,
    name: str,
    hours: float,
    phases: list[Phase] | None = None,
    changes: list[Change] | None = None,
    shoes: tuple[Shoe, Shoe] | None = None,
    **person: float,
) -> Scenario:
    """A run of somebody, in mild weather, at a steady pace unless told otherwise."""
    left, right = shoes or (draw_shoe(rng), draw_shoe(rng))
    stand = Phase(duration_s=rng.uniform(5.0, 20.0), gait=Gait.STAND, speed_m_s=0.0)
    steady = [Phase(duration_s=1e5, speed_m_s=draw_pace(rng))]
    return Scenario(
        name=name,
        duration_s=hours * HOUR_S,
        runner=draw_person(rng, **person),
        left=left,
        right=right,
        climate=Climate(temperature_c=rng.uniform(6.0, 20.0)),
        phase=(stand, *(phases or steady)),
        change=tuple(changes or ()),
    )
