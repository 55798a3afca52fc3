from math import sin
from random import Random

import pytest

from monitor.detectors.alarm import Alarm
from monitor.detectors.fatigue import fatigue
from monitor.detectors.limits import DetectorLimits
from monitor.profile import AthleteProfile, learned, recall
from monitor.types import FindingStatus, ReferenceSpeed, Step, Stride
from tests.monitor.detectors.running import changed, run
from tests.monitor.detectors.telling import answered, found, statuses

LIMITS = DetectorLimits()


def tired(stride: Stride, contact: float, period: float) -> Stride:
    """Contact and stride time longer by these fractions, at the same speed."""
    assert stride.tc_s is not None
    stride_time_s = stride.stride_time_s * (1.0 + period)
    assert stride.motion.stride_length_m is not None
    return changed(
        stride,
        tc_s=stride.ic_s + (stride.tc_s - stride.ic_s) * (1.0 + contact),
        next_ic_s=stride.ic_s + stride_time_s,
        length_to_s=stride.ic_s + stride_time_s,
        stride_length_m=stride.motion.stride_length_m * (1.0 + period),
    )


def known() -> Alarm:
    """Give the detector of a runner who ran twice before."""
    profile = AthleteProfile()
    for seed in (11, 12):
        earlier = fatigue(LIMITS)
        recall(profile, [earlier])
        found(earlier, run(900.0, seed=seed))
        profile = learned(profile, [earlier], ())
    detector = fatigue(LIMITS)
    recall(profile, [detector])
    return detector


def test_longer_contact_and_lower_cadence_are_found_within_three_minutes() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return tired(stride, 0.03, 0.01) if t_s > 720.0 else stride

    findings = answered(fatigue(LIMITS), run(1200.0, shape))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert 720.0 < findings[1].t_s < 900.0
    assert "contact time" in findings[1].evidence
    assert "stride time" in findings[1].evidence


@pytest.mark.parametrize("period", [0.0, 0.005])
def test_one_metric_alone_is_no_fatigue(period: float) -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return tired(stride, 0.05, period) if t_s > 720.0 else stride

    findings = answered(fatigue(LIMITS), run(1500.0, shape))

    assert FindingStatus.ACTIVE not in statuses(findings)


def test_a_change_of_pace_by_a_tenth_is_silent() -> None:
    findings = answered(
        fatigue(LIMITS),
        run(2400.0, speed=lambda t: 3.0 if t < 800.0 else 2.7 if t < 1600.0 else 3.3),
    )

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_another_device_alone_is_enough() -> None:
    noise = Random(3)
    samples = [
        ReferenceSpeed(
            float(t),
            3.0 + noise.gauss(0.0, 0.05),
            cadence_spm=166.0 * (0.985 if t > 900 else 1.0) + noise.gauss(0.0, 0.7),
            contact_time_s=0.245 * (1.04 if t > 900 else 1.0) + noise.gauss(0.0, 0.003),
        )
        for t in range(1500)
    ]

    findings = answered(fatigue(LIMITS), samples)

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert findings[1].t_s > 900.0


def hills(*, known: bool) -> list[ReferenceSpeed]:
    """Rolling ground, then a long hill on which contact and stride time grow with the slope."""
    noise = Random(4)

    def at(t: int) -> ReferenceSpeed:
        slope = 0.02 * sin(t / 60.0) if t < 900 else 0.03
        return ReferenceSpeed(
            float(t),
            3.0 + noise.gauss(0.0, 0.05),
            cadence_spm=166.0 / (1.0 + 0.5 * slope) + noise.gauss(0.0, 0.7),
            contact_time_s=0.245 * (1.0 + 1.3 * slope) + noise.gauss(0.0, 0.003),
            slope=slope if known else None,
        )

    return [at(t) for t in range(1800)]


def test_a_hill_is_no_fatigue_where_the_slope_is_known() -> None:
    unknown, known = (
        answered(fatigue(LIMITS), hills(known=False)),
        answered(fatigue(LIMITS), hills(known=True)),
    )

    assert statuses(unknown) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert statuses(known) == [FindingStatus.CLEAR]


def test_without_pace_it_is_not_assessed() -> None:
    strides = [
        changed(item, stride_length_m=None) for item in run(400.0) if not isinstance(item, Step)
    ]

    findings = found(fatigue(LIMITS), strides)

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]


def test_gait_that_wandered_and_came_back_does_not_hide_tiredness_that_comes_later() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        if 720.0 < t_s < 1000.0 or t_s > 1500.0:
            return tired(stride, 0.03, 0.01)
        return tired(stride, 0.01, 0.0) if t_s >= 1000.0 else stride

    findings = answered(fatigue(LIMITS), run(1900.0, shape))

    assert statuses(findings) == [
        FindingStatus.CLEAR,
        FindingStatus.ACTIVE,
        FindingStatus.CLEAR,
        FindingStatus.ACTIVE,
    ]
    assert 1500.0 < findings[3].t_s < 1740.0


def test_force_agrees_although_the_insole_s_gain_is_another_than_in_earlier_runs() -> None:
    def gain(stride: Stride, factor: float) -> Stride:
        assert stride.load is not None
        assert stride.load.peak_force_n is not None
        return changed(stride, peak_force_n=factor * stride.load.peak_force_n)

    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        if t_s > 720.0:
            return gain(tired(stride, 0.03, 0.0), 1.3 * 0.97)
        return gain(stride, 1.3)

    detector = known()

    active = [f for f in found(detector, run(1000.0, shape)) if f.status is FindingStatus.ACTIVE]

    assert [720.0 < f.t_s < 960.0 for f in active] == [True]


@pytest.mark.parametrize("from_s", [240.0, 300.0, 480.0])
def test_with_a_profile_fatigue_is_found_from_the_first_minutes_on(from_s: float) -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return tired(stride, 0.03, 0.01) if t_s > from_s else stride

    findings = found(known(), run(from_s + 300.0, shape))

    active = [f for f in findings if f.status is FindingStatus.ACTIVE]
    assert [from_s < f.t_s < from_s + 240.0 for f in active] == [True]


@pytest.mark.parametrize(("ahead_m", "is_tired"), [(0.0, True), (0.015, False)])
def test_a_foot_that_lands_further_ahead_explains_a_longer_contact(
    ahead_m: float, *, is_tired: bool
) -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        if t_s <= 720.0:
            return stride
        assert stride.heel_to_pelvis_m is not None
        longer = tired(stride, 0.03, 0.01)
        return changed(longer, heel_to_pelvis_m=stride.heel_to_pelvis_m + ahead_m)

    findings = answered(fatigue(LIMITS), run(1200.0, shape))

    assert (FindingStatus.ACTIVE in statuses(findings)) is is_tired
