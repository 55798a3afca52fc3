"""What is wrong in a run: one cause, of a size and at a time that are drawn."""

from dataclasses import replace
from math import radians
from typing import Final

import numpy as np
from msgspec import structs

from benchmarks.alerts.case import Case, Cause, foot_name
from benchmarks.alerts.conditions import any_side
from benchmarks.alerts.draw import draw_scenario, draw_shoe
from firmware_sim.scenario.model import Change, Quantity, Scenario
from firmware_sim.truth.strides import Sensing
from monitor.detectors.limits import DetectorLimits
from monitor.types import FindingKind, Side

STRIKES: Final = ("midfoot", "forefoot")


def tight(seed: int, rng: np.random.Generator, *, instep: bool = True) -> Case:
    """Laces that get too tight in the middle of a run."""
    side, at_s = any_side(rng), float(rng.uniform(300.0, 900.0))
    shoes = {s: draw_shoe(rng) for s in Side}
    change = Change(
        at_s=at_s,
        over_s=float(rng.uniform(5.0, 90.0)),
        quantity="lace_kpa",
        to=shoes[side].lace_kpa + float(rng.uniform(7.0, 16.0)),
        side=foot_name(side),
    )
    pair = (shoes[Side.LEFT], shoes[Side.RIGHT])
    return Case(
        "tight laces" if instep else "tight laces, indirect",
        seed,
        draw_scenario(rng, "tight", 0.5, changes=[change], shoes=pair),
        Sensing(instep=instep),
        target=FindingKind.LACING,
        side=side,
    )


def tight_indirect(seed: int, rng: np.random.Generator) -> Case:
    """The same without instep cells."""
    return tight(seed, rng, instep=False)


def overstride(seed: int, rng: np.random.Generator) -> Case:
    """Landing 5 cm further ahead from some minute on."""
    at_s = float(rng.uniform(720.0, 1100.0))
    change = Change(at_s=at_s, quantity="overstride_m", to=0.05)
    return Case(
        "overstriding",
        seed,
        draw_scenario(rng, "overstride", 0.5, changes=[change]),
        target=FindingKind.OVERSTRIDING,
        at_s=at_s,
    )


def tired(seed: int, rng: np.random.Generator) -> Case:
    """Contact time +3 %, cadence −1 %, a step after minute 12."""
    at_s = float(rng.uniform(720.0, 1000.0))
    changes = [
        Change(at_s=at_s, quantity="contact_time", to=0.03),
        Change(at_s=at_s, quantity="cadence", to=-0.01),
    ]
    return Case(
        "fatigue",
        seed,
        draw_scenario(rng, "tired", 0.5, changes=changes, fatigability=0.2),
        target=FindingKind.FATIGUE,
        at_s=at_s,
    )


def swells(seed: int, rng: np.random.Generator) -> Case:
    """A foot that swells or shrinks by 2 kPa."""
    side, sign = any_side(rng), float(rng.choice([-1.0, 1.0]))
    over_s = float(rng.uniform(300.0, 900.0))
    at_s = float(rng.uniform(400.0, 700.0))
    change = Change(
        at_s=at_s,
        over_s=over_s,
        quantity="volume_percent",
        to=sign * 2.0 / 0.8,
        side=foot_name(side),
    )
    calm = {"swelling_percent": 0.2, "lace_relaxation": 0.02}
    return Case(
        "swelling",
        seed,
        draw_scenario(
            rng,
            "swells",
            0.7,
            changes=[change],
            shoes=(draw_shoe(rng, **calm), draw_shoe(rng, **calm)),
        ),
        target=FindingKind.SWELLING,
        side=side,
        at_s=at_s + over_s,
        change=sign,
    )


def drops(seed: int, rng: np.random.Generator) -> Case:
    """Toes of one foot that hang 6° lower from some minute on.

    Rearfoot strikers: on the others' feet the simulator shows hardly anything of it.
    """
    side, at_s = any_side(rng), float(rng.uniform(420.0, 1200.0))
    change = Change(at_s=at_s, quantity="foot_drop_deg", to=6.0, side=foot_name(side))
    return Case(
        "foot drop",
        seed,
        _rearfoot(draw_scenario(rng, "drops", 0.5, changes=[change])),
        target=FindingKind.FOOT_DROP,
        side=side,
        at_s=at_s,
        change=-radians(6.0),
    )


def _rearfoot(scenario: Scenario) -> Scenario:
    return structs.replace(scenario, runner=structs.replace(scenario.runner, strike="rearfoot"))


def narrow(seed: int, rng: np.random.Generator) -> Case:
    """A shoe that is too narrow on one foot."""
    side = any_side(rng)
    shoes = {s: draw_shoe(rng) for s in Side}
    shoes[side] = draw_shoe(rng, edge_kpa=float(rng.uniform(4.0, 9.0)))
    return Case(
        "narrow shoe",
        seed,
        draw_scenario(rng, "narrow", 0.25, shoes=(shoes[Side.LEFT], shoes[Side.RIGHT])),
        target=FindingKind.NARROW_SHOE,
        side=side,
        at_s=30.0,
    )


def drops_others(seed: int, rng: np.random.Generator) -> Case:
    """Foot drop of those who land on the mid- or forefoot."""
    case = drops(seed, rng)
    strike = STRIKES[int(rng.integers(len(STRIKES)))]
    runner = structs.replace(case.scenario.runner, strike=strike)
    scenario = structs.replace(case.scenario, runner=runner)
    return replace(case, family=f"foot drop, {strike}", scenario=scenario)


def slaps(seed: int, rng: np.random.Generator) -> Case:
    """A foot of a rearfoot striker that slaps down about one and a half times as fast."""
    case = one_sided(rng, seed, FindingKind.FOOT_SLAP, "slap", float(rng.uniform(2.4, 3.0)))
    return replace(case, scenario=_rearfoot(case.scenario))


def limps(seed: int, rng: np.random.Generator) -> Case:
    """A foot that stays 5 to 8 % longer on the ground."""
    to = float(rng.uniform(0.05, 0.08))
    return one_sided(rng, seed, FindingKind.ASYMMETRY, "contact_time", to)


def lands_hard(seed: int, rng: np.random.Generator) -> Case:
    """A foot that lands 35 to 60 % harder."""
    return one_sided(rng, seed, FindingKind.IMPACT, "landing", float(rng.uniform(0.35, 0.6)))


def one_sided(
    rng: np.random.Generator, seed: int, kind: FindingKind, quantity: Quantity, to: float
) -> Case:
    """A quantity of one foot that is another from some minute on."""
    side, at_s = any_side(rng), float(rng.uniform(720.0, 1100.0))
    change = Change(at_s=at_s, over_s=10.0, quantity=quantity, to=to, side=foot_name(side))
    return Case(
        str(kind).replace("_", " "),
        seed,
        draw_scenario(rng, str(kind), 0.5, changes=[change]),
        target=kind,
        side=side,
        at_s=at_s + 10.0,
    )


def hot(seed: int, rng: np.random.Generator) -> Case:
    """A day that gets hot: the heart drifts, and so the feet swell."""
    change = Change(
        at_s=900.0,
        over_s=float(rng.uniform(300.0, 900.0)),
        quantity="temperature_c",
        to=float(rng.uniform(30.0, 36.0)),
    )
    return Case(
        "cardiac drift",
        seed,
        draw_scenario(rng, "hot", 1.25, changes=[change]),
        target=FindingKind.CARDIAC_DRIFT,
        also=tuple(Cause(FindingKind.SWELLING, side, 900.0) for side in Side),
    )


def long(seed: int, rng: np.random.Generator) -> Case:
    """A run that is longer than the calves are used to."""
    scenario = draw_scenario(rng, "long", 1.8)
    at_s = 60.0 * DetectorLimits().effort.longest_run_min + scenario.phase[0].duration_s
    return Case("calf load", seed, scenario, target=FindingKind.CALF_LOAD, at_s=at_s)


def everything(seed: int, rng: np.random.Generator) -> Case:
    """Nearly everything at once: only what is spoken is scored."""
    side = any_side(rng)
    name = foot_name(side)
    changes = [
        Change(at_s=700.0, quantity="overstride_m", to=0.05),
        Change(at_s=1000.0, quantity="contact_time", to=0.05),
        Change(at_s=1000.0, quantity="cadence", to=-0.02),
        Change(at_s=1100.0, quantity="contact_time", to=0.12, side=name),
        Change(at_s=1300.0, quantity="landing", to=0.5, side=name),
        Change(at_s=1500.0, quantity="slap", to=2.8, side=name),
        Change(at_s=600.0, over_s=300.0, quantity="temperature_c", to=34.0),
        Change(at_s=2000.0, over_s=60.0, quantity="lace_kpa", to=22.0, side=name),
        Change(at_s=4000.0, quantity="foot_drop_deg", to=8.0, side=name),
    ]
    return Case(
        "all at once",
        seed,
        draw_scenario(rng, "everything", 1.6, changes=changes),
        also=tuple(Cause(kind, None, 0.0) for kind in FindingKind),
    )
