"""Find that the laces press on the instep: pressure in swing, and its peak, above comfortable.

With instep cells directly; without them, from the pressure that stays on the sole while the foot
is off the ground but still clamped in the shoe: an indirect event, and marked so.
"""

from collections.abc import Sequence
from math import inf
from typing import Final

from monitor.baseline.pace_line import LEVEL, PaceLine
from monitor.baseline.usual import FirstMedian
from monitor.baseline.windows import TimeMean, usable, whole
from monitor.detectors.alarm import Alarm
from monitor.detectors.ceiling import Ceiling
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_shoe import LacingLimits
from monitor.detectors.question import Question, Reading
from monitor.types import (
    Feeling,
    FindingKind,
    Gait,
    GaitChange,
    InputEvent,
    Side,
    Stride,
    Symptom,
    Zone,
)

OF_CALF: Final = frozenset({Feeling.TIGHT, Feeling.SWOLLEN})
"""What is said of a calf, where no place is named."""


def lacing(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch the laces of one foot."""
    question = Question(
        kind=FindingKind.LACING,
        side=side,
        needs="pressure in swing of instep or sole, or none known to be comfortable",
        walking=True,
    )
    return Alarm(question, limits.lacing, Lacing(side, limits))


class Comfort:
    """Comfortable level of one pressure, and its mean over the last half minute.

    A stop begins a new half minute, for the laces may be other ones after it. Until that is full,
    the pressure is the one before the stop, or that of the last seconds where it is lower; after
    a second stop, before which no half minute was full, it is not known.

    Latency: ``recent_s`` to fall, ``mean_s`` to rise.

    Attributes
    ----------
    sustained_kpa : float or None
        The pressure that has lasted; None before enough was seen of it, and at a stop.
    """

    def __init__(self, name: str, side: Side, limits: LacingLimits, most_kpa: float = inf) -> None:
        self._limits = limits
        self._most_kpa = most_kpa
        self._window = TimeMean(limits.mean_s, full=limits.window_full)
        self._recent = TimeMean(limits.recent_s, full=limits.window_full)
        self._start = FirstMedian(limits.baseline_s, limits.baseline_strides)
        self._lesson = FirstMedian(limits.baseline_s, limits.baseline_strides)
        self._run_s: float | None = None
        self.line = PaceLine(
            name,
            side,
            limits.prior,
            reject_z=limits.reject_z,
        )
        self._comfortable_kpa: float | None = None
        self._before_stop_kpa: float | None = None
        self.sustained_kpa: float | None = None

    def stop(self) -> None:
        """Take a stop, at which the laces may be changed."""
        if self.sustained_kpa is not None:
            # soon after another stop it is only the most that may have been: no mean to hand on
            is_mean = self._before_stop_kpa is None
            self._before_stop_kpa = self.sustained_kpa if is_mean else None
        self.sustained_kpa = None
        self._window.clear()
        self._recent.clear()

    def above_kpa(self, stride: Stride, kpa: float) -> tuple[float, float] | None:
        """Sustained and comfortable pressure; None while comfortable is being learned."""
        t_s = stride.next_ic_s
        mean_kpa = self._window.add(t_s, kpa)
        recent_kpa = self._recent.add(t_s, kpa)
        if self._comfortable_kpa is None:
            self._comfortable_kpa = self._comfortable(stride, kpa)
        if usable(stride):
            self._learn(t_s, kpa)
        self.sustained_kpa = self._sustained(mean_kpa, recent_kpa)
        if self.sustained_kpa is None or self._comfortable_kpa is None:
            return None
        return self.sustained_kpa, self._comfortable_kpa

    def _sustained(self, mean_kpa: float | None, recent_kpa: float | None) -> float | None:
        """Pressure that has lasted; soon after a stop only what it fell to is known."""
        if mean_kpa is not None:
            self._before_stop_kpa = None
            return mean_kpa if recent_kpa is None else min(mean_kpa, recent_kpa)
        if self._before_stop_kpa is None or recent_kpa is None:
            return None
        return min(self._before_stop_kpa, recent_kpa)

    def _comfortable(self, stride: Stride, kpa: float) -> float | None:
        """What earlier runs taught, or else the start of this one; None while that lasts."""
        if self.line.known:
            return self.line.level
        return self._start.add(stride.next_ic_s, kpa) if whole(stride) else None

    def _learn(self, t_s: float, kpa: float) -> None:
        """Teach later runs, once: from running in a shoe that has settled."""
        self._run_s = t_s if self._run_s is None else self._run_s
        if t_s - self._run_s < self._limits.warmup_s:
            return
        lesson_kpa = self._lesson.add(t_s, kpa)
        if lesson_kpa is not None and lesson_kpa < self._most_kpa:
            self.line.learn(LEVEL, lesson_kpa)


class Lacing:
    """Pressure of the laces against the runner's own comfortable lacing, and against a ceiling.

    Between the doubtful pressure and the ceiling, a runner without a profile gets no answer. When
    wrong: laces that are a little too tight from the first stride are taken for comfortable; a
    symptom that is tapped keeps such a run out of the profile.

    Attributes
    ----------
    ceiling : Ceiling
        What is too tight whatever is usual.
    """

    def __init__(self, side: Side, limits: DetectorLimits) -> None:
        self._side = side
        self._limits: LacingLimits = limits.lacing
        self._swing = Comfort("instep_swing_kpa", side, self._limits, self._limits.ceiling_kpa)
        self._peak = Comfort("instep_peak_kpa", side, self._limits)
        self._sole = Comfort("plantar_swing_kpa", side, self._limits)
        self.ceiling = Ceiling(side, self._limits)
        self._direct_s: float | None = None
        self._stopped_s = -inf
        self._began_tight: bool | None = None
        """Whether the first pressure that lasted in this run was over the ceiling."""

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """Comfortable pressures of this foot."""
        return (self._swing.line, self._peak.line, self._sole.line)

    def read(self, event: InputEvent) -> Reading | None:
        """Return the ratio of the pressure to its limit, stride by stride."""
        if isinstance(event, Symptom):
            self._on_symptom(event)
        elif isinstance(event, GaitChange):
            self._on_gait(event)
        if not isinstance(event, Stride) or event.side is not self._side:
            return None
        if event.ic_s < self._stopped_s:
            return None  # it began before the stop, and says nothing of the laces after it
        t_s = event.next_ic_s
        sole_kpa = event.load and event.load.plantar_swing_kpa
        # the sole learns along, so that it can take over when the instep cells fall silent
        sole = None if sole_kpa is None else self._sole.above_kpa(event, sole_kpa)
        instep_kpa = event.load and event.load.instep_swing_kpa
        if instep_kpa is not None:
            self._direct_s = t_s
            return self._direct(event, instep_kpa)
        if self._direct_s is not None and t_s - self._direct_s < self._limits.stale_s:
            return None
        return None if sole_kpa is None else self._indirect(sole)

    def _on_gait(self, change: GaitChange) -> None:
        """Take a stop of this foot."""
        if change.side is self._side and change.gait is Gait.STAND:
            self._stopped_s = change.t_s
            for comfort in (self._swing, self._peak, self._sole):
                comfort.stop()

    def _on_symptom(self, symptom: Symptom) -> None:
        """Let an explicit OK raise the ceiling, while the sensor sees the pressure."""
        if self._side not in symptom.sides or symptom.zone not in (None, Zone.TOP, Zone.FOOT):
            return
        if symptom.feeling is not Feeling.OK:
            # a tight or swollen calf, which is what these mean without a place, is not the laces'
            if symptom.zone is not None or symptom.feeling not in OF_CALF:
                self.ceiling.withdraw()
            return
        seen_kpa, seen_s = self._swing.sustained_kpa, self._direct_s
        # an OK that comes late is about the pressure of then, which is not the pressure of now
        fresh = seen_s is not None and abs(symptom.t_s - seen_s) < self._limits.stale_s
        if fresh and seen_kpa is not None:
            self.ceiling.agree(seen_kpa)

    def _is_doubtful(self, now_kpa: float) -> bool:
        """Whether laces press hard and no earlier run says that this is comfortable."""
        limits = self._limits
        doubtful_kpa = max(limits.doubtful_kpa, self.ceiling.agreed_kpa + limits.fine_above_kpa)
        return now_kpa > doubtful_kpa and not self._swing.line.known

    def _direct(self, stride: Stride, swing_kpa: float) -> Reading | None:
        peak_kpa = stride.load and stride.load.instep_peak_kpa
        swing = self._swing.above_kpa(stride, swing_kpa)
        peak = None if peak_kpa is None else self._peak.above_kpa(stride, peak_kpa)
        now_kpa = self._swing.sustained_kpa
        above = 0.0 if now_kpa is None else now_kpa / self.ceiling.kpa
        if now_kpa is not None and self._began_tight is None:
            self._began_tight = above >= 1.0
        if swing is None or now_kpa is None:
            if above < 1.0:
                return Reading(None, lambda: "learning comfortable lacing")
            return self._tight(above, now_kpa or 0.0)
        comfortable_kpa = max(min(swing[1], self.ceiling.kpa), self.ceiling.agreed_kpa)
        rise_kpa = now_kpa - comfortable_kpa
        ratio = rise_kpa / self._limits.rise_kpa
        if peak is not None and peak[1] > 0.0:
            ratio = max(ratio, (peak[0] / peak[1] - 1.0) / self._limits.peak_rise_fraction)
        if ratio < 1.0 <= above:
            return self._tight(above, now_kpa)
        if ratio < 1.0 and self._is_doubtful(now_kpa):
            return None
        return Reading(
            ratio,
            lambda: (
                f"instep pressure in swing {now_kpa:.1f} kPa, {rise_kpa:+.1f} kPa"
                " against comfortable" + ("" if peak is None else f"; peak {peak[0]:.0f} kPa")
            ),
            value=rise_kpa,
        )

    def _tight(self, above: float, now_kpa: float) -> Reading:
        """Too tight by the ceiling, although usual for this run."""
        ceiling_kpa = self.ceiling.kpa
        return Reading(
            above,
            lambda: f"instep pressure in swing {now_kpa:.1f} kPa, over {ceiling_kpa:.0f} kPa",
            value=now_kpa - ceiling_kpa,
            from_start=self._began_tight is True,
        )

    def _indirect(self, sole: tuple[float, float] | None) -> Reading:
        if sole is None:
            return Reading(None, lambda: "learning comfortable lacing", indirect=True)
        rise_kpa = sole[0] - sole[1]
        return Reading(
            rise_kpa / self._limits.indirect_rise_kpa,
            lambda: f"indirect: sole pressure in swing {rise_kpa:+.1f} kPa against comfortable",
            value=rise_kpa,
            indirect=True,
        )
