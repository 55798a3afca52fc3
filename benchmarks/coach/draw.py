"""Draw runners who listen, from wider ranges than the detectors were tuned on."""

from collections.abc import Callable
from typing import Final

import numpy as np

from firmware_sim.scenario.model import Change, Climate, Person, Phase, Scenario, Shoe
from monitor.types import Gait

DURATION_S: Final = 2400.0
UNSEEN: Final = 500_000
"""Seeds from here on were never looked at while tuning."""


def comfortable(rng: np.random.Generator) -> tuple[Shoe, Shoe, list[Change]]:
    """Shoes that are fine, snug ones included."""
    shoe = _shoe(rng, edge_kpa=float(rng.uniform(0.4, 2.6)))
    return shoe, shoe, []


def tight_later(rng: np.random.Generator) -> tuple[Shoe, Shoe, list[Change]]:
    """Laces of one foot or both that tighten, at once or slowly."""
    shoe = _shoe(rng)
    return shoe, shoe, _on_feet(rng, "lace_kpa", float(rng.uniform(15.0, 24.0)))


def tight_from_start(rng: np.random.Generator) -> tuple[Shoe, Shoe, list[Change]]:
    """Laces of one foot that are tied too tightly."""
    tight, fine = _shoe(rng, lace_kpa=float(rng.uniform(18.0, 24.0))), _shoe(rng)
    return (tight, fine, []) if rng.random() < 0.5 else (fine, tight, [])


def narrow(rng: np.random.Generator) -> tuple[Shoe, Shoe, list[Change]]:
    """Shoes that are too narrow."""
    shoe = _shoe(rng, edge_kpa=float(rng.uniform(5.0, 10.0)))
    return shoe, shoe, []


CAUSES: Final[dict[str, Callable[[np.random.Generator], tuple[Shoe, Shoe, list[Change]]]]] = {
    "comfortable": comfortable,
    "laces tighten": tight_later,
    "tight from the start": tight_from_start,
    "narrow shoe": narrow,
}


def scenario(cause: str, seed: int) -> Scenario:
    """One run: anybody, anywhere, with one cause."""
    rng = np.random.default_rng([seed, *cause.encode()])
    left, right, changes = CAUSES[cause](rng)
    return Scenario(
        name=cause,
        duration_s=DURATION_S,
        runner=Person(
            mass_kg=float(rng.uniform(42.0, 135.0)),
            height_m=float(rng.uniform(1.5, 2.0)),
            strike=("rearfoot", "midfoot", "forefoot")[int(rng.integers(3))],
            cadence_spm=float(rng.uniform(150.0, 195.0)),
            threshold_m_s=float(rng.uniform(3.6, 5.2)),
            nerve_sensitivity=float(rng.uniform(0.7, 1.4)),
        ),
        left=left,
        right=right,
        climate=Climate(temperature_c=float(rng.uniform(-5.0, 33.0))),
        phase=tuple(_plan(rng)),
        change=tuple(changes),
    )


def _shoe(rng: np.random.Generator, **known: float) -> Shoe:
    drawn = {
        "lace_kpa": float(rng.uniform(4.5, 8.5)),
        "lace_relaxation": float(rng.uniform(0.0, 0.12)),
        "swelling_percent": float(rng.uniform(0.2, 1.5)),
        "edge_kpa": float(rng.uniform(0.4, 2.0)),
        "bulge_kpa": float(rng.uniform(3.0, 7.0)),
    }
    return Shoe(**(drawn | known))


def _on_feet(rng: np.random.Generator, quantity: str, to: float) -> list[Change]:
    at_s, over_s = float(rng.uniform(60.0, 1500.0)), float(rng.choice([0.0, 60.0, 400.0]))
    sides = (("left",), ("right",), ("left", "right"))[int(rng.integers(3))]
    return [
        Change(at_s=at_s, over_s=over_s, quantity=quantity, to=to, side=side)  # type: ignore[arg-type]  # names from a table; msgspec checks them
        for side in sides
    ]


def _plan(rng: np.random.Generator) -> list[Phase]:
    """Steady, intervals, hills, or stops at traffic lights."""
    pace = float(rng.uniform(2.2, 3.8))
    stand = Phase(duration_s=float(rng.uniform(5.0, 20.0)), gait=Gait.STAND, speed_m_s=0.0)
    kind = int(rng.integers(4))
    if kind == 0:
        return [stand, Phase(duration_s=1e5, speed_m_s=pace)]
    phases = [stand, Phase(duration_s=float(rng.uniform(200.0, 500.0)), speed_m_s=pace)]
    for _ in range(12):
        for_s = float(rng.uniform(120.0, 300.0))
        if kind == 1:
            phases.append(Phase(duration_s=for_s, speed_m_s=pace * float(rng.uniform(0.85, 1.2))))
        elif kind == 2:
            slope = float(rng.uniform(-0.05, 0.05))
            phases.append(Phase(duration_s=for_s, speed_m_s=pace, slope=slope))
        else:
            phases.append(Phase(duration_s=for_s, speed_m_s=pace))
            stop_s = float(rng.uniform(15.0, 60.0))
            phases.append(Phase(duration_s=stop_s, gait=Gait.STAND, speed_m_s=0.0))
    return [*phases, Phase(duration_s=1e5, speed_m_s=pace)]
