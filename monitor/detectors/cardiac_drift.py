"""Find that the heart beats faster at the same pace than earlier in the run."""

from collections import deque
from collections.abc import Sequence

from monitor.baseline.limits import BaselineLimits
from monitor.baseline.pace_line import PaceLine, Residual, Terrain
from monitor.baseline.windows import Bundler, slope_of, terrain_of
from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_body import CardiacDriftLimits
from monitor.detectors.pace_matched import Learner, doubt
from monitor.detectors.question import Question, Reading
from monitor.types import FindingKind, Gait, HeartBeat, InputEvent, ReferenceSpeed, Stride
from monitor.units import S_PER_MIN


def cardiac_drift(limits: DetectorLimits) -> Alarm:
    """Watch the heart rate at pace."""
    question = Question(
        kind=FindingKind.CARDIAC_DRIFT, side=None, needs="heart rate and pace", feet=False
    )
    return Alarm(question, limits.cardiac_drift, CardiacDrift(limits))


class CardiacDrift:
    """Rise of heart rate above the runner's own normal at the same pace and slope.

    The limit is lower in hot air. Latency: some minutes. When wrong: caffeine, a strap that counts
    steps, a headwind.
    """

    def __init__(self, limits: DetectorLimits) -> None:
        rule: CardiacDriftLimits = limits.cardiac_drift
        self._rule = rule
        effort = limits.effort
        hot = effort.air_temperature_c is not None and effort.air_temperature_c >= effort.hot_c
        self._hot = hot
        self._effect_bpm = effort.hot_rise_bpm if hot else effort.rise_bpm
        baseline = BaselineLimits(
            warmup_s=rule.warmup_s,
            learn_s=rule.learn_s,
            least_bundles=rule.least_bundles,
            pace_hold=limits.baseline.pace_hold,
            slope_hold=limits.baseline.slope_hold,
            reject_z=limits.baseline.reject_z,
            rho_most=limits.baseline.rho_most,
        )
        self._speed_stale_s = limits.baseline.speed_stale_s
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
        self._terrain = Terrain()
        self._terrain_s: float | None = None
        self._start_s: float | None = None

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """The runner's heart rate over pace."""
        return (self._line,)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the rise over its limit, about once a minute."""
        match event:
            case Stride(gait=Gait.RUN, speed_m_s=float() as speed_m_s):
                self._terrain = Terrain(speed_m_s, slope_of(event))
                self._terrain_s = event.next_ic_s
            case ReferenceSpeed():
                self._refer(event)
            case HeartBeat():
                return self._beat(event)
            case _:
                pass
        return None

    def _refer(self, reference: ReferenceSpeed) -> None:
        """Take another device's pace and slope where the feet do not know theirs."""
        known_s = self._terrain_s
        if known_s is None or reference.t_s - known_s > self._rule.own_speed_s:
            self._terrain = terrain_of(reference)
            self._terrain_s = reference.t_s

    def _beat(self, beat: HeartBeat) -> Reading | None:
        if self._terrain_s is None or beat.t_s - self._terrain_s > self._speed_stale_s:
            return None
        self._start_s = beat.t_s if self._start_s is None else self._start_s
        bundle = self._bundler.take(beat.t_s, self._terrain, beat.rate_bpm)
        if bundle is None:
            return None
        residual = self._learner.take(bundle)
        if residual is not None:
            self._recent.append(residual)
        if residual is None or len(self._recent) < self._rule.judge_bundles:
            return Reading(None, lambda: "learning the runner's own normal")
        rise_bpm = sum(r.difference for r in self._recent) / len(self._recent)
        minutes = (beat.t_s - self._start_s) / S_PER_MIN
        heat = " in the heat" if self._hot else ""
        return Reading(
            min(rise_bpm / self._effect_bpm, rise_bpm / doubt(self._recent) / self._rule.z),
            lambda: (
                f"heart rate {rise_bpm:+.0f} bpm at the same pace after {minutes:.0f} min{heat}"
            ),
            value=rise_bpm,
        )
