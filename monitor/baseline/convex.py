"""How much a load counts for what it does to the body: more than in proportion."""

from typing import Final

_POWER: Final = 3.0
"""A load over usual counts with this power. Rule of thumb: tissue damage is convex in load."""


def convex(relative: float) -> float:
    """Give how often the usual load counts for this one, from the load over the usual one.

    >>> convex(1.0), convex(2.0), convex(-0.1)
    (1.0, 8.0, 0.0)
    """
    return float(max(relative, 0.0) ** _POWER)
