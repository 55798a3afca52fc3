"""Two sessions side by side: what differs by more than chance, first of all under the laces.

Pure. Medians of pieces of some seconds are samples; their means are compared with a band of 95 %
(Welch), widened where neighbouring pieces are alike (n counts as n·(1−ρ)/(1+ρ)). A difference
smaller than what anybody could feel does not count, however sure: it is called small. How much
tying the same laces again scatters is in no band of two sessions: tie A, B and A again to see it.
"""

from collections.abc import Sequence
from enum import StrEnum, auto
from math import sqrt
from typing import Final

from msgspec import Struct

from monitor.report.measures import MEASURES
from monitor.report.statistics import mean, variance_of_mean
from monitor.report.story import Story
from monitor.types import Side

COMPARED: Final = ("instep", "sole", "edges", "cadence", "contact", "strike", "ahead", "calf")
"""Quantities that are compared, the laces first."""
OF_PACE: Final = frozenset({"cadence", "contact", "strike", "ahead", "calf"})
"""Quantities that change with pace: told only where both sessions were run at the same."""
LEAST_PIECES: Final = 8
"""Fewer samples tell nothing. Rule of thumb: forty seconds."""
LEAST: Final = {"instep": 1.0, "sole": 0.2, "edges": 0.5}
"""Smaller differences do not count, kPa; of others, those that no digit shows. Rules of thumb."""
SAME_PACE: Final = 0.03
"""Speeds that differ by less than this share are the same. Rule of thumb."""
_WIDE: Final = 2.1
"""Student's 95 % for about 15 samples, by definition of that distribution."""


class Verdict(StrEnum):
    """What a comparison says."""

    LESS = auto()
    """B is less than A."""
    MORE = auto()
    NONE = auto()
    """No difference that we can see."""
    SMALL = auto()
    """There is a difference, smaller than the least that counts."""
    UNKNOWN = auto()
    """Not measured in both, too short, or not at the same pace."""


class Difference(Struct, frozen=True, kw_only=True):
    """Means of one quantity of one foot; ``change`` is B − A, ``band`` half of 95 %.

    ``least`` is the smallest change that counts.
    """

    measure: str
    side: Side
    a: float | None
    b: float | None
    change: float | None
    band: float | None
    least: float
    verdict: Verdict


def compare(a: Story, b: Story) -> tuple[Difference, ...]:
    """Compare every quantity of both feet that at least one session has."""
    same = _same_pace(a, b)
    return tuple(
        _difference(measure, side, a, b, known=same or measure not in OF_PACE)
        for measure in COMPARED
        for side in Side
        if a.find(measure, side) is not None or b.find(measure, side) is not None
    )


def _difference(measure: str, side: Side, a: Story, b: Story, *, known: bool) -> Difference:
    first, second = _pieces(a, measure, side), _pieces(b, measure, side)
    was, now = _rounded(first), _rounded(second)
    if not known or min(len(first), len(second)) < LEAST_PIECES:
        return Difference(measure=measure, side=side, a=was, b=now, change=None, band=None,
                          least=_least(measure), verdict=Verdict.UNKNOWN)  # fmt: skip
    change = mean(second) - mean(first)
    band = _WIDE * sqrt(variance_of_mean(first) + variance_of_mean(second))
    return Difference(
        measure=measure,
        side=side,
        a=was,
        b=now,
        change=round(change, 4),
        band=round(band, 4),
        least=_least(measure),
        verdict=_verdict(measure, change, band),
    )


def _verdict(measure: str, change: float, band: float) -> Verdict:
    if abs(change) <= band:
        return Verdict.NONE
    if abs(change) < _least(measure):
        return Verdict.SMALL
    return Verdict.MORE if change > 0.0 else Verdict.LESS


def _least(measure: str) -> float:
    return LEAST.get(measure, 10.0 ** -MEASURES[measure].digits)


def _pieces(story: Story, measure: str, side: Side) -> list[float]:
    series = story.find(measure, side)
    return [] if series is None else [value for value in series.middle if value is not None]


def _rounded(values: Sequence[float]) -> float | None:
    return round(mean(values), 4) if values else None


def _same_pace(a: Story, b: Story) -> bool:
    speeds = [(a.median("speed", side), b.median("speed", side)) for side in Side]
    known = [(was, now) for was, now in speeds if was and now]
    return bool(known) and all(abs(now - was) <= SAME_PACE * was for was, now in known)
