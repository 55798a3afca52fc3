"""Find a shoe that squeezes the forefoot: edge pressure in swing, and its ratio to the sole's."""

from collections.abc import Sequence

from monitor.baseline.pace_line import PaceLine
from monitor.baseline.windows import TimeMean
from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_shoe import NarrowShoeLimits
from monitor.detectors.question import Question, Reading
from monitor.types import FindingKind, InputEvent, Side, Stride


def narrow_shoe(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch the width of one shoe."""
    question = Question(
        kind=FindingKind.NARROW_SHOE,
        side=side,
        needs="pressure at both edges of the forefoot",
        walking=True,
    )
    return Alarm(question, limits.narrow_shoe, NarrowShoe(side, limits.narrow_shoe))


class NarrowShoe:
    """The lesser of medial and lateral edge pressure in swing, over that of the whole sole.

    A shoe is narrow from the first stride, so there is no normal to learn: in the air, the edges
    of a wide shoe press no more than its middle. A snug shoe presses a little more and harms
    nobody, so there is a least pressure too. When wrong: an insole that is too wide for the
    shoe buckles and presses its own edge cells.
    """

    def __init__(self, side: Side, limits: NarrowShoeLimits) -> None:
        self._side = side
        self._limits = limits
        self._edge = TimeMean(limits.mean_s, full=limits.window_full)
        self._sole = TimeMean(limits.mean_s, full=limits.window_full)
        self._start_s: float | None = None

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """Nothing."""
        return ()

    def read(self, event: InputEvent) -> Reading | None:
        """Return the ratio over its limit, stride by stride."""
        if not isinstance(event, Stride) or event.side is not self._side or event.load is None:
            return None
        medial_kpa, lateral_kpa = (
            event.load.edge_medial_swing_kpa,
            event.load.edge_lateral_swing_kpa,
        )
        sole_kpa = event.load.plantar_swing_kpa
        if medial_kpa is None or lateral_kpa is None or sole_kpa is None:
            return None
        t_s = event.next_ic_s
        self._start_s = t_s if self._start_s is None else self._start_s
        if t_s - self._start_s < self._limits.warmup_s:
            return Reading(None, lambda: "learning how the shoe sits")
        edge_kpa = self._edge.add(t_s, min(medial_kpa, lateral_kpa))
        mean_kpa = self._sole.add(t_s, sole_kpa)
        if edge_kpa is None or mean_kpa is None:
            return Reading(None, lambda: "learning how the shoe sits")
        limits = self._limits
        ratio = edge_kpa / max(mean_kpa, limits.floor_kpa)
        return Reading(
            min(ratio / limits.edge_ratio, edge_kpa / limits.edge_least_kpa),
            lambda: (
                f"both edges of the forefoot press {edge_kpa:.1f} kPa while in the air,"
                f" {ratio:.1f} times the sole"
            ),
            value=ratio,
        )
