"""Find the column of times that belongs to some columns of a table that nobody described.

A table may have a time for each foot, each sensor or each channel, before its columns.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from monitor.sources.importers import times
from monitor.sources.importers.guess_columns import TIME
from monitor.sources.importers.guess_sample import TableSample
from monitor.sources.importers.side_names import side_in
from monitor.types import FloatArray, Side

_RISING: Final = 0.9
"""Share of steps in one direction in a column of times. Rule of thumb."""
_RATIOS: Final = (1.0, 60.0, 1e3, 6e4, 86_400.0, 1e6, 8.64e7, 1e9)
"""How many units of one time another counts, where both are of one clock. By definition."""
_SAME: Final = 0.01
"""So near to such a ratio is one clock. Rule of thumb: clocks drift by 0.0001."""
_APART: Final = 0.5
"""Times that are nearer, in usual steps, are one time that was rounded. Rule of thumb."""


class OwnTime(NamedTuple):
    """Where the times of some columns stand, None if nowhere; and why that is not sure.

    ``coarse``: the place of a time before it that is passed over.
    """

    place: int | None
    doubt: str = ""
    coarse: int | None = None


def own_time(sample: TableSample, columns: Sequence[str], side: Side | None) -> OwnTime:
    """Find the time of columns: one of their foot, the last before them.

    Of times that stand side by side it is the first that does not say the same for many rows, if
    all are of one clock.
    """
    names = sample.names
    named = [at for at, name in enumerate(names) if TIME.search(name)]
    named = named or [at for at, name in enumerate(names) if sample.unit(name) in times.FACTORS]
    running = [at for at in named if _runs(sample.values[:, at])]
    running = running or [at for at in named if names[at] in sample.clocked]
    if not running:
        return OwnTime(named[0] if named else None)
    own = _of_side(sample, running, side)
    places = [names.index(name) for name in columns] or [0]
    before = [at for at in own if at < min(places)]
    block = _side_by_side(before)[-1] if before else _side_by_side(own)[0]
    amid = [at for at in own if min(places) < at < max(places)]
    chosen = _finest(sample.values, block)
    others = [at for at in block if not _one_clock(sample.values, chosen, at)]
    others += [at for at in amid if not same_times(sample, chosen, at)]
    coarse = block[0] if chosen != block[0] else None
    if not others and side_in(names[chosen]) in {side, None}:
        return OwnTime(chosen, coarse=coarse)
    told = ", ".join(f'"{names[at]}"' for at in dict.fromkeys([chosen, *others]))
    return OwnTime(chosen, f"which of {told} is their time is not said", coarse)


def reference(sample: TableSample, place: int) -> str:
    """Name of a column as a map says it: numbered where several are called so.

    >>> table = TableSample(["t", "a", "t"], {}, np.zeros((2, 3)))
    >>> reference(table, 1), reference(table, 2)
    ('a', 't#2')
    """
    name = sample.names[place]
    if sample.names.count(name) == 1:
        return name
    return f"{name}#{sample.names[: place + 1].count(name)}"


def same_times(sample: TableSample, one: int, other: int) -> bool:
    """Whether two columns of times say the same in every row, each in its unit."""
    if one == other:
        return True
    factors = [times.FACTORS.get(sample.unit(sample.names[at]) or "s", 1.0) for at in (one, other)]
    both = sample.values[:, [one, other]] * factors
    lacking = np.isnan(both)
    if (lacking[:, 0] != lacking[:, 1]).any():
        return False
    known = both[~lacking.any(axis=1)]
    steps = np.abs(np.diff(known[:, 0]))
    least = _APART * float(np.median(steps)) if len(steps) else 0.0
    return bool((np.abs(known[:, 0] - known[:, 1]) <= least).all())


def _of_side(sample: TableSample, places: list[int], side: Side | None) -> list[int]:
    """Give the times of a foot; else those of none; else all."""
    sides = {at: side_in(sample.names[at]) for at in places}
    mine = [at for at in places if side is not None and sides[at] is side]
    return mine or [at for at in places if sides[at] is None] or places


def _side_by_side(places: Sequence[int]) -> list[list[int]]:
    blocks = [[places[0]]]
    for before, at in pairwise(places):
        if at == before + 1:
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return blocks


def _runs(values: FloatArray) -> bool:
    """Whether a column goes up from row to row, or down, as a time does; it may start anew."""
    steps = np.diff(values[~np.isnan(values)])
    if not len(steps) or float(steps.sum()) == 0.0:
        return False
    return max(float((steps >= 0.0).mean()), float((steps <= 0.0).mean())) > _RISING


def _finest(values: FloatArray, places: Sequence[int]) -> int:
    """Give the first of some times of which few rows repeat the one before, or the finest."""
    repeats = {at: float((np.diff(values[:, at]) == 0.0).mean()) for at in places}
    fine = (at for at in places if repeats[at] < times.SHARED)
    return next(fine, min(places, key=lambda at: repeats[at]))


def _one_clock(values: FloatArray, one: int, other: int) -> bool:
    """Whether two columns take as long over the rows, in some units.

    A clock that says the same for many rows may lack one of its steps at either end.
    """
    both = values[:, [one, other]]
    both = both[~np.isnan(both).any(axis=1)]
    if len(both) < 2:
        return False
    took = np.abs(both[-1] - both[0])
    if not took.all():
        return False
    steps = [_step(column) for column in both.T]
    less, more = np.argsort(took)
    return any(
        abs(took[more] - usual * took[less])
        <= _SAME * took[more] + max(steps[more], usual * steps[less])
        for usual in _RATIOS
    )


def _step(column: FloatArray) -> float:
    """Give the usual step of a column, without the rows that repeat the one before."""
    steps = np.abs(np.diff(column))
    steps = steps[steps > 0.0]
    return float(np.median(steps)) if len(steps) else 0.0
