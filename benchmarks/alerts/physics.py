"""Alerts from raw packets on: full physics, sensors, decoding, the whole pipeline."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import numpy as np
from msgspec import structs

from benchmarks.alerts.case import CONDITIONS, FRESH, HILLS, LOSS, MISSING, PACE, Case
from benchmarks.alerts.play import Played, add, cause_s, truth_of
from firmware_sim.record import packets
from firmware_sim.runner.runner import Runner
from firmware_sim.scenario.model import Fault, InsoleSpec, PodSpec, Scenario
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Advice, Finding, FindingKind, Outcome

PUSH: Final = 2000
SLAB_S: Final = 300
AFTER_S: Final = 330.0
"""A run with something to find ends so long after it should have been found at the latest."""
STRAP: Final = PodSpec(name="strap", kind="heart")

RUNS: Final[dict[str, int]] = {
    FRESH: 3,
    PACE: 2,
    HILLS: 2,
    LOSS: 2,
    MISSING: 4,
    "no instep": 1,
    "tight laces": 5,
    "tight laces, indirect": 5,
    "overstriding": 5,
    "fatigue": 5,
    "swelling": 4,
    "foot drop": 5,
    "narrow shoe": 3,
    "foot slap": 2,
    "asymmetry": 2,
    "impact": 2,
    "cardiac drift": 1,
}
"""Runs of each family."""
HALF: Final = (MISSING, LOSS)
"""Families whose runs are cut to half an hour."""


def play_physics(case: Case) -> Played:
    """Simulate a run from pose to packet and listen to the pipeline."""
    scenario = sensed(case)
    pipeline = Pipeline(Config())
    played = Played(case, scenario.duration_s / 3600.0)
    stream = packets(scenario, seed=case.seed)
    for batch in iter(lambda: list(islice(stream, PUSH)), []):
        add(played, _said(pipeline.push(batch)))
    add(played, _said(pipeline.finish()))
    runner = Runner(scenario, case.seed)
    slow = [runner.advance(SLAB_S) for _ in range(int(scenario.duration_s) // SLAB_S + 1)]
    played.at_s = cause_s(case, truth_of(slow))
    played.levels.clear()
    return played


def sensed(case: Case) -> Scenario:
    """The scenario with the sensors, the losses and the length of the case."""
    return structs.replace(
        case.scenario,
        duration_s=length_s(case),
        pod=(*_pods(case), STRAP),
        fault=_faults(case),
    )


def length_s(case: Case) -> float:
    """Long enough to find what is there, and no longer."""
    usual_s = case.scenario.duration_s
    if case.family in HALF:
        return 0.5 * usual_s
    if not case.scenario.change or case.target is FindingKind.CARDIAC_DRIFT:
        return usual_s
    return min(usual_s, max(c.at_s + c.over_s for c in case.scenario.change) + AFTER_S)


def _pods(case: Case) -> Iterator[PodSpec]:
    """The foot pods that there are."""
    for pod in case.scenario.pod:
        if pod.side == case.missing:
            continue
        insole = InsoleSpec(instep=case.sensing.instep) if case.sensing.insole else None
        yield structs.replace(pod, insole=insole, imu=pod.imu if case.sensing.imu else None)


def _faults(case: Case) -> tuple[Fault, ...]:
    """Packets that never leave their pod, and a link that breaks once for each foot."""
    if not case.sensing.loss:
        return ()
    rng = np.random.default_rng([case.seed, CONDITIONS.index(LOSS)])
    broken = [
        Fault(
            kind="disconnect",
            pod=pod.name,
            at_s=float(rng.uniform(300.0, 1500.0)),
            for_s=float(rng.uniform(5.0, 60.0)),
        )
        for pod in case.scenario.pod
    ]
    return (Fault(kind="overflow", rate=0.25 * case.sensing.loss), *broken)


def _said(events: Iterable[object]) -> Iterator[Finding | Advice | Outcome]:
    return (event for event in events if isinstance(event, Finding | Advice | Outcome))
