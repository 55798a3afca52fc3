"""A runner who listens, more or less: taps what is felt, and does what is said, late or never.

Nothing here looks into the coach. When the runner obeys, the plan of the run changes from then on,
and the run is simulated again: up to that instant it is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
from msgspec import structs

from benchmarks.coach.deeds import WALK_S, done
from benchmarks.coach.models import MODELS, Felt
from firmware_sim.runner.runner import SIDES, Runner, Slow
from firmware_sim.scenario.model import Scenario
from firmware_sim.table import join, take
from firmware_sim.truth.strides import Sensing, StrideEvent, StrideRun
from monitor.detectors.limits import DetectorLimits
from monitor.pipeline.coach import Coach
from monitor.profile import AthleteProfile
from monitor.settings.athlete import Athlete
from monitor.types import (
    Action,
    Advice,
    Feeling,
    Outcome,
    Risk,
    Symptom,
    Tick,
    Zone,
)

ZONES = (Zone.TOP, Zone.SOLE, Zone.FOREFOOT)
FEELS = (Feeling.OK, Feeling.TINGLING, Feeling.NUMB)
MOST_ROUNDS = 12
"""So many things are done at most, each another simulation; six would end obedience too soon."""


ANOTHER_DAY = 1_000_000
"""Added to the seed of a run for each earlier one."""


@dataclass(frozen=True, slots=True)
class Listener:
    """How somebody listens: chances to obey and to forget a tap, and delays, s."""

    obeys: float = 0.7
    late_s: tuple[float, float] = (10.0, 60.0)
    forgets: float = 0.3
    taps_again_s: float = 200.0
    partly: float = 0.2


EARS: dict[str, Listener] = {
    "obeys": Listener(),
    "partly and late": Listener(partly=0.7, late_s=(60.0, 240.0)),
    "hardly taps": Listener(forgets=0.9),
    "feels no pressure": Listener(forgets=1.0),
    "never": Listener(obeys=0.0),
}
"""How they listen; who feels no pressure has that in the settings."""


@dataclass(slots=True)
class Heard:
    """What came of a run: everything said, and minutes of tingling or numbness of any foot."""

    said: list[Advice] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    taps: list[Symptom] = field(default_factory=list)
    felt_min: float = 0.0
    hours: float = 0.0
    felt: Felt | None = None
    """Every ten seconds, where it was asked for."""
    risks: list[Risk] = field(default_factory=list)
    profile: AthleteProfile | None = None
    """What is remembered of the runner after it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Who runs, what is felt, and how the runner listens.

    ``day``: 0 is today, the others are earlier runs of the same runner; ``profile``: what those
    taught.
    """

    scenario: Scenario
    seed: int
    model: str
    listener: Listener = Listener()
    sensing: Sensing = field(default_factory=Sensing)
    athlete: Athlete = field(default_factory=Athlete)
    detectors: DetectorLimits = field(default_factory=DetectorLimits)
    day: int = 0
    profile: AthleteProfile | None = None


Simulated = tuple[Slow, list[StrideEvent]]


def alone(run: Run, first: Simulated | None = None) -> Heard:
    """The same runner without the product."""
    slow, _ = first or simulate(run)
    felt = _feel(run, slow)
    return Heard(felt_min=_felt_min(felt), hours=_hours(run), felt=felt[::10])


def listened(run: Run, *, sensors: bool = True, first: Simulated | None = None) -> Heard:
    """The runner with the product; ``sensors`` False leaves it the taps alone."""
    scenario, obeyed = run.scenario, set[int]()
    simulated = first or simulate(run, sensors=sensors)
    for _ in range(MOST_ROUNDS):
        slow, events = simulated
        felt = _feel(run, slow)
        taps = _taps(run, felt)
        heard = _coach(run, [*(events if sensors else _clock(slow)), *taps])
        heard.taps, heard.felt_min, heard.hours = taps, _felt_min(felt), _hours(run)
        heard.felt = felt[::10]
        changed = _obey(run, scenario, heard.said, obeyed)
        if changed is None:
            break
        scenario = changed
        simulated = simulate(run, scenario, sensors=sensors)
    return heard


def _hours(run: Run) -> float:
    return run.scenario.duration_s / 3600.0


def _clock(slow: Slow) -> list[Tick]:
    """What tells the time where no sensor does: the ticks of the host, every five seconds."""
    return [Tick(float(t)) for t in slow.t_s[::5]]


def simulate(run: Run, scenario: Scenario | None = None, *, sensors: bool = True) -> Simulated:
    """The runner's state, and the strides that the sensors see, if there are any."""
    scenario = scenario or run.scenario
    if sensors:
        return _simulate(scenario, run)
    runner = Runner(scenario, run.seed)
    return runner.advance(int(scenario.duration_s)), []


def _simulate(scenario: Scenario, run: Run) -> tuple[Slow, list[StrideEvent]]:
    person = structs.replace(scenario.runner, forget=1.0)
    seed = run.seed + ANOTHER_DAY * run.day
    who = run.seed if run.day else None  # on another day the nerves are the same runner's
    simulated = StrideRun(structs.replace(scenario, runner=person), seed, run.sensing, who)
    pieces = list(simulated.stretches())
    events: list[StrideEvent] = [
        e for piece in pieces for e in piece.events if not isinstance(e, Symptom)
    ]
    slow = join([pieces[0].slow, *(take(piece.slow, slice(1, None)) for piece in pieces[1:])])
    return take(slow, slice(int(scenario.duration_s) + 1)), events  # slabs go on beyond the end


def _feel(run: Run, slow: Slow) -> Felt:
    who = np.random.default_rng([run.seed, 71])
    day = np.random.default_rng([run.seed, 71, run.day]) if run.day else who
    return MODELS[run.model](slow, who, day)


def _felt_min(felt: Felt) -> float:
    return float((felt.max(axis=(1, 2)) > 0).sum()) / 60.0


def _taps(run: Run, felt: Felt) -> list[Symptom]:
    """Tap what has changed, after a while; again while it lasts; sometimes forget."""
    listener, taps = run.listener, []
    for foot, side in enumerate(SIDES):
        for place, zone in enumerate(ZONES):
            rng = np.random.default_rng([run.seed + ANOTHER_DAY * run.day, 72, foot, place])
            states, last_s = felt[:, foot, place], -inf
            for second in np.flatnonzero(np.diff(states)) + 1:
                remembers, wait_s = rng.random() >= listener.forgets, 5.0 + rng.exponential(20.0)
                if remembers:
                    taps.append(Symptom(float(second + wait_s), FEELS[states[second]], side, zone))
                    last_s = float(second)
            numb = np.flatnonzero(states == len(FEELS) - 1)
            for second in numb:
                if second - last_s >= listener.taps_again_s and rng.random() >= listener.forgets:
                    taps.append(Symptom(float(second), Feeling.NUMB, side, zone))
                    last_s = float(second)
    return taps


def _coach(run: Run, events: Sequence[StrideEvent | Tick]) -> Heard:
    coach = Coach(run.detectors, profile=run.profile, athlete=run.athlete)
    heard = Heard()
    claims = [
        c for event in sorted(events, key=lambda event: event.known_s) for c in coach.push(event)
    ]
    for claim in [*claims, *coach.finish()]:
        if isinstance(claim, Advice):
            heard.said.append(claim)
        elif isinstance(claim, Outcome):
            heard.outcomes.append(claim)
        elif isinstance(claim, Risk):
            heard.risks.append(claim)
    heard.profile = coach.profile
    return heard


def _obey(
    run: Run, scenario: Scenario, said: Sequence[Advice], obeyed: set[int]
) -> Scenario | None:
    """Change the plan by what is done first; None if there is no more.

    What was said first may be done last: in the order of the deeds, none undoes another.
    """
    deeds = []
    for advice in said:
        mark = int(advice.t_s * 10.0)
        if mark in obeyed:
            continue
        rng = np.random.default_rng([run.seed, 73, mark])
        late_s, obeys, partly = rng.uniform(*run.listener.late_s), rng.random(), rng.random()
        if obeys >= run.listener.obeys:
            continue
        if advice.action is Action.GUIDE:  # the runner stands already
            late_s = 5.0
        deeds.append((advice.t_s + late_s, mark, advice, partly < run.listener.partly))
    for at_s, mark, advice, partly in sorted(deeds, key=lambda deed: deed[:2]):
        obeyed.add(mark)
        if at_s > scenario.duration_s - WALK_S:
            continue
        changed = done(scenario, at_s, advice, partly=partly)
        if changed is not None:
            return changed
    return None
