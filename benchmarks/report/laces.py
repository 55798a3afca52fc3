"""Check the comparison of two lacings against what the laces really did.

Tests on the simulator, as the guided one: stand, run for a minute, tie anew, in a stated order.
B is tied tighter on the left by a stated difference; the right is tied alike. Tying scatters: each
time, each foot, the pressure is drawn anew about what was meant. *Correct* is the right direction
(*no difference* for 0) on the left, *wrong* another direction (any difference for 0), the rest is
*cannot tell*; *right foot* is how often a difference is told of the foot that has none. Every test
has its own runner, pace and sensors. ``--tests`` is how many a row.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from msgspec.structs import replace

from firmware_sim.record import record
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Change, Phase, Scenario
from monitor.home.lacing import guided_trials
from monitor.report.compare import Verdict
from monitor.report.lacing_guide import Span, Step
from monitor.report.lacing_test import LacingResult, judge
from monitor.types import Gait, Side

ROWS: Final = (
    ("ABA", 0.5, 3.0),
    ("ABA", 0.5, -3.0),
    ("ABA", 0.5, 0.0),
    ("ABA", 1.0, 3.0),
    ("AB", 0.5, 3.0),
    ("ABA", 1.0, 0.0),
    ("ABA", 0.5, 2.0),
    ("ABA", 0.5, 1.0),
)
"""Order, scatter of tying (kPa), what B is tied tighter by (kPa)."""
RUN_S: Final = 60.0
STOP_S: Final = 14.0


def scenario(
    order: str, scatter_kpa: float, difference_kpa: float, rng: np.random.Generator
) -> Scenario:
    """Give a runner who ties the laces in this order."""
    laces_kpa = rng.uniform(6.0, 11.0)
    phases, changes = [], []
    speed = rng.uniform(2.4, 3.2)
    for trial, lacing in enumerate(order):
        phases += [
            Phase(duration_s=STOP_S, gait=Gait.STAND, speed_m_s=0.0),
            Phase(duration_s=RUN_S, speed_m_s=speed * rng.uniform(0.98, 1.02)),
        ]
        for side in Side:
            tighter = difference_kpa if lacing == "B" and side is Side.LEFT else 0.0
            tied_kpa = laces_kpa + tighter + rng.normal(0.0, scatter_kpa)
            changes.append(
                Change(
                    at_s=trial * (STOP_S + RUN_S) + (2.0 if trial else 0.0),
                    quantity="lace_kpa",
                    to=max(tied_kpa, 1.0),
                    side="left" if side is Side.LEFT else "right",
                )
            )
    known = scenario_file.load("easy_run")
    pods = tuple(pod for pod in known.pod if pod.side is not None)
    return replace(known, phase=tuple(phases), change=tuple(changes), pod=pods, taps=False)


def judged(folder: Path, row: tuple[str, float, float], seed: int) -> LacingResult:
    """Give what a test says."""
    order = row[0]
    path = folder / f"{seed}.mcap"
    length_s = len(order) * (STOP_S + RUN_S)
    record(scenario(*row, np.random.default_rng(seed)), path, duration_s=length_s, seed=seed)
    spans = [
        Span(trial=n, lacing=lacing, step=Step.RUN, from_s=until_s - RUN_S, until_s=until_s)
        for n, lacing in enumerate(order)
        for until_s in [(n + 1) * (STOP_S + RUN_S)]
    ]
    result = judge(guided_trials(path, spans))
    path.unlink()
    return result


def verdict(result: LacingResult, side: Side) -> Verdict:
    """Give what is said of a foot."""
    told = [one.verdict for one in result.told if one.side is side]
    if told:
        return told[0]
    measured = any(one.side is side for one in result.changes)
    return Verdict.NONE if measured else Verdict.UNKNOWN


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", type=int, default=50)
    tests = parser.parse_args(arguments).tests
    print(f"{tests} tests a row, {RUN_S:.0f} s of running a trial, on the simulator")
    print("order  tying ±, kPa  true, kPa  correct  wrong  cannot tell  right foot")
    for place, row in enumerate(ROWS):
        order, scatter_kpa, true_kpa = row
        with tempfile.TemporaryDirectory() as folder:
            results = [judged(Path(folder), row, 1000 * place + n) for n in range(tests)]
        said = Counter(verdict(result, Side.LEFT) for result in results)
        good = Verdict.NONE if not true_kpa else Verdict.MORE if true_kpa > 0.0 else Verdict.LESS
        unsure = (said[Verdict.NONE] if true_kpa else 0) + said[Verdict.UNKNOWN]
        correct = said[good]
        other = sum(verdict(r, Side.RIGHT) in {Verdict.LESS, Verdict.MORE} for r in results)
        shares = (correct, tests - correct - unsure, unsure, other)
        texts = [f"{count / tests:.0%}" for count in shares]
        print(
            f"{order:5}  {scatter_kpa:12.1f}  {true_kpa:9.1f}"
            f"  {texts[0]:>7}  {texts[1]:>5}  {texts[2]:>11}  {texts[3]:>10}",
            flush=True,
        )
    print("targets, 3 kPa: correct 90 % at least, wrong 2 % at most")


if __name__ == "__main__":
    main()
