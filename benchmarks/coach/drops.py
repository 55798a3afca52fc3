"""Play hours of running without a foot drop to its detectors alone, and count what they find.

python -m benchmarks.coach.drops [--hours 600] [--from 2000000]

A rate of 0.005 an hour needs 600 hours. The whole coach takes four hours of a core for them; its
two detectors of a foot drop take one. Nothing else in it ends a run of which nothing is reported.
Every runner is another one: each number draws a run of each family. Runs without foot sensors are
left out, for nobody answers there.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import structs

from benchmarks.alerts.judge import active, seen_h
from benchmarks.alerts.line import rate_line
from benchmarks.coach import draw
from benchmarks.coach.case import CoachCase
from benchmarks.coach.cases import draw_case
from firmware_sim.scenario.model import Scenario
from firmware_sim.truth.strides import Sensing, StrideRun
from monitor.detectors.alarm import Alarm
from monitor.detectors.foot_drop import foot_drop
from monitor.detectors.limits import DetectorLimits
from monitor.profile import AthleteProfile, learned, recall
from monitor.types import Finding, FindingKind, Side, Symptom

FAMILIES: Final = ("quiet", "overstride", "quiet", "fatigue", "quiet", "heart")
"""Half of the hours with nothing wrong, half with something else, some with a profile."""
MOST_PER_H: Final = 0.005
FROM: Final = 4 * draw.UNSEEN
"""Far from the seeds of the benchmark, known and unseen."""


def heard(case: CoachCase) -> list[Finding]:
    """What the detectors of a foot drop find in a run, taught by the earlier runs, if any."""
    sensing = structs.replace(case.sensing, insole=False)  # they do not look at it
    profile = AthleteProfile()
    for number, scenario in enumerate(case.before):
        detectors, _ = _listen(scenario, case.seed + 1_000_000 * (number + 1), sensing, profile)
        profile = learned(profile, detectors, ())
    return _listen(case.scenario, case.seed, sensing, profile)[1]


def _listen(
    scenario: Scenario, seed: int, sensing: Sensing, profile: AthleteProfile
) -> tuple[list[Alarm], list[Finding]]:
    detectors = [foot_drop(side, DetectorLimits()) for side in Side]
    recall(profile, detectors)
    found = [
        finding
        for stretch in StrideRun(scenario, seed, sensing).stretches()
        for event in stretch.events
        if not isinstance(event, Symptom)
        for detector in detectors
        for finding in detector.push(event)
    ]
    return detectors, found


def runs(from_seed: int) -> Iterator[CoachCase]:
    """Runs without a foot drop, with foot sensors, for ever; no seed is drawn twice."""
    number = from_seed
    while True:
        for family in FAMILIES:
            case = draw_case(family, number, unseen=False)
            number += 1
            if case.sensing.imu:
                yield case


def main(argv: Sequence[str]) -> int:
    """Play, tell of each false finding, print the line; 1 if the target is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.coach.drops", description=__doc__)
    parser.add_argument("--hours", type=float, default=3.0 / MOST_PER_H)
    parser.add_argument("--from", dest="from_seed", type=int, default=FROM, help="first seed")
    args = parser.parse_args(argv)
    hours, answered, false, count = 0.0, 0.0, 0, 0
    for case in runs(args.from_seed):
        found, duration_s = heard(case), case.scenario.duration_s
        for one in active(found, FindingKind.FOOT_DROP):
            false += 1
            print(f"{case.family} {case.seed}: {one.side} at {one.t_s:.0f} s, {one.evidence}")
        hours, count = hours + duration_s / 3600.0, count + 1
        answered += seen_h(found, FindingKind.FOOT_DROP, duration_s)
        sys.stderr.write(f"{count} runs to seed {case.seed}, {hours:.1f} h, {false} false\n")
        if hours >= args.hours:
            break
    line = rate_line("foot drop: false", false, hours, MOST_PER_H, args.hours)
    print(f"{count} runs, {answered:.0f} h of them answered\n{line}", flush=True)
    return int(not line.met)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
