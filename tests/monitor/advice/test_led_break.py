"""A break is led: ankles halfway, "Better?" after a minute, and what the answer leads to."""

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.led_break import TRANSITIONS, Stage
from monitor.advice.limits import AdviceLimits
from monitor.types import Action, Feeling, Gait, Side, Symptom, Wish, WishKind, Zone
from tests.monitor.advice.scene import (
    actions,
    advice,
    find,
    moves,
    numb,
    ok,
    red,
    rests,
    running,
    said,
    texts,
    wait,
)


def walking_at_130() -> Adviser:
    adviser = running()
    adviser.push(numb(100.0))
    moves(adviser, 130.0, Gait.WALK)
    return adviser


def test_a_walk_is_led_to_the_question() -> None:
    adviser = walking_at_130()

    out = wait(adviser, 131, 215)

    assert [(round(a.t_s), a.text) for a in advice(out)] == [
        (160, "Circle your ankles."),
        (190, "Better?"),
    ]


def test_yes_says_once_what_helped_and_how_to_go_on() -> None:
    adviser = walking_at_130()
    wait(adviser, 131, 195)

    assert texts(adviser.push(ok(195.0))) == ["Walking helped. Start slowly."]

    moves(adviser, 200.0, Gait.RUN)
    adviser.push(numb(300.0))
    moves(adviser, 310.0, Gait.WALK)
    wait(adviser, 311, 375)
    assert texts(adviser.push(ok(375.0))) == ["Good to hear. Start slowly."]


def test_no_leads_to_the_next_step() -> None:
    adviser = walking_at_130()
    wait(adviser, 131, 195)

    assert red(adviser.push(numb(200.0))) == [(200.0, "The break did not help. End the run here.")]


def test_without_an_answer_the_walk_goes_on_and_nothing_is_called_safe() -> None:
    adviser = walking_at_130()

    assert texts(wait(adviser, 195, 400))[-1] == "Keep walking a little."


def test_who_runs_again_early_is_asked_a_minute_later() -> None:
    adviser = running()
    adviser.push(numb(100.0))
    out = rests(adviser, 130.0, 165.0, Gait.WALK) + wait(adviser, 166, 300)

    assert [(round(t_s), action) for t_s, action in said(out)] == [
        (160, Action.GUIDE),
        (225, Action.ASK),
    ]


@pytest.mark.parametrize(("zone", "rest_s"), [(Zone.SOLE, 20.0), (Zone.TOP, 2.0)])
def test_a_kerb_is_no_break_and_the_rest_that_follows_is_led(zone: Zone, rest_s: float) -> None:
    adviser = running()
    adviser.push(numb(100.0, zone))
    kerb = rests(adviser, 130.0, 130.0 + rest_s) + wait(adviser, 151, 260)
    moves(adviser, 260.0, Gait.WALK)

    assert Action.ASK not in actions(kerb)
    assert texts(wait(adviser, 261, 330))[-1] == "Better?"


def test_after_a_hand_at_the_laces_it_is_asked_without_circling_ankles() -> None:
    adviser = running()
    adviser.push(numb(100.0, Zone.TOP))
    out = rests(adviser, 130.0, 165.0) + wait(adviser, 166, 260)

    assert texts(out) == [
        "Top of the left foot numb. Loosen the laces a little now. Then tie them again.",
        "Better?",
    ]


def test_a_stop_names_the_foot_whose_laces_are_meant_after_a_word_of_the_other() -> None:
    adviser = running()
    adviser.push(numb(100.0, Zone.TOP))
    adviser.push(numb(170.0, side=Side.RIGHT))

    assert texts(rests(adviser, 175.0, 200.0))[:1] == [
        "Top of the left foot numb. Loosen the laces a little now. Then tie them again."
    ]


def test_where_nothing_tells_how_the_runner_moves_it_is_asked_all_the_same() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(numb(100.0))

    assert [action for _, action in said(wait(adviser, 101, 300))] == [Action.ASK]


def test_a_snooze_silences_the_break() -> None:
    adviser = walking_at_130()
    adviser.push(Wish(131.0, WishKind.SNOOZE, 600.0))

    assert texts(wait(adviser, 132, 400)) == []


def test_laces_are_spoken_of_at_a_traffic_light_once_a_stop() -> None:
    adviser = running()
    adviser.push(find(100.0))
    wait(adviser, 101, 110)
    out = rests(adviser, 150.0, 180.0) + rests(adviser, 400.0, 430.0)

    assert [round(t_s) for t_s, _ in said(out)] == [153, 400]
    assert (
        texts(out)[0] == "Left laces are too tight. Loosen them a little now. Then tie them again."
    )


def test_laces_of_both_feet_are_asked_for_once_a_stop_whatever_one_foot_reported() -> None:
    adviser = running()
    adviser.push(Symptom(301.0, Feeling.TINGLING, Side.RIGHT, Zone.TOP))
    wait(adviser, 302, 420)
    out = moves(adviser, 420.0, Gait.STAND)
    out += [x for side in Side for x in adviser.push(find(420.5, side=side))]

    assert texts(out + wait(adviser, 421, 450)) == [
        "Laces on both feet are too tight. Loosen them a little now. Then tie them again."
    ]


def test_kerbs_add_up_to_no_stop_at_which_the_laces_were_seen_to() -> None:
    adviser = running()
    adviser.push(Symptom(301.0, Feeling.TINGLING, Side.LEFT, Zone.TOP))
    out = wait(adviser, 302, 310)
    for kerb_s in (310.0, 330.0, 350.0, 370.0):
        out += moves(adviser, kerb_s, Gait.STAND) + moves(adviser, kerb_s + 2.9, Gait.RUN)
    out += wait(adviser, 373, 400) + moves(adviser, 400.0, Gait.STAND)

    assert texts(out + wait(adviser, 400, 430)) == [
        "Top of the left foot tingling. Loosen the laces a little now. Then tie them again."
    ]


def test_what_is_found_at_a_stop_is_said_at_once() -> None:
    adviser = running()
    moves(adviser, 90.0, Gait.STAND)

    (text,) = texts(adviser.push(find(100.0)) + wait(adviser, 101, 110))

    assert text == "Left laces are too tight. Loosen them a little now. Then tie them again."


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_of_a_break_ends(stage: Stage) -> None:
    reached, new = {stage}, {stage}
    while new:
        new = {to for at in new for to in TRANSITIONS[at].values()} - reached
        reached |= new

    assert Stage.IDLE in reached


def test_both_laces_are_said_in_one_sentence() -> None:
    adviser = running()
    adviser.push(find(100.0, side=Side.LEFT))

    out = adviser.push(find(102.0, side=Side.RIGHT)) + wait(adviser, 103, 300)

    assert texts(out)[0] == (
        "Laces on both feet are too tight. Loosen both a little at your next stop."
    )


def test_at_a_stop_the_laces_of_a_foot_are_asked_for_once_whatever_is_known_of_them() -> None:
    adviser = running()
    adviser.push(find(100.0))
    wait(adviser, 101, 110)
    adviser.push(numb(120.0, Zone.TOP))

    assert len(texts(rests(adviser, 150.0, 200.0))) == 1


def test_what_was_felt_and_answered_does_not_ask_at_every_stop() -> None:
    adviser = running()
    adviser.push(numb(100.0, Zone.TOP))
    out = [text for at in range(130, 2000, 200) for text in texts(rests(adviser, at, at + 30.0))]

    assert sum("Loosen the laces" in text for text in out) == 1


def test_who_walks_already_is_asked_for_the_ankles_once() -> None:
    adviser = running()
    moves(adviser, 90.0, Gait.WALK)
    first = adviser.push(numb(100.0))

    assert texts(first) == ["Left sole numb. Circle your left ankle."]
    assert texts(wait(adviser, 101, 165)) == ["Better?"]


def test_a_report_again_during_the_walk_does_not_end_the_break() -> None:
    adviser = walking_at_130()
    wait(adviser, 131, 145)

    out = adviser.push(numb(145.0)) + wait(adviser, 146, 215)

    assert texts(out) == ["Left sole numb. I heard you.", "Circle your ankles.", "Better?"]


def test_a_short_snooze_delays_a_word_of_the_break_and_a_long_one_ends_it() -> None:
    def heard(snooze_s: float) -> list[str]:
        adviser = walking_at_130()
        wait(adviser, 131, 185)
        adviser.push(Wish(185.0, WishKind.SNOOZE, snooze_s))
        wait(adviser, 186, 184 + int(snooze_s))
        return texts(wait(adviser, 184 + snooze_s, 260 + snooze_s))

    assert (heard(15.0)[0], heard(120.0)) == ("Better?", [])


def test_laces_that_stay_tight_are_spoken_of_at_three_stops() -> None:
    adviser = running()
    adviser.push(find(100.0))
    wait(adviser, 101, 120)

    out = [text for at in range(130, 2700, 195) for text in texts(rests(adviser, at, at + 15.0))]

    assert sum("Loosen them a little now." in text for text in out) == 3


def test_an_ok_of_the_other_foot_does_not_end_the_break() -> None:
    adviser = walking_at_130()
    out = wait(adviser, 131, 150) + adviser.push(ok(150.0, Side.RIGHT))

    out += wait(adviser, 151, 215)

    assert {"Circle your ankles.", "Better?"} <= set(texts(out))
