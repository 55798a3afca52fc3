"""The few statistics that comparisons share; sums in order: equal input gives equal bytes."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

_LEAST_SPREAD: Final = 0.02
"""A spread below this share of the mean is that of the sensor, not of the runner. Rule of thumb."""


def mean(values: Sequence[float]) -> float:
    """Give the mean of values."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def variance(values: Sequence[float]) -> float:
    """Give the variance of at least two values about their mean."""
    middle = mean(values)
    power = 0.0
    for value in values:
        power += (value - middle) ** 2
    return power / (len(values) - 1)


def variance_of_mean(values: Sequence[float]) -> float:
    """Give the variance of a mean of samples of which neighbours are alike.

    n samples count as n·(1−ρ)/(1+ρ), ρ their autocorrelation.
    """
    middle = mean(values)
    power = along = 0.0
    for place, value in enumerate(values):
        power += (value - middle) ** 2
        if place:
            along += (value - middle) * (values[place - 1] - middle)
    alike = min(max(along / power, 0.0), 0.9) if power else 0.0
    spread = max(power / (len(values) - 1), (_LEAST_SPREAD * middle) ** 2)
    return spread * (1.0 + alike) / (1.0 - alike) / len(values)


def student(share: float, freedom: float) -> float:
    """Give the quantile of Student's distribution, for four degrees of freedom or more.

    Source: Hill 1970 (Cornish–Fisher series in 1/freedom), within 2 % there.

    >>> round(student(0.975, 6.0), 2), round(student(0.975, 1e6), 2)
    (2.45, 1.96)
    """
    z = NormalDist().inv_cdf(share)
    first = (z**3 + z) / 4.0
    second = (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0
    third = (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0
    return z + first / freedom + second / freedom**2 + third / freedom**3
