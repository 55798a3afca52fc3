"""A report leads to the next thing that was not tried, and a stop asks for the laces once."""

from monitor.advice.adviser import Adviser
from monitor.types import Action, FindingKind, Gait, Side, Zone
from tests.monitor.advice.scene import (
    Out,
    actions,
    find,
    moves,
    numb,
    rests,
    running,
    stride,
    texts,
    wait,
)


def strides(adviser: Adviser, from_s: int, to_s: int, kpa: float) -> Out:
    """Run on, with the same pressure under the laces."""
    return [x for t in range(from_s, to_s) for x in adviser.push(stride(float(t), kpa))]


def numb_on_top(loosens: bool) -> Adviser:
    """Numb under laces that are not tight; the runner sees to them, or runs on."""
    adviser = running()
    strides(adviser, 60, 100, 6.5)
    adviser.push(numb(100.0, Zone.TOP))
    strides(adviser, 101, 140, 6.5)
    if loosens:
        rests(adviser, 140.0, 170.0)
    strides(adviser, 170, 299, 6.5)
    return adviser


def test_a_walk_that_was_never_asked_for_is_asked_for_at_once_when_the_laces_did_not_help() -> None:
    adviser = numb_on_top(loosens=True)

    out = adviser.push(numb(300.0, Zone.TOP))

    assert texts(out) == ["Top of the left foot numb. Walk for a minute."]


def test_who_did_not_loosen_the_laces_is_told_to_stop_for_them_before_a_walk() -> None:
    adviser = numb_on_top(loosens=False)

    out = adviser.push(numb(300.0, Zone.TOP))

    assert texts(out) == [
        "Top of the left foot numb. Stop, step aside and loosen the laces. Then tie them again."
    ]


def test_a_break_at_the_laces_has_no_ankles_to_circle_however_late_it_is() -> None:
    adviser = numb_on_top(loosens=False)
    adviser.push(numb(300.0, Zone.TOP))
    strides(adviser, 301, 500, 6.5)

    out = rests(adviser, 500.0, 540.0)

    assert Action.GUIDE not in actions(out)


def test_a_stop_where_a_report_was_answered_with_the_laces_is_not_told_of_them_again() -> None:
    adviser = running()
    adviser.push(find(100.0, FindingKind.SWELLING))
    wait(adviser, 101, 140)
    moves(adviser, 140.0, Gait.STAND)
    answer = adviser.push(numb(141.0, Zone.TOP))

    out = wait(adviser, 142, 175)

    assert texts(answer) == [
        "Top of the left foot numb. Loosen the laces a little now. Then tie them again."
    ]
    assert texts(out) == []


def test_a_stop_where_the_laces_of_one_foot_were_asked_for_is_good_for_those_of_the_other() -> None:
    adviser = running()
    adviser.push(find(100.0, side=Side.RIGHT))
    wait(adviser, 101, 140)
    moves(adviser, 140.0, Gait.STAND)
    adviser.push(numb(141.0, Zone.TOP))

    out = wait(adviser, 142, 175)

    assert texts(out) == [
        "Right laces are too tight. Loosen them a little now. Then tie them again."
    ]


def test_laces_that_were_seen_to_at_a_stop_are_not_asked_for_at_the_next_without_a_word() -> None:
    adviser = running()
    moves(adviser, 90.0, Gait.STAND)
    adviser.push(numb(100.0, Zone.TOP))
    wait(adviser, 101, 130)
    moves(adviser, 130.0, Gait.RUN)
    wait(adviser, 131, 170)

    out = rests(adviser, 170.0, 200.0)

    assert Action.GUIDE not in actions(out)
