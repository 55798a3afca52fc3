"""Find that gait drifts in the direction of fatigue, pace and slope taken out.

Contact time up, cadence down, peak force down (Apte 2021). Each has a personal line over pace
and slope. Contact time decides, by its mean over some minutes, while cadence or force agrees and
cadence does not contradict. A foot that lands further ahead explains a longer contact: then it is
overstriding. Stiffness falls too, but is computed from contact and stride time: it would only say
again what these said.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from monitor.baseline.limits import Prior
from monitor.baseline.pace_line import PaceLine
from monitor.baseline.windows import Bundle, Bundler, terrain_of
from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.pace_matched import Learner
from monitor.detectors.question import Question, Reading
from monitor.total import total
from monitor.types import (
    LEARNING,
    QUANTITIES,
    FindingKind,
    Gait,
    InputEvent,
    ReferenceSpeed,
    Side,
    Stride,
)
from monitor.units import S_PER_MIN


def fatigue(limits: DetectorLimits) -> Alarm:
    """Watch the drift of gait."""
    question = Question(
        kind=FindingKind.FATIGUE,
        side=None,
        needs="pace and two of contact time, cadence, force",
        learns_long=True,
    )
    return Alarm(question, limits.fatigue, Fatigue(limits))


_RUN: Final = Gait.RUN  # a member costs more to look up than what is done with it
CONTACT, PERIOD, FORCE = "contact_time_s", "stride_time_s", "peak_force_n"
AHEAD = "heel_ahead_m"
"""A name of its own: in a profile ``heel_to_pelvis_m`` is the line that overstriding learned."""


class Seen(NamedTuple):
    """One observation: when, how far off the runner's normal, and that normal's own doubt."""

    t_s: float
    change: float
    doubt: float


class Metric:
    """One metric of one foot: bundles, line, and the changes of the last minutes."""

    def __init__(self, name: str, side: Side | None, prior: Prior, limits: DetectorLimits) -> None:
        self.name = name
        rule, baseline = limits.fatigue, limits.baseline
        self._kept_s = rule.window_s
        self.line = PaceLine(
            name, side, prior, reject_z=baseline.reject_z, rho_most=baseline.rho_most
        )
        self._learner = Learner(self.line, baseline)
        if side is None:
            self.bundler = Bundler(baseline, rule.sample_least, rule.sample_s)
        else:
            self.bundler = Bundler(baseline, baseline.bundle_strides)
        self.recent: deque[Seen] = deque()
        self.seen_s: float | None = None

    def judge(self, bundle: Bundle) -> None:
        """Learn from or judge one observation; changes are parts of what is expected."""
        self.seen_s = bundle.t_s
        residual = self._learner.take(bundle)
        if residual is None:
            return
        unit = 1.0 if self.name == AHEAD else residual.expected
        self.recent.append(Seen(bundle.t_s, residual.difference / unit, residual.normal_sd / unit))
        while self.recent[0].t_s < bundle.t_s - self._kept_s:
            self.recent.popleft()


class Fatigue:
    """Concordant drift of gait.

    Latency: about 2 min. When wrong: another ground or shoe shifts all metrics at once; a headwind
    is effort without speed.
    """

    def __init__(self, limits: DetectorLimits) -> None:
        self._rule = limits.fatigue
        priors = {
            CONTACT: limits.fatigue.contact_prior,
            PERIOD: limits.fatigue.period_prior,
            FORCE: limits.fatigue.force_prior,
            AHEAD: limits.overstriding.prior,
        }
        self._strides = {
            side: [
                (Metric(name, side, priors[name], limits), value)
                for name, value in _OF_STRIDE.items()
            ]
            for side in Side
        }
        self._reference = [
            (Metric(name, None, priors[name], limits), value)
            for name, value in _OF_REFERENCE.items()
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
        if stride.gait is _RUN:
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
        contact = self._seen(CONTACT, now_s, self._rule.window_s)
        period = self._seen(PERIOD, now_s, self._rule.window_s)
        least = self._rule.window_least
        if len(contact) < least or len(period) < least:
            learning = self._learning(now_s)
            return Reading(None, lambda: LEARNING) if learning else None
        rule = self._rule
        part = max(
            self._part(now_s, rule.window_s, rule.contact_least),
            self._part(now_s, rule.fast_s, rule.fast_least),
        )
        return Reading(part, lambda: self._evidence(now_s))

    def _part(self, now_s: float, span_s: float, limit: float) -> float:
        """Change of contact time over its limit, as far as the others agree."""
        contact = self._seen(CONTACT, now_s, span_s)
        period = self._seen(PERIOD, now_s, span_s)
        if min(len(contact), len(period)) < self._rule.window_least:
            return 0.0
        doubt = max(contact, key=lambda seen: seen.t_s).doubt
        part = (_mean(contact) - self._rule.doubts * doubt) / limit
        if part >= 1.0 and not self._agrees(period, now_s, span_s):
            return self._rule.alone_part
        return max(part, 0.0)

    def _seen(self, name: str, now_s: float, span_s: float) -> list[Seen]:
        """What was seen of a metric in the last seconds, of both feet; stale ones have none."""
        out: list[Seen] = []
        for metric in self._metrics():
            if metric.name == name and metric.recent:
                fresh = now_s - metric.recent[-1].t_s < self._rule.stale_s
                last_s = metric.recent[-1].t_s
                out += [s for s in metric.recent if fresh and s.t_s >= last_s - span_s]
        return out

    def _agrees(self, period: Sequence[Seen], now_s: float, span_s: float) -> bool:
        """Whether cadence or force says the same, and nothing else explains it."""
        rule, longer = self._rule, _mean(period)
        force = self._seen(FORCE, now_s, span_s)
        softer = -_mean(force) if force else 0.0
        agrees = longer >= rule.cadence_least
        agrees |= softer >= rule.force_least and longer >= -rule.contradicts
        ahead = self._seen(AHEAD, now_s, rule.ahead_s)
        return agrees and not (ahead and _mean(ahead) >= rule.ahead_least_m)

    def _learning(self, now_s: float) -> bool:
        """Whether enough is measured, though not yet known."""
        seen = {
            metric.name
            for metric in self._metrics()
            if metric.seen_s is not None and now_s - metric.seen_s < self._rule.stale_s
        }
        return {CONTACT, PERIOD} <= seen

    def _evidence(self, now_s: float) -> str:
        """Name every metric, the change pace-matched."""
        parts = []
        for name, words in _WORDS.items():
            seen = self._seen(name, now_s, self._rule.window_s)
            if seen:
                parts.append(f"{words} {100.0 * _mean(seen):+.1f} %")
        return f"at the same pace: {', '.join(parts)}"


def _mean(seen: Sequence[Seen]) -> float:
    return total(one.change for one in seen) / len(seen)


_WORDS: Final = {CONTACT: "contact time", PERIOD: "stride time", FORCE: "peak force"}
_OF_STRIDE: dict[str, Callable[[Stride], float | None]] = {
    CONTACT: QUANTITIES[CONTACT],
    PERIOD: QUANTITIES[PERIOD],
    FORCE: QUANTITIES[FORCE],
    AHEAD: QUANTITIES["heel_to_pelvis_m"],
}
_OF_REFERENCE: dict[str, Callable[[ReferenceSpeed], float | None]] = {
    CONTACT: lambda reference: reference.contact_time_s,
    PERIOD: lambda reference: (
        2.0 * S_PER_MIN / reference.cadence_spm if reference.cadence_spm else None
    ),
}
