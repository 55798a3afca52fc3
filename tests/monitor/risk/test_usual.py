from collections.abc import Iterable
from functools import partial
from random import Random

from monitor.detectors.calf_load import calf_load
from monitor.detectors.limits import DetectorLimits
from monitor.profile import AthleteProfile, learned, recall
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.types import FindingStatus, InputEvent, Risk, Side, Stride, Zone
from tests.monitor.detectors.running import Shape, changed, run, walking
from tests.monitor.detectors.telling import found, statuses

LIMITS = DetectorLimits()


def plain(stride: Stride, _t: float, _noise: Random) -> Stride:
    return changed(stride, impulse_n_s=250.0)


def working(factor: float) -> Shape:
    def shape(stride: Stride, t_s: float, noise: Random) -> Stride:
        stride = plain(stride, t_s, noise)
        if stride.side is Side.RIGHT or stride.load.achilles_impulse_n_s is None:
            return stride
        return changed(stride, achilles_impulse_n_s=factor * stride.load.achilles_impulse_n_s)

    return shape


def steady(speed_m_s: float, _t_s: float) -> float:
    return speed_m_s


def known() -> AthleteProfile:
    """Three usual runs, at paces that differ."""
    profile = AthleteProfile()
    for seed, speed_m_s in enumerate((2.7, 3.0, 3.3)):
        detector = calf_load(Side.LEFT, LIMITS)
        recall(profile, [detector])
        found(detector, run(900.0, plain, seed=seed, speed=partial(steady, speed_m_s)))
        profile = learned(profile, [detector], ())
    return profile


def sole(signs: Iterable[InputEvent], profile: AthleteProfile) -> list[Risk]:
    model = RiskModel(RiskLimits())
    model.recall(profile)
    out = [risk for sign in signs for risk in model.push(sign)]
    return [r for r in out if r.side is Side.LEFT and r.zone is Zone.SOLE]


def highest(risks: list[Risk]) -> float:
    return max(r.level or 0.0 for r in risks)


def test_a_calf_that_works_more_than_in_earlier_runs_from_the_start_is_a_risk() -> None:
    profile, signs = known(), run(1800.0, working(1.5), seed=9)
    detector = calf_load(Side.LEFT, LIMITS)
    recall(profile, [detector])

    assert FindingStatus.ACTIVE in statuses(found(detector, signs))
    assert highest(sole(signs, profile)) > 0.9
    assert highest(sole(run(1800.0, plain, seed=9), profile)) < 0.5


def test_what_is_usual_is_held_against_the_pace_of_now() -> None:
    def at_pace(stride: Stride, t_s: float, noise: Random) -> Stride:
        more = 60.0 * ((stride.speed_m_s or 3.0) - 3.0)
        stride = plain(stride, t_s, noise)
        return changed(
            stride, achilles_impulse_n_s=(stride.load.achilles_impulse_n_s or 0.0) + more
        )

    profile = AthleteProfile()
    for seed in range(3):
        detector = calf_load(Side.LEFT, LIMITS)
        recall(profile, [detector])
        found(detector, run(900.0, at_pace, seed=seed, speed=lambda t: 2.6 + (t // 60 % 5) / 4))
        profile = learned(profile, [detector], ())
    slow_then_fast = run(1800.0, at_pace, seed=9, speed=lambda t: 2.6 if t < 200.0 else 3.6)

    assert highest(sole(slow_then_fast, profile)) < 0.5
    assert highest(sole(slow_then_fast, AthleteProfile())) > 0.5


def test_walking_first_does_not_make_running_an_overload() -> None:
    def walk_first(stride: Stride, t_s: float, noise: Random) -> Stride:
        stride = plain(stride, t_s, noise)
        if t_s > 150.0:
            return stride
        walked = walking(changed(stride, impulse_n_s=180.0))
        return changed(walked, achilles_impulse_n_s=0.6 * (stride.load.achilles_impulse_n_s or 0.0))

    risks = sole(run(1500.0, walk_first), AthleteProfile())

    assert 0.3 < highest(risks) < 0.5
    assert {r.level for r in risks if r.t_s < 260.0} == {None}
