"""Draw runners, shoes, days, courses and sensors, wider than the detectors were tuned on."""

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from msgspec import structs

from benchmarks.coach.measured import MEASURED
from firmware_sim.scenario.model import Change, Climate, Person, Phase, Quantity, Shoe
from firmware_sim.truth.strides import Sensing
from monitor.types import Gait

UNSEEN: Final = 500_000
"""Seeds from here on were never looked at while tuning."""
LONG_S: Final = 1e5
COURSES: Final = (
    "steady",
    "rolling",
    "uphill",
    "downhill",
    "intervals",
    "walk-run",
    "lights",
    "treadmill",
)
FEET: Final[tuple[tuple[Literal["left", "right"], ...], ...]] = (
    ("left",),
    ("right",),
    ("left", "right"),
)
Rng = np.random.Generator


def person(rng: Rng, pace_m_s: float, **known: float | str) -> Person:
    """Anybody, for whom the pace is easy, usual or hard."""
    drawn: dict[str, float | str] = {
        "mass_kg": rng.uniform(42.0, 135.0),
        "height_m": rng.uniform(1.5, 2.0),
        "strike": str(rng.choice(["rearfoot", "midfoot", "forefoot"])),
        "cadence_spm": rng.uniform(145.0, 205.0) - 10.0 * (pace_m_s - 3.0),
        "variability": rng.uniform(0.012, 0.03),
        "threshold_m_s": min(max(pace_m_s / rng.uniform(0.6, 1.0), 2.0), 6.4),
        "nerve_sensitivity": rng.uniform(0.7, 1.4),
        "fatigability": rng.uniform(0.3, 1.2),
        "forget": 1.0,
    }
    return Person(**(drawn | known))  # type: ignore[arg-type]  # each name has its own type


def pace_m_s(rng: Rng) -> float:
    """From a slow jog to fast."""
    return float(rng.uniform(1.8, 5.0))


def shoe(rng: Rng, **known: float) -> Shoe:
    """A shoe that is fine: loose to snug, with ordinary swelling while warming up."""
    drawn = {
        "lace_kpa": rng.uniform(3.5, 9.5),
        "lace_relaxation": rng.uniform(0.0, 0.12),
        "swelling_percent": rng.uniform(0.2, 1.0),
        "kpa_per_percent": rng.uniform(0.4, 0.8),
        "edge_kpa": rng.uniform(0.3, 2.6),
        "bulge_kpa": rng.uniform(3.0, 7.0),
    }
    return Shoe(**(drawn | known))


def climate(rng: Rng, **known: float) -> Climate:
    """Frost to a hot day."""
    drawn = {"temperature_c": rng.uniform(-5.0, 37.0), "drink_kg_h": rng.uniform(0.0, 0.8)}
    return Climate(**(drawn | known))


def sensing(rng: Rng, *, everything: float = 0.6) -> Sensing:
    """All sensors, or one to some of them, with some strides lost."""
    loss = float(rng.choice([0.0, 0.0, 0.0, rng.uniform(0.01, 0.15)]))
    if rng.random() < everything:
        return structs.replace(MEASURED, loss=loss)
    imu, insole = ((True, False), (False, True), (True, True))[int(rng.integers(3))]
    instep, heart = bool(rng.random() < 0.6), bool(rng.random() < 0.6)
    speed = not imu and bool(rng.random() < 0.5)
    return structs.replace(
        MEASURED, loss=loss, imu=imu, insole=insole, instep=instep, heart=heart, speed=speed
    )


def course(rng: Rng, pace: float, kind: str | None = None) -> tuple[Phase, ...]:
    """Stand, then run one of the courses for as long as it takes."""
    kind = kind or str(rng.choice(COURSES))
    stand = Phase(duration_s=float(rng.uniform(5.0, 20.0)), gait=Gait.STAND, speed_m_s=0.0)
    if kind in ("steady", "treadmill"):
        return stand, Phase(duration_s=LONG_S, speed_m_s=pace)
    phases = [stand, Phase(duration_s=float(rng.uniform(60.0, 500.0)), speed_m_s=pace)]
    for _ in range(40):
        phases += _PIECES[kind](rng, pace)
    return tuple(phases)


def _hill(rng: Rng, pace: float, low: float, high: float) -> list[Phase]:
    slope = float(rng.uniform(low, high))
    speed = pace * (1.0 - 2.0 * max(slope, 0.0))
    return [Phase(duration_s=float(rng.uniform(60.0, 300.0)), speed_m_s=speed, slope=slope)]


def _interval(rng: Rng, pace: float) -> list[Phase]:
    hard = min(pace * float(rng.uniform(1.05, 1.25)), 5.4)
    easy = pace * float(rng.uniform(0.75, 0.95))
    return [
        Phase(duration_s=float(rng.uniform(60.0, 300.0)), speed_m_s=hard),
        Phase(duration_s=float(rng.uniform(60.0, 240.0)), speed_m_s=easy),
    ]


def _break(rng: Rng, pace: float, gait: Gait, speed: float, most_s: float) -> list[Phase]:
    return [
        Phase(duration_s=float(rng.uniform(15.0, most_s)), gait=gait, speed_m_s=speed),
        Phase(duration_s=float(rng.uniform(120.0, 480.0)), speed_m_s=pace),
    ]


_PIECES: Final[dict[str, Callable[[Rng, float], list[Phase]]]] = {
    "rolling": lambda rng, pace: _hill(rng, pace, -0.06, 0.06),
    "uphill": lambda rng, pace: _hill(rng, pace, 0.0, 0.08),
    "downhill": lambda rng, pace: _hill(rng, pace, -0.08, 0.0),
    "intervals": _interval,
    "walk-run": lambda rng, pace: _break(rng, pace, Gait.WALK, 1.4, 120.0),
    "lights": lambda rng, pace: _break(rng, pace, Gait.STAND, 0.0, 70.0),
}


def onset_s(rng: Rng, from_min: float, to_min: float) -> float:
    """Any minute of the run."""
    return 60.0 * float(rng.uniform(from_min, to_min))


def over_s(rng: Rng) -> float:
    """A step, or a ramp."""
    return float(rng.choice([0.0, 30.0, rng.uniform(60.0, 400.0)]))


def on_feet(
    rng: Rng, quantity: Quantity, to: float, at_s: float, ramp_s: float
) -> tuple[list[Change], tuple[str, ...]]:
    """A change of one foot or both, and which."""
    sides = FEET[int(rng.integers(3))]
    return [
        Change(at_s=at_s, over_s=ramp_s, quantity=quantity, to=to, side=side) for side in sides
    ], sides
