"""Does the comparison of two lacings say what the laces really did?

Pairs of recordings of the simulator, a minute of easy running each, the left laces tied by a stated
difference tighter in the second; another seed and another runner in every pair. *Correct* is the
right direction (or *no difference* for 0), *wrong* another direction (or any difference for 0), and
the rest is *cannot tell*. ``--pairs`` is how many a row.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from firmware_sim.record import record
from firmware_sim.scenario import scenario_file
from monitor.home.filing import story_of
from monitor.report.compare import Verdict, compare
from monitor.report.story import Story
from monitor.types import Side

DIFFERENCES_KPA: Final = (0.0, 1.0, 2.0, 3.0, 5.0)
LENGTH_S: Final = 70.0
_LACES_KPA: Final = 8.0


def story(folder: Path, lace_kpa: float, seed: int) -> Story:
    """Give the story of a minute of running with these laces on the left."""
    known = scenario_file.load("easy_run")
    left = msgspec.structs.replace(known.left, lace_kpa=lace_kpa)
    scenario = msgspec.structs.replace(known, left=left, taps=False)
    path = folder / f"{seed}.mcap"
    record(scenario, path, duration_s=LENGTH_S, seed=seed)
    return story_of(path)


def verdict(folder: Path, difference_kpa: float, seed: int) -> Verdict:
    """Give what the comparison says of the left instep."""
    first = story(folder, _LACES_KPA, 2 * seed)
    second = story(folder, _LACES_KPA + difference_kpa, 2 * seed + 1)
    (said,) = (
        found.verdict
        for found in compare(first, second)
        if found.measure == "instep" and found.side is Side.LEFT
    )
    return said


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20)
    pairs = parser.parse_args(arguments).pairs
    print(f"{pairs} pairs a row, {LENGTH_S:.0f} s each, easy_run of the simulator")
    print("true, kPa   correct   wrong   cannot tell")
    for place, difference_kpa in enumerate(DIFFERENCES_KPA):
        with tempfile.TemporaryDirectory() as folder:
            said = Counter(
                verdict(Path(folder), difference_kpa, 1000 * place + pair) for pair in range(pairs)
            )
        good = Verdict.MORE if difference_kpa else Verdict.NONE
        unsure = (said[Verdict.NONE] if difference_kpa else 0) + said[Verdict.UNKNOWN]
        correct = said[good]
        wrong = pairs - correct - unsure
        shares = (f"{count / pairs:7.0%}" for count in (correct, wrong, unsure))
        print(f"{difference_kpa:9.1f}   {'  '.join(shares)}")
    print("targets, 3 kPa: correct 90 % at least, wrong 2 % at most")


if __name__ == "__main__":
    main()
