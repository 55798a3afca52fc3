"""Score the alerts: how often correct, how late, how often false. ``--quick`` for every day.

Runs are drawn from ranges. Of the seeds, one half was used while tuning (``--half known``); the
other half decides. Rates stand with their hours and their 95 % interval (Clopper–Pearson, Garwood).
Exits non-zero when a target is missed; with ``--quick`` and with full physics, where runs are few,
only when it is missed beyond chance. Finished runs are kept in ``out/alerts``: an interrupted
benchmark goes on where it was, and a changed program starts anew.

    python -m benchmarks.alerts [--quick] [--half unseen|known] [--only strides|physics|real]
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from msgspec import structs

from benchmarks.alerts import physics
from benchmarks.alerts.case import CONDITIONS, FRESH, Case
from benchmarks.alerts.cases import FAMILIES, draw
from benchmarks.alerts.live import LIVE, Live, early_case, listen
from benchmarks.alerts.play import Played, play
from benchmarks.alerts.real import real_lines
from benchmarks.alerts.report import Report
from benchmarks.alerts.short import shortest
from benchmarks.alerts.store import ROOT, Crew, Store, tree_key

PARTS: Final = ("strides", "physics", "live", "real")
CONDITION_PART: Final = 4
PHYSICS_COST: Final = 15.0
"""CPU of a run with full physics over that of one at stride level; for the time left."""
QUICK_PHYSICS: Final = {"tight laces": 1}
QUICK_LONGEST_S: Final = 1800.0


@dataclass(frozen=True)
class Work:
    """One run to be played; as text, its name in the store."""

    part: str
    family: str
    number: int
    unseen: bool
    condition: str = FRESH
    quick: bool = False


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    parts: tuple[str, ...]
    families: tuple[str, ...]
    runs: int | None
    quick: bool
    unseen: bool


def main(argv: Sequence[str] | None = None) -> int:
    """Play, print the tables, return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few runs of each family")
    parser.add_argument("--half", choices=["unseen", "known"], default="unseen")
    parser.add_argument("--family", action="append", choices=list(FAMILIES))
    parser.add_argument(
        "--runs", type=int, help="of each family, and a quarter under each condition"
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--page", type=Path, help="a document to write the tables to")
    parser.add_argument("--store", type=Path, default=ROOT / "out" / "alerts")
    args = parser.parse_args(argv)
    asked = Asked(
        tuple(args.only or PARTS),
        tuple(args.family or FAMILIES),
        args.runs,
        args.quick,
        args.half == "unseen",
    )
    begun_s = time.monotonic()
    store = Store[Played | Live](None if args.quick else args.store / tree_key())
    report = played(asked, Crew(_do, store, args.jobs, _cost))
    print("\n".join(report.text))
    took_min = (time.monotonic() - begun_s) / 60.0
    print(f"\n{took_min:.1f} min. Missed: {', '.join(report.missed) or 'none'}")
    if args.page:
        args.page.write_text(report.page(), encoding="utf-8")
    return 1 if report.missed else 0


def played(asked: Asked, crew: Crew[Work, Played | Live]) -> Report:
    """Play everything and say what came out, targets first."""
    alone, shared = _live(asked), [*_physics(asked), *strides(asked)]
    heard = [live for live in replace(crew, jobs=1).run(alone) if isinstance(live, Live)]
    results = list(zip(shared, crew.run(shared), strict=True))
    by_part = {
        part: [r for w, r in results if w.part == part and isinstance(r, Played)]
        for part in ("strides", "physics")
    }
    report = Report("unseen" if asked.unseen else "known")
    report.targets("Stride level", by_part["strides"], small=asked.quick)
    report.targets("Full physics", by_part["physics"], small=True)
    report.live(heard)
    if not asked.quick:
        report.detail("stride level", by_part["strides"])
        report.detail("full physics", by_part["physics"])
    if "real" in asked.parts and not asked.quick:
        report.part("Real runs", real_lines())
    return report


def strides(asked: Asked) -> list[Work]:
    """Runs at stride level."""
    if "strides" not in asked.parts:
        return []
    work = []
    for name in asked.families:
        family = FAMILIES[name]
        count = asked.runs or (family.quick if asked.quick else family.full)
        chosen = _short(name, count, unseen=asked.unseen) if asked.quick else range(count)
        work += [
            Work("strides", name, number, asked.unseen, quick=asked.quick) for number in chosen
        ]
        crossed = 0 if asked.quick else family.crossed
        if asked.runs:
            crossed = min(crossed, asked.runs // CONDITION_PART)
        for condition in CONDITIONS[1:]:
            numbers = range(family.full, family.full + crossed)
            work += [Work("strides", name, n, asked.unseen, condition) for n in numbers]
    return work


def _short(family: str, count: int, *, unseen: bool) -> list[int]:
    """Numbers of the runs of a family that are soon over."""
    return shortest(count, lambda number: physics.length_s(draw(family, number, unseen=unseen)))


def _physics(asked: Asked) -> list[Work]:
    """Runs with full physics."""
    if "physics" not in asked.parts:
        return []
    runs = QUICK_PHYSICS if asked.quick else physics.RUNS
    return [
        Work("physics", name, number, asked.unseen)
        for name, count in runs.items()
        if name in asked.families
        for number in range(min(count, asked.runs or count))
    ]


def _live(asked: Asked) -> list[Work]:
    """Runs that are listened to packet by packet: not beside other work, so not with quick."""
    if "live" not in asked.parts or asked.quick:
        return []
    return [Work("live", family, 0, asked.unseen) for family in LIVE]


def _cost(work: Work) -> float:
    return 1.0 if work.part == "strides" else PHYSICS_COST


def _do(work: Work) -> Played | Live:
    """Play one run."""
    if work.part == "live":
        return listen(early_case(work.family, unseen=work.unseen))
    case = draw(work.family, work.number, unseen=work.unseen, condition=work.condition)
    if work.quick:
        case = brief(case)
    return physics.play_physics(case) if work.part == "physics" else play(case)


def brief(case: Case) -> Case:
    """The same run, ended soon after its cause should have been found."""
    duration_s = min(QUICK_LONGEST_S, physics.length_s(case))
    return replace(case, scenario=structs.replace(case.scenario, duration_s=duration_s))
