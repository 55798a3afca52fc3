from dataclasses import replace

from rich.text import Text

from monitor.advice.nerve_zone import reason
from monitor.sinks.console import Screen
from monitor.types import (
    Action,
    Advice,
    Contribution,
    Event,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    Notice,
    NoticeKind,
    Outcome,
    OutcomeKind,
    ReferenceSpeed,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
    stride_of,
)


def shown(*events: Event) -> list[str]:
    """The lines as a person sees them."""
    lines: list[str] = []
    screen = Screen(lambda line: lines.append(Text.from_markup(line).plain))
    for event in events:
        screen.show(event)
    screen.close()
    return lines


def finding(status: FindingStatus, *, indirect: bool = False) -> Finding:
    return Finding(
        kind=FindingKind.LACING,
        side=Side.LEFT,
        t_s=41.0,
        status=status,
        evidence="instep 14 kPa",
        indirect=indirect,
    )


def advice(*, red_flag: bool) -> Advice:
    return Advice(
        number=1,
        t_s=42.0,
        expires_s=100.0,
        action=Action.LOOSEN_LACES,
        cause=FindingKind.LACING,
        side=Side.LEFT,
        text="left laces tight",
        reason="instep [14 kPa]",
        red_flag=red_flag,
    )


def stride(side: Side, ic_s: float, instep_kpa: float | None = None) -> Stride:
    return stride_of(
        side=side,
        ic_s=ic_s,
        tc_s=ic_s + 0.25,
        next_ic_s=ic_s + 0.7,
        length_from_s=ic_s,
        length_to_s=ic_s + 0.7,
        stride_length_m=2.1,
        instep_swing_kpa=instep_kpa,
    )


def test_a_finding_reads_as_what_where_and_why() -> None:
    assert shown(
        finding(FindingStatus.ACTIVE),
        finding(FindingStatus.CLEAR),
        finding(FindingStatus.NOT_ASSESSED),
        finding(FindingStatus.ACTIVE, indirect=True),
    ) == [
        " 0:41  ! left lacing: instep 14 kPa",
        " 0:41  ok left lacing cleared: instep 14 kPa",
        " 0:41  left lacing: not assessed  (instep 14 kPa)",
        " 0:41  ! left lacing (indirect): instep 14 kPa",
    ]


def test_advice_is_a_sentence_with_its_reason_and_a_red_flag_stands_out() -> None:
    assert shown(advice(red_flag=False), advice(red_flag=True)) == [
        " 0:42  >> left laces tight  (instep [14 kPa])",
        " 0:42   STOP  left laces tight",
    ]


def test_the_card_of_a_red_flag_stands_below_it() -> None:
    card = replace(advice(red_flag=True), card="See a [doctor] today.")

    assert shown(card) == [" 0:42   STOP  left laces tight\n        See a [doctor] today."]


def test_an_all_clear_without_a_claim_says_nothing() -> None:
    assert shown(finding(FindingStatus.CLEAR)) == []


def test_evidence_that_was_just_read_is_not_repeated() -> None:
    because = replace(advice(red_flag=False), reason="instep 14 kPa")

    assert shown(finding(FindingStatus.ACTIVE), because)[1] == " 0:42  >> left laces tight"


def test_strides_are_summed_up_every_ten_seconds_and_at_the_end() -> None:
    strides = [
        event
        for i in range(20)
        for event in (stride(Side.LEFT, 0.7 * i, 9.0), stride(Side.RIGHT, 0.7 * i + 0.35))
    ]

    lines = shown(*strides)

    assert len(lines) == 2
    assert lines[-1] == (
        " 0:14  strides L 20 R 20 · 3.0 m/s · 171 steps/min · contact 250 ms · instep L 9.0 kPa"
        " · 0.04 km"
    )


def test_a_strap_and_a_speed_pod_are_enough_for_a_line_every_ten_seconds() -> None:
    events = [
        event
        for second in range(12)
        for event in (HeartBeat(float(second), 150.0), ReferenceSpeed(float(second), 3.0, 168.0))
    ]

    assert shown(*events) == [
        " 0:09  3.0 m/s · 168 steps/min · heart 150 · 0.03 km",
        " 0:11  3.0 m/s · 168 steps/min · heart 150 · 0.03 km",
    ]


def test_a_heart_stands_beside_the_strides_whose_own_speed_counts() -> None:
    said = shown(HeartBeat(1.0, 151.0), ReferenceSpeed(1.0, 9.0), stride(Side.LEFT, 1.0))

    assert len(said) == 1
    assert said[0].endswith(" · heart 151")
    assert "9.0 m/s" not in said[0]


def test_both_feet_start_to_run_in_one_line() -> None:
    assert shown(
        GaitChange(Side.LEFT, 3.0, Gait.RUN),
        GaitChange(Side.RIGHT, 3.3, Gait.RUN),
        GaitChange(Side.LEFT, 60.0, Gait.STAND),
    ) == [" 0:03  running", " 1:00  standing"]


def test_taps_notices_and_outcomes_are_said() -> None:
    assert shown(
        Symptom(50.0, Feeling.NUMB, Side.LEFT),
        Notice(NoticeKind.LOST, 51.0, "pod-left", "pod-left: connection lost, trying again"),
        Outcome(1, 52.0, OutcomeKind.PRESSURE_FELL, "14 to 7 kPa"),
    ) == [
        " 0:50  you: numb left foot",
        " 0:51  - pod-left: connection lost, trying again",
        " 0:52  = it helped: the pressure fell  (14 to 7 kPa)",
    ]


def risk(t_s: float, level: float | None, forecast_s: float | None = None) -> Risk:
    parts = () if level is None else (Contribution("calf load", level),)
    return Risk(
        side=Side.LEFT,
        zone=Zone.SOLE,
        t_s=t_s,
        level=level,
        coverage=0.25 if level is None else 1.0,
        contributions=parts,
        forecast_s=forecast_s,
    )


def test_a_session_begins_with_one_line_for_all_zones_that_are_not_assessed() -> None:
    other = replace(risk(8.0, None), side=Side.RIGHT)

    assert shown(risk(7.0, None), other, risk(40.0, 0.0), replace(other, t_s=41.0)) == [
        " 0:07  risk: not assessed before more is known of both feet",
        " 0:40  risk left sole: low  (nothing presses; weak evidence)",
    ]


def test_a_risk_is_shown_when_its_class_changes_with_causes_and_forecast() -> None:
    soon = risk(60.0, 0.6, forecast_s=360.0)

    assert reason(soon) == "calf load; weak evidence"
    assert reason(replace(soon, personal=True)) == (
        "0.60 of your threshold: calf load 0.60; weak evidence"
    )
    assert shown(
        risk(30.0, 0.3),
        soon,
        risk(70.0, 0.7),
        risk(80.0, 1.1),
        risk(90.0, None),
        risk(95.0, 0.2),
    ) == [
        f" 1:00  risk left sole: rising  ({reason(soon)})",
        " 1:20  risk left sole: now  (calf load; weak evidence)",
        " 1:30  risk left sole: not assessed  (25% of its causes measured)",
        " 1:35  risk left sole: low  (calf load; weak evidence)",
    ]
