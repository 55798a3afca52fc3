"""Every report is answered at once, in every state, and none silences what the sensors see."""

from collections.abc import Callable

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.advice.runner import Runner
from monitor.types import (
    Action,
    Advice,
    Feeling,
    FindingKind,
    Gait,
    OutcomeKind,
    Side,
    Symptom,
    Wish,
    WishKind,
    Zone,
)
from tests.monitor.advice.scene import (
    ACTIVE,
    actions,
    advice,
    became,
    find,
    moves,
    numb,
    ok,
    red,
    rests,
    risk,
    running,
    said,
    texts,
    wait,
)

STATES: dict[str, Callable[[Adviser], object]] = {
    "nothing was said": lambda _: None,
    "nobody knows how the runner moves": lambda _: None,
    "a zone was announced": lambda a: a.push(risk(90.0, LACES=1.2)),
    "laces were announced": lambda a: a.push(find(80.0)) and wait(a, 81, 95),
    "a cue was given": lambda a: a.push(find(80.0, FindingKind.OVERSTRIDING)) and wait(a, 81, 95),
    "a foot drops": lambda a: a.push(find(90.0, FindingKind.FOOT_DROP)),
    "snoozed": lambda a: a.push(Wish(90.0, WishKind.SNOOZE, 600.0)),
    "cues muted": lambda a: a.push(Wish(90.0, WishKind.MUTE_CUES)),
    "standing": lambda a: moves(a, 90.0, Gait.STAND),
    "walking": lambda a: moves(a, 90.0, Gait.WALK),
    "just answered": lambda a: a.push(numb(99.0, Zone.TOP)),
    "answered and escalated": lambda a: [a.push(numb(t, Zone.TOP)) for t in (20.0, 85.0)],
    "told to end the run": lambda a: a.push(Symptom(90.0, Feeling.DIZZY)),
    "answered often": lambda a: [
        a.push(Symptom(20.0 + n, Feeling.TINGLING, side, zone))
        for n, (side, zone) in enumerate((s, z) for s in (*Side, None) for z in Zone)
    ],
    "a break is led": lambda a: a.push(numb(30.0)) and moves(a, 40.0, Gait.WALK),
}
REPORTS = [
    Symptom(100.0, feeling, side, zone, both)
    for feeling in Feeling
    for side, both in ((Side.LEFT, False), (Side.RIGHT, False), (None, True), (None, False))
    for zone in (*Zone, None)
]


@pytest.mark.parametrize("state", STATES)
def test_every_report_is_answered_in_the_same_instant(state: str) -> None:
    for report in REPORTS:
        adviser = Adviser(AdviceLimits()) if "nobody" in state else running()
        STATES[state](adviser)

        out = advice(adviser.push(report))

        assert [a.t_s for a in out][:1] == [100.0], report
        assert out[0].felt


def test_while_snoozed_the_answer_is_no_advice_but_red_flags_are_said() -> None:
    adviser = running()
    adviser.push(Wish(90.0, WishKind.SNOOZE, 600.0))

    assert texts(adviser.push(numb(100.0))) == ["Left sole numb. I heard you."]
    assert actions(adviser.push(Symptom(110.0, Feeling.DIZZY))) == [Action.STOP]


def test_a_zone_that_was_announced_and_then_goes_numb_is_answered_each_time() -> None:
    adviser = running()
    adviser.push(risk(90.0, Zone.TOP, LACES=1.2))
    wait(adviser, 91, 120)

    answers = [adviser.push(numb(t, Zone.TOP)) for t in (120.0, 200.0, 300.0)]

    assert [texts(out)[0] for out in answers] == [
        "Top of the left foot numb. Loosen the laces at your next stop.",
        "Top of the left foot numb. Stop, step aside and loosen the laces. Then tie them again.",
        "Top of the left foot numb. Walk for a minute.",
    ]


def test_one_tap_does_not_switch_the_sensors_of_its_place_off() -> None:
    adviser = running()
    adviser.push(Symptom(60.0, Feeling.TINGLING, Side.LEFT, Zone.SOLE))
    out = adviser.push(find(100.0)) + wait(adviser, 101, 1500)

    assert next(t_s for t_s, action in said(out) if action is Action.LOOSEN_LACES) < 130.0
    assert len([a for a in actions(out) if a is Action.LOOSEN_LACES]) > 1


def test_numb_for_ten_minutes_of_running_ends_the_run_with_the_card() -> None:
    adviser = running()
    out = [x for minute in range(1, 27) for x in adviser.push(numb(60.0 * minute))]

    ends = [a for a in advice(out) if a.red_flag]
    assert [a.t_s for a in ends] == [660.0, 1260.0]
    assert ends[0].text == "Left sole numb. End the run here."
    assert "30 minutes" in (ends[0].card or "")
    assert len(advice(out)) == 26


def test_pain_twice_while_running_on_ends_the_run() -> None:
    adviser = running()
    pain = [Symptom(t, Feeling.PAIN, Side.LEFT, Zone.HEEL) for t in (100.0, 110.0, 220.0)]

    out = [actions(adviser.push(tap)) for tap in pain]

    assert out == [[Action.WALK], [Action.ACKNOWLEDGE], [Action.STOP]]


def test_numb_that_was_well_in_between_does_not_end_the_run() -> None:
    adviser = running()
    out = []
    for t_s in range(100, 1500, 100):
        out += adviser.push(numb(float(t_s)))
        out += adviser.push(ok(t_s + 50.0))

    assert red(out) == []


def test_who_was_told_to_end_the_run_hears_only_answers_and_red_flags() -> None:
    adviser = running()
    adviser.push(Symptom(100.0, Feeling.DIZZY))
    out = adviser.push(find(200.0)) + adviser.push(find(210.0, FindingKind.OVERSTRIDING, None))
    out += adviser.push(find(220.0, FindingKind.FATIGUE, None)) + wait(adviser, 221, 690)

    assert said(out) == []
    assert actions(adviser.push(numb(690.0))) == [Action.ACKNOWLEDGE]
    assert said(wait(adviser, 691, 1500)) == []
    assert actions(adviser.push(find(1510.0, FindingKind.FOOT_DROP))) == [Action.STOP]


@pytest.mark.parametrize(
    ("feeling", "zone", "first"),
    [
        (Feeling.TIGHT, Zone.CALF, "Left calf tight. Slow down a little."),
        (Feeling.SWOLLEN, Zone.CALF, "Left calf is swollen. End the run here."),
        (Feeling.PAIN, Zone.HEEL, "Left heel in pain. Walk for a minute."),
        (Feeling.NUMB, Zone.FOOT, "Left foot numb. Walk for a minute."),
        (
            Feeling.TINGLING,
            Zone.FOREFOOT,
            "Left forefoot tingling. Loosen the laces at your next stop.",
        ),
        (Feeling.DIZZY, None, "You are dizzy. Stop, cool down and get help."),
    ],
)
def test_each_kind_and_place_is_answered_in_its_own_words(
    feeling: Feeling, zone: Zone | None, first: str
) -> None:
    assert texts(running().push(Symptom(100.0, feeling, Side.LEFT, zone))) == [first]


def test_a_report_about_both_feet_is_one_sentence_and_one_without_a_foot_names_none() -> None:
    both = Symptom(100.0, Feeling.NUMB, None, Zone.SOLE, both=True)
    unsaid = Symptom(100.0, Feeling.NUMB, None, Zone.SOLE)

    assert texts(running().push(both)) == ["Both soles numb. Walk for a minute."]
    assert texts(running().push(unsaid)) == ["Sole numb. Walk for a minute."]


def test_who_walks_already_is_not_told_to_walk() -> None:
    adviser = running()
    moves(adviser, 90.0, Gait.WALK)

    assert texts(adviser.push(numb(100.0))) == ["Left sole numb. Circle your left ankle."]


def test_with_reduced_feeling_an_ok_clears_no_finding_and_is_told_so() -> None:
    adviser = running(runner=Runner(reduced_feeling=True))
    adviser.push(find(100.0, status=ACTIVE))
    wait(adviser, 101, 110)

    out = adviser.push(ok(110.0))

    assert texts(out) == ["Thank you. The sensor still sees pressure."]
    assert became(out) == []


@pytest.mark.parametrize("rested", [True, False])
def test_an_ok_counts_as_helped_only_after_something_was_done(rested: bool) -> None:
    adviser = running()
    adviser.push(numb(100.0))
    if rested:
        rests(adviser, 110.0, 150.0, Gait.WALK)

    (kind,) = became(adviser.push(ok(160.0)))

    assert kind is (OutcomeKind.SYMPTOM_EASED if rested else OutcomeKind.PASSED)


def test_an_ok_where_nobody_sees_the_runner_move_is_unknown() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(numb(100.0))

    assert became(adviser.push(ok(200.0))) == [OutcomeKind.UNKNOWN]


def test_ok_for_one_foot_does_not_end_a_report_about_both() -> None:
    adviser = running()
    adviser.push(Symptom(40.0, Feeling.NUMB, both=True))

    one = became(adviser.push(ok(60.0, Side.LEFT)))
    both = became(adviser.push(ok(62.0, Side.RIGHT)))

    assert (one, both) == ([], [OutcomeKind.PASSED])


def test_the_answers_of_an_hour_are_counted_and_then_only_acknowledged() -> None:
    adviser = running()
    out = [
        x
        for n in range(40)
        for x in adviser.push(Symptom(100.0 + 61.0 * n, Feeling.TINGLING, Side.LEFT, Zone.SOLE))
    ]

    assert len(advice(out)) == 40
    assert sum(a.action is not Action.ACKNOWLEDGE for a in advice(out)) <= 12
    assert isinstance(out[0], Advice)


def test_who_stood_at_the_laces_and_still_feels_it_is_told_to_walk() -> None:
    adviser = running()
    adviser.push(numb(100.0, Zone.TOP))
    rests(adviser, 120.0, 150.0)

    assert texts(adviser.push(numb(240.0, Zone.TOP))) == [
        "Top of the left foot numb. Walk for a minute."
    ]


def test_while_the_sensor_still_sees_tight_laces_they_are_asked_for_again() -> None:
    adviser = running()
    adviser.push(numb(100.0, Zone.TOP))
    adviser.push(find(110.0))
    rests(adviser, 120.0, 150.0)

    assert texts(adviser.push(numb(240.0, Zone.TOP))) == [
        "Top of the left foot numb. Stop, step aside and loosen the laces. Then tie them again."
    ]


def test_the_same_sentence_answers_a_report_every_five_minutes_at_most() -> None:
    adviser = running()

    out = [actions(adviser.push(numb(t_s))) for t_s in (100.0, 200.0, 300.0, 410.0)]

    assert out == [[Action.WALK], [Action.ACKNOWLEDGE], [Action.ACKNOWLEDGE], [Action.WALK]]


def test_at_a_stop_the_same_is_asked_for_once_for_both_feet() -> None:
    adviser = running()
    found = (find(100.0, FindingKind.NARROW_SHOE, side) for side in Side)
    before = [x for finding in found for x in adviser.push(finding)]

    out = rests(adviser, 130.0, 200.0)

    assert texts(before) == [
        "Both shoes squeeze the forefoot. Loosen the lowest laces at your next stop."
    ]
    assert texts(out) == [
        "Both shoes squeeze the forefoot. Loosen the lowest laces now. Then tie them again."
    ]


def test_of_a_narrow_shoe_the_laces_are_asked_for_at_one_stop_only() -> None:
    adviser = running()
    adviser.push(find(100.0, FindingKind.NARROW_SHOE))
    wait(adviser, 101, 130)
    rests(adviser, 130.0, 200.0)
    wait(adviser, 201, 390)

    assert texts(rests(adviser, 390.0, 480.0)) == []
