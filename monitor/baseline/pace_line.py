"""Learn what is normal for this runner, at this pace and on this slope.

A personal line ``m = a + b·dv + c·dv² + d·slope``, ``dv = v − 3 m/s``, learned by recursive least
squares from medians of some 20 strides, with a robust spread and the autocorrelation of what is
left. A line that earlier runs taught starts from there; where the runner was never seen (a new
pace), its own uncertainty grows, and claims shrink.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot, inf, sqrt
from statistics import median
from typing import Final

from msgspec import Struct

from monitor.baseline.limits import BaselineLimits, Prior
from monitor.total import total
from monitor.types import Side

SPEED_CENTRE_M_S: Final = 3.0
"""Where the line's ``a`` is, m/s; by definition: any origin gives the same line."""

MAD_TO_SD: Final = 1.4826
"""Median absolute deviation to standard deviation, by the definition of a normal distribution."""

TERMS: Final = 4

_USUAL: Final = BaselineLimits()


class Terrain(Struct, frozen=True):
    """What the runner's gait depends on besides the runner."""

    speed_m_s: float = SPEED_CENTRE_M_S
    slope: float = 0.0


LEVEL: Final = Terrain()
"""Where it does not matter."""


class Residual(Struct, frozen=True):
    """How far an observation lies from the normal, and how well the normal is known.

    ``normal_sd`` is the uncertainty of the line itself here; ``spread`` that of one observation;
    ``rho`` the correlation of an observation with the next.
    """

    expected: float
    difference: float
    spread: float
    normal_sd: float
    rho: float

    @property
    def z(self) -> float:
        """Difference in standard deviations of one observation, systematic part included."""
        return self.difference / sqrt(self.spread**2 + self.normal_sd**2)

    def z_beyond(self, doubts: float) -> float:
        """Difference beyond so many of the line's standard errors, reduced for autocorrelation."""
        beyond = max(0.0, abs(self.difference) - doubts * self.normal_sd)
        deflated = beyond / self.spread * sqrt((1.0 - self.rho) / (1.0 + self.rho))
        return deflated if self.difference > 0 else -deflated


class BaselineState(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line as the athlete's profile keeps it.

    ``refused`` exists in files of older versions only; it is ignored.
    """

    name: str
    side: Side | None
    runs: int
    line: tuple[float, float, float, float]
    covariance: tuple[float, ...]
    spread: float
    rho: float
    refused: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Parameters:
    """What is believed before, and what is refused; see :class:`PaceLine`."""

    prior: Prior
    reject_z: float
    rho_most: float


@dataclass(slots=True)
class _Fit:
    """Coefficients of the line, their covariance, and what is left about it."""

    line: list[float]
    covariance: list[list[float]]
    spread: float
    rho: float = 0.0


@dataclass(slots=True)
class _State:
    """What this run taught or had refused, and what earlier runs had taught."""

    taught: list[tuple[list[float], float]] = field(default_factory=list)
    slopes: tuple[float, float] = (inf, -inf)
    speeds_m_s: tuple[float, float] = (inf, -inf)
    settled: int = 0
    runs: int = 0
    recalled: BaselineState | None = None


class PaceLine:
    """One quantity's normal as a line over pace and slope.

    Parameters
    ----------
    name : str
        The quantity's name in the profile.
    side : Side or None
    prior : Prior
    reject_z, rho_most : float
        See :class:`~monitor.baseline.limits.BaselineLimits`.

    Examples
    --------
    >>> line = PaceLine("contact_time", None, Prior(value=0.25, spread=0.004, spread_floor=0.002))
    >>> for _ in range(20):
    ...     line.learn(Terrain(), 0.230)
    >>> round(line.compare(Terrain(), 0.240).difference, 3)
    0.01
    """

    def __init__(
        self,
        name: str,
        side: Side | None,
        prior: Prior,
        *,
        reject_z: float = _USUAL.reject_z,
        rho_most: float = _USUAL.rho_most,
    ) -> None:
        self.name = name
        self.side = side
        self._given = _Parameters(prior, reject_z, rho_most)
        deviations = (prior.value_sd, prior.per_m_s_sd, prior.per_m_s2_sd, prior.per_slope_sd)
        self._fit = _Fit(
            line=[prior.value, prior.per_m_s, 0.0, 0.0],
            covariance=[
                [deviations[i] ** 2 if i == j else 0.0 for j in range(TERMS)] for i in range(TERMS)
            ],
            spread=prior.spread,
        )
        self._flat = not any(deviations[1:]) and not prior.per_m_s
        self._state = _State()

    @property
    def observations(self) -> int:
        """How many observations of this run have taught it."""
        return len(self._state.taught)

    @property
    def known(self) -> bool:
        """Whether an earlier run taught it."""
        return self._state.runs > 0

    @property
    def level(self) -> float:
        """The line's value at 3 m/s on the flat."""
        return self._fit.line[0]

    def recall(self, state: BaselineState) -> None:
        """Start from what earlier runs taught, less certain by what differs between runs."""
        self._fit.line = list(state.line)
        self._state.recalled = state
        flat = state.covariance
        self._fit.covariance = [list(flat[i * TERMS : (i + 1) * TERMS]) for i in range(TERMS)]
        # shoes and the sensor's seat move the whole line between runs; its slope stays as taught
        self._fit.covariance[0][0] += self._given.prior.between_runs_sd**2
        self._fit.spread = state.spread
        self._fit.rho = min(state.rho, self._given.rho_most)
        self._state.runs = state.runs

    def state(self) -> BaselineState | None:
        """Return what to keep after the run; None where this run taught nothing.

        One run moves what is kept by its share of all runs, by ``latest_share`` at least.
        """
        if not self._state.taught:
            return None
        self._settle()
        # a plain mean over runs would hardly follow a runner who changes after fifty of them
        share = max(1.0 / (self._state.runs + 1), self._given.prior.latest_share)
        before = self._fit.line if self._state.recalled is None else self._state.recalled.line
        a, b, c, d = (
            old + share * (new - old) for old, new in zip(before, self._fit.line, strict=True)
        )
        return BaselineState(
            name=self.name,
            side=self.side,
            runs=self._state.runs + 1,
            line=(a, b, c, d),
            covariance=tuple(value for row in self._fit.covariance for value in row),
            spread=self._fit.spread,
            rho=self._fit.rho,
        )

    def learn(self, terrain: Terrain, value: float) -> None:
        """Take one observation of normal running; one far from a known normal teaches nothing."""
        x = _terms(terrain)
        px = [_dot(row, x) for row in self._fit.covariance]
        variance = self._fit.spread**2 + _dot(px, x)
        innovation = value - _dot(self._fit.line, x)
        if self.known and abs(innovation) > self._given.reject_z * sqrt(variance):
            return
        gain = [p / variance for p in px]
        self._fit.line = [w + g * innovation for w, g in zip(self._fit.line, gain, strict=True)]
        self._fit.covariance = [
            [p - g * q for p, q in zip(row, px, strict=True)]
            for row, g in zip(self._fit.covariance, gain, strict=True)
        ]
        self._state.taught.append((x, value))
        state, speed_m_s, slope = self._state, terrain.speed_m_s, terrain.slope
        state.slopes = min(state.slopes[0], slope), max(state.slopes[1], slope)
        least, most = state.speeds_m_s
        state.speeds_m_s = min(least, speed_m_s), max(most, speed_m_s)

    def compare(self, terrain: Terrain, value: float) -> Residual:
        """How far a value lies from normal here."""
        self._settle()
        if self._flat:
            expected = self._fit.line[0]
            return self._residual(expected, value, self._fit.covariance[0][0])
        x = _terms(terrain)
        expected = _dot(self._fit.line, x)
        variance = _dot([_dot(row, x) for row in self._fit.covariance], x)
        return self._residual(expected, value, variance, self._beyond(terrain))

    def _beyond(self, terrain: Terrain) -> float:
        """Doubt of a pace and a slope beyond those that taught."""
        state, prior = self._state, self._given.prior
        if not state.taught:
            return 0.0
        return hypot(
            _outside(terrain.slope, state.slopes) * prior.beyond_slope_sd,
            _outside(terrain.speed_m_s, state.speeds_m_s) * prior.beyond_m_s_sd,
        )

    def _residual(
        self, expected: float, value: float, variance: float, beyond_sd: float = 0.0
    ) -> Residual:
        """Difference and doubt; correlated observations have taught less than their number."""
        # variance of the mean of an AR(1) series over that of independent values
        correlated = (1.0 + self._fit.rho) / (1.0 - self._fit.rho)
        doubt = sqrt(max(0.0, variance) * correlated + beyond_sd * beyond_sd)
        return Residual(expected, value - expected, self._fit.spread, doubt, self._fit.rho)

    def _settle(self) -> None:
        """Bring spread and autocorrelation up to date with what has been taught."""
        n = len(self._state.taught)
        if n == self._state.settled:
            return
        self._state.settled = n
        left = [y - _dot(self._fit.line, x) for x, y in self._state.taught]
        # robust, since a few observations of a hill or a crossing must not widen the band
        seen = MAD_TO_SD * median(abs(r) for r in left)
        before = self._given.prior.spread
        weight = self._given.prior.weight
        spread = sqrt((n * seen**2 + weight * before**2) / (n + weight))
        self._fit.spread = max(spread, self._given.prior.spread_floor)
        self._fit.rho = min(max(_lag_one(left) * n / (n + weight), 0.0), self._given.rho_most)


def _outside(value: float, seen: tuple[float, float]) -> float:
    """How far a value lies outside what was seen."""
    least, most = seen
    return 0.0 if least <= value <= most else max(least - value, value - most)


def _terms(terrain: Terrain) -> list[float]:
    """The regressors of the line."""
    dv = terrain.speed_m_s - SPEED_CENTRE_M_S
    return [1.0, dv, dv * dv, terrain.slope]


def _dot(row: Sequence[float], x: Sequence[float]) -> float:
    """Scalar product of twice ``TERMS`` numbers, in order; no loop, since often asked."""
    a, b, c, d = row
    e, f, g, h = x
    return a * e + b * f + c * g + d * h


def _lag_one(values: Sequence[float]) -> float:
    """Autocorrelation at lag one; 0 where there is nothing to correlate."""
    power = total(v * v for v in values)
    return total(a * b for a, b in pairwise(values)) / power if power > 0.0 else 0.0
