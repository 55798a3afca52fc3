"""Who runs on: numbness that spreads, and what is felt long after the run should have ended."""

from dataclasses import replace

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.concerns import RedFlag
from monitor.advice.limits import AdviceLimits
from monitor.advice.red_flags import flag_said
from monitor.types import Action, Advice, Feeling, FindingKind, Gait, Side, Symptom, Zone
from tests.monitor.advice.scene import (
    actions,
    advice,
    find,
    moves,
    numb,
    ok,
    red,
    running,
    texts,
    wait,
)

EMERGENCY = {
    Feeling.DIZZY: (RedFlag.DIZZY, "Stop, cool down and get help."),
    Feeling.SWOLLEN: (RedFlag.CALF_SWOLLEN, "End the run here."),
}
HALF_STORY = [numb(100.0, Zone.TOP), numb(400.0, Zone.FOOT)]


@pytest.mark.parametrize(
    "then",
    [
        numb(710.0, Zone.HEEL),
        numb(710.0, None, None),
        Symptom(710.0, Feeling.NUMB, both=True),
    ],
)
def test_numbness_that_spreads_over_a_foot_ends_the_run_as_one(then: Symptom) -> None:
    adviser = running()
    early = [x for tap in HALF_STORY for x in adviser.push(tap)]

    assert red(early) == []
    assert [t_s for t_s, _ in red(adviser.push(then))] == [710.0]


@pytest.mark.parametrize(
    "before",
    [numb(100.0, side=Side.RIGHT), Symptom(100.0, Feeling.TIGHT, Side.LEFT)],
)
def test_what_is_of_the_other_foot_or_no_numbness_does_not_count(before: Symptom) -> None:
    adviser = running()
    adviser.push(before)

    assert red(adviser.push(numb(710.0))) == []


def test_of_both_feet_the_one_that_is_fine_again_does_not_count() -> None:
    adviser = running()
    adviser.push(Symptom(100.0, Feeling.NUMB, both=True))
    adviser.push(ok(200.0))
    adviser.push(numb(400.0, Zone.FOOT, Side.RIGHT))

    assert red(adviser.push(numb(710.0))) == []
    assert len(red(adviser.push(numb(720.0, side=Side.RIGHT)))) == 1


@pytest.mark.parametrize("first", [numb(100.0, None, None), numb(100.0, Zone.TOP)])
def test_what_was_said_once_of_another_place_long_ago_does_not_end_the_run(first: Symptom) -> None:
    adviser = running()
    adviser.push(first)
    wait(adviser, 101, 760)

    assert actions(adviser.push(numb(760.0))) == [Action.WALK]


def ends_at_170() -> Adviser:
    adviser = running()
    for t_s in (100.0, 170.0):
        adviser.push(Symptom(t_s, Feeling.PAIN, Side.LEFT, Zone.HEEL))
    return adviser


@pytest.mark.parametrize(
    ("t_s", "said"),
    [(760.0, "Right sole numb. I heard you."), (780.0, "Right sole numb. End the run here.")],
)
def test_who_ran_on_for_ten_minutes_is_told_again_to_end_the_run(t_s: float, said: str) -> None:
    adviser = ends_at_170()
    wait(adviser, 171, t_s)

    assert texts(adviser.push(numb(t_s, side=Side.RIGHT))) == [said]


def test_who_walks_home_is_only_answered() -> None:
    adviser = ends_at_170()
    moves(adviser, 180.0, Gait.WALK)
    wait(adviser, 181, 900)

    assert actions(adviser.push(numb(900.0, side=Side.RIGHT))) == [Action.ACKNOWLEDGE]


def test_without_a_sensor_it_is_told_again_as_well() -> None:
    adviser = Adviser(AdviceLimits())
    for t_s in (100.0, 170.0):
        adviser.push(Symptom(t_s, Feeling.PAIN, Side.LEFT, Zone.HEEL))
    wait(adviser, 171, 780)

    assert texts(adviser.push(numb(780.0))) == ["Left sole numb. End the run here."]


@pytest.mark.parametrize("feeling", EMERGENCY)
@pytest.mark.parametrize(
    ("then", "felt"),
    [
        (numb(800.0), "Left sole numb."),
        (Symptom(800.0, Feeling.PAIN, Side.RIGHT, Zone.HEEL), "Right heel in pain."),
    ],
)
def test_who_needed_help_and_runs_on_hears_what_was_reported_and_is_told_again(
    feeling: Feeling, then: Symptom, felt: str
) -> None:
    adviser = running()
    adviser.push(Symptom(100.0, feeling, None if feeling is Feeling.DIZZY else Side.LEFT))
    wait(adviser, 101, 800)

    first, *others = advice(adviser.push(then) + adviser.push(replace(then, t_s=830.0)))

    assert first.text == f"{felt} {EMERGENCY[feeling][1]}"
    assert (first.side, first.zone, first.red_flag) == (then.side, then.zone, True)
    assert "emergency" in (first.card or "")
    assert flag_said(first.words) is EMERGENCY[feeling][0]
    assert [one.text for one in others] == [f"{felt} I heard you."]


@pytest.mark.parametrize("feeling", EMERGENCY)
@pytest.mark.parametrize(
    ("taps", "felt"),
    [
        ([Symptom(t, Feeling.PAIN, Side.RIGHT, Zone.CALF) for t in (600.0, 900.0)], "calf in pain"),
        ([numb(t, side=Side.RIGHT) for t in (160.0, 600.0, 900.0)], "sole numb"),
    ],
)
def test_nothing_lighter_ends_the_run_of_who_needed_help(
    feeling: Feeling, taps: list[Symptom], felt: str
) -> None:
    """The pain is back, or it was numb for ten minutes: by itself that would be said."""
    adviser, alone = running(), running()
    assert len(red([x for tap in taps for x in alone.push(tap)])) == 1
    adviser.push(Symptom(100.0, feeling, None if feeling is Feeling.DIZZY else Side.LEFT))

    (said,) = [x for tap in taps for x in advice(adviser.push(tap)) if x.red_flag]

    assert (said.t_s, said.text) == (900.0, f"Right {felt}. {EMERGENCY[feeling][1]}")
    assert flag_said(said.words) is EMERGENCY[feeling][0]


def test_pain_in_a_calf_that_was_swollen_is_told_as_pain_and_as_urgent() -> None:
    adviser = running()
    adviser.push(Symptom(100.0, Feeling.SWOLLEN, Side.LEFT))
    pain = [Symptom(t_s, Feeling.PAIN, Side.LEFT, Zone.CALF) for t_s in (600.0, 900.0)]

    (said,) = [x for tap in pain for x in advice(adviser.push(tap)) if x.red_flag]

    assert (said.t_s, said.text) == (900.0, "Left calf in pain. End the run here.")
    assert flag_said(said.words) is RedFlag.CALF_SWOLLEN


def test_what_was_pressed_before_the_run_was_ended_is_not_felt_long_after_it() -> None:
    adviser = ends_at_170()
    wait(adviser, 171, 800)

    assert red(adviser.push(Symptom(165.0, Feeling.TIGHT, Side.LEFT, heard_s=800.0))) == []


@pytest.mark.parametrize("feeling", [Feeling.DIZZY, Feeling.SWOLLEN])
def test_what_needs_help_at_once_is_said_each_minute_that_it_is_reported(feeling: Feeling) -> None:
    adviser = running()
    side = None if feeling is Feeling.DIZZY else Side.LEFT
    taps = [Symptom(t_s, feeling, side) for t_s in (100.0, 130.0, 170.0, 300.0)]

    told = [t_s for tap in taps for t_s, _ in red(adviser.push(tap))]

    assert told == [100.0, 170.0, 300.0]


def test_a_tight_calf_and_a_numb_foot_are_two_stories() -> None:
    adviser = running()
    first = adviser.push(numb(100.0, None))
    second = adviser.push(Symptom(130.0, Feeling.TIGHT, Side.LEFT))
    adviser.push(Symptom(160.0, Feeling.OK, Side.LEFT, Zone.CALF))

    assert texts(first + second) == [
        "Left foot numb. Walk for a minute.",
        "Left calf tight. Slow down a little.",
    ]
    assert len(red(adviser.push(numb(710.0, None)))) == 1


def test_an_ok_after_a_drop_does_not_lead_back_into_the_run() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    moves(adviser, 110.0, Gait.WALK)
    wait(adviser, 111, 172)
    adviser.push(find(172.0, FindingKind.FOOT_DROP))

    assert texts(adviser.push(ok(180.0))) == ["I heard you."]


def reasons(adviser: Adviser, taps: list[Symptom]) -> list[str]:
    said = [x for tap in taps for x in adviser.push(tap)]
    return [x.reason for x in said if isinstance(x, Advice) and x.red_flag]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (numb(100.0, None, None), numb(710.0, Zone.TOP)),
        (numb(100.0, Zone.TOP), numb(710.0, None, None)),
    ],
)
def test_minutes_of_a_foot_that_was_not_said_are_told_of_no_foot(
    first: Symptom, then: Symptom
) -> None:
    half = [first, replace(first, t_s=400.0)]

    assert reasons(running(), [*half, then]) == [
        "numb reported through 10 min of running, the foot not always named"
    ]
    assert reasons(running(), [*half, replace(first, t_s=710.0)]) == [
        "numb through 10 min of running"
    ]
