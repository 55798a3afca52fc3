"""Which runs are played when there is little time: those in which the cause comes early."""

from collections.abc import Callable
from typing import Final

LOOKED_AT: Final = 8
"""Runs of which one is chosen; to draw them costs nothing."""


def shortest(count: int, length_s: Callable[[int], float]) -> list[int]:
    """Give the numbers of ``count`` short runs, one of each remainder modulo ``count``.

    Families that draw two kinds of runs in turns keep one of each.

    >>> shortest(2, lambda number: abs(number - 9.0))
    [8, 9]
    """
    return [min(range(first, count * LOOKED_AT, count), key=length_s) for first in range(count)]
