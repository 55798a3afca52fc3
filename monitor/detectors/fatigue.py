"""Find that gait drifts in the direction of fatigue, pace and slope taken out.

Contact time up, cadence down, peak force down (Apte 2021). Each has a personal line over pace
and slope, and a CUSUM of what is left:

    S ← max(0, S + z − 0.5)

whose mean over the feet alarms while another metric agrees: both have lately moved by their least
change. Stiffness falls too, but is computed from contact and stride time: it would only say again
what these said.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from monitor.baseline.limits import BaselineLimits, Prior
from monitor.baseline.pace_line import PaceLine
from monitor.baseline.windows import Bundle, Bundler, terrain_of
from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_form import FatigueLimits
from monitor.detectors.pace_matched import Learner
from monitor.detectors.question import Question, Reading
from monitor.types import FindingKind, Gait, InputEvent, ReferenceSpeed, Side, Stride
from monitor.units import S_PER_MIN


def fatigue(limits: DetectorLimits) -> Alarm:
    """Watch the drift of gait."""
    question = Question(
        kind=FindingKind.FATIGUE,
        side=None,
        needs="pace and two of contact time, cadence, force",
    )
    return Alarm(question, limits.fatigue, Fatigue(limits))


@dataclass(frozen=True, slots=True)
class Kind:
    """One metric: its name, direction under fatigue, and least change."""

    name: str
    sign: float
    least: float
    prior: Prior
    words: str


class Metric:
    """One metric of one foot: bundles, line and CUSUM."""

    def __init__(self, kind: Kind, side: Side | None, limits: DetectorLimits) -> None:
        self.kind = kind
        self._rule: FatigueLimits = limits.fatigue
        baseline: BaselineLimits = limits.baseline
        self.line = PaceLine(
            kind.name, side, kind.prior, reject_z=baseline.reject_z, rho_most=baseline.rho_most
        )
        self._learner = Learner(self.line, baseline)
        if side is None:
            self.bundler = Bundler(baseline, self._rule.sample_least, self._rule.sample_s)
        else:
            self.bundler = Bundler(baseline, baseline.bundle_strides)
        self.cusum = 0.0
        self._recent: deque[float] = deque(maxlen=self._rule.recent_bundles)
        self.seen_s: float | None = None
        self.judged_s: float | None = None

    @property
    def change(self) -> float:
        """Mean change of the last bundles, fraction of what is expected."""
        return sum(self._recent) / len(self._recent) if self._recent else 0.0

    def judge(self, bundle: Bundle) -> None:
        """Learn from or judge one observation."""
        self.seen_s = bundle.t_s
        residual = self._learner.take(bundle)
        if residual is None:
            return
        self.judged_s = bundle.t_s
        self._recent.append(residual.difference / residual.expected)
        z = residual.z_beyond(self._rule.doubts)
        beyond = self.kind.sign * z - self._rule.cusum_drift
        self.cusum = min(max(0.0, self.cusum + beyond), self._rule.cusum_most)


class Fatigue:
    """Concordant drift of gait.

    Latency: about 2 min. When wrong: another ground or shoe shifts all metrics at once; a headwind
    is effort without speed.
    """

    def __init__(self, limits: DetectorLimits) -> None:
        self._rule = limits.fatigue
        kinds = _kinds(limits.fatigue)
        self._strides = {
            side: [(Metric(kinds[name], side, limits), value) for name, value in _OF_STRIDE.items()]
            for side in Side
        }
        self._reference = [
            (Metric(kinds[name], None, limits), value) for name, value in _OF_REFERENCE.items()
        ]
        self._own_s: float | None = None

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's own normal of every metric."""
        return [metric.line for metric in self._metrics()]

    def _metrics(self) -> Iterable[Metric]:
        for side in Side:
            yield from (metric for metric, _ in self._strides[side])
        yield from (metric for metric, _ in self._reference)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the ratio of the strongest metric that another agrees with, with every bundle."""
        if not self._take(event):
            return None
        return self._judge(event.known_s)

    def _take(self, event: InputEvent) -> bool:
        """Let every metric have its part; whether an observation was completed."""
        match event:
            case Stride():
                return self._stride(event)
            case ReferenceSpeed():
                return self._other_device(event)
            case _:
                return False

    def _stride(self, stride: Stride) -> bool:
        if stride.gait is Gait.RUN:
            self._own_s = stride.next_ic_s
        done = False
        for metric, value in self._strides[stride.side]:
            bundle = metric.bundler.add(stride, value(stride))
            if bundle is not None:
                metric.judge(bundle)
                done = True
        return done

    def _other_device(self, reference: ReferenceSpeed) -> bool:
        for side in Side:
            for metric, _ in self._strides[side]:
                metric.bundler.note(reference)
        own = self._own_s is not None and reference.t_s - self._own_s < self._rule.own_fresh_s
        if own or reference.speed_m_s < self._rule.running_m_s:
            return False
        done = False
        for metric, value in self._reference:
            amount = value(reference)
            if amount is None:
                continue
            bundle = metric.bundler.take(reference.t_s, terrain_of(reference), amount)
            if bundle is not None:
                metric.judge(bundle)
                done = True
        return done

    def _judge(self, now_s: float) -> Reading | None:
        fresh = [
            metric
            for metric in self._metrics()
            if metric.judged_s is not None and now_s - metric.judged_s < self._rule.stale_s
        ]
        moved = _moved(fresh)
        if len(moved) < self._rule.concordant:
            learning = self._learning(now_s)
            return Reading(None, lambda: "learning the runner's own normal") if learning else None
        alarm = max(metric.cusum for metric in moved) / self._rule.cusum_alarm
        agreed = sorted((metric.part for metric in moved), reverse=True)[self._rule.concordant - 1]
        return Reading(min(alarm, max(0.0, agreed)), lambda: _evidence(moved))

    def _learning(self, now_s: float) -> bool:
        """Whether enough metrics are measured, though not yet known."""
        seen = {
            metric.kind.name
            for metric in self._metrics()
            if metric.seen_s is not None and now_s - metric.seen_s < self._rule.stale_s
        }
        return len(seen) >= self._rule.concordant


@dataclass(frozen=True, slots=True)
class Moved:
    """One metric, mean of the feet; the sum counts only with the least change.

    ``part`` is the change in the direction of fatigue over the least one.
    """

    words: str
    cusum: float
    change: float
    part: float


def _moved(metrics: Sequence[Metric]) -> list[Moved]:
    """How far every metric has moved."""
    feet: dict[str, list[Metric]] = {}
    for metric in metrics:
        feet.setdefault(metric.kind.name, []).append(metric)
    out = []
    for same in feet.values():
        kind = same[0].kind
        change = sum(metric.change for metric in same) / len(same)
        cusum = sum(metric.cusum for metric in same) / len(same)
        part = kind.sign * change / kind.least
        out.append(Moved(kind.words, cusum if part >= 1.0 else 0.0, change, part))
    return out


def _evidence(moved: Sequence[Moved]) -> str:
    """Name every metric that has moved, the change pace-matched."""
    parts = [f"{m.words} {100.0 * m.change:+.1f} %" for m in moved if m.part >= 1.0]
    return f"at the same pace: {', '.join(parts)}" if parts else "back to the runner's own normal"


def _kinds(limits: FatigueLimits) -> dict[str, Kind]:
    """Every metric, by name; directions after Apte 2021."""
    kinds = (
        Kind(
            "contact_time_s",
            1.0,
            limits.contact_least,
            limits.contact_prior,
            "contact time",
        ),
        Kind(
            "stride_time_s",
            1.0,
            limits.cadence_least,
            limits.period_prior,
            "stride time",
        ),
        Kind("peak_force_n", -1.0, limits.force_least, limits.force_prior, "peak force"),
    )
    return {kind.name: kind for kind in kinds}


_OF_STRIDE: dict[str, Callable[[Stride], float | None]] = {
    "contact_time_s": lambda stride: stride.contact_time_s,
    "stride_time_s": lambda stride: stride.stride_time_s,
    "peak_force_n": lambda stride: stride.load and stride.load.peak_force_n,
}

_OF_REFERENCE: dict[str, Callable[[ReferenceSpeed], float | None]] = {
    "contact_time_s": lambda reference: reference.contact_time_s,
    "stride_time_s": lambda reference: (
        2.0 * S_PER_MIN / reference.cadence_spm if reference.cadence_spm else None
    ),
}
