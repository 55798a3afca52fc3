"""How a quantity changed over a run at the same pace and slope, and how sure that is.

Medians of a minute are fitted by least squares: m = a + b·(v − v̄) + d·slope + c·t. What is told is
c, with a band of 95 % that is widened for the autocorrelation of the residuals (ρ of neighbours:
n is counted as n·(1−ρ)/(1+ρ)). The field's way to tell fatigue from pace (docs/detectors.md).
"""

from typing import Final

import numpy as np
from msgspec import Struct

from monitor.report.story import Minute, Story
from monitor.types import FloatArray, Side

LEAST_MINUTES: Final = 10
"""Fewer say nothing. Rule of thumb: four unknowns, and the warming up left out."""
FIRST_MINUTE: Final = 3
"""Minutes before this are warming up [M]: docs/detectors.md."""
_PER_MIN: Final = 10.0
"""A drift is told per so many minutes, by definition."""
_LEAST_STRIDES: Final = 20
"""A minute of fewer strides has no median. Rule of thumb."""
_T95: Final = 2.1
"""Student's 95 % for about 15 degrees of freedom, by definition; a little wide for more."""
_SLOPE_SPREAD: Final = 0.5
"""Slopes that spread by less than this (%) tell nothing of their effect. Rule of thumb."""


class Drift(Struct, frozen=True):
    """Change of a quantity in ten minutes at the same pace, and half its band of 95 %."""

    per_10_min: float
    band: float
    minutes: int

    @property
    def seen(self) -> bool:
        """Whether the change is more than chance."""
        return abs(self.per_10_min) > self.band


def drift(story: Story, measure: str, side: Side) -> Drift | None:
    """Give the drift of a quantity of one foot; None where the run was too short to tell."""
    known = [
        minute
        for minute in story.minutes
        if minute.side is side
        and minute.minute >= FIRST_MINUTE
        and minute.strides >= _LEAST_STRIDES
        and measure in minute.medians
        and "speed" in minute.medians
    ]
    if len(known) < LEAST_MINUTES:
        return None
    return _fit(known, measure)


def _fit(known: list[Minute], measure: str) -> Drift | None:
    values = np.array([minute.medians[measure] for minute in known])
    tens = np.array([minute.minute / _PER_MIN for minute in known])
    speed = np.array([minute.medians["speed"] for minute in known])
    slope = np.array([minute.medians.get("slope", 0.0) for minute in known])
    columns = [np.ones(len(known)), tens - tens.mean(), speed - speed.mean()]
    if slope.std() > _SLOPE_SPREAD:
        columns.append(slope - slope.mean())
    table = np.column_stack(columns)
    solved, _, rank, _ = np.linalg.lstsq(table, values, rcond=None)
    if rank < table.shape[1]:
        return None  # the pace rose with time: the two cannot be told apart
    rest = values - table @ solved
    free = len(known) - table.shape[1]
    deviation = float(np.sqrt((rest @ rest) / free))
    spread = np.linalg.inv(table.T @ table)[1, 1]
    band = _T95 * deviation * float(np.sqrt(spread)) * _widened(rest)
    return Drift(round(float(solved[1]), 4), round(band, 4), len(known))


def _widened(rest: FloatArray) -> float:
    """By how much neighbours that are alike widen the band."""
    power = float(rest @ rest)
    if power == 0.0:
        return 1.0
    alike = min(max(float(rest[1:] @ rest[:-1]) / power, 0.0), 0.9)
    return float(np.sqrt((1.0 + alike) / (1.0 - alike)))
