"""One nerve zone of one foot: what weighs in it, what is measured of it, what was said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from msgspec import Struct

from monitor.risk.causes import Cause, Seen
from monitor.risk.dose import Course
from monitor.risk.threshold import Threshold
from monitor.types import Risk, Side, Zone


class Measured(Struct, frozen=True):
    """Weighted sum of doses, and the share of weights that was measured."""

    amount: float
    coverage: float


@dataclass(slots=True)
class Place:
    """One nerve zone of one foot."""

    side: Side
    zone: Zone
    threshold: Threshold
    weights: dict[Cause, float]
    total: float
    """Sum of the weights."""
    felt: bool = False
    pressed_s: float = -inf
    """When the newest report about it was pressed."""
    said: Risk | None = None

    def measured(self, seen: Mapping[Cause, Seen], oldest_s: float) -> Measured:
        """Sum of what is measured, before the personal threshold; what is stale does not count."""
        amount = covered = 0.0
        for cause, weight in self.weights.items():
            one = seen[cause]
            if one.t_s >= oldest_s:
                amount += weight * one.level
                covered += weight * one.certainty
        return Measured(amount, covered / self.total)

    def courses(self, seen: Mapping[Cause, Seen], oldest_s: float) -> Iterator[Course]:
        """Where each dose that is measured tends to."""
        for cause, weight in self.weights.items():
            one = seen[cause]
            if one.t_s >= oldest_s:
                yield Course(weight * one.level, weight * one.goal, one.tau_s)
