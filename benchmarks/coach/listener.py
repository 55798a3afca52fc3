"""A runner who listens, more or less: taps what is felt, and does what is said, late or never.

Nothing here looks into the coach. When the runner obeys, the plan of the run changes from then on,
and the run is simulated again: up to that instant it is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
from msgspec import structs

from benchmarks.coach.models import MODELS, Felt
from firmware_sim.runner.runner import SIDES, Runner, Slow
from firmware_sim.scenario.model import Change, FootName, Phase, Scenario
from firmware_sim.table import join, take
from firmware_sim.truth.strides import Sensing, StrideEvent, StrideRun
from monitor.detectors.limits import DetectorLimits
from monitor.pipeline.coach import Coach
from monitor.settings.athlete import Athlete
from monitor.types import (
    Action,
    Advice,
    Feeling,
    Gait,
    Outcome,
    Risk,
    Side,
    Symptom,
    Tick,
    Zone,
)

ZONES = (Zone.TOP, Zone.SOLE, Zone.FOREFOOT)
FEELS = (Feeling.OK, Feeling.TINGLING, Feeling.NUMB)
COMFORTABLE_KPA = 6.5
LACES_S, WALK_S = 35.0, 75.0
"""How long a stop at the laces and a walk take."""
SLOWER = 0.93
NOW = frozenset({"loosen_now", "laces_now", "room_now", "lowest_now"})
MOST_ROUNDS = 12
"""So many things are done at most, each another simulation; six would end obedience too soon."""


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


@dataclass(frozen=True, slots=True)
class Run:
    """Who runs, what is felt, and how the runner listens."""

    scenario: Scenario
    seed: int
    model: str
    listener: Listener = Listener()
    sensing: Sensing = field(default_factory=Sensing)
    athlete: Athlete = field(default_factory=Athlete)
    detectors: DetectorLimits = field(default_factory=DetectorLimits)


Simulated = tuple[Slow, list[StrideEvent]]


def alone(run: Run, first: Simulated | None = None) -> Heard:
    """The same runner without the product."""
    slow, _ = first or simulate(run)
    felt = _feel(run, slow)
    return Heard(felt_min=_felt_min(felt), hours=_hours(run), felt=felt[::10])


def listened(run: Run, *, sensors: bool = True, first: Simulated | None = None) -> Heard:
    """The runner with the product; ``sensors`` False leaves it the taps alone."""
    scenario, done = run.scenario, set[int]()
    simulated = first or simulate(run, sensors=sensors)
    for _ in range(MOST_ROUNDS):
        slow, events = simulated
        felt = _feel(run, slow)
        taps = _taps(run, felt)
        heard = _coach(run, [*(events if sensors else _clock(slow)), *taps])
        heard.taps, heard.felt_min, heard.hours = taps, _felt_min(felt), _hours(run)
        heard.felt = felt[::10]
        changed = _obey(run, scenario, heard.said, done)
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
    simulated = StrideRun(structs.replace(scenario, runner=person), run.seed, run.sensing)
    pieces = list(simulated.stretches())
    events: list[StrideEvent] = [
        e for piece in pieces for e in piece.events if not isinstance(e, Symptom)
    ]
    slow = join([pieces[0].slow, *(take(piece.slow, slice(1, None)) for piece in pieces[1:])])
    return take(slow, slice(int(scenario.duration_s) + 1)), events  # slabs go on beyond the end


def _feel(run: Run, slow: Slow) -> Felt:
    return MODELS[run.model](slow, np.random.default_rng([run.seed, 71]))


def _felt_min(felt: Felt) -> float:
    return float((felt.max(axis=(1, 2)) > 0).sum()) / 60.0


def _taps(run: Run, felt: Felt) -> list[Symptom]:
    """Tap what has changed, after a while; again while it lasts; sometimes forget."""
    listener, taps = run.listener, []
    for foot, side in enumerate(SIDES):
        for place, zone in enumerate(ZONES):
            rng = np.random.default_rng([run.seed, 72, foot, place])
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
    coach, heard = Coach(run.detectors, athlete=run.athlete), Heard()
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
    return heard


def _obey(run: Run, scenario: Scenario, said: Sequence[Advice], done: set[int]) -> Scenario | None:
    """Change the plan by the first sentence that is obeyed; None if there is no more."""
    for advice in said:
        mark = int(advice.t_s * 10.0)
        if mark in done:
            continue
        done.add(mark)
        rng = np.random.default_rng([run.seed, 73, mark])
        at_s = advice.t_s + rng.uniform(*run.listener.late_s)
        if rng.random() >= run.listener.obeys or at_s > scenario.duration_s - WALK_S:
            continue
        changed = _done(scenario, at_s, advice, partly=rng.random() < run.listener.partly)
        if changed is not None:
            return changed
    return None


def _done(scenario: Scenario, at_s: float, advice: Advice, *, partly: bool) -> Scenario | None:
    """The plan once what a sentence asks for was done; None if it asks for nothing here."""
    match advice.action:
        case Action.LOOSEN_LACES:
            return _loosened(scenario, at_s, advice, partly=partly)
        case Action.GUIDE if NOW & set(advice.words):  # the runner stands already
            return _loosened(scenario, advice.t_s + 5.0, advice, partly=partly, stop_s=15.0)
        case Action.WALK:
            return _paused(scenario, at_s, WALK_S, Gait.WALK, 1.4)
        case Action.EASE_OFF:
            return _slower(scenario, at_s)
        case Action.STOP:
            return _ended(scenario, at_s)
        case _:
            return None


def _slower(scenario: Scenario, at_s: float) -> Scenario:
    """Run a little slower from then on."""
    phases, begun_s = [], 0.0
    for phase in scenario.phase:
        left_s = at_s - begun_s
        begun_s += phase.duration_s
        slow = structs.replace(phase, speed_m_s=SLOWER * phase.speed_m_s)
        if left_s <= 1.0:
            phases.append(slow)
        elif left_s < phase.duration_s - 1.0:
            phases.append(structs.replace(phase, duration_s=left_s))
            phases.append(structs.replace(slow, duration_s=phase.duration_s - left_s))
        else:
            phases.append(phase)
    return structs.replace(scenario, phase=tuple(phases))


def _loosened(
    scenario: Scenario, at_s: float, advice: Advice, *, partly: bool, stop_s: float = LACES_S
) -> Scenario:
    """Stop, and set the laces (or, of a narrow shoe, give the forefoot a little room)."""
    one: FootName = "left" if advice.side is Side.LEFT else "right"
    feet: tuple[FootName, ...] = ("left", "right") if advice.side is None else (one,)
    to_kpa = 1.4 * COMFORTABLE_KPA if partly else COMFORTABLE_KPA
    changes = [
        Change(at_s=at_s + 0.5 * stop_s, quantity="lace_kpa", to=to_kpa, over_s=5.0, side=foot)
        for foot in feet
    ]
    if any(word.startswith("lowest") for word in advice.words):
        changes = [
            Change(at_s=at_s + 0.5 * stop_s, quantity="edge_kpa", to=3.5, over_s=5.0, side=foot)
            for foot in feet
        ]
    # what was going to tighten later on is overruled, and nobody who loosens ties tighter
    kept = [c for c in scenario.change if c.at_s < at_s]
    set_to = {(c.quantity, c.side): c.to for c in kept}
    changes = [c for c in changes if c.to < set_to.get((c.quantity, c.side), inf)]
    stopped = _paused(scenario, at_s, stop_s, Gait.STAND, 0.0)
    return structs.replace(stopped, change=(*kept, *changes))


def _ended(scenario: Scenario, at_s: float) -> Scenario:
    """End the run, with the shoes open."""
    opened = [
        Change(at_s=at_s, quantity=quantity, to=2.0, over_s=20.0)
        for quantity in ("lace_kpa", "edge_kpa")
    ]
    kept = [c for c in scenario.change if c.at_s < at_s]
    stopped = _paused(scenario, at_s, scenario.duration_s, Gait.STAND, 0.0)
    return structs.replace(stopped, change=(*kept, *opened))


def _paused(
    scenario: Scenario, at_s: float, for_s: float, gait: Gait, speed_m_s: float
) -> Scenario:
    """Put a pause into the plan."""
    phases, begun_s, put = [], 0.0, False
    pause = Phase(duration_s=max(for_s, 1.0), gait=gait, speed_m_s=speed_m_s)
    for phase in scenario.phase:
        left_s = at_s - begun_s
        if not put and left_s < phase.duration_s:
            if left_s > 1.0:
                phases.append(structs.replace(phase, duration_s=left_s))
            phases += [pause, structs.replace(phase, duration_s=phase.duration_s - max(left_s, 0))]
            put = True
        else:
            phases.append(phase)
        begun_s += phase.duration_s
    return structs.replace(scenario, phase=tuple(phases))
