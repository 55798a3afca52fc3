"""Six runs and every word that is said in them, for docs/what-it-says.md."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from msgspec import structs

from benchmarks.coach.listener import Heard, Listener, Run, listened
from firmware_sim.scenario.model import Change, Climate, Phase, Scenario, Shoe
from monitor.detectors.limits import DetectorLimits
from monitor.settings.athlete import Athlete
from monitor.settings.effort import EffortSettings
from monitor.types import Advice, Gait, Outcome, Symptom

FINE: Final = Shoe(lace_kpa=6.5)
OBEYS, NEVER = Listener(obeys=1.0, forgets=0.0), Listener(obeys=0.0, forgets=1.0)
STEADY: Final = (
    Phase(duration_s=10.0, gait=Gait.STAND, speed_m_s=0.0),
    Phase(duration_s=1e5, speed_m_s=2.9),
)
LIGHTS: Final = (
    STEADY[0],
    *(
        phase
        for _ in range(12)
        for phase in (
            Phase(duration_s=210.0, speed_m_s=2.9),
            Phase(duration_s=35.0, gait=Gait.STAND, speed_m_s=0.0),
        )
    ),
)


def _run(
    name: str,
    minutes: float,
    changes: tuple[Change, ...] = (),
    left: Shoe = FINE,
    phases: tuple[Phase, ...] = STEADY,
) -> Scenario:
    return Scenario(
        name=name, duration_s=60.0 * minutes, left=left, right=FINE, phase=phases, change=changes
    )


TIGHT: Final = Shoe(lace_kpa=21.0)
TIGHTEN: Final = Change(at_s=600.0, quantity="lace_kpa", to=18.0, side="left", over_s=30.0)
RUNS: Final[dict[str, Run]] = {
    "Tight from the start": Run(
        _run("tight", 20.0, left=TIGHT), 1, "blood flow", Listener(obeys=1.0, late_s=(300.0, 301.0))
    ),
    "Neuropathy: feet that feel little, and a runner who taps nothing": Run(
        _run("neuropathy", 25.0, left=TIGHT),
        2,
        "blood flow",
        NEVER,
        athlete=Athlete(reduced_feeling=True),
    ),
    "A hot day, 31 °C as the settings say": Run(
        structs.replace(_run("hot", 100.0), climate=Climate(temperature_c=31.0, drink_kg_h=0.0)),
        3,
        "dose",
        NEVER,
        detectors=DetectorLimits(effort=EffortSettings(air_temperature_c=31.0)),
    ),
    "Traffic lights, and laces that tighten": Run(
        _run("lights", 30.0, (TIGHTEN,), phases=LIGHTS),
        4,
        "dose",
        Listener(obeys=1.0, late_s=(200.0, 201.0)),
    ),
    "A foot that drops while the runner overstrides": Run(
        _run(
            "drop",
            25.0,
            (
                Change(at_s=720.0, quantity="overstride_m", to=0.05),
                Change(at_s=900.0, quantity="foot_drop_deg", to=8.0, side="right"),
            ),
        ),
        5,
        "blood flow",
        NEVER,
    ),
    "A listener who obeys": Run(_run("obeys", 40.0, (TIGHTEN,)), 6, "dose", OBEYS),
}


def page() -> Iterator[str]:
    """The page, run by run."""
    yield "# What it says\n"
    yield "Printed by `python -m benchmarks.coach --page docs/what-it-says.md`. Simulated strides"
    yield "and runners; what a real runner feels is not in it. Lines with *you* are taps.\n"
    for name, run in RUNS.items():
        yield f"## {name}\n"
        yield "```"
        yield from transcript(listened(run))
        yield "```\n"


def transcript(heard: Heard) -> list[str]:
    """Every tap, sentence and outcome, in order."""
    events: list[Symptom | Advice | Outcome] = [*heard.taps, *heard.said, *heard.outcomes]
    lines = [(event.t_s, _line(event)) for event in events]
    return [f"{_clock(t_s)}  {line}" for t_s, line in sorted(lines, key=itemgetter(0))] or [
        "nothing"
    ]


def _line(event: Symptom | Advice | Outcome) -> str:
    match event:
        case Symptom():
            where = " ".join(str(x) for x in (event.side, event.zone) if x)
            return f"  you: {event.feeling} {where}"
        case Advice():
            return f"{'STOP ' if event.red_flag else '> '}{event.text}"
        case Outcome():
            return f"    = {str(event.kind).replace('_', ' ')}: {event.evidence}"


def _clock(t_s: float) -> str:
    minutes, seconds = divmod(int(t_s), 60)
    return f"{minutes:3d}:{seconds:02d}"
