"""Score the coach on runners who listen, or print what it says.

What is circular: strides come from our own simulator, with sensor errors of the size of our own
accuracy targets. The symptom models and the runners use nothing of the product.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.coach.draw import CAUSES, UNSEEN, scenario
from benchmarks.coach.listener import Heard, Run, alone, listened
from benchmarks.coach.models import MODELS
from benchmarks.coach.transcripts import page
from monitor.types import Action, Symptom

USAGE = "usage: python -m benchmarks.coach (--page FILE | --runs N [--unseen])"


def main(arguments: list[str]) -> int:
    """Print the page or the table."""
    if "--page" in arguments:
        file = Path(arguments[arguments.index("--page") + 1])
        file.write_text("\n".join(page()), encoding="utf-8")
        return 0
    if "--runs" not in arguments:
        print(USAGE)
        return 2
    runs = int(arguments[arguments.index("--runs") + 1])
    seeds = range(UNSEEN, UNSEEN + runs) if "--unseen" in arguments else range(runs)
    for line in table(seeds):
        print(line, flush=True)
    return 0


def table(seeds: Iterable[int]) -> Iterable[str]:
    """Minutes of tingling an hour without and with the product, and sentences an hour."""
    yield (__doc__ or "").split("\n\n")[1]
    yield f"{'cause':<22}{'model':<30}{'without':>9}{'with':>9}{'change':>9}{'said/h':>8} late"
    for cause in CAUSES:
        for model in MODELS:
            pairs = []
            for seed in seeds:
                run = Run(scenario(cause, seed), seed, model)
                pairs.append((alone(run), listened(run)))
            yield _row(cause, model, pairs)


def _row(cause: str, model: str, pairs: list[tuple[Heard, Heard]]) -> str:
    hours = sum(without.hours for without, _ in pairs)
    before = sum(without.felt_min for without, _ in pairs) / hours
    after = sum(with_.felt_min for _, with_ in pairs) / hours
    said = sum(len(with_.said) for _, with_ in pairs) / hours
    late = sum(unanswered(with_) for _, with_ in pairs)
    change = f"{100.0 * (after - before) / before:+.0f} %" if before else "–"
    return f"{cause:<22}{model:<30}{before:>9.1f}{after:>9.1f}{change:>9}{said:>8.1f}{late:>5}"


def unanswered(heard: Heard) -> int:
    """Reports without an answer within 3 s."""
    answers = [a.t_s for a in heard.said if a.felt or a.action is Action.ACKNOWLEDGE]
    taps: list[Symptom] = heard.taps
    return sum(not any(0.0 <= t_s - tap.t_s <= 3.0 for t_s in answers) for tap in taps)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
