"""Tell the three axes of one sensor by their names, and which of two sensors saw all."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from monitor.sources.importers.guess_sample import TableSample
from monitor.types import FloatArray

AXIS: Final = re.compile(
    r"(?i:(?:^|[^a-z])([xyz])(?:$|[^a-z])|([xyz])$|^[a-z]{1,4}([xyz])(?![a-z]))"
    r"|(?<=[a-z])([XYZ])(?![A-Za-z])"
)
_NUMBERED: Final = re.compile(r"(.+?)[_ .\[(]?([0-3])[\])]?\s*(?:[\[(][^\])\d]*[\])])?")
_AT_ITS_END: Final = 3
"""So many samples that are the largest of all are the end of a range. Rule of thumb."""
_WIDER: Final = 1.1
"""A sensor with a wider range shows more than this times the largest of the other, where it was
clipped. Rule of thumb."""


def numbered_axes(names: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    """Columns of x, y, z that are numbered, as those of a matrix; empty if there are none.

    >>> acc = re.compile("acc")
    >>> numbered_axes(["t", "acc_1", "acc_2", "acc_3", "q_0", "q_1", "q_2", "q_3"], acc)
    ['acc_1', 'acc_2', 'acc_3']
    >>> numbered_axes(["acc[0]", "acc[1]", "acc[2]", "acc[3]"], acc)
    []
    """
    matrices: dict[str, dict[int, str]] = {}
    for name in names:
        match = _NUMBERED.fullmatch(name.strip())
        if match is not None and pattern.search(match[1]):
            matrices.setdefault(match[1].lower(), {}).setdefault(int(match[2]), name)
    three = [of for of in matrices.values() if set(of) in ({0, 1, 2}, {1, 2, 3})]
    return [name for _, name in sorted(three[0].items())] if three else []


def unclipped(sample: TableSample, named: list[str], others: Sequence[str]) -> list[str]:
    """Give the columns of another sensor of the same quantity if these were clipped, else these.

    As of two accelerometers in one table, one for small accelerations and one for large ones.
    """
    units = {sample.unit(name) for name in named}
    most = _most(sample, named)
    if len(units) > 1 or not any(_clipped(sample.column(name)) for name in named):
        return named
    for triple in _triples(others):
        same = {sample.unit(name) for name in triple} == units and set(triple) != set(named)
        if same and _most(sample, triple) > _WIDER * most:
            return triple
    return named


def _triples(names: Sequence[str]) -> list[list[str]]:
    """Columns whose names differ in the letter of the axis alone."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        match = AXIS.search(name)
        if match is not None:
            group = next(n for n in range(1, 5) if match[n])
            stem = f"{name[: match.start(group)]}*{name[match.end(group) :]}"
            found.setdefault(stem, {}).setdefault(match[group].lower(), name)
    return [[of[axis] for axis in "xyz"] for of in found.values() if len(of) == 3]


def _most(sample: TableSample, names: Sequence[str]) -> float:
    return max(float(np.nanmax(abs(sample.column(name)), initial=0.0)) for name in names)


def _clipped(column: FloatArray) -> bool:
    """Whether the largest values are all the same, as at the end of a range."""
    size = abs(column[~np.isnan(column)])
    most = float(size.max(initial=0.0))
    return most > 0.0 and int((size >= most * (1.0 - 1e-9)).sum()) >= _AT_ITS_END
