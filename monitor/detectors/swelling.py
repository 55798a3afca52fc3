"""Find that a foot changed its volume in the shoe: a signed trend with its uncertainty."""

from collections import deque
from collections.abc import Sequence
from statistics import median

from monitor.baseline.limits import Prior
from monitor.baseline.pace_line import LEVEL, PaceLine, Residual
from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_shoe import SwellingLimits
from monitor.detectors.pace_matched import doubt
from monitor.detectors.question import Question, Reading
from monitor.total import total
from monitor.types import FindingKind, InputEvent, Side, Stride, StrideFlag


def swelling(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch the volume of one foot."""
    question = Question(
        kind=FindingKind.SWELLING,
        side=side,
        needs="pressure of the instep or the sole in swing",
        walking=True,
    )
    return Alarm(question, limits.swelling, Swelling(side, limits.swelling))


class Trend:
    """Change of one pressure since its start, with its uncertainty.

    Latency: half of ``recent_bundles`` bundles.
    """

    def __init__(self, limits: SwellingLimits, effect_kpa: float, *, indirect: bool) -> None:
        self._limits = limits
        self._effect_kpa = effect_kpa
        self._indirect = indirect
        self._relaced_kpa = limits.relaced_kpa * effect_kpa / limits.change_kpa
        self._values: list[float] = []
        self._recent: deque[Residual] = deque(maxlen=limits.recent_bundles)
        self._start_s: float | None = None
        self._from_s = 0.0
        self._last_kpa: float | None = None
        self._line = self._fresh_line()

    def _fresh_line(self) -> PaceLine:
        # the sole shows a small part of what the instep shows, and its cells drift less
        part = self._effect_kpa / self._limits.change_kpa
        prior = Prior(
            value_sd=self._limits.value_sd_kpa,
            spread=part * self._limits.spread_kpa,
            spread_floor=part * self._limits.spread_floor_kpa,
        )
        return PaceLine("swing_trend_kpa", None, prior)

    def add(self, t_s: float, kpa: float) -> Reading | None:
        """Take a stride's pressure; a reading with every bundle."""
        if self._start_s is None:
            self._start_s = t_s
            self._from_s = t_s + self._limits.warmup_s
        if t_s < self._from_s:
            return self._no("learning how the shoe sits")
        self._values.append(kpa)
        if len(self._values) < self._limits.bundle_strides:
            return None
        level_kpa = median(self._values)
        self._values.clear()
        return self._judge(t_s, level_kpa)

    def _judge(self, t_s: float, level_kpa: float) -> Reading:
        before_kpa, self._last_kpa = self._last_kpa, level_kpa
        if before_kpa is not None and abs(level_kpa - before_kpa) > self._relaced_kpa:
            self._line = self._fresh_line()
            self._recent.clear()
            self._from_s = t_s
            return self._no("the laces were changed", restart=True)
        few = self._line.observations < self._limits.baseline_bundles
        if few or t_s < self._from_s + self._limits.baseline_s:
            self._line.learn(LEVEL, level_kpa)
            return self._no("learning how the shoe sits")
        self._recent.append(self._line.compare(LEVEL, level_kpa))
        if len(self._recent) < self._limits.recent_bundles:
            return self._no("learning how the shoe sits")
        change_kpa = total(r.difference for r in self._recent) / len(self._recent)
        doubt_kpa = doubt(self._recent)
        mark = "indirect: " if self._indirect else ""
        return Reading(
            min(abs(change_kpa) / self._effect_kpa, abs(change_kpa) / doubt_kpa / self._limits.z),
            lambda: (
                f"{mark}pressure in swing {change_kpa:+.1f} ± {2.0 * doubt_kpa:.1f} kPa"
                " since the start"
            ),
            value=change_kpa,
            indirect=self._indirect,
        )

    def _no(self, text: str, *, restart: bool = False) -> Reading:
        return Reading(None, lambda: text, indirect=self._indirect, restart=restart)


class Swelling:
    """Slow change of swing pressure since the start of the run, or since the last lacing.

    A jump is a hand at the laces and starts anew. When wrong: laces that slowly stretch look like
    a foot that shrinks; warm cells drift.
    """

    def __init__(self, side: Side, limits: SwellingLimits) -> None:
        self._side = side
        self._limits = limits
        self._instep = Trend(limits, limits.change_kpa, indirect=False)
        self._sole = Trend(limits, limits.indirect_change_kpa, indirect=True)
        self._direct_s: float | None = None

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """Nothing: every run starts with its own lacing."""
        return ()

    def read(self, event: InputEvent) -> Reading | None:
        """Return the change over its limit, bundle by bundle."""
        if not isinstance(event, Stride) or event.side is not self._side:
            return None
        if event.load is None or event.has(StrideFlag.GAP):
            return None
        t_s = event.next_ic_s
        by_sole = None
        if event.load.plantar_swing_kpa is not None:
            by_sole = self._sole.add(t_s, event.load.plantar_swing_kpa)
        if event.load.instep_swing_kpa is not None:
            self._direct_s = t_s
            return self._instep.add(t_s, event.load.instep_swing_kpa)
        fresh = self._direct_s is not None and t_s - self._direct_s < self._limits.stale_s
        return None if fresh else by_sole
