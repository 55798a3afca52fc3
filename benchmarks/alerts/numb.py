"""Compare the risk with the simulator's own nerves: ranking of feet, and time of warning.

Every foot of every run is one case: did the runner tap it, and how high was the score of that run?
The naive rule is instep pressure over a fixed threshold, the same for all runners: its score is the
highest 30-s mean of a run in kPa, so that its AUROC covers every fixed threshold at once. The
oracle is the true loss of conduction; taps that are forgotten, or about nothing, keep it below 1.
"""

from collections.abc import Callable, Sequence
from math import isnan
from typing import Final

import numpy as np

from benchmarks.alerts.line import Line
from benchmarks.alerts.play import Place, Played
from benchmarks.alerts.stats import auroc, share
from monitor.types import NERVE_ZONES, Side, Zone

CLOSED: Final = 0.8
"""Part of the way from the naive rule to the oracle that is aimed at."""
EARLY_S: Final = 180.0
EARLY_SHARE: Final = 0.8
DRAWS: Final = 400

SCORES: tuple[Callable[[Place], float], ...] = (
    lambda place: place.ours,
    lambda place: place.naive,
    lambda place: place.oracle,
)


def numb_lines(runs: Sequence[Played]) -> list[Line]:
    """Risk against the simulator's own symptoms, beside a naive rule and an oracle."""
    return [
        *_lines("top", runs, (Zone.TOP,), decides=True),
        *_lines("all zones", runs, NERVE_ZONES, decides=False),
    ]


def _lines(
    name: str, runs: Sequence[Played], zones: Sequence[Zone], *, decides: bool
) -> list[Line]:
    by_run = [[run.places[side, zone] for side in Side for zone in zones] for run in runs]
    places = [place for run in by_run for place in run]
    tapped = [place for place in places if place.tapped_s is not None]
    scores = [_auroc(places, score) for score in SCORES]
    closed = _closed(places)
    early = sum(_is_early(place) for place in tapped)
    untapped = [place for place in places if place.tapped_s is None]
    needless = sum(place.warned_s is not None for place in untapped)
    return [
        Line(
            f"numbness, {name}: AUROC ours | naive | oracle",
            f"{' | '.join(f'{s:.3f}' for s in scores)}, {len(tapped)} of {len(places)} felt",
            "",
            None,
        ),
        Line(
            f"numbness, {name}: way closed",
            f"{100 * closed:.0f} % ({_interval(by_run)})",
            f">= {100 * CLOSED:.0f} %" if decides else "",
            None if isnan(closed) or not decides else closed >= CLOSED,
        ),
        Line(
            f"numbness, {name}: warned 3 min before",
            share(early, len(tapped)),
            f">= {100 * EARLY_SHARE:.0f} %" if decides else "",
            early >= EARLY_SHARE * len(tapped) if decides else None,
        ),
        Line(f"numbness, {name}: warned, not felt", share(needless, len(untapped)), "", None),
    ]


def _auroc(places: Sequence[Place], score: Callable[[Place], float]) -> float:
    felt = [place.tapped_s is not None for place in places]
    return auroc([score(place) for place in places], felt)


def _closed(places: Sequence[Place]) -> float:
    """Part of the way from the naive rule to the oracle; NaN where there is no way."""
    ours, naive, oracle = (_auroc(places, score) for score in SCORES)
    return (ours - naive) / (oracle - naive) if oracle > naive else float("nan")


def _interval(by_run: Sequence[Sequence[Place]]) -> str:
    """95 % interval of the way closed: runners drawn again, both feet of one together."""
    rng = np.random.default_rng(0)
    drawn = [
        _closed([place for i in rng.integers(len(by_run), size=len(by_run)) for place in by_run[i]])
        for _ in range(DRAWS)
    ]
    known = [value for value in drawn if not isnan(value)]
    if not known:
        return "no interval"
    low, high = np.percentile(known, (2.5, 97.5))
    return f"{100 * low:.0f}–{100 * high:.0f}"


def _is_early(place: Place) -> bool:
    if place.tapped_s is None or place.warned_s is None:
        return False
    return place.tapped_s - place.warned_s >= EARLY_S
