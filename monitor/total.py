"""A sum that is the same on every machine."""

from collections.abc import Iterable


def total(values: Iterable[float]) -> float:
    """Sum of numbers, in their order.

    Python's own ``sum`` of floats is compensated from 3.12 on, so that it differs between versions.

    >>> total([0.1] * 10) == 0.9999999999999999
    True
    """
    added = 0.0
    for value in values:
        added += value
    return added
