"""Do the alerts hold from raw packets on? Full physics, sensors, decoding: the whole pipeline."""

from collections.abc import Iterable, Iterator
from itertools import islice
from time import process_time

import numpy as np
from msgspec import structs

from benchmarks.alerts_cases import Case, draw
from benchmarks.alerts_play import Played, add, pressed_s, truth_of
from firmware_sim.record import packets
from firmware_sim.runner import Runner
from firmware_sim.scenario import InsoleSpec, Scenario
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Advice, Finding, FindingKind, Outcome, Packet

PUSH = 2000
SLAB_S = 300
RUNS: dict[str, int] = {
    "fresh": 5,
    "pace ±10 %": 1,
    "tight laces": 4,
    "tight laces, indirect": 2,
    "overstriding": 2,
    "swelling": 2,
    "foot drop": 2,
    "narrow shoe": 1,
}
"""Runs of each family: about 11 hours."""


def cases(*, quick: bool, unseen: bool) -> list[Case]:
    """Runs to simulate with full physics."""
    if quick:
        return [draw("tight laces", 0, unseen=unseen)]
    return [
        draw(family, number, unseen=unseen)
        for family, count in RUNS.items()
        for number in range(count)
    ]


def play_physics(case: Case) -> Played:
    """Simulate a run from pose to packet and listen to the pipeline."""
    scenario = _sensed(case)
    pipeline = Pipeline(Config())
    played = Played(case, scenario.duration_s / 3600.0, case.at_s)
    stream = packets(scenario, seed=case.seed)
    for batch in iter(lambda: list(islice(stream, PUSH)), []):
        add(played, _said(pipeline.push(batch)))
    add(played, _said(pipeline.finish()))
    if case.target is FindingKind.LACING and case.side is not None:
        runner = Runner(scenario, case.seed)
        slow = [runner.advance(SLAB_S) for _ in range(int(scenario.duration_s) // SLAB_S)]
        played.at_s = pressed_s(truth_of(slow), case.side)
    return played


def latency_ms(case: Case, duration_s: float = 240.0) -> np.ndarray:
    """CPU of the pipeline for every single packet, as it is live, ms."""
    pipeline = Pipeline(Config())
    stream = packets(_sensed(case), duration_s=duration_s, seed=case.seed)
    return 1e3 * np.array([_timed(pipeline, packet) for packet in stream])


def _timed(pipeline: Pipeline, packet: Packet) -> float:
    begun_s = process_time()
    pipeline.push([packet])
    return process_time() - begun_s


def _sensed(case: Case) -> Scenario:
    """The scenario with the sensors of the case."""
    if case.sensing.instep:
        return case.scenario
    pods = tuple(
        structs.replace(pod, insole=InsoleSpec(instep=False)) if pod.insole else pod
        for pod in case.scenario.pod
    )
    return structs.replace(case.scenario, pod=pods)


def _said(events: Iterable[object]) -> Iterator[Finding | Advice | Outcome]:
    return (event for event in events if isinstance(event, Finding | Advice | Outcome))
