"""Count what is said of sensors that work: it should be nothing.

    python -m benchmarks.live.clean [--hours H] [--keep FILE]

Simulated runs of half an hour, of every scenario in which the sensors are sound, with seeds, paces
and landings that no limit was chosen on. FILE keeps a line for each run; those that it holds
are not done again, so that a long count may be cut. Exits with 1 if anything was said.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Scenario
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Notice, NoticeKind

RUN_S: Final = 1800.0
FIRST_SEED: Final = 7_000
SCENARIOS: Final = (
    *("easy_run", "two_devices", "walk_run", "hills_intervals", "tight_laces", "swelling"),
    *("fatigue", "foot_drop", "overstriding", "narrow_shoe", "hot_day", "rough_sensors"),
)
"""In these, sensors are at most poor: clocks drift, cells and gyroscopes are off."""
STRIKES: Final = ("rearfoot", "midfoot", "forefoot")
PACES: Final = (0.8, 0.9, 1.0, 1.1, 1.25)
"""Share of the scenario's own speeds."""
ORDINARY: Final = (NoticeKind.CONNECTED,)


class Run(msgspec.Struct, frozen=True):
    """One run, and what was said of its sensors."""

    number: int
    scenario: str
    hours: float
    said: list[str]


def scenario_of(number: int) -> Scenario:
    """The scenario of one run, with a landing and a pace of its own."""
    scenario = scenario_file.load(SCENARIOS[number % len(SCENARIOS)])
    faster = PACES[number % len(PACES)]
    phases = tuple(replace(p, speed_m_s=p.speed_m_s * faster) for p in scenario.phase)
    runner = replace(scenario.runner, strike=STRIKES[number // len(SCENARIOS) % len(STRIKES)])
    return replace(scenario, phase=phases, runner=runner)


def clean_run(number: int, run_s: float = RUN_S) -> Run:
    """Run one, and keep what is said of its sensors."""
    scenario = scenario_of(number)
    pipeline = Pipeline(Config())
    sent = list(packets(scenario, run_s, FIRST_SEED + number))
    said = [e for at in range(0, len(sent), 1000) for e in pipeline.push(sent[at : at + 1000])]
    notices = [e for e in said + pipeline.finish() if isinstance(e, Notice)]
    texts = [f"{n.t_s:.0f} s {n.kind}: {n.text}" for n in notices if n.kind not in ORDINARY]
    return Run(number, scenario.name, run_s / 3600.0, texts)


def kept_in(file: Path) -> dict[int, Run]:
    """Runs that a file holds, by their number."""
    lines = file.read_bytes().splitlines() if file.exists() else []
    runs = [msgspec.json.decode(line, type=Run) for line in lines]
    return {run.number: run for run in runs}


def main() -> int:
    """Do what is missing, and print the sum."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=20.0)
    options.add_argument("--keep", type=Path, default=Path("out/clean_runs.jsonl"))
    chosen = options.parse_args()
    chosen.keep.parent.mkdir(parents=True, exist_ok=True)
    known = kept_in(chosen.keep)
    numbers = range(round(chosen.hours * 3600.0 / RUN_S))
    for number in numbers:
        if number not in known:
            known[number] = clean_run(number)
            with chosen.keep.open("ab") as file:
                file.write(msgspec.json.encode(known[number]) + b"\n")
    runs = [known[number] for number in numbers]
    for run in runs:
        for text in run.said:
            print(f"run {run.number} ({run.scenario}): {text}")
    said = sum(len(run.said) for run in runs)
    print(
        f"{sum(run.hours for run in runs):g} h of clean runs, {len(runs)} runs: said {said} times"
    )
    return int(said > 0)


if __name__ == "__main__":
    sys.exit(main())
