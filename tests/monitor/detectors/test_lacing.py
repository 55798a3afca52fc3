from random import Random

import pytest

from monitor.detectors.lacing import lacing
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_shoe import LacingLimits
from monitor.profile import AthleteProfile, learned, recall
from monitor.types import (
    Feeling,
    Finding,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    InputEvent,
    Notice,
    NoticeKind,
    Side,
    Step,
    Stride,
    Symptom,
    Zone,
)
from tests.monitor.detectors.running import Shape, changed, run, without

LIMITS = DetectorLimits(
    lacing=LacingLimits(baseline_s=30.0, mean_s=20.0, recent_s=5.0, sustained_s=5.0, clear_s=5.0)
)


def tighten(from_s: float, rise_kpa: float, until_s: float = 1e9) -> Shape:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        if stride.side is Side.RIGHT or not from_s <= t_s < until_s:
            return stride
        assert stride.load.instep_swing_kpa is not None
        assert stride.load.plantar_swing_kpa is not None
        return changed(
            stride,
            instep_swing_kpa=stride.load.instep_swing_kpa + rise_kpa,
            plantar_swing_kpa=stride.load.plantar_swing_kpa + 0.3 * rise_kpa,
        )

    return shape


def found(duration_s: float, shape: Shape, limits: DetectorLimits = LIMITS) -> list[Finding]:
    detector = lacing(Side.LEFT, limits)
    return [f for sign in run(duration_s, shape) for f in detector.push(sign)]


def statuses(findings: list[Finding]) -> list[FindingStatus]:
    return [f.status for f in findings]


def test_laces_too_tight_press_on_superficial_nerves_and_are_found() -> None:
    findings = found(150.0, tighten(60.0, 8.0))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert 60.0 < findings[1].t_s < 90.0
    assert findings[1].value == pytest.approx(8.0, abs=1.0)
    assert not findings[1].indirect


def test_finding_clears_when_the_laces_are_loosened() -> None:
    findings = found(200.0, tighten(60.0, 8.0, until_s=120.0))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE, FindingStatus.CLEAR]
    assert 120.0 < findings[2].t_s < 140.0


def test_a_pressure_that_passes_in_seconds_is_no_finding() -> None:
    findings = found(200.0, tighten(60.0, 8.0, until_s=66.0))

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_without_instep_cells_the_finding_is_marked_indirect() -> None:
    tight = tighten(60.0, 8.0)

    findings = found(
        150.0,
        lambda stride, t_s, noise: without(
            tight(stride, t_s, noise), "instep_swing_kpa", "instep_peak_kpa"
        ),
    )

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert findings[1].indirect
    assert findings[1].evidence.startswith("indirect")


def test_without_any_pressure_it_is_not_assessed() -> None:
    findings = found(
        100.0,
        lambda stride, _t, _noise: without(
            stride, "instep_swing_kpa", "instep_peak_kpa", "plantar_swing_kpa"
        ),
    )

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]


def test_instep_cells_that_fall_silent_leave_the_answer_open_before_the_sole_takes_over() -> None:
    def shape(stride: Stride, t_s: float, _noise: Random) -> Stride:
        return stride if t_s < 80.0 else without(stride, "instep_swing_kpa", "instep_peak_kpa")

    findings = found(150.0, shape)

    assert statuses(findings) == [
        FindingStatus.CLEAR,
        FindingStatus.NOT_ASSESSED,
        FindingStatus.CLEAR,
    ]
    assert [f.indirect for f in findings] == [False, False, True]


def test_laces_tight_from_the_first_stride_are_never_called_clear() -> None:
    findings = found(150.0, tighten(0.0, 5.0))

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]
    assert "known to be comfortable" in findings[0].evidence


def test_they_are_clear_once_they_have_been_loosened() -> None:
    findings = found(150.0, tighten(0.0, 5.0, until_s=90.0))

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED, FindingStatus.CLEAR]
    assert 90.0 < findings[1].t_s < 120.0


def test_an_earlier_run_says_what_is_comfortable() -> None:
    first, second = lacing(Side.LEFT, LIMITS), lacing(Side.LEFT, LIMITS)
    for sign in run(360.0, tighten(0.0, 5.0)):
        first.push(sign)
    recall(learned(AthleteProfile(), [first], ()), [second])

    findings = [f for sign in run(150.0, tighten(0.0, 5.0)) for f in second.push(sign)]

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_a_lost_pod_is_not_assessed_at_once() -> None:
    detector = lacing(Side.LEFT, LIMITS)
    for sign in run(60.0):
        detector.push(sign)

    findings = detector.push(
        Notice(NoticeKind.LOST, 61.0, "left pod", "left pod: link lost", Side.LEFT)
    )

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]
    assert findings[0].evidence == "left pod: link lost"


def told(limits: DetectorLimits, *taps: Symptom, kpa: float = 9.0) -> list[Finding]:
    """What is found of laces that press from the first stride, with taps in between."""
    detector = lacing(Side.LEFT, limits)
    events: list[Stride | Step | Symptom] = [*run(400.0, tighten(0.0, kpa)), *taps]
    events.sort(key=lambda event: event.known_s)
    return [f for event in events for f in detector.push(event)]


def test_laces_beyond_the_ceiling_are_found_from_the_start_within_three_minutes() -> None:
    (finding,) = told(DetectorLimits())

    assert finding.status is FindingStatus.ACTIVE
    assert finding.from_start
    assert finding.t_s < 180.0


def test_an_earlier_run_at_such_a_pressure_that_was_silent_makes_it_no_more_comfortable() -> None:
    profile = AthleteProfile()
    for _ in range(4):
        detector = lacing(Side.LEFT, DetectorLimits())
        recall(profile, [detector])
        findings = [f for event in run(500.0, tighten(0.0, 12.0)) for f in detector.push(event)]
        profile = learned(profile, [detector], ())

        assert statuses(findings) == [FindingStatus.ACTIVE]


def test_only_an_ok_for_that_foot_raises_the_ceiling_and_not_above_the_second_one() -> None:
    ok = Symptom(200.0, Feeling.OK, Side.LEFT)

    assert statuses(told(DetectorLimits(), ok)) == [FindingStatus.ACTIVE, FindingStatus.CLEAR]
    for other in (
        Symptom(200.0, Feeling.OK, Side.RIGHT),
        Symptom(200.0, Feeling.OK),
        Symptom(200.0, Feeling.OK, Side.LEFT, Zone.SOLE),
    ):
        assert statuses(told(DetectorLimits(), other)) == [FindingStatus.ACTIVE]
    assert statuses(told(DetectorLimits(), ok, kpa=20.0)) == [FindingStatus.ACTIVE]


def test_a_stop_at_a_traffic_light_does_not_leave_laces_unassessed() -> None:
    detector = lacing(Side.LEFT, LIMITS)
    strides = [s for s in run(100.0, sides=(Side.LEFT,)) if isinstance(s, Stride)]
    last = strides[-1]
    stop = GaitChange(Side.LEFT, last.ic_s + 0.1, Gait.STAND)
    beats = [HeartBeat(last.next_ic_s + float(t), 140.0) for t in range(1, 90)]
    events: list[InputEvent] = [*strides[:-1], stop, last, *beats]

    findings = [f for event in events for f in detector.push(event)]

    assert statuses(findings) == [FindingStatus.CLEAR]
