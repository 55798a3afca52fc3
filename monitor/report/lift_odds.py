"""Weigh today's lift test against earlier ones: the odds that a foot lacks some degrees. Pure.

Two things are known of a test: the difference of the feet, and their mean. A foot that lacks six
degrees shifts the difference by six and the mean by three. How much each of them scatters from test
to test differs between runners: what is assumed of that gives way to what earlier tests show
(a likelihood ratio, averaged over the scatter that is left possible).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Final

from monitor.report.statistics import mean

LACKS_DEG: Final = 6.0
"""What the test is to find, degrees. Rule of thumb: a third of what a well foot is held up by."""
_STEPS: Final = 13
_REACH: Final = 4.0
"""The scatter is taken at so many values, out to so many times its spread. Rule of thumb."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is assumed of a quantity before there are tests, degrees.

    ``scatter`` is its standard deviation from test to test in the middle runner, ``spread`` that of
    its logarithm between runners, ``level`` that of the runner's own level about nought; infinite,
    where only tests can tell the level.
    """

    scatter: float
    spread: float
    level: float = inf


@dataclass(frozen=True, slots=True)
class _Case:
    """One scatter that is possible: its share, and what it leads to expect of the next test."""

    log_share: float
    expected: float
    power: float


class Expectation:
    """What earlier tests lead to expect of the next one.

    >>> round(Expectation(Assumed(1.2, 0.35, 2.5), [1.0, 1.4, 0.9]).middle, 2)
    1.04
    """

    def __init__(self, assumed: Assumed, before: Sequence[float]) -> None:
        steps = range(_STEPS)
        off = [_REACH * (2.0 * step / (_STEPS - 1) - 1.0) for step in steps]
        self._cases = [
            _case(assumed.scatter * exp(assumed.spread * z), -0.5 * z * z, assumed.level, before)
            for z in off
        ]

    @property
    def middle(self) -> float:
        """What is expected."""
        most = max(case.log_share for case in self._cases)
        shares = [exp(case.log_share - most) for case in self._cases]
        parts = zip(shares, self._cases, strict=True)
        return mean([s * case.expected for s, case in parts]) / mean(shares)

    def log_likelihood(self, value: float) -> float:
        """Give how likely a value is, as a logarithm but for a constant."""
        logs = [
            case.log_share - 0.5 * ((value - case.expected) ** 2 / case.power + log(case.power))
            for case in self._cases
        ]
        most = max(logs)
        return most + log(mean([exp(each - most) for each in logs]))


def _case(scatter: float, log_share: float, level: float, before: Sequence[float]) -> _Case:
    """Learn from earlier tests, if the scatter were this."""
    power, count = scatter * scatter, len(before)
    prior = power / (level * level)
    weight = count + prior
    middle = mean(before) if count else 0.0
    for value in before:
        log_share -= 0.5 * (value - middle) ** 2 / power
    log_share -= max(count - 1, 0) * log(scatter)
    if count and prior > 0.0:
        around = level * level + power / count
        log_share -= 0.5 * (log(around) + middle**2 / around)
    return _Case(log_share, middle * count / weight, power * (1.0 + 1.0 / weight))


def log_odds(
    difference: float, level: float, feet: Expectation, both: Expectation | None
) -> tuple[float, float]:
    """Give the log odds that the left foot lacks ``LACKS_DEG``, and that the right one does.

    Parameters
    ----------
    difference, level : float
        Lift of the left foot less that of the right one, and their mean, degrees.
    feet : Expectation
        Of the difference.
    both : Expectation or None
        Of the mean; None where no earlier test tells.
    """
    as_usual = feet.log_likelihood(difference)
    low = 0.0
    if both is not None:
        low = both.log_likelihood(level + LACKS_DEG / 2.0) - both.log_likelihood(level)
        # a mean that did not fall excuses no foot: both may be held up more that day
        low = max(low, 0.0)
    left = feet.log_likelihood(difference + LACKS_DEG) - as_usual + low
    right = feet.log_likelihood(difference - LACKS_DEG) - as_usual + low
    return left, right
