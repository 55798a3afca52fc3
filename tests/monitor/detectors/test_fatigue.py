from math import sin
from random import Random

import pytest

from monitor.detectors.fatigue import fatigue
from monitor.detectors.limits import DetectorLimits
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
