"""Measure what feeds the risk of one foot: each cause with its dose and when it was last seen."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, inf
from typing import Final

from monitor.baseline.limits import Prior
from monitor.baseline.pace_line import BaselineState, PaceLine, Terrain
from monitor.baseline.usual import FirstMedian, Usual
from monitor.baseline.windows import Speeds, TimeMean, slope_of, usable
from monitor.risk.dose import LoadDose, PressureDose
from monitor.risk.limits import RiskLimits
from monitor.types import Finding, FindingKind, FindingStatus, ReferenceSpeed, Stride, Zone

REPORTED: Final = "reported"
"""Name of the part of a risk that stands for the runner's own report."""


class Cause(StrEnum):
    """What can press or load a nerve, in the runner's words."""

    LACES = "laces"
    EDGES = "narrow shoe"
    SWELLING = "swelling"
    CALF = "calf load"
    PLANTAR = "load on the sole"


# members cost more to look up than what is done with them
_LACES: Final = Cause.LACES
_EDGES: Final = Cause.EDGES
_CALF: Final = Cause.CALF
_PLANTAR: Final = Cause.PLANTAR


def weights(limits: RiskLimits) -> dict[Zone, dict[Cause, float]]:
    """Share of every cause in every zone at its own threshold."""
    calf, swelling, plantar = limits.calf_weight, limits.swelling_weight, limits.plantar_weight
    return {
        # a swollen foot presses the laces' own cells: it is in their dose already
        Zone.TOP: {Cause.LACES: limits.laces_weight, Cause.CALF: limits.calf_top_weight},
        Zone.SOLE: {Cause.CALF: calf, Cause.SWELLING: swelling, Cause.PLANTAR: plantar},
        Zone.FOREFOOT: {
            Cause.EDGES: limits.edges_weight,
            Cause.SWELLING: swelling,
            Cause.PLANTAR: plantar,
        },
    }


@dataclass(slots=True)
class Seen:
    """Level of a cause, when it was last measured (never: minus infinity), and how surely.

    And where it tends to, with which time constant; infinite: it stays.
    """

    level: float = 0.0
    t_s: float = -inf
    certainty: float = 1.0
    goal: float = 0.0
    tau_s: float = inf


class Work:
    """Load of strides over usual: at this pace in earlier runs, else at the start of this one.

    Only whole strides of running say what is usual; walking is held against the last of them.
    Latency: ``mean_s``.
    """

    def __init__(self, limits: RiskLimits) -> None:
        self._limits = limits
        self._mean_n = TimeMean(limits.mean_s, full=limits.window_full)
        self._mean_usual_n = TimeMean(limits.mean_s, full=limits.window_full)
        self._start = Usual(
            FirstMedian(limits.baseline_s, limits.baseline_strides),
            TimeMean(limits.mean_s, full=limits.window_full),
        )
        self._speeds = Speeds(limits.speed_stale_s)
        self._line: PaceLine | None = None
        self._usual_n: float | None = None

    def know(self, state: BaselineState) -> None:
        """Take the normal of earlier runs from the profile."""
        self._line = PaceLine(state.name, state.side, Prior())
        self._line.recall(state)

    def note(self, reference: ReferenceSpeed) -> None:
        """Take a reference speed for strides that do not know theirs."""
        self._speeds.note(reference)

    def add(self, stride: Stride, impulse_n_s: float) -> float | None:
        """Take a stride's load; the mean over usual, once that is known."""
        t_s, load_n = stride.next_ic_s, impulse_n_s / stride.stride_time_s
        mean_n = self._mean_n.add(t_s, load_n)
        if usable(stride):
            self._usual_n = self._expected_n(stride) or self._usual_n
            if self._usual_n is None:
                self._start.add(t_s, load_n)
        if self._usual_n is not None:
            usual_n = self._mean_usual_n.add(t_s, self._usual_n)
        else:
            usual_n = self._start.usual
        return mean_n / usual_n if mean_n is not None and usual_n else None

    def _expected_n(self, stride: Stride) -> float | None:
        """Load that earlier runs had at this pace; None where they do not say, or hardly."""
        speed_m_s = None if self._line is None else self._speeds.of(stride)
        if self._line is None or speed_m_s is None:
            return None
        usual = self._line.compare(Terrain(speed_m_s, slope_of(stride)), 0.0)
        if not usual.normal_sd < self._limits.usual_doubt * usual.expected:
            return None
        return usual.expected / stride.stride_time_s


class FootCauses:
    """Doses of one foot, stride by stride."""

    def __init__(self, limits: RiskLimits) -> None:
        self._limits = limits
        self.seen = {cause: Seen() for cause in Cause}
        self._instep = self._usual(limits.baseline_s)
        self._sole = self._usual(limits.baseline_s)
        self._edges = self._usual(limits.mean_s)
        self._calf = Work(limits)
        self._plantar = Work(limits)
        self._laces_dose = PressureDose(limits.tau_on_s, limits.tau_off_s, limits.stale_s)
        self._edges_dose = PressureDose(limits.tau_on_s, limits.tau_off_s, limits.stale_s)
        self._calf_dose = self._load_dose()
        self._plantar_dose = self._load_dose()

    def _usual(self, baseline_s: float) -> Usual:
        limits = self._limits
        strides = ceil(limits.baseline_strides * baseline_s / limits.baseline_s)
        window = TimeMean(limits.mean_s, full=limits.window_full)
        return Usual(FirstMedian(baseline_s, strides), window)

    def _load_dose(self) -> LoadDose:
        limits = self._limits
        return LoadDose(limits.load_tau_s, limits.load_usual, limits.load_power, limits.stale_s)

    def know(
        self, instep_kpa: float | None, sole_kpa: float | None, calf: BaselineState | None
    ) -> None:
        """Take comfortable pressures and the usual work of the calf from the profile."""
        self._instep.usual = instep_kpa
        self._sole.usual = sole_kpa
        if calf is not None:
            self._calf.know(calf)

    def note(self, reference: ReferenceSpeed) -> None:
        """Take a reference speed."""
        self._calf.note(reference)

    def see(self, stride: Stride) -> None:
        """Take a stride."""
        t_s = stride.next_ic_s
        self._see_laces(t_s, stride)
        self._see_edges(t_s, stride)
        tendon_n_s = stride.load and stride.load.achilles_impulse_n_s
        sole_n_s = stride.load and stride.load.impulse_n_s
        loads = (
            (_CALF, tendon_n_s, self._calf, self._calf_dose),
            (_PLANTAR, sole_n_s, self._plantar, self._plantar_dose),
        )
        for cause, impulse_n_s, work, dose in loads:
            relative = None if impulse_n_s is None else work.add(stride, impulse_n_s)
            if relative is not None:
                dose.add(t_s, relative)
                self._mark(cause, t_s, dose)

    def find(self, finding: Finding) -> None:
        """Take a finding: swelling counts by its size."""
        if finding.kind is not FindingKind.SWELLING:
            return
        if finding.status is FindingStatus.NOT_ASSESSED:
            self.seen[Cause.SWELLING] = Seen()
            return
        grown = finding.status is FindingStatus.ACTIVE and (finding.value or 0.0) > 0.0
        level = 1.0 + finding.severity if grown else 0.0
        certainty = self._limits.indirect_certainty if finding.indirect else 1.0
        self.seen[Cause.SWELLING] = Seen(level, inf, certainty)

    def lose(self) -> None:
        """Forget when anything was measured: the foot is not seen any more."""
        for seen in self.seen.values():
            seen.t_s = -inf

    def rest(self, duration_s: float) -> None:
        """Let the load doses fade while standing; what was measured before counts as before."""
        self._laces_dose.lag.rest(duration_s)
        self._edges_dose.lag.rest(duration_s)
        self._calf_dose.rest(duration_s)
        self._plantar_dose.rest(duration_s)
        self.seen[Cause.CALF].level = self._calf_dose.level
        self.seen[Cause.PLANTAR].level = self._plantar_dose.level
        for seen in self.seen.values():
            seen.t_s += duration_s

    def _mark(
        self, cause: Cause, t_s: float, dose: PressureDose | LoadDose, certainty: float = 1.0
    ) -> None:
        """Take note of a level; not of one before which too much went unseen."""
        seen = self.seen[cause]
        seen.level, seen.certainty = dose.level, certainty
        seen.goal, seen.tau_s = dose.goal, dose.tau_s
        if dose.lag.sure:
            seen.t_s = t_s

    def _see_laces(self, t_s: float, stride: Stride) -> None:
        """Instep cells where there are some; else the sole in swing stands in for them."""
        limits = self._limits
        direct, kpa = True, stride.load and stride.load.instep_swing_kpa
        sole_kpa = stride.load and stride.load.plantar_swing_kpa
        sole_mean_kpa = None if sole_kpa is None else self._sole.add(t_s, sole_kpa)
        if kpa is None:
            direct, mean_kpa, usual = False, sole_mean_kpa, self._sole
        else:
            mean_kpa, usual = self._instep.add(t_s, kpa), self._instep
        if mean_kpa is None or usual.usual is None:
            return
        full_kpa = limits.numb_rise_kpa if direct else limits.indirect_numb_rise_kpa
        harmless_kpa = self._harmless_kpa(usual.usual) if direct else usual.usual
        self._laces_dose.add(t_s, max(0.0, mean_kpa - harmless_kpa) / full_kpa)
        certainty = 1.0 if direct else limits.indirect_certainty
        self._mark(_LACES, t_s, self._laces_dose, certainty)

    def _harmless_kpa(self, usual_kpa: float) -> float:
        """Pressure of the laces that does nothing: between the usual one and a nerve's own.

        What is usual is no proof of being harmless, and the kPa of a cell are too uncertain to
        believe in a limit for everybody alone.
        """
        limits = self._limits
        lower_kpa = max(0.0, usual_kpa - limits.nerve_kpa)
        return usual_kpa - (1.0 - limits.usual_share) * lower_kpa

    def _see_edges(self, t_s: float, stride: Stride) -> None:
        load = stride.load
        if load is None:
            return
        medial_kpa, lateral_kpa = load.edge_medial_swing_kpa, load.edge_lateral_swing_kpa
        sole_kpa = load.plantar_swing_kpa
        if medial_kpa is None or lateral_kpa is None or sole_kpa is None:
            return
        sole_kpa = max(sole_kpa, self._limits.edge_floor_kpa)
        mean = self._edges.add(t_s, min(medial_kpa, lateral_kpa) / sole_kpa)
        if mean is not None:
            self._edges_dose.add(
                t_s, max(0.0, mean / self._limits.edge_ratio - self._limits.edge_harmless)
            )
            self._mark(_EDGES, t_s, self._edges_dose)
