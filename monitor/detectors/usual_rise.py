"""Learn how fast this runner's heart rate rises by itself, at an even pace, in this run.

    r(t) = a + b·t

for what is left of the heart rate once pace and slope are taken out; ``b`` starts from what runners
usually show, and is learned in the run's first part alone: a drift that begins must not become
usual. Nor does a faster rise than runners usually show.
"""

from math import sqrt
from typing import NamedTuple

from monitor.detectors.limits_body import CardiacDriftLimits
from monitor.units import S_PER_MIN


class Usual(NamedTuple):
    """What is left of the heart rate as it usually is by now, and its uncertainty, bpm."""

    bpm: float
    sd_bpm: float


class UsualRise:
    """Line over time, by recursive least squares with a prior."""

    def __init__(self, limits: CardiacDriftLimits) -> None:
        self._a = self._b = 0.0
        self._aa = limits.level_sd_bpm**2
        self._bb = (limits.rise_sd_bpm_min) ** 2
        self._ab = 0.0
        self._b_most = limits.rise_most_bpm_min - limits.usual_rise_bpm_min

    def at(self, run_s: float, *, level_known: bool = False) -> Usual:
        """Return the line so long after the start; its rise alone where the level is known."""
        t = run_s / S_PER_MIN
        variance = self._aa + 2.0 * t * self._ab + t * t * self._bb
        level = 0.0 if level_known else self._a
        return Usual(level + min(self._b, self._b_most) * t, sqrt(max(variance, 0.0)))

    def learn(self, run_s: float, left_bpm: float, spread_bpm: float) -> None:
        """Take what is left of the heart rate."""
        t = run_s / S_PER_MIN
        innovation = left_bpm - self._a - self._b * t
        variance = self.at(run_s).sd_bpm ** 2 + spread_bpm**2
        to_a, to_b = (self._aa + t * self._ab) / variance, (self._ab + t * self._bb) / variance
        self._a += to_a * innovation
        self._b += to_b * innovation
        row_a, row_b = self._aa + t * self._ab, self._ab + t * self._bb
        self._aa -= to_a * row_a
        self._ab -= to_a * row_b
        self._bb -= to_b * row_b
