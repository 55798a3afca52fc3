"""Play the runs in processes, keep what is done, and print every row of the table of targets."""

import argparse
import pickle
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from msgspec import structs

from benchmarks.alerts.line import Line
from benchmarks.alerts.short import shortest
from benchmarks.alerts.store import ROOT, Crew, Store, tree_key
from benchmarks.coach.case import CoachCase
from benchmarks.coach.cases import FAMILIES, draw_case
from benchmarks.coach.draw import UNSEEN
from benchmarks.coach.listener import EARS
from benchmarks.coach.listening import Pair, pair
from benchmarks.coach.models import MODELS
from benchmarks.coach.page import report
from benchmarks.coach.play import Found, play
from benchmarks.coach.symptoms import CAUSES

OBEYING: Final = 12
"""Runs of each cause and model of those who obey; a quarter of it for each other way to listen."""
QUICK_CAUSES: Final = ("comfortable", "laces tighten", "tight from the start")
QUICK_QUIET_S: Final = 1800.0


@dataclass(frozen=True, slots=True)
class Work:
    """One run to be played; as text, its name in the store."""

    family: str
    number: int
    unseen: bool
    cause: str = ""
    model: str = ""
    sensors: bool = True
    quick: bool = False


def main(argv: Sequence[str]) -> int:
    """Play, print, write the page; 1 if a conservative bound is missed with ``--quick``."""
    parser = argparse.ArgumentParser(prog="benchmarks.coach", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a few known runs, conservative bounds"
    )
    parser.add_argument("--unseen", action="store_true", help="seeds that nobody tuned on")
    parser.add_argument("--share", type=float, default=1.0, help="of the runs, from 0 to 1")
    parser.add_argument("--only", action="append", help="families, or 'listen'")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--measured", type=Path, help="a document to write the table to")
    parser.add_argument(
        "--kept",
        type=Path,
        help="play nothing: read what is in a folder; few runs decide nothing within chance",
    )
    parser.add_argument("--store", type=Path, default=ROOT / "out" / "coach")
    args = parser.parse_args(argv)
    begun_s = time.monotonic()
    results = _kept(args.kept) if args.kept else _played(args)
    lines, text = report(results, quick=args.quick, unseen=args.unseen, few=args.kept is not None)
    print("\n".join(text))
    print(f"\n{(time.monotonic() - begun_s) / 60.0:.1f} min")
    if args.measured:
        args.measured.write_text(page(text, args.share), encoding="utf-8")
    return 1 if args.quick and any(line.met is False for line in lines) else 0


def _played(args: argparse.Namespace) -> list[Found | Pair]:
    """Play what was not played before."""
    work = plan(args.share, unseen=args.unseen, quick=args.quick, only=args.only)
    store = Store[Found | Pair](None if args.quick else args.store / tree_key(part="coach"))
    return Crew(_do, store, 1 if args.quick else args.jobs, _cost).run(work)


def _kept(folder: Path) -> list[Found | Pair]:
    """Take the runs that an interrupted benchmark finished."""
    return [pickle.loads(file.read_bytes()) for file in sorted(folder.glob("*.pickle"))]


def plan(share: float, *, unseen: bool, quick: bool, only: list[str] | None) -> list[Work]:
    """Every run to be played; a part of the list is a part of every family."""
    work: list[Work] = []
    for family, (_, full, few) in FAMILIES.items():
        if only is None or family in only:
            numbers = _short(family, few, unseen=unseen) if quick else _every(share * full)
            work += [Work(family, number, unseen, quick=quick) for number in numbers]
    if only is None or "listen" in only:
        work += _listening(share, unseen=unseen, quick=quick)
    counts = Counter(replace(one, number=0) for one in work)
    return sorted(work, key=lambda one: one.number / counts[replace(one, number=0)])


def _every(count: float) -> Sequence[int]:
    return range(max(1, round(count)))


def _short(family: str, few: int, *, unseen: bool) -> list[int]:
    """Numbers of the runs of a family that are soon over."""
    return shortest(
        few, lambda number: draw_case(family, number, unseen=unseen).scenario.duration_s
    )


def _listening(share: float, *, unseen: bool, quick: bool) -> list[Work]:
    work = []
    most = 1 if quick else max(1, round(share * OBEYING))
    few = max(1, round(0.25 * most))
    models = list(MODELS)
    for cause in CAUSES:
        for model in models:
            for ear in EARS:
                if quick and (ear != "obeys" or cause not in QUICK_CAUSES or model != models[1]):
                    continue
                count = most if ear in ("obeys", "never") else few
                work += [Work(ear, n, unseen, cause, model) for n in range(count)]
            if not quick or (cause == "tight from the start" and model == models[1]):
                work += [Work("obeys", n, unseen, cause, model, sensors=False) for n in range(most)]
    return work


def _cost(work: Work) -> float:
    return 2.0 if work.cause else 1.0


def _do(work: Work) -> Found | Pair:
    """Play one run."""
    if work.cause:
        seed = work.number + (UNSEEN if work.unseen else 0)
        return pair(work.cause, work.model, work.family, seed, sensors=work.sensors)
    case = draw_case(work.family, work.number, unseen=work.unseen)
    return play(_brief(case) if work.quick else case)


def _brief(case: CoachCase) -> CoachCase:
    """The same with one earlier run at most, and half an hour in which nothing is wrong."""
    scenario = case.scenario
    if case.target is None:
        duration_s = min(QUICK_QUIET_S, scenario.duration_s)
        scenario = structs.replace(scenario, duration_s=duration_s)
    return replace(case, scenario=scenario, before=case.before[:1])


INTRO: Final = """\
# The coach, measured

Circular is what remains: the strides come from our own simulator, and so do the shoes' pressures;
the errors of the sensors are those of its full physics through our pipeline. The symptom models,
the runners who listen and the truth use nothing of the product.

Printed by `python -m benchmarks.coach --unseen{share} --measured docs/coach.md`; what it means
is in [detectors.md](detectors.md#listening-runners). The point estimate decides; 95 % intervals
stand in brackets, and "within chance" where they reach over the target.
"""


def page(text: Sequence[str], share: float) -> str:
    """The table as a document."""
    body = "\n".join(text).strip("\n")
    intro = INTRO.format(share="" if share == 1.0 else f" --share {share:g}")
    return f"{intro}\n```\n{body}\n```\n"


def missed(lines: Sequence[Line]) -> list[str]:
    """What was aimed at and not reached."""
    return [line.what for line in lines if line.met is False]
