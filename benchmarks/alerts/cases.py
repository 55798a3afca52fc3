"""The runs that the alerts are scored on: families of scenarios, parameters drawn from ranges."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from msgspec import structs

from benchmarks.alerts import causes
from benchmarks.alerts.case import (
    CONDITIONS,
    FRESH,
    HILLS,
    LOSS,
    MISSING,
    PACE,
    Case,
    Cause,
    foot_name,
)
from benchmarks.alerts.conditions import any_side, paced, rolling, under
from benchmarks.alerts.draw import draw_pace, draw_person, draw_scenario, draw_shoe
from firmware_sim.scenario.model import Change, Person, Scenario, Shoe
from firmware_sim.truth.strides import Sensing
from monitor.types import FindingKind, Side

EARLIER_RUNS = 4
TIGHT_SHARE = 0.7


def fresh(seed: int, rng: np.random.Generator) -> Case:
    """Steady easy running: nothing to say."""
    return Case(FRESH, seed, draw_scenario(rng, "fresh", 1.0))


def paces(seed: int, rng: np.random.Generator) -> Case:
    """Easy running with pace changes of up to a tenth."""
    phases = paced(rng, draw_pace(rng))
    return Case(PACE, seed, draw_scenario(rng, "paces", 1.0, phases))


def hills(seed: int, rng: np.random.Generator) -> Case:
    """Rolling hills of up to 6 %."""
    phases = rolling(rng, draw_pace(rng))
    return Case(HILLS, seed, draw_scenario(rng, "hills", 1.0, phases))


def lossy(seed: int, rng: np.random.Generator) -> Case:
    """Easy running with many strides across gaps."""
    sensing = Sensing(loss=float(rng.uniform(0.03, 0.2)))
    return Case(LOSS, seed, draw_scenario(rng, "lossy", 1.0), sensing)


def one_sensor_missing(seed: int, rng: np.random.Generator) -> Case:
    """Easy running without IMU, insole, or one whole foot."""
    which = seed % 4
    sensing = Sensing(imu=which != 0, insole=which != 1)
    missing = any_side(rng) if which > 1 else None
    return Case(MISSING, seed, draw_scenario(rng, "missing", 1.0), sensing, missing)


def no_instep(seed: int, rng: np.random.Generator) -> Case:
    """Easy running without instep cells."""
    return Case("no instep", seed, draw_scenario(rng, "no instep", 1.0), Sensing(instep=False))


def numb(seed: int, rng: np.random.Generator) -> Case:
    """A runner whose laces may be anything, and whose foot may go numb: for risk."""
    person = draw_person(rng, forget=float(rng.uniform(0.0, 0.3)))
    usual = {side: draw_shoe(rng) for side in Side}
    runs = [_laced(rng, person, usual) for _ in range(EARLIER_RUNS + 1)]
    laced = tuple(
        Cause(FindingKind.LACING, Side(change.side), change.at_s)
        for change in runs[-1].change
        if change.side
    )
    return Case("numbness", seed, runs[-1], before=tuple(runs[:-1]), also=laced)


def _laced(rng: np.random.Generator, person: Person, usual: dict[Side, Shoe]) -> Scenario:
    """One run of a runner who laces about as usual, and too tight at times."""
    changes, shoes = [], []
    for side in Side:
        start_kpa = usual[side].lace_kpa + float(rng.normal(0.0, 0.6))
        shoes.append(structs.replace(usual[side], lace_kpa=start_kpa))
        if rng.random() < TIGHT_SHARE:
            changes.append(
                Change(
                    at_s=float(rng.uniform(240.0, 900.0)),
                    over_s=float(rng.uniform(10.0, 600.0)),
                    quantity="lace_kpa",
                    to=start_kpa + float(rng.uniform(0.0, 18.0)),
                    side=foot_name(side),
                )
            )
    scenario = draw_scenario(rng, "numb", 0.7, changes=changes, shoes=(shoes[0], shoes[1]))
    return structs.replace(scenario, runner=person)


@dataclass(frozen=True, slots=True)
class Family:
    """How to draw a run; how many with ``--quick``, else, and else under each other condition."""

    make: Callable[[int, np.random.Generator], Case]
    quick: int
    full: int
    crossed: int = 0


FAMILIES: Final[dict[str, Family]] = {
    FRESH: Family(fresh, 1, 60),
    PACE: Family(paces, 1, 40),
    HILLS: Family(hills, 0, 40),
    LOSS: Family(lossy, 0, 40),
    MISSING: Family(one_sensor_missing, 0, 40),
    "no instep": Family(no_instep, 0, 20, 5),
    "tight laces": Family(causes.tight, 2, 190, 6),
    "tight laces, indirect": Family(causes.tight_indirect, 3, 60, 6),
    "overstriding": Family(causes.overstride, 2, 75, 6),
    "fatigue": Family(causes.tired, 2, 100, 6),
    "swelling": Family(causes.swells, 2, 75, 6),
    "foot drop": Family(causes.drops, 2, 75, 6),
    "narrow shoe": Family(causes.narrow, 2, 40, 6),
    "numbness": Family(numb, 0, 150),
    "foot drop, other strikes": Family(causes.drops_others, 0, 20),
    "foot slap": Family(causes.slaps, 0, 30, 6),
    "asymmetry": Family(causes.limps, 0, 30, 6),
    "impact": Family(causes.lands_hard, 0, 30, 6),
    "cardiac drift": Family(causes.hot, 0, 20),
    "calf load": Family(causes.long, 0, 12),
    "all at once": Family(causes.everything, 0, 12),
}
"""By name; the place in this table is part of what a seed means, so new ones come last."""

UNSEEN: Final = 4_000_000
"""Seeds from here on were never looked at while tuning."""


def draw(family: str, number: int, *, unseen: bool, condition: str = FRESH) -> Case:
    """Run number ``number`` of a family, under a condition."""
    seed = number + (UNSEEN if unseen else 0)
    order = list(FAMILIES).index(family)
    case = FAMILIES[family].make(seed, np.random.default_rng([seed, order]))
    if family in CONDITIONS:
        return replace(case, condition=family)
    rng = np.random.default_rng([seed, order, CONDITIONS.index(condition)])
    return under(case, condition, rng)
