"""Runs with one thing to find, or with nothing: drawn by family and number."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from msgspec import structs

from benchmarks.coach import draw
from benchmarks.coach.case import CoachCase
from benchmarks.coach.measured import MEASURED
from firmware_sim.scenario.model import Change, Phase, Scenario, Shoe
from monitor.types import FindingKind, Gait, Side

EARLY_S: Final = 900.0
"""Length of a run in which it begins before minute 10: until long after the normal is learned."""
Rng = np.random.Generator
LATER_S: Final = 330.0
"""A run ends so long after what is to be found."""
EARLIER_S: Final = 1500.0
"""Length of an earlier run."""


def _run(
    rng: Rng,
    name: str,
    duration_s: float,
    changes: list[Change] | None = None,
    shoes: tuple[Shoe, Shoe] | None = None,
    kind: str | None = None,
    **person: float | str,
) -> Scenario:
    pace = draw.pace_m_s(rng)
    own = draw.shoe(rng)
    usual = [c for c in changes or () if c.quantity == "heart_bpm"]
    if not usual:
        rise = float(rng.uniform(0.0, 5.0)) * duration_s / 600.0
        usual = [Change(at_s=0.0, over_s=duration_s, quantity="heart_bpm", to=min(rise, 90.0))]
        changes = [*(changes or ()), *usual]
    left, right = shoes or (own, structs.replace(own, lace_kpa=own.lace_kpa + rng.uniform(-1, 1)))
    return Scenario(
        name=name,
        duration_s=duration_s,
        runner=draw.person(rng, pace, **person),
        left=left,
        right=right,
        climate=draw.climate(rng),
        phase=draw.course(rng, pace, kind),
        change=tuple(changes or ()),
    )


def quiet(seed: int, rng: Rng) -> CoachCase:
    """Nothing is wrong: any runner, course, day and sensors, shoes that are fine."""
    scenario = _run(rng, "quiet", 3600.0)
    return CoachCase("quiet", seed, scenario, draw.sensing(rng))


def laces(seed: int, rng: Rng) -> CoachCase:
    """Laces that get too tight at some minute, on one foot or both."""
    own = draw.shoe(rng)
    at_s, ramp_s = draw.onset_s(rng, 3.0, 55.0), draw.over_s(rng)
    to_kpa = own.lace_kpa + float(rng.uniform(7.0, 14.0))
    changes, sides = draw.on_feet(rng, "lace_kpa", to_kpa, at_s, ramp_s)
    scenario = _run(rng, "laces", at_s + ramp_s + LATER_S, changes, (own, own))
    return CoachCase(
        "laces",
        seed,
        scenario,
        structs.replace(MEASURED, loss=draw.sensing(rng).loss),
        target=FindingKind.LACING,
        sides=tuple(Side(side) for side in sides),
        within_s=60.0,
        also=frozenset({FindingKind.SWELLING}),
    )


def laces_at_start(seed: int, rng: Rng) -> CoachCase:
    """Laces that are tied too tightly, at 18 kPa or more."""
    own = draw.shoe(rng)
    tight = structs.replace(own, lace_kpa=float(rng.uniform(18.0, 28.0)), lace_relaxation=0.0)
    sides = draw.FEET[int(rng.integers(3))]
    pair = (tight if "left" in sides else own, tight if "right" in sides else own)
    scenario = _run(rng, "tight from the start", 480.0, shoes=pair, kind="steady")
    return CoachCase(
        "laces at start",
        seed,
        scenario,
        target=FindingKind.LACING,
        sides=tuple(Side(side) for side in sides),
        at_s=scenario.phase[0].duration_s,
        within_s=180.0,
    )


def _known(case: CoachCase) -> CoachCase:
    """The same runner after two earlier runs in which nothing was wrong."""
    plain = structs.replace(case.scenario, change=(), duration_s=EARLIER_S)
    return replace(case, before=(plain, plain), group="with a profile")


def overstride(seed: int, rng: Rng) -> CoachCase:
    """Landing 5 cm further ahead from some minute on; every other runner is known."""
    known = seed % 2 == 0
    at_s = draw.onset_s(rng, 3.0 if known else 10.0, 60.0)
    ramp_s = float(rng.choice([0.0, 30.0]))
    change = Change(at_s=at_s, over_s=ramp_s, quantity="overstride_m", to=0.05)
    scenario = _run(rng, "overstride", at_s + ramp_s + LATER_S, [change])
    case = CoachCase(
        "overstride",
        seed,
        scenario,
        target=FindingKind.OVERSTRIDING,
        at_s=at_s + ramp_s,
        within_s=180.0,
        also=frozenset({FindingKind.IMPACT, FindingKind.CALF_LOAD}),
        group="first run",
    )
    return _known(case) if known else case


def overstride_early(seed: int, rng: Rng) -> CoachCase:
    """The same in a first run, while the runner's normal is still being learned."""
    at_s, ramp_s = draw.onset_s(rng, 2.0, 10.0), float(rng.choice([0.0, 30.0]))
    change = Change(at_s=at_s, over_s=ramp_s, quantity="overstride_m", to=0.05)
    return CoachCase(
        "overstride early",
        seed,
        _run(rng, "overstride early", EARLY_S, [change]),
        target=FindingKind.OVERSTRIDING,
        at_s=at_s + ramp_s,
        within_s=180.0,
        also=frozenset({FindingKind.IMPACT, FindingKind.CALF_LOAD}),
        group="first run, before minute 10",
    )


def tired(seed: int, rng: Rng) -> CoachCase:
    """Contact time +3 %, cadence −1 %, at once or slowly; every other runner is known."""
    known = seed % 2 == 0
    ramp_s = draw.over_s(rng)
    full_s = draw.onset_s(rng, 4.0 if known else 10.0, 60.0)
    at_s = max(0.0, full_s - ramp_s)
    changes = [
        Change(at_s=at_s, over_s=ramp_s, quantity="contact_time", to=0.03),
        Change(at_s=at_s, over_s=ramp_s, quantity="cadence", to=-0.01),
    ]
    scenario = _run(rng, "tired", full_s + LATER_S, changes, fatigability=0.2)
    case = CoachCase(
        "fatigue",
        seed,
        scenario,
        target=FindingKind.FATIGUE,
        at_s=full_s,
        within_s=240.0,
        group="first run",
    )
    return _known(case) if known else case


OTHERS: Final = ("alone", "overstride", "laces", "fatigue")


def drop(seed: int, rng: Rng) -> CoachCase:
    """Toes of one foot that hang 6° lower; alone or with another cause, running or walking."""
    sides = ("left", "right")[int(rng.integers(2))]
    at_s = draw.onset_s(rng, 3.0, 40.0)
    ramp_s = float(rng.choice([0.0, 30.0]))
    strike = str(rng.choice(["rearfoot", "midfoot", "forefoot"]))
    walks = bool(rng.random() < 0.2)
    other = OTHERS[seed % len(OTHERS)]
    changes = [
        Change(at_s=at_s, over_s=ramp_s, quantity="foot_drop_deg", to=6.0, side=sides)  # type: ignore[arg-type]  # a side of its table
    ]
    other_s = at_s + float(rng.uniform(-120.0, 60.0))
    if other == "overstride":
        changes.append(Change(at_s=max(other_s, 0.0), quantity="overstride_m", to=0.05))
    elif other == "laces":
        changes.append(Change(at_s=max(other_s, 0.0), quantity="lace_kpa", to=18.0, side="left"))
    elif other == "fatigue":
        changes += [
            Change(at_s=max(other_s, 0.0), quantity="contact_time", to=0.03),
            Change(at_s=max(other_s, 0.0), quantity="cadence", to=-0.01),
        ]
    scenario = _run(rng, "drop", at_s + ramp_s + 180.0, changes, strike=strike)
    if walks:
        speed = float(rng.uniform(1.1, 1.7))
        walk = (scenario.phase[0], Phase(duration_s=1e5, gait=Gait.WALK, speed_m_s=speed))
        scenario = structs.replace(scenario, phase=walk)
    forefoot = strike == "forefoot" and not walks
    return CoachCase(
        "foot drop",
        seed,
        scenario,
        target=FindingKind.FOOT_DROP,
        sides=(Side(sides),),
        at_s=at_s + ramp_s,
        within_s=120.0 if forefoot else 60.0,
        also=frozenset(FindingKind) - {FindingKind.FOOT_DROP},
        group=f"{'walking' if walks else strike}, {other}",
    )


def narrow(seed: int, rng: Rng) -> CoachCase:
    """Shoes whose edges press as hard as numbs the simulator's forefeet."""
    own = draw.shoe(rng, edge_kpa=float(rng.uniform(5.0, 10.0)))
    scenario = _run(rng, "narrow", 900.0, shoes=(own, own))
    return CoachCase(
        "narrow shoe",
        seed,
        scenario,
        target=FindingKind.NARROW_SHOE,
        sides=tuple(Side),
        at_s=scenario.phase[0].duration_s,
        within_s=300.0,
    )


def swells(seed: int, rng: Rng) -> CoachCase:
    """Feet that swell by 2–4 kPa within 5–20 minutes."""
    own = draw.shoe(rng, lace_relaxation=float(rng.uniform(0.0, 0.05)), kpa_per_percent=0.8)
    ramp_s, at_s = float(rng.uniform(300.0, 1200.0)), draw.onset_s(rng, 6.0, 40.0)
    percent = float(rng.uniform(2.0, 4.0)) / 0.8
    changes, sides = draw.on_feet(rng, "volume_percent", percent, at_s, ramp_s)
    scenario = _run(rng, "swells", at_s + ramp_s + LATER_S, changes, (own, own))
    return CoachCase(
        "swelling",
        seed,
        scenario,
        target=FindingKind.SWELLING,
        sides=tuple(Side(side) for side in sides),
        at_s=at_s + ramp_s,
        within_s=300.0,
        also=frozenset({FindingKind.LACING}),
    )


def heart(seed: int, rng: Rng) -> CoachCase:
    """A heart that beats 14 a minute faster than its ordinary rise, with stops and walks.

    The effort leaves room for that: at its greatest rate no heart rises.
    """
    at_s, ramp_s = draw.onset_s(rng, 20.0, 45.0), float(rng.uniform(60.0, 900.0))
    per_s = float(rng.uniform(0.0, 5.0)) / 600.0
    end_s = at_s + ramp_s + 1500.0
    knots = [(0.0, at_s, 0.0), (at_s, ramp_s, 14.0), (at_s + ramp_s, 1500.0, 14.0)]
    changes = [
        Change(at_s=t, over_s=over, quantity="heart_bpm", to=per_s * (t + over) + more)
        for t, over, more in knots
    ]
    kind = str(rng.choice(["steady", "lights", "walk-run", "rolling"]))
    scenario = _run(rng, "heart", end_s, changes, kind=kind, fatigability=0.2, max_bpm=215.0)
    runner = scenario.runner
    easier = structs.replace(runner, threshold_m_s=1.3 * runner.threshold_m_s)
    mild = draw.climate(rng, temperature_c=12.0)
    scenario = structs.replace(scenario, runner=easier, climate=mild)
    return CoachCase(
        "heart",
        seed,
        scenario,
        target=FindingKind.CARDIAC_DRIFT,
        at_s=at_s,
        within_s=900.0,
        group=kind,
    )


FAMILIES: Final[dict[str, tuple[Callable[[int, Rng], CoachCase], int, int]]] = {
    "quiet": (quiet, 300, 1),
    "laces": (laces, 100, 2),
    "laces at start": (laces_at_start, 60, 2),
    "overstride": (overstride, 120, 2),
    "overstride early": (overstride_early, 60, 1),
    "fatigue": (tired, 120, 2),
    "foot drop": (drop, 320, 4),
    "narrow shoe": (narrow, 60, 1),
    "swelling": (swells, 60, 1),
    "heart": (heart, 60, 1),
}
"""How to draw each family, and how many runs are played: in all, and with ``--quick``."""


def draw_case(family: str, number: int, *, unseen: bool) -> CoachCase:
    """The run of a family with a number; unseen seeds were not looked at while tuning."""
    seed = number + (draw.UNSEEN if unseen else 0)
    return FAMILIES[family][0](seed, np.random.default_rng([seed, *family.encode()]))
