"""Find that the heart beats faster at the same pace, by more than it usually rises in a run."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import NamedTuple

from monitor.baseline.limits import BaselineLimits
from monitor.baseline.pace_line import PaceLine, Residual, Terrain
from monitor.baseline.windows import Bundle, Bundler, slope_of, terrain_of
from monitor.detectors.alarm import Alarm
from monitor.detectors.followed_pace import FollowedPace
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_body import CardiacDriftLimits
from monitor.detectors.pace_matched import Learner, doubt
from monitor.detectors.question import Question, Reading
from monitor.detectors.usual_rise import Usual, UsualRise
from monitor.total import total
from monitor.types import (
    LEARNING,
    FindingKind,
    Gait,
    HeartBeat,
    InputEvent,
    ReferenceSpeed,
    Stride,
    Temperature,
)
from monitor.units import S_PER_MIN


def cardiac_drift(limits: DetectorLimits) -> Alarm:
    """Watch the heart rate at pace."""
    question = Question(
        kind=FindingKind.CARDIAC_DRIFT, side=None, needs="heart rate and pace", feet=False
    )
    return Alarm(question, limits.cardiac_drift, CardiacDrift(limits))


class Rise(NamedTuple):
    """Heart rate above what is usual by now, and how surely."""

    bpm: float
    doubt_bpm: float


@dataclass(slots=True)
class _State:
    """The day, and when the heart and the runner's own strides were first and last seen."""

    hot: bool
    own_s: float | None = None
    start_s: float | None = None


class CardiacDrift:
    """Rise of heart rate above the runner's own normal at the same pace and slope.

    Pace and slope are those that the heart has followed: right after a stop, a walk or an interval
    it belongs to none. Above the run's own usual rise, too; on a day that is known to be hot that
    rise itself is what is asked about, and the limit is lower. Latency: some minutes. When wrong:
    caffeine, a strap that counts steps, a headwind; a drift that goes on evenly from the first
    minutes is taken for the run's own.
    """

    def __init__(self, limits: DetectorLimits) -> None:
        rule: CardiacDriftLimits = limits.cardiac_drift
        self._rule = rule
        self._effort = limits.effort
        baseline = BaselineLimits(
            warmup_s=rule.warmup_s,
            learn_s=rule.learn_s,
            least_bundles=rule.least_bundles,
            pace_hold=limits.baseline.pace_hold,
            slope_hold=limits.baseline.slope_hold,
            reject_z=limits.baseline.reject_z,
            rho_most=limits.baseline.rho_most,
        )
        self._pace = FollowedPace(rule, limits.baseline.speed_stale_s)
        self._line = PaceLine(
            "heart_rate_bpm",
            None,
            rule.prior,
            reject_z=baseline.reject_z,
            rho_most=baseline.rho_most,
        )
        self._learner = Learner(self._line, baseline)
        self._bundler = Bundler(baseline, rule.least_beats, rule.window_s)
        self._recent: deque[Residual] = deque(maxlen=rule.judge_bundles)
        self._usual = UsualRise(rule)
        self._early: deque[tuple[float, Bundle]] = deque()
        self._state = _State(hot=limits.effort.is_hot(limits.effort.air_temperature_c))

    @property
    def _effect_bpm(self) -> float:
        """Rise that is told."""
        return self._effort.hot_rise_bpm if self._state.hot else self._effort.rise_bpm

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's heart rate over pace."""
        return (self._line,)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the rise over its limit, about once a minute."""
        match event:
            case Stride(speed_m_s=float() as speed_m_s):
                terrain, running = Terrain(speed_m_s, slope_of(event)), event.gait is Gait.RUN
                self._pace.see(event.next_ic_s, terrain, running=running)
                self._state.own_s = event.next_ic_s
            case ReferenceSpeed():
                self._refer(event)
            case HeartBeat():
                return self._beat(event)
            case Temperature():
                self._state.hot |= self._effort.is_hot(event.temperature_c)
            case _:
                pass
        return None

    def _refer(self, reference: ReferenceSpeed) -> None:
        """Take another device's pace and slope where the feet do not know theirs."""
        own_s = self._state.own_s
        if own_s is None or reference.t_s - own_s > self._rule.own_speed_s:
            self._pace.see(reference.t_s, terrain_of(reference), running=True)

    def _beat(self, beat: HeartBeat) -> Reading | None:
        if not self._pace.runs(beat.t_s):
            return None
        self._state.start_s = beat.t_s if self._state.start_s is None else self._state.start_s
        terrain = self._pace.at(beat.t_s)
        if terrain is None:
            return None
        bundle = self._bundler.take(beat.t_s, terrain, beat.rate_bpm)
        if bundle is None:
            return None
        rise = self._rise(bundle, beat.t_s - self._state.start_s)
        if rise is None:
            return Reading(None, lambda: LEARNING)
        minutes = (beat.t_s - self._state.start_s) / S_PER_MIN
        than = "at the same pace" if self._state.hot else "above its usual rise at the same pace"
        heat = " in the heat" if self._state.hot else ""
        return Reading(
            min(rise.bpm / self._effect_bpm, rise.bpm / rise.doubt_bpm / self._rule.z),
            lambda: f"heart rate {rise.bpm:+.0f} bpm {than} after {minutes:.0f} min{heat}",
            value=rise.bpm,
        )

    def _rise(self, bundle: Bundle, run_s: float) -> Rise | None:
        """Learn from one observation; how far the last ones lie above what is usual."""
        expected = 0.0 if self._state.hot else self._rule.usual_rise_bpm_min * run_s / S_PER_MIN
        level = bundle._replace(value=bundle.value - expected)
        residual = self._learner.take(level)
        # a heart that beats faster than in earlier runs from the first minute on is not usual
        usual = self._usual.at(run_s, level_known=self._line.known)
        self._learn_rise(
            run_s, level, None if residual is None else residual.difference - usual.bpm
        )
        return None if residual is None else self._judge(residual, usual)

    def _judge(self, residual: Residual, usual: Usual) -> Rise | None:
        self._recent.append(residual)
        if len(self._recent) < self._rule.judge_bundles:
            return None
        doubt_bpm = doubt(self._recent)
        if self._state.hot:
            return Rise(_mean(self._recent), doubt_bpm)
        return Rise(_mean(self._recent) - usual.bpm, hypot(doubt_bpm, usual.sd_bpm))

    def _learn_rise(self, run_s: float, level: Bundle, rise_bpm: float | None) -> None:
        """Learn how this run rises, from what was no drift and is old enough to be sure of that.

        What came before the line was known waits until it is.
        """
        drifts = rise_bpm is not None and rise_bpm > self._effect_bpm / 2.0
        if run_s >= self._rule.rise_from_s and not drifts:
            self._early.append((run_s, level))
        while rise_bpm is not None and self._early:
            early_s, one = self._early[0]
            if early_s >= self._rule.rise_learn_s and run_s - early_s < self._rule.rise_delay_s:
                return
            residual = self._line.compare(one.terrain, one.value)
            self._usual.learn(early_s, residual.difference, residual.spread)
            self._early.popleft()


def _mean(residuals: Sequence[Residual]) -> float:
    return total(r.difference for r in residuals) / len(residuals)
