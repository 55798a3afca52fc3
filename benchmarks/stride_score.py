"""How many strides does a method find, how many does it invent, and how long are they?

Every length is compared with the reference between the method's own two instants. A swing of
the reference is an instant inside it, so that a stride is judged the same way wherever its
borders lie (contacts, mid-stances, any other phase of the cycle).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.realdata import Truth
from monitor.types import FloatArray

SHORTEST_M = 0.3
"""Strides shorter than this are left out on both sides."""


@dataclass(frozen=True, slots=True)
class FoundStride:
    """A stride as some method found it."""

    from_s: float
    to_s: float
    length_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """How a method did on one recording, or on several.

    Parameters
    ----------
    true, found, invented : int
        Strides of the reference; those of them found; strides that are none of the reference's.
    truth_m, error_m : FloatArray, shape (k,)
        True length of the strides found, and by how much the method differs.
    """

    true: int
    found: int
    invented: int
    truth_m: FloatArray
    error_m: FloatArray

    @property
    def mape(self) -> float:
        """Mean absolute error as a fraction of the true length; NaN when there is none."""
        return float(np.mean(np.abs(self.error_m) / self.truth_m)) if len(self.truth_m) else np.nan

    @property
    def bias(self) -> float:
        """Mean error as a fraction of the mean true length; NaN when there is none."""
        return float(self.error_m.mean() / self.truth_m.mean()) if len(self.truth_m) else np.nan

    @property
    def p95_m(self) -> float:
        """Absolute error that 95 of 100 strides stay below; NaN when there is none."""
        return float(np.percentile(np.abs(self.error_m), 95)) if len(self.truth_m) else np.nan


def score(truth: Truth, found: Iterable[FoundStride]) -> Score:
    """Judge the strides that a method found in a recording.

    A stride is found when it holds exactly one swing of the reference, and no other found
    stride holds the same. Whatever else was reported is invented, unless the foot moved less
    than ``SHORTEST_M`` and none was claimed, or it lies outside the annotated part.
    """
    strides = sorted(found, key=lambda stride: (stride.from_s, stride.to_s))
    table = np.array([[s.from_s, s.to_s, s.length_m] for s in strides]).reshape(-1, 3)
    from_s, to_s, length_m = table.T
    first = np.searchsorted(truth.swing_s, from_s)
    count = np.searchsorted(truth.swing_s, to_s) - first
    moved_m = truth.displacement_m(from_s, to_s)
    border_m = truth.displacement_m(truth.stance_s[:-1], truth.stance_s[1:])
    counts = ~(border_m < SHORTEST_M)  # where the reference lost the foot, its swing still counts

    taken: set[int] = set()
    rows: list[int] = []
    invented = 0
    for row, (swing, swings) in enumerate(zip(first.tolist(), count.tolist(), strict=True)):
        fresh = swings == 1 and swing not in taken
        if fresh:
            taken.add(swing)
            if counts[swing]:
                rows.append(row)
        elif _covered(truth, strides[row]) and not _small(moved_m[row], length_m[row]):
            invented += 1
    judged = [row for row in rows if np.isfinite(moved_m[row]) and np.isfinite(length_m[row])]
    judged = [row for row in judged if moved_m[row] >= SHORTEST_M]
    return Score(
        true=int(counts.sum()),
        found=len(rows),
        invented=invented,
        truth_m=moved_m[judged],
        error_m=length_m[judged] - moved_m[judged],
    )


def _covered(truth: Truth, stride: FoundStride) -> bool:
    return bool(stride.from_s >= truth.stance_s[0] and stride.to_s <= truth.stance_s[-1])


def _small(moved_m: float, claimed_m: float) -> bool:
    """Whether neither the foot nor the method made a stride of it."""
    claims_more = np.isfinite(claimed_m) and claimed_m >= SHORTEST_M
    return not claims_more and not moved_m >= SHORTEST_M


def pool(scores: Sequence[Score]) -> Score:
    """Several recordings' scores as one: every stride weighs the same."""
    return Score(
        true=sum(s.true for s in scores),
        found=sum(s.found for s in scores),
        invented=sum(s.invented for s in scores),
        truth_m=np.concatenate([np.empty(0), *(s.truth_m for s in scores)]),
        error_m=np.concatenate([np.empty(0), *(s.error_m for s in scores)]),
    )
