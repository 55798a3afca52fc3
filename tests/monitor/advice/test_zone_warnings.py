"""Warnings of a zone that may go numb."""

from dataclasses import replace

import pytest

from monitor.types import (
    FindingKind,
    Gait,
    OutcomeKind,
    Risk,
    Side,
    Symptom,
    Wish,
    WishKind,
    Zone,
)
from tests.monitor.advice.scene import (
    advice,
    became,
    find,
    limits,
    moves,
    numb,
    ok,
    risk,
    running,
    said,
    texts,
    wait,
)
from tests.monitor.advice.test_adviser import LIMITS, after


def test_the_top_of_a_foot_is_warned_of_in_words_without_a_guess_of_minutes() -> None:
    out = after(LIMITS, risk(100.0, Zone.TOP, LACES=0.4, felt_s=200.0))

    assert out == ["Top of the left foot may go numb. Loosen the laces at your next stop."]


def test_who_wants_no_warning_hears_none() -> None:
    risen = risk(100.0, Zone.TOP, LACES=0.85, felt_s=200.0)

    assert after(limits(warn_s=0.0), risen, risk(110.0, Zone.TOP, LACES=1.4)) == []


@pytest.mark.parametrize("zone", [Zone.SOLE, Zone.FOREFOOT])
def test_where_the_level_says_little_nothing_is_said_of_it(zone: Zone) -> None:
    assert after(LIMITS, risk(100.0, zone, CALF=1.4), for_s=600) == []


@pytest.mark.parametrize("felt_s", [None, 400.0])
def test_only_what_will_soon_be_where_it_was_felt_is_said(felt_s: float | None) -> None:
    assert after(LIMITS, risk(100.0, LACES=0.9, felt_s=felt_s)) == []


def test_a_high_level_that_no_two_earlier_runs_taught_is_not_spoken_of() -> None:
    high = replace(risk(100.0, LACES=1.4), felt_s=None)

    assert after(LIMITS, high) == []


def test_tight_laces_speak_for_the_top_that_they_lift_and_for_nothing_else() -> None:
    adviser = running()
    out = adviser.push(find(90.0)) + wait(adviser, 91, 97)
    out += adviser.push(risk(130.0, LACES=0.8, CALF=0.3)) + wait(adviser, 131, 160)
    assert [a.cause for a in advice(out)] == [FindingKind.LACING]

    out = adviser.push(risk(170.0, CALF=1.2)) + wait(adviser, 171, 190)
    assert texts(out) == ["Top of the left foot may go numb. Slow down a little."]


@pytest.mark.parametrize(
    ("later", "kind"),
    [(1.0, OutcomeKind.RISK_FELL), (1.15, OutcomeKind.UNKNOWN), (1.3, OutcomeKind.IGNORED)],
)
def test_a_zone_is_judged_by_where_its_risk_went(later: float, kind: OutcomeKind) -> None:
    adviser = running()
    adviser.push(risk(40.0, CALF=1.2))
    wait(adviser, 41, 60)
    adviser.push(risk(200.0, CALF=later))

    assert became(wait(adviser, 201, 260)) == [kind]


def test_a_risk_that_falls_by_itself_is_not_spoken_of() -> None:
    adviser = running()
    adviser.push(Wish(20.0, WishKind.SNOOZE, for_s=30.0))
    adviser.push(risk(30.0, LACES=1.4))

    out = adviser.push(risk(60.0, LACES=1.2)) + wait(adviser, 61, 300)

    assert said(out) == []


def test_of_a_foot_that_is_numb_it_is_not_said_that_it_may_go_numb() -> None:
    adviser = running()
    adviser.push(numb(300.0, Zone.TOP))
    out = wait(adviser, 301, 330) + adviser.push(risk(330.0, LACES=1.1)) + wait(adviser, 331, 1500)

    assert texts(out) == []
    assert texts(adviser.push(ok(1500.0)))
    assert texts(adviser.push(risk(1530.0, LACES=1.2)) + wait(adviser, 1531, 1600)) == [
        "Top of the left foot may go numb. Loosen the laces at your next stop."
    ]


REQUEST = "Loosen the laces a little now. Then tie them again."


def warned_and_stopped(*then: Symptom | Risk) -> list[str]:
    """A zone is warned of at 105 s; something happens; the runner stands at 160 s."""
    adviser = running()
    adviser.push(risk(100.0, LACES=1.05))
    assert "may go numb" in texts(wait(adviser, 101, 130))[0]
    for event in then:
        adviser.push(event)
    moves(adviser, 160.0, Gait.STAND)
    return texts(wait(adviser, 161, 175))


def test_at_a_stop_the_zone_that_is_at_risk_is_named() -> None:
    assert warned_and_stopped() == [f"Top of the left foot may go numb. {REQUEST}"]


@pytest.mark.parametrize("zone", [None, Zone.FOOT])
def test_at_a_stop_a_foot_that_is_numb_is_not_said_to_go_numb(zone: Zone | None) -> None:
    assert warned_and_stopped(numb(140.0, zone)) == [REQUEST]


def test_at_a_stop_nothing_is_said_of_a_risk_that_falls_by_itself() -> None:
    assert warned_and_stopped(risk(150.0, LACES=0.72)) == []


def test_at_a_stop_only_the_foot_is_named_that_is_still_at_risk() -> None:
    adviser = running()
    out = [x for side in Side for x in adviser.push(risk(100.0, side=side, LACES=1.05))]
    assert "Both feet may go numb on top." in texts(out + wait(adviser, 101, 130))[0]
    adviser.push(risk(150.0, side=Side.RIGHT, LACES=0.72))
    moves(adviser, 160.0, Gait.STAND)

    (said,) = advice(wait(adviser, 161, 175))

    assert (said.text, said.side, said.both) == (
        f"Top of the left foot may go numb. {REQUEST}",
        Side.LEFT,
        False,
    )
