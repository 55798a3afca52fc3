"""How often are the alerts right, how late, how often false? ``--quick`` for every day.

Runs are drawn from ranges; half of the seeds were never looked at while tuning, and these alone
decide. Rates stand with their 95 % confidence interval (Clopper–Pearson, Garwood). Exits non-zero
when a target is missed.

    python -m benchmarks.alerts [--quick]
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.alerts_cases import FAMILIES, draw
from benchmarks.alerts_play import Played, play
from benchmarks.alerts_table import table


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few runs of each family")
    parser.add_argument("--half", choices=["unseen", "known"], default="unseen")
    parser.add_argument("--family", action="append", choices=list(FAMILIES))
    parser.add_argument("--runs", type=int, help="of each family, instead of its own number")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args(argv)
    work = [
        (family, number, args.half == "unseen")
        for family, (_, quick, full) in FAMILIES.items()
        if not args.family or family in args.family
        for number in range(args.runs or (quick if args.quick else full))
    ]
    with ProcessPoolExecutor(args.jobs) as pool:
        runs = list(pool.map(_play, work, chunksize=2))
    lines = table(runs)
    hours = sum(run.hours for run in runs)
    print(f"{len(runs)} runs, {hours:.0f} h at stride level, {args.half} seeds\n")
    print("\n".join(str(line) for line in lines))
    return 1 if any(line.met is False for line in lines) and not args.quick else 0


def _play(work: tuple[str, int, bool]) -> Played:
    family, number, unseen = work
    return play(draw(family, number, unseen=unseen))


if __name__ == "__main__":
    sys.exit(main())
