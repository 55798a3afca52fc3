"""Compare a quantity with what is usual for this runner at this pace, with its uncertainty."""

from collections import deque
from collections.abc import Callable, Sequence
from math import inf, sqrt
from typing import Final, Protocol

from msgspec import structs

from monitor.baseline.limits import BaselineLimits, Prior
from monitor.baseline.pace_line import PaceLine, Residual
from monitor.baseline.windows import Bundle, Bundler
from monitor.detectors.question import Reading
from monitor.detectors.run_start import EarlyRule, RunStart
from monitor.total import total
from monitor.types import LEARNING, Gait, InputEvent, ReferenceSpeed, Side, Stride

_RUN: Final = Gait.RUN  # a member costs more to look up than what is done with it


class EffectRule(Protocol):
    """The part of a detector's limits that a pace-matched comparison reads."""

    @property
    def z(self) -> float:
        """Change in units of its uncertainty."""
        ...

    @property
    def judge_bundles(self) -> int:
        """Observations whose mean is judged."""
        ...

    @property
    def clear_fraction(self) -> float:
        """A finding clears below this fraction of the limit."""
        ...


class Learner:
    """When an observation of this run teaches what is normal, and when it is judged by it."""

    def __init__(self, line: PaceLine, limits: BaselineLimits) -> None:
        self.line = line
        self._limits = limits
        self._start_s: float | None = None

    def run_s(self, bundle: Bundle) -> float:
        """Time since the run's first observation, s."""
        self._start_s = bundle.t_s if self._start_s is None else self._start_s
        return bundle.t_s - self._start_s

    def is_first(self, bundle: Bundle) -> bool:
        """Whether this is a first run whose normal is still being learned."""
        return not self.line.known and self._learns(self.run_s(bundle))

    def take(self, bundle: Bundle) -> Residual | None:
        """Learn from a bundle; how far it lies from normal, once that is known."""
        run_s = self.run_s(bundle)
        known = self.line.known
        if run_s < (self._limits.known_warmup_s if known else self._limits.warmup_s):
            return None
        judged = self.line.compare(bundle.terrain, bundle.value) if self._ready(run_s) else None
        if self._learns(run_s) and not (judged is not None and self._is_strange(judged)):
            self.line.learn(bundle.terrain, bundle.value)
        return judged

    def _is_strange(self, judged: Residual) -> bool:
        """Whether it is too far off to be normal, once it is known where this run lies."""
        settled = self.line.observations >= self._limits.settle_bundles
        return self.line.known and settled and abs(judged.z) > self._limits.strange_z

    def _learns(self, run_s: float) -> bool:
        within = run_s < self._limits.warmup_s + self._limits.learn_s
        return within or (
            not self.line.known and self.line.observations < self._limits.least_bundles
        )

    def _ready(self, run_s: float) -> bool:
        return self.line.known or not self._learns(run_s)


class PaceMatched:
    """Excess of one foot's quantity over the runner's own normal at the same pace and slope.

    Latency: ``judge_bundles`` bundles.

    Parameters
    ----------
    name : str
        Of the baseline in the profile.
    side : Side
    value : callable
        The quantity of a stride, or None.
    prior : Prior
    rule : EffectRule
    baseline : BaselineLimits
    effect : callable
        The limit of the excess, given the residual (absolute, or a part of what is expected).
    words : callable
        Evidence, given the mean excess and the last residual.
    early : EarlyRule, optional
        Judge a first run against its own start, too; without, it is only learned from.
    """

    def __init__(  # noqa: PLR0913 - each is another question
        self,
        name: str,
        side: Side,
        value: Callable[[Stride], float | None],
        *,
        prior: Prior,
        rule: EffectRule,
        baseline: BaselineLimits,
        effect: Callable[[Residual], float],
        words: Callable[[float, Residual], str],
        early: EarlyRule | None = None,
    ) -> None:
        self._side = side
        self._value = value
        self._rule = rule
        self._effect = effect
        self._words = words
        self.line = PaceLine(
            name, side, prior, reject_z=baseline.reject_z, rho_most=baseline.rho_most
        )
        self._learner = Learner(self.line, baseline)
        self._bundler = Bundler(baseline, baseline.bundle_strides)
        self._recent: deque[Residual] = deque(maxlen=rule.judge_bundles)
        self._limit = inf
        self._early = None if early is None else RunStart(self.line, early, rule.judge_bundles)

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own normal."""
        return (self.line,)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the excess over its limit, bundle by bundle."""
        if not isinstance(event, Stride):
            if isinstance(event, ReferenceSpeed):
                self._bundler.note(event)
            return None
        if event.side is not self._side:
            return None
        if event.gait is not _RUN:
            self._recent.clear()
            return None
        bundle = self._bundler.add(event, self._value(event))
        return None if bundle is None else self.judge(bundle)

    def judge(self, bundle: Bundle) -> Reading:
        """Learn from or judge one observation."""
        early = self._early
        if early is None or self.line.known:
            return self._against(self._learner.take(bundle))
        if not self._learner.is_first(bundle):
            return self._beyond_doubt(self._against(self._learner.take(bundle)), early)
        run_s = self._learner.run_s(bundle)
        reading = self._beyond_doubt(self._against(early.compare(run_s, bundle)), early)
        above = reading.ratio is not None and reading.ratio >= 1.0
        # once it was found it teaches nothing until it is over, also where it cannot be told
        early.take(run_s, bundle, strange=above or self._may_be(reading, early))
        return reading if above or early.found else _LEARNING

    def _may_be(self, reading: Reading, early: RunStart) -> bool:
        """Whether it is large, though a hill may explain it; or was found, and is not over."""
        if early.found:
            return reading.ratio is None or reading.ratio >= self._rule.clear_fraction
        return reading.value is not None and reading.value >= self._limit

    def _beyond_doubt(self, reading: Reading, early: RunStart) -> Reading:
        """Call a first run's foot clear only if it surely is: its normal is of this run alone."""
        if reading.ratio is None or reading.ratio >= 1.0 or reading.value is None:
            return reading
        sure = reading.value + self._rule.z * doubt(self._recent) < self._limit
        risen = early.risen >= self._rule.clear_fraction * self._limit
        return reading if sure and not risen else structs.replace(reading, ratio=None)

    def _against(self, residual: Residual | None) -> Reading:
        """Hold the mean of the last observations against the limit."""
        if residual is not None:
            self._recent.append(residual)
        if residual is None or len(self._recent) < self._rule.judge_bundles:
            return _LEARNING
        excess = total(r.difference for r in self._recent) / len(self._recent)
        self._limit = self._effect(residual)
        size = excess / self._limit
        sure = excess / doubt(self._recent) / self._rule.z
        return Reading(
            _ratio(size, sure, self._rule.clear_fraction),
            lambda: self._words(excess, residual),
            value=excess,
        )


def _ratio(size: float, sure: float, clear_fraction: float) -> float | None:
    """A change against its limit, by its size and by how sure it is; None: nobody can tell.

    >>> _ratio(1.5, 2.0, 0.6), _ratio(0.2, 0.3, 0.6)
    (1.5, 0.2)
    >>> _ratio(1.5, 0.4, 0.6) is None  # a hill that was never run may explain it
    True
    >>> _ratio(0.8, 0.4, 0.6)  # no doubt alone ends what was found
    0.6
    """
    if size >= 1.0 > sure:
        return None
    return max(min(size, sure), min(size, clear_fraction))


_LEARNING: Final = Reading(None, lambda: LEARNING)


def doubt(residuals: Sequence[Residual]) -> float:
    """Standard error of the mean of residuals: spread, its correlation, and the line's own.

    The line's errors at the residuals' paces and slopes are taken as one: the worst that they can
    do to a mean.
    """
    last, n = residuals[-1], len(residuals)
    correlated = (1.0 + last.rho) / (1.0 - last.rho)
    normal_sd = total(r.normal_sd for r in residuals) / n
    return sqrt(last.spread**2 * correlated / n + normal_sd**2)
