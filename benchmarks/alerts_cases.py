"""Which runs are the alerts scored on? Families of scenarios, parameters drawn from ranges."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import radians

import numpy as np
from msgspec import structs

from benchmarks.alerts_draw import draw_pace, draw_person, draw_scenario, draw_shoe
from firmware_sim.scenario import Change, FootName, Person, Phase, Scenario, Shoe
from firmware_sim.strides import Sensing
from monitor.types import FindingKind, Side

EARLIER_RUNS = 4
TIGHT_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Case:
    """One run: what happens in it, who looks at it, and what should be found.

    ``before`` are earlier runs of the same runner, from which the product learns.
    """

    family: str
    seed: int
    scenario: Scenario
    sensing: Sensing = field(default_factory=Sensing)
    missing: Side | None = None
    target: FindingKind | None = None
    side: Side | None = None
    at_s: float | None = None
    change: float = 0.0
    before: tuple[Scenario, ...] = ()


def _name(side: Side) -> FootName:
    return "left" if side is Side.LEFT else "right"


def _side(rng: np.random.Generator) -> Side:
    return Side.LEFT if rng.random() < 0.5 else Side.RIGHT


def fresh(seed: int, rng: np.random.Generator) -> Case:
    """Steady easy running: nothing to say."""
    return Case("fresh", seed, draw_scenario(rng, "fresh", 1.0))


def paces(seed: int, rng: np.random.Generator) -> Case:
    """Easy running with pace changes of up to a tenth."""
    pace = draw_pace(rng)
    phases = [Phase(duration_s=rng.uniform(600.0, 900.0), speed_m_s=pace)]
    phases += [
        Phase(duration_s=rng.uniform(120.0, 400.0), speed_m_s=pace * rng.uniform(0.9, 1.1))
        for _ in range(20)
    ]
    return Case("pace ±10 %", seed, draw_scenario(rng, "paces", 1.0, phases))


def hills(seed: int, rng: np.random.Generator) -> Case:
    """Rolling hills of up to 6 %."""
    pace = draw_pace(rng)
    phases = [Phase(duration_s=rng.uniform(300.0, 700.0), speed_m_s=pace)]
    for _ in range(20):
        slope = rng.uniform(-0.06, 0.06)
        speed = pace * (1.0 - 2.0 * max(slope, 0.0))
        phases.append(Phase(duration_s=rng.uniform(90.0, 300.0), speed_m_s=speed, slope=slope))
    return Case("hills", seed, draw_scenario(rng, "hills", 1.0, phases))


def lossy(seed: int, rng: np.random.Generator) -> Case:
    """Easy running with many strides across gaps."""
    sensing = Sensing(loss=float(rng.uniform(0.03, 0.2)))
    return Case("packet loss", seed, draw_scenario(rng, "lossy", 1.0), sensing)


def one_sensor_missing(seed: int, rng: np.random.Generator) -> Case:
    """Easy running without IMU, insole, or one whole foot."""
    which = seed % 4
    sensing = Sensing(imu=which != 0, insole=which != 1)
    missing = _side(rng) if which > 1 else None
    return Case("sensor missing", seed, draw_scenario(rng, "missing", 1.0), sensing, missing)


def no_instep(seed: int, rng: np.random.Generator) -> Case:
    """Easy running without instep cells."""
    return Case("no instep", seed, draw_scenario(rng, "no instep", 1.0), Sensing(instep=False))


def tight(seed: int, rng: np.random.Generator, *, instep: bool = True) -> Case:
    """Laces that get too tight in the middle of a run."""
    side, at_s = _side(rng), float(rng.uniform(300.0, 900.0))
    shoes = {s: draw_shoe(rng) for s in Side}
    change = Change(
        at_s=at_s,
        over_s=float(rng.uniform(5.0, 90.0)),
        quantity="lace_kpa",
        to=shoes[side].lace_kpa + float(rng.uniform(7.0, 16.0)),
        side=_name(side),
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
    side, sign = _side(rng), float(rng.choice([-1.0, 1.0]))
    over_s = float(rng.uniform(300.0, 900.0))
    at_s = float(rng.uniform(400.0, 700.0))
    change = Change(
        at_s=at_s,
        over_s=over_s,
        quantity="volume_percent",
        to=sign * 2.0 / 0.8,
        side=_name(side),
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
    side, at_s = _side(rng), float(rng.uniform(420.0, 1200.0))
    change = Change(at_s=at_s, quantity="foot_drop_deg", to=6.0, side=_name(side))
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
    side = _side(rng)
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


def numb(seed: int, rng: np.random.Generator) -> Case:
    """A runner whose laces may be anything, and whose foot may go numb: for risk."""
    person = draw_person(rng, forget=float(rng.uniform(0.0, 0.3)))
    usual = {side: draw_shoe(rng) for side in Side}
    runs = [_laced(rng, person, usual) for _ in range(EARLIER_RUNS + 1)]
    return Case("numbness", seed, runs[-1], before=tuple(runs[:-1]))


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
                    side=_name(side),
                )
            )
    scenario = draw_scenario(rng, "numb", 0.7, changes=changes, shoes=(shoes[0], shoes[1]))
    return structs.replace(scenario, runner=person)


FAMILIES: dict[str, tuple[Callable[[int, np.random.Generator], Case], int, int]] = {
    "fresh": (fresh, 1, 80),
    "pace ±10 %": (paces, 1, 40),
    "hills": (hills, 1, 40),
    "packet loss": (lossy, 1, 30),
    "sensor missing": (one_sensor_missing, 1, 32),
    "no instep": (no_instep, 1, 30),
    "tight laces": (tight, 2, 120),
    "tight laces, indirect": (tight_indirect, 2, 80),
    "overstriding": (overstride, 1, 80),
    "fatigue": (tired, 1, 80),
    "swelling": (swells, 1, 100),
    "foot drop": (drops, 1, 80),
    "narrow shoe": (narrow, 1, 40),
    "numbness": (numb, 2, 150),
}
"""Family: how to draw a run, how many with ``--quick``, how many else."""

UNSEEN = 3_000_000
"""Seeds from here on were never looked at while tuning."""


def draw(family: str, number: int, *, unseen: bool) -> Case:
    """Run number ``number`` of a family."""
    seed = number + (UNSEEN if unseen else 0)
    order = list(FAMILIES).index(family)
    return FAMILIES[family][0](seed, np.random.default_rng([seed, order]))
