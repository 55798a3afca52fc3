"""Find that a calf works more than usual: per stride at this pace, or since the last rest."""

from collections import deque
from collections.abc import Sequence
from math import exp
from statistics import linear_regression

from monitor.baseline.pace_line import PaceLine, Residual
from monitor.baseline.windows import usable
from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_body import CalfLoadLimits
from monitor.detectors.pace_matched import PaceMatched
from monitor.detectors.question import Question, Reading
from monitor.types import LOSSES, FindingKind, Gait, GaitChange, InputEvent, Notice, Side, Stride
from monitor.units import S_PER_MIN


def calf_load(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch the load of one calf."""
    question = Question(
        kind=FindingKind.CALF_LOAD, side=side, needs="force and its place under the foot"
    )
    return Alarm(question, limits.calf_load, CalfLoad(side, limits))


class Dose:
    """Minutes of usual running that one calf has done, and what rest has taken off them.

        dose = Σ (impulse / usual impulse)³ · time, fading at rest with ``recover_s``

    Time in which the runner ran unseen counts with the load that is seen after it. The risk's
    ``LoadDose`` is a level that follows the load, not a sum: decision 23.
    """

    def __init__(self, rule: CalfLoadLimits) -> None:
        self._rule = rule
        self._until_s: float | None = None
        self._resting = False
        self._rate = 1.0
        self.minutes = 0.0

    def work(self, stride: Stride, relative: float) -> None:
        """Take a stride of running and its load over usual."""
        if self._resting:
            self.rest(stride.ic_s)
            self._resting = False
        self._rate = max(relative, 0.0) ** self._rule.dose_power
        self._run_to(stride.next_ic_s, stride.ic_s)

    def rest(self, t_s: float) -> None:
        """Take an instant of standing or walking."""
        if not self._resting:
            self._run_to(t_s, t_s)
            self._resting = True
        elif self._until_s is not None and t_s > self._until_s:
            self.minutes *= exp(-(t_s - self._until_s) / self._rule.recover_s)
            self._until_s = t_s

    def lose(self, t_s: float) -> None:
        """End what is known of a rest: nobody sees how long it lasts."""
        if self._resting:
            self.rest(t_s)
            self._resting = False

    def _run_to(self, t_s: float, from_s: float) -> None:
        since_s = from_s if self._until_s is None else self._until_s
        self._until_s = max(since_s, t_s)
        self.minutes += self._rate * (self._until_s - since_s) / S_PER_MIN


class Trend:
    """Change of the load against usual over the last minutes, as a fraction."""

    def __init__(self, rule: CalfLoadLimits) -> None:
        self._rule = rule
        self._seen: deque[tuple[float, float]] = deque()

    def add(self, t_s: float, fraction: float) -> None:
        """Take a load above usual."""
        self._seen.append((t_s, fraction))
        while self._seen[0][0] < t_s - self._rule.trend_s:
            self._seen.popleft()

    def text(self) -> str:
        """What the line of best fit rose or fell by; nothing while it is short or level."""
        span_s = self._seen[-1][0] - self._seen[0][0] if self._seen else 0.0
        if span_s < self._rule.trend_least_s:
            return ""
        times, loads = zip(*self._seen, strict=True)
        change = linear_regression(times, loads).slope * span_s
        if abs(change) < self._rule.trend_fraction:
            return ""
        way = "rising" if change > 0.0 else "falling"
        return f", {way} {100.0 * abs(change):.0f} % in {span_s / S_PER_MIN:.0f} min"


class CalfLoad:
    """Achilles impulse of a stride against usual, its trend, and its dose.

    When wrong: the force of an insole is 30–50 % off, so only relative loads mean anything; a rest
    that no pod saw counts as running.
    """

    def __init__(self, side: Side, limits: DetectorLimits) -> None:
        self._side = side
        self._rule: CalfLoadLimits = limits.calf_load
        self._longest_run_min = limits.effort.longest_run_min
        self._dose = Dose(self._rule)
        self._trend = Trend(self._rule)
        self._usual_n_s: float | None = None
        self._expected_n_s = 0.0

        def part(residual: Residual) -> float:
            self._expected_n_s = residual.expected
            return self._rule.effect_fraction * residual.expected

        def words(excess: float, residual: Residual) -> str:
            return (
                f"calf load {100.0 * excess / residual.expected:+.0f} % against usual"
                f"{self._trend.text()}"
            )

        self._matched = PaceMatched(
            "achilles_impulse_n_s",
            side,
            lambda stride: stride.load and stride.load.achilles_impulse_n_s,
            prior=self._rule.prior,
            rule=self._rule,
            baseline=limits.baseline,
            effect=part,
            words=words,
        )

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own normal."""
        return self._matched.baselines

    def read(self, event: InputEvent) -> Reading | None:
        """Return the larger of excess and dose over their limits, bundle by bundle."""
        self._add(event)
        reading = self._matched.read(event)
        if reading is None or reading.ratio is None:
            return reading
        line = self._matched.line
        self._usual_n_s = line.level if line.level > 0.0 else None
        if isinstance(event, Stride) and reading.value is not None and self._expected_n_s > 0.0:
            self._trend.add(event.next_ic_s, reading.value / self._expected_n_s)
        dose_min = self._dose.minutes
        dose = dose_min / self._longest_run_min
        if dose <= reading.ratio:
            return reading
        trend = self._trend.text()
        return Reading(
            dose,
            lambda: f"calf has worked as much as in {dose_min:.0f} min of usual running{trend}",
            value=dose_min,
        )

    def _add(self, event: InputEvent) -> None:
        """Take what moves the dose; before usual is known, a stride counts as usual."""
        match event:
            case Stride(side=self._side, gait=Gait.RUN):
                usual, impulse_n_s = self._usual_n_s, event.load and event.load.achilles_impulse_n_s
                if impulse_n_s is not None and usable(event):
                    self._dose.work(event, 1.0 if usual is None else impulse_n_s / usual)
            case Stride(side=self._side):
                self._dose.rest(event.next_ic_s)
            case GaitChange(side=self._side, gait=Gait.STAND | Gait.WALK):
                self._dose.rest(event.t_s)
            case GaitChange(side=self._side):
                self._dose.lose(event.t_s)
            case Notice(side=self._side) if event.kind in LOSSES:
                self._dose.lose(event.t_s)
            case _:
                pass
