"""Score strides of any method: found, invented, and the error of their length.

Every length is compared with the reference between the method's own two instants. A swing of
the reference is an instant inside it: whoever has one such instant between two borders has found
the stride. Borders said to be mid-stances must not lie in a swing themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.realdata import Truth
from monitor.types import FloatArray

SHORTEST_M = 0.3
"""Strides shorter than this are left out on both sides."""
SWING_SHARE = 0.2
"""Around an instant in swing, this share of the stride (of one second at most) is no stance."""


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


def score(truth: Truth, found: Iterable[FoundStride], *, at_stance: bool = True) -> Score:
    """Judge the strides that a method found in a recording.

    A stride is found when it holds exactly one swing of the reference, no other found stride
    holds the same, and it neither begins nor ends in mid-swing (``at_stance``; without it,
    borders may have any phase). Whatever else was reported is invented, unless the foot moved
    less than ``SHORTEST_M`` and none was claimed, or it lies outside the reference.
    """
    strides = sorted(found, key=lambda stride: (stride.from_s, stride.to_s))
    table = np.array([[s.from_s, s.to_s, s.length_m] for s in strides]).reshape(-1, 3)
    from_s, to_s, length_m = table.T
    first = np.searchsorted(truth.swing_s, from_s)
    count = np.searchsorted(truth.swing_s, to_s) - first
    moved_m = truth.displacement_m(from_s, to_s)
    border_m = truth.displacement_m(truth.stance_s[:-1], truth.stance_s[1:])
    sound = np.ones(len(strides), dtype=bool)
    if at_stance:
        sound = ~(_in_swing(truth, from_s) | _in_swing(truth, to_s))
    counts = ~(border_m < SHORTEST_M)  # where the reference lost the foot, its swing still counts

    taken: set[int] = set()
    rows: list[int] = []
    invented = 0
    for row, (swing, swings) in enumerate(zip(first.tolist(), count.tolist(), strict=True)):
        fresh = sound[row] and swings == 1 and swing not in taken
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


def _in_swing(truth: Truth, t_s: FloatArray) -> npt.NDArray[np.bool_]:
    """Whether an instant is so near the middle of a swing that no foot can stand."""
    reach_s = SWING_SHARE * np.minimum(np.diff(truth.stance_s), 1.0)
    reach_s[truth.lost(truth.swing_s)] = 0.0  # that swing's instant is not known well enough
    near: npt.NDArray[np.bool_] = np.any(
        np.abs(t_s[:, np.newaxis] - truth.swing_s) < reach_s, axis=1
    )
    return near


def _covered(truth: Truth, stride: FoundStride) -> bool:
    return bool(stride.from_s >= truth.track_s[0] and stride.to_s <= truth.track_s[-1])


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
