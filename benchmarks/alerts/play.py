"""Play a simulated run through the product; keep what was said and what was true meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.alerts.case import FRESH, LOSS, MISSING, Case
from firmware_sim.runner.runner import Slow
from firmware_sim.truth.strides import StrideEvent, StrideRun
from monitor.baseline.windows import TimeMean
from monitor.detectors.lacing import lacing
from monitor.detectors.limits import DetectorLimits
from monitor.gait.both_feet import BothFeet
from monitor.gait.limits import GaitLimits
from monitor.pipeline.coach import Coach
from monitor.profile import AthleteProfile, learned, recall
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.settings.athlete import Athlete
from monitor.types import (
    Advice,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    GaitChange,
    InputEvent,
    Outcome,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)

SIDES = tuple(Side)
ZONES = (Zone.TOP, Zone.SOLE, Zone.FOREFOOT)
COMFORT_S, MEAN_S, RISE_KPA = 120, 30, 5.0
REST_S, DRIFT_BPM, HEART_S = (300, 720), 10.0, 60
WARN_LEVEL = 0.5


@dataclass
class Place:
    """One nerve zone of one foot in one run: what was true, and what we thought of it."""

    tapped_s: float | None
    warned_s: float | None
    ours: float
    naive: float
    oracle: float


@dataclass
class Played:
    """One run, condensed."""

    case: Case
    hours: float
    at_s: float | None = None
    findings: list[Finding] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    places: dict[tuple[Side, Zone], Place] = field(default_factory=dict)
    levels: dict[tuple[Side, Zone], list[tuple[float, float]]] = field(default_factory=dict)


class Sensors:
    """Risk by sensors alone: the taps are withheld from it, so that it can be held against them.

    A risk model of its own, not a second coach: it hears the findings of the coach that is judged,
    whose detectors know of the taps, and adviser and detectors need not run twice.
    """

    def __init__(self, profile: AthleteProfile) -> None:
        self._risk = RiskModel(RiskLimits())
        self._risk.recall(profile)
        self._window = {side: TimeMean(MEAN_S, full=RiskLimits().window_full) for side in Side}
        self.most: dict[tuple[Side, Zone], float] = {}
        self.pressed_kpa: dict[Side, float] = {}

    def push(self, happened: Iterable[InputEvent], said: Iterable[object]) -> None:
        """Take what sensors say, and forget what the runner says."""
        seen = [event for event in happened if not isinstance(event, Symptom)]
        for event in seen:
            if isinstance(event, Stride):
                self._press(event)
        for weighed in (*seen, *(item for item in said if isinstance(item, Finding))):
            for risk in self._risk.push(weighed):
                place = (risk.side, risk.zone)
                self.most[place] = max(self.most.get(place, 0.0), risk.level or 0.0)

    def _press(self, stride: Stride) -> None:
        """Keep the greatest mean pressure on the instep."""
        if stride.load is not None and stride.load.instep_swing_kpa is not None:
            mean_kpa = self._window[stride.side].add(stride.next_ic_s, stride.load.instep_swing_kpa)
            most_kpa = self.pressed_kpa.get(stride.side, 0.0)
            self.pressed_kpa[stride.side] = max(most_kpa, mean_kpa or 0.0)


def taught(case: Case) -> AthleteProfile:
    """What the product knows of the runner from earlier runs: comfortable laces, taps.

    Not by a coach: the family asks what the usual pressure of the laces and the thresholds that
    taps taught do for the levels of risk. A coach would teach every other detector, too, and what
    they then do would show in the same figures. ``benchmarks.coach`` teaches by a coach.
    """
    profile = AthleteProfile()
    for scenario in case.before:
        detectors = [lacing(side, DetectorLimits()) for side in Side]
        risk = RiskModel(RiskLimits())
        recall(profile, detectors)
        risk.recall(profile)
        for stretch in StrideRun(scenario, case.seed, case.sensing).stretches():
            for event in stretch.events:
                for detector in detectors:
                    detector.push(event)
                risk.push(event)
        profile = learned(profile, detectors, risk.thresholds())
    return profile


def play(case: Case) -> Played:
    """Simulate a run at stride level and listen."""
    run = StrideRun(case.scenario, case.seed, case.sensing)
    profile = taught(case)
    coach, sensors, both_feet = (
        Coach(profile=profile),
        Sensors(profile),
        BothFeet(_athlete(case), GaitLimits()),
    )
    played = Played(case, case.scenario.duration_s / 3600.0, case.at_s)
    scores_risk = case.family == "numbness"
    slow: list[Slow] = []
    for stretch in run.stretches():
        slow.append(stretch.slow)
        for event in stretch.events:
            if isinstance(event, Stride | GaitChange) and event.side is case.missing:
                continue
            happened = _with_steps(event, both_feet)
            out = [item for each in happened for item in coach.push(each)]
            add(played, out)
            if scores_risk:
                sensors.push(happened, out)
    truth = truth_of(slow)
    played.at_s = cause_s(case, truth)
    if scores_risk:
        _judge_places(played, run, truth, sensors)
    played.levels.clear()
    return played


def _athlete(case: Case) -> Athlete:
    return Athlete(mass_kg=case.scenario.runner.mass_kg, height_m=case.scenario.runner.height_m)


def _with_steps(event: StrideEvent, both_feet: BothFeet) -> list[InputEvent]:
    return [event, *both_feet.push(event)] if isinstance(event, Stride) else [event]


def add(played: Played, said: Iterable[object]) -> None:
    """Keep what the score needs."""
    for item in said:
        match item:
            case Finding():
                played.findings.append(item)
            case Advice():
                played.advice.append(item)
            case Outcome():
                played.outcomes.append(item)
            case Risk(level=float() as level):
                played.levels.setdefault((item.side, item.zone), []).append((item.t_s, level))
            case _:
                pass


@dataclass
class Truth:
    """Second by second."""

    t_s: np.ndarray
    instep_kpa: np.ndarray
    numb: np.ndarray
    moving: np.ndarray
    heart_bpm: np.ndarray


def truth_of(pieces: list[Slow]) -> Truth:
    """Truth of a run from its pieces."""
    t_s = np.concatenate([p.t_s for p in pieces])
    _, first = np.unique(t_s, return_index=True)

    def column(name: str) -> np.ndarray:
        return np.concatenate([getattr(p, name) for p in pieces])[first]

    return Truth(
        t_s[first], column("instep_kpa"), column("numb"), column("gait"), column("heart_bpm")
    )


def cause_s(case: Case, truth: Truth) -> float | None:
    """When what should be found is there."""
    if case.target is FindingKind.LACING and case.side is not None:
        return pressed_s(truth, case.side)
    if case.target is FindingKind.CARDIAC_DRIFT:
        return drifted_s(truth) if case.condition in (FRESH, LOSS, MISSING) else None
    return case.at_s


def drifted_s(truth: Truth) -> float | None:
    """When the heart, at an even pace, beat so much faster than in the run's first minutes."""
    rest_bpm = float(np.mean(truth.heart_bpm[slice(*REST_S)]))
    mean_bpm = np.convolve(truth.heart_bpm, np.ones(HEART_S) / HEART_S)[: len(truth.heart_bpm)]
    over = np.flatnonzero(mean_bpm > rest_bpm + DRIFT_BPM)
    return float(truth.t_s[over[0]]) if len(over) else None


def pressed_s(truth: Truth, side: Side) -> float | None:
    """When the true 30-s mean pressure passed comfortable by the limit: the dose begins to grow."""
    kpa = truth.instep_kpa[:, SIDES.index(side)]
    comfortable = float(np.median(kpa[:COMFORT_S]))
    over = np.flatnonzero(_mean(kpa) > comfortable + RISE_KPA)
    return float(truth.t_s[over[0]]) if len(over) else None


def _mean(kpa: np.ndarray) -> np.ndarray:
    """Mean of the last half minute."""
    mean = np.convolve(kpa, np.ones(MEAN_S) / MEAN_S)[: len(kpa)]
    mean[:MEAN_S] = kpa[:MEAN_S]
    return mean


def _judge_places(
    played: Played,
    run: StrideRun,
    truth: Truth,
    sensors: Sensors,
) -> None:
    """Per foot and zone: the first tap, the first warning, and everybody's score of the run."""
    taps = [tap for tap in run.taps if tap.feeling is not Feeling.OK]
    for i, side in enumerate(SIDES):
        for j, zone in enumerate(ZONES):
            own = [t.t_s for t in taps if t.side is side and t.zone is zone]
            tapped_s = min(own) if own else None
            until_s = tapped_s if tapped_s is not None else float(truth.t_s[-1])
            seen = [x for x in played.levels.get((side, zone), []) if x[0] < until_s]
            warnings = [t for t, level in seen if level >= WARN_LEVEL]
            if zone is Zone.TOP:
                warnings += [
                    f.t_s
                    for f in played.findings
                    if f.kind is FindingKind.LACING
                    and f.side is side
                    and f.status is FindingStatus.ACTIVE
                    and f.t_s < until_s
                ]
            played.places[side, zone] = Place(
                tapped_s,
                min(warnings) if warnings else None,
                sensors.most.get((side, zone), 0.0),
                sensors.pressed_kpa.get(side, 0.0),
                float(truth.numb[:, 3 * i + j].max()),
            )
