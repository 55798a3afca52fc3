"""How often are the alerts right, how late, how often false? ``--quick`` for every day.

Runs are drawn from ranges; half of the seeds were never looked at while tuning, and these alone
decide. Rates stand with their 95 % confidence interval (Clopper–Pearson, Garwood). Exits non-zero
when a target is missed.

    python -m benchmarks.alerts [--quick] [--only strides|physics|real]
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.alerts_cases import FAMILIES, draw
from benchmarks.alerts_line import Line
from benchmarks.alerts_physics import cases, latency_ms, play_physics
from benchmarks.alerts_play import Played, play
from benchmarks.alerts_real import real_lines
from benchmarks.alerts_table import physics_lines, table


def main(argv: Sequence[str] | None = None) -> int:
    """Play, print the tables, return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few runs of each family")
    parser.add_argument("--half", choices=["unseen", "known"], default="unseen")
    parser.add_argument("--family", action="append", choices=list(FAMILIES))
    parser.add_argument("--runs", type=int, help="of each family, instead of its own number")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", choices=["strides", "physics", "real"])
    args = parser.parse_args(argv)
    parts = [args.only] if args.only else ["strides", "physics", "real"]
    lines: list[Line] = []
    with ProcessPoolExecutor(args.jobs) as pool:
        if "strides" in parts:
            lines += strides(args, pool)
        if "physics" in parts:
            lines += physics(args, pool)
    if "real" in parts:
        print("\n".join(["", *real_lines()]))
    return 1 if any(line.met is False for line in lines) else 0


def strides(args: argparse.Namespace, pool: ProcessPoolExecutor) -> list[Line]:
    """Hundreds of hours at stride level."""
    work = [
        (family, number, args.half == "unseen")
        for family, (_, quick, full) in FAMILIES.items()
        if not args.family or family in args.family
        for number in range(args.runs or (quick if args.quick else full))
    ]
    runs = list(pool.map(_play, work, chunksize=2))
    # with a few runs only, one miss is no news: the quick table is for reading
    lines = table(runs, decides=not args.quick)
    hours = sum(run.hours for run in runs)
    print(f"{len(runs)} runs, {hours:.0f} h at stride level, {args.half} seeds\n")
    print("\n".join(str(line) for line in lines))
    return lines


def physics(args: argparse.Namespace, pool: ProcessPoolExecutor) -> list[Line]:
    """Hours from pose to packet to sentence."""
    chosen = cases(quick=args.quick, unseen=args.half == "unseen")
    runs = list(pool.map(play_physics, chosen))
    lines = physics_lines(runs, latency_ms(chosen[0]))
    print(f"\n{len(runs)} runs, {sum(run.hours for run in runs):.1f} h with full physics\n")
    print("\n".join(str(line) for line in lines))
    return lines


def _play(work: tuple[str, int, bool]) -> Played:
    family, number, unseen = work
    return play(draw(family, number, unseen=unseen))


if __name__ == "__main__":
    sys.exit(main())
