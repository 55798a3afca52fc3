"""Check the answer to *does it help me?* against runners whose cues truly help by so much.

Simulated runners with twenty runs or more. In a run the quantity of a cue wanders (neighbouring
minutes are alike), drifts, and lies a little differently each day; a cue comes when it is high, as
a detector would have it, so that it falls back by itself as well. The coin is the product's own.
What is said changes the quantity by a size that is the runner's own and differs from cue to cue
(some are not heard at all); what is withheld changes nothing. *Covered*: how often the band of 95 %
holds the runner's true mean effect. *Seen*: how often an effect is told from nothing. Scatter is
skewed. Not in it: runners whose cues wear off, or who learn from them for good.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from monitor.advice.coin import withholds
from monitor.report.cues import Change, effect

EFFECTS: Final = (0.0, 0.5, 1.0, 2.0)
"""True mean effect, in standard deviations of the change from minute to minute."""
RUNS: Final = (20, 40, 80)
_LEAST_CUES, _MOST_CUES = 1, 4
_MINUTES: Final = 60
_ALIKE: Final = 0.7
_HEARD: Final = 0.8


@dataclass(frozen=True, slots=True)
class Runner:
    """One simulated runner: true mean effect of a cue that is said, and how the effect varies."""

    rng: np.random.Generator
    effect: float
    varies: float
    day: float
    drift: float


def run(who: Runner, seed: int) -> list[Change]:
    """Let a runner run once, and give what each cue was followed by."""
    rng = who.rng
    noise = rng.gamma(2.0, 1.0, _MINUTES + 4) - 2.0  # skewed
    level = np.zeros(_MINUTES + 4)
    for minute in range(1, len(level)):
        level[minute] = _ALIKE * level[minute - 1] + np.sqrt(0.5 * (1 - _ALIKE**2)) * noise[minute]
    level += rng.normal(0.0, who.day) + who.drift * np.arange(len(level)) / _MINUTES
    cues = int(rng.integers(_LEAST_CUES, _MOST_CUES + 1))
    high = np.flatnonzero(level[:_MINUTES] > np.quantile(level[:_MINUTES], 0.6))
    at = np.sort(rng.choice(high, min(cues, len(high)), replace=False))
    found = []
    for place, minute in enumerate(at.tolist()):
        # other sentences take numbers too
        said = not withholds(seed, 1 + 3 * place + int(rng.integers(3)))
        change = level[minute] - level[minute + 2]
        if said and rng.random() < _HEARD:
            change += who.effect / _HEARD + rng.normal(0.0, who.varies)
        found.append(Change(said=said, measure="contact", change=float(change)))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runners", type=int, default=1500)
    runners = parser.parse_args(arguments).runners
    print(f"{runners} runners a row")
    print("runs  true effect  covered   seen  half band  too few to tell")
    for runs in RUNS:
        for true in EFFECTS:
            rng = np.random.default_rng([runs, round(10 * true)])
            covered = seen = told = 0
            bands = 0.0
            for _ in range(runners):
                who = Runner(rng, true, rng.uniform(0.0, 1.0), rng.uniform(0.5, 2.0), rng.normal())
                changes = [c for _ in range(runs) for c in run(who, int(rng.integers(1 << 31)))]
                found = effect("contact", changes)
                if found is None:
                    continue
                told += 1
                bands += found.band
                covered += abs(found.effect - true) <= found.band
                seen += found.sure
            print(
                f"{runs:4}  {true:11.1f}  {covered / told:7.1%}  {seen / told:5.0%}"
                f"  {bands / told:9.2f}  {1 - told / runners:15.0%}",
                flush=True,
            )
    print("target: covered 93 % at least")


if __name__ == "__main__":
    main()
