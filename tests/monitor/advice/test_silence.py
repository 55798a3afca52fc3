"""What the adviser must not fall silent about, and what it must not repeat."""

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.settings.speech import SpeechSettings
from monitor.types import (
    Action,
    Advice,
    Contribution,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    Outcome,
    OutcomeKind,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)

ACTIVE, NOT_ASSESSED = FindingStatus.ACTIVE, FindingStatus.NOT_ASSESSED


def find(
    t_s: float,
    kind: FindingKind = FindingKind.LACING,
    side: Side | None = Side.LEFT,
    status: FindingStatus = ACTIVE,
    value: float | None = None,
) -> Finding:
    return Finding(kind=kind, side=side, t_s=t_s, status=status, evidence="seen", value=value)


def risk(t_s: float, level: float | None, *parts: Contribution, zone: Zone = Zone.TOP) -> Risk:
    return Risk(side=Side.LEFT, zone=zone, t_s=t_s, level=level, coverage=1.0, contributions=parts)


def running(adviser: Adviser, t_s: float, sides: tuple[Side, ...] = tuple(Side)) -> None:
    for side in sides:
        adviser.push(Stride(side=side, ic_s=t_s - 0.7, tc_s=None, next_ic_s=t_s))


def wait(adviser: Adviser, from_s: int, to_s: int) -> list[Advice | Outcome]:
    return [x for t in range(from_s, to_s) for x in adviser.push(HeartBeat(float(t), 150.0))]


def said(out: list[Advice | Outcome]) -> list[tuple[float, Action]]:
    return [(x.t_s, x.action) for x in out if isinstance(x, Advice)]


def test_a_tap_that_is_never_answered_with_ok_does_not_mute_the_shoe_for_ever() -> None:
    adviser = Adviser(AdviceLimits())
    running(adviser, 30.0)
    adviser.push(Symptom(40.0, Feeling.NUMB, Side.LEFT, Zone.SOLE))
    adviser.push(GaitChange(Side.LEFT, 60.0, Gait.WALK))
    running(adviser, 130.0)
    wait(adviser, 131, 3700)

    out = adviser.push(find(3700.0))

    assert said(out) == [(3700.0, Action.LOOSEN_LACES)]


def test_while_a_report_is_being_answered_the_shoe_does_not_talk_too() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(Symptom(40.0, Feeling.NUMB, Side.LEFT, Zone.SOLE))
    adviser.push(GaitChange(Side.LEFT, 60.0, Gait.WALK))

    assert said([*adviser.push(find(100.0)), *wait(adviser, 101, 219)]) == []


def test_a_risk_that_only_echoes_a_report_is_no_news_but_one_that_is_measured_is() -> None:
    echo, seen = Contribution("reported", 0.6), Contribution("laces", 1.2)
    adviser = Adviser(AdviceLimits())
    adviser.push(Symptom(40.0, Feeling.NUMB, Side.LEFT))
    adviser.push(GaitChange(Side.LEFT, 60.0, Gait.WALK))
    wait(adviser, 61, 400)

    assert said(adviser.push(risk(400.0, 1.0, echo))) == []
    assert said(adviser.push(risk(420.0, 1.2, seen))) == [(420.0, Action.LOOSEN_LACES)]


def test_what_cannot_be_seen_any_more_mutes_nothing_and_is_over() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(find(30.0))

    lost = adviser.push(find(60.0, status=NOT_ASSESSED))
    swollen = adviser.push(find(700.0, FindingKind.SWELLING, value=5.0))

    assert [(x.kind, x.evidence) for x in lost if isinstance(x, Outcome)] == [
        (OutcomeKind.UNKNOWN, "no longer measured")
    ]
    assert said(swollen) == [(700.0, Action.LOOSEN_LACES)]


def test_a_red_flag_is_not_repeated_on_a_dead_sensor() -> None:
    adviser = Adviser(AdviceLimits())
    running(adviser, 30.0)

    out = adviser.push(find(100.0, FindingKind.FOOT_DROP))
    out += adviser.push(find(130.0, FindingKind.FOOT_DROP, status=NOT_ASSESSED))

    assert said(out + wait(adviser, 131, 3800)) == [(100.0, Action.STOP)]


def test_a_red_flag_is_not_repeated_on_a_foot_that_rests() -> None:
    adviser = Adviser(AdviceLimits())
    running(adviser, 30.0)
    adviser.push(find(100.0, FindingKind.FOOT_DROP))
    for side in Side:
        adviser.push(GaitChange(side, 120.0, Gait.WALK))

    assert said(wait(adviser, 121, 1200)) == []
    running(adviser, 1200.0)
    assert [round(t_s) for t_s, _ in said(wait(adviser, 1201, 1600))] == [1500]


def test_red_flags_use_up_no_budget() -> None:
    adviser = Adviser(AdviceLimits(speech=SpeechSettings(advice_per_hour=1)))
    running(adviser, 30.0)
    adviser.push(find(100.0, FindingKind.FOOT_DROP))
    assert [t_s for t_s, _ in said(wait(adviser, 101, 2000))] == [700.0, 1600.0]

    out = adviser.push(find(2090.0, side=Side.RIGHT))

    assert [action for _, action in said(out)] == [Action.LOOSEN_LACES]


def test_ok_for_one_place_does_not_end_a_report_about_more() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(Symptom(40.0, Feeling.NUMB))

    one = adviser.push(Symptom(60.0, Feeling.OK, Side.LEFT, Zone.TOP))
    one += adviser.push(Symptom(61.0, Feeling.OK, Side.LEFT))
    both = adviser.push(Symptom(62.0, Feeling.OK, Side.RIGHT))

    assert one == []
    assert [x.kind for x in both if isinstance(x, Outcome)] == [OutcomeKind.SYMPTOM_EASED]


@pytest.mark.parametrize("side", [Side.LEFT, None])
def test_ok_ends_the_story_of_a_pain(side: Side | None) -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(Symptom(10.0, Feeling.PAIN, Side.LEFT))
    adviser.push(Symptom(60.0, Feeling.OK, side))
    adviser.push(GaitChange(Side.LEFT, 70.0, Gait.STAND))

    assert [a for _, a in said(adviser.push(Symptom(400.0, Feeling.PAIN, Side.LEFT)))] == [
        Action.WALK
    ]


def test_a_tap_is_answered_while_standing() -> None:
    adviser = Adviser(AdviceLimits())
    for side in Side:
        adviser.push(GaitChange(side, 30.0, Gait.STAND))

    out = adviser.push(Symptom(40.0, Feeling.PAIN, Side.LEFT, Zone.SOLE))

    assert said(out) == [(40.0, Action.WALK)]


def test_one_cue_is_enough_for_both_feet() -> None:
    limits = AdviceLimits()
    adviser = Adviser(limits)
    out = adviser.push(find(850.0, FindingKind.OVERSTRIDING, Side.RIGHT))
    out += adviser.push(find(870.0, FindingKind.OVERSTRIDING, Side.LEFT))
    out += wait(adviser, 871, 2000)

    first, later = [x for x in out if isinstance(x, Advice)][:2]
    assert (first.t_s, first.side) == (850.0, Side.RIGHT)
    assert later.side is None
    assert later.text == "landing far ahead, take shorter, quicker steps"
    assert later.t_s >= 850.0 + limits.speech.cue_cooldown_s


def test_laces_that_stay_tight_after_a_walk_are_asked_for_again() -> None:
    adviser = Adviser(AdviceLimits())

    out = adviser.push(find(40.0)) + wait(adviser, 41, 5000)

    actions = [action for _, action in said(out)]
    assert actions[:3] == [Action.LOOSEN_LACES, Action.WALK, Action.LOOSEN_LACES]


def test_a_sole_at_risk_that_easing_off_does_not_help_asks_for_a_walk() -> None:
    adviser = Adviser(AdviceLimits())

    out = adviser.push(risk(40.0, 1.2, zone=Zone.SOLE)) + wait(adviser, 41, 2000)

    assert [action for _, action in said(out)][:2] == [Action.EASE_OFF, Action.WALK]
