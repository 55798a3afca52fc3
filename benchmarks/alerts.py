"""How often are the alerts right, how late, how often false? ``--quick`` for every day.

Runs are drawn from ranges. Of the seeds, one half was used while tuning (``--half known``); the
other half decides. Rates stand with their hours and their 95 % interval (Clopper–Pearson, Garwood).
Exits non-zero when a target is missed; with ``--quick`` and with full physics, where runs are few,
only when it is missed beyond chance. Finished runs are kept in ``out/alerts``: an interrupted
benchmark goes on where it was, and a changed program starts anew.

    python -m benchmarks.alerts [--quick] [--half unseen|known] [--only strides|physics|real]
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks import alerts_physics
from benchmarks.alerts_case import CONDITIONS, FRESH
from benchmarks.alerts_cases import FAMILIES, draw
from benchmarks.alerts_line import Line, only_sure
from benchmarks.alerts_live import LIVE, Live, early_case, listen, live_lines
from benchmarks.alerts_matrix import matrix
from benchmarks.alerts_numb import numb_lines
from benchmarks.alerts_play import Played, play
from benchmarks.alerts_real import real_lines
from benchmarks.alerts_speech import speech_lines, spoken
from benchmarks.alerts_store import ROOT, Crew, Store, tree_key
from benchmarks.alerts_table import target_lines

PARTS: Final = ("strides", "physics", "live", "real")
CONDITION_PART: Final = 4
PHYSICS_COST: Final = 15.0
"""CPU of a run with full physics over that of one at stride level; for the time left."""
QUICK_PHYSICS: Final = {"tight laces": 1}


@dataclass(frozen=True)
class Work:
    """One run to be played; as text, its name in the store."""

    part: str
    family: str
    number: int
    unseen: bool
    condition: str = FRESH


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
    lines = report(asked, Crew(_do, store, args.jobs, _cost))
    missed = [line.what for line in lines if line.met is False]
    print(f"\n{(time.monotonic() - begun_s) / 60.0:.1f} min. Missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def report(asked: Asked, crew: Crew[Work, Played | Live]) -> list[Line]:
    """Play everything and print what came out, targets first."""
    alone, shared = _live(asked), [*_physics(asked), *_strides(asked)]
    heard = [live for live in replace(crew, jobs=1).run(alone) if isinstance(live, Live)]
    results = list(zip(shared, crew.run(shared), strict=True))
    by_strides, by_physics = (
        [r for w, r in results if w.part == part and isinstance(r, Played)]
        for part in ("strides", "physics")
    )
    lines = [
        *_targets("stride level", by_strides, asked, small=asked.quick),
        *_targets("full physics", by_physics, asked, small=True),
    ]
    if heard:
        lines += _shown("one packet a push, past the first two minutes", live_lines(heard))
    for name, runs in (("stride level", by_strides), ("full physics", by_physics)):
        if runs and not asked.quick:
            print("\n".join(["", f"Each detector, {name}", "", *matrix(runs)]))
        if runs:
            print("\n".join(["", f"Spoken, {name}", "", *spoken(runs)]))
    if "real" in asked.parts and not asked.quick:
        print("\n".join(["", "Real runs", "", *real_lines()]))
    return lines


def _targets(name: str, runs: Sequence[Played], asked: Asked, *, small: bool) -> list[Line]:
    """The lines of one kind of simulation; few runs decide only what is beyond chance."""
    if not runs:
        return []
    lines = [*target_lines(runs), *speech_lines(runs)]
    numb = [run for run in runs if run.places]
    if numb:
        ranked = numb_lines(numb)
        lines += [replace(line, met=None) for line in ranked] if small else ranked
    hours = sum(run.hours for run in runs)
    before_h = sum(s.duration_s for run in runs for s in run.case.before) / 3600.0
    earlier = f" and {before_h:.0f} h of earlier runs" if before_h else ""
    half = "unseen" if asked.unseen else "known"
    title = f"{name}: {len(runs)} runs, {hours:.0f} h{earlier}, {half} seeds"
    return _shown(title, [only_sure(line) for line in lines] if small else lines)


def _shown(title: str, lines: list[Line]) -> list[Line]:
    print("\n".join(["", title, "", *(str(line) for line in lines)]), flush=True)
    return lines


def _strides(asked: Asked) -> list[Work]:
    """Runs at stride level."""
    if "strides" not in asked.parts:
        return []
    work = []
    for name in asked.families:
        family = FAMILIES[name]
        count = asked.runs or (family.quick if asked.quick else family.full)
        work += [Work("strides", name, number, asked.unseen) for number in range(count)]
        crossed = 0 if asked.quick else family.crossed
        if asked.runs:
            crossed = min(crossed, asked.runs // CONDITION_PART)
        for condition in CONDITIONS[1:]:
            numbers = range(family.full, family.full + crossed)
            work += [Work("strides", name, n, asked.unseen, condition) for n in numbers]
    return work


def _physics(asked: Asked) -> list[Work]:
    """Runs with full physics."""
    if "physics" not in asked.parts:
        return []
    runs = QUICK_PHYSICS if asked.quick else alerts_physics.RUNS
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
    return alerts_physics.play_physics(case) if work.part == "physics" else play(case)


if __name__ == "__main__":
    sys.exit(main())
