"""What was done and did not help is not asked for again in the same words."""

from monitor.advice.adviser import Adviser
from monitor.types import Action, FindingKind, FindingStatus, Gait, Side, Zone
from tests.monitor.advice.scene import (
    Out,
    advice,
    find,
    numb,
    rests,
    running,
    texts,
    wait,
)


def squeezed_and_loosened(from_s: float = 100.0) -> tuple[Adviser, Out]:
    """Both shoes are too narrow; the runner stops and loosens the lowest laces."""
    adviser = running()
    out = [x for side in Side for x in adviser.push(find(from_s, FindingKind.NARROW_SHOE, side))]
    out += wait(adviser, from_s, 140) + rests(adviser, 140.0, 175.0)
    return adviser, out


def test_a_narrow_shoe_is_spoken_of_once_more_when_loosening_did_not_help_and_then_is_quiet() -> (
    None
):
    adviser, out = squeezed_and_loosened()

    out += wait(adviser, 176, 4000)

    assert texts(out) == [
        "Both shoes squeeze the forefoot. Loosen the lowest laces at your next stop.",
        "Both shoes squeeze the forefoot. Loosen the lowest laces now. Then tie them again.",
        "Both shoes still squeeze the forefoot. Wear wider shoes next time.",
    ]


def test_a_narrow_shoe_that_shows_again_is_not_asked_for_what_was_done_in_vain() -> None:
    adviser, _ = squeezed_and_loosened()
    wait(adviser, 176, 700)
    for side in Side:
        adviser.push(find(700.0, FindingKind.NARROW_SHOE, side, FindingStatus.CLEAR))

    again = [x for side in Side for x in adviser.push(find(900.0, FindingKind.NARROW_SHOE, side))]

    assert texts(again + wait(adviser, 901, 3000)) == []


def test_who_did_not_loosen_a_narrow_shoe_is_asked_again_later() -> None:
    adviser = running()
    adviser.push(find(100.0, FindingKind.NARROW_SHOE))

    out = wait(adviser, 101, 1500)

    assert set(texts(out)) == {
        "Left shoe squeezes the forefoot. Loosen the lowest laces at your next stop."
    }
    assert len(texts(out)) >= 2


def test_laces_that_were_loosened_too_little_are_still_too_tight() -> None:
    adviser = running()
    adviser.push(find(100.0))
    out = wait(adviser, 101, 140) + rests(adviser, 140.0, 175.0) + wait(adviser, 176, 1000)

    assert texts(out)[2] == (
        "Left laces are still too tight. Stop, step aside and loosen them. Then tie them again."
    )


def test_laces_that_stay_too_tight_are_asked_for_again_only_so_often() -> None:
    adviser = running()
    adviser.push(find(100.0))
    out = wait(adviser, 101, 200)
    for at in range(200, 9000, 200):
        out += rests(adviser, float(at), at + 30.0) + wait(adviser, at + 31, at + 200)

    late = [one for one in advice(out) if one.t_s > 3000.0 and one.action is Action.LOOSEN_LACES]
    assert late == []


def test_laces_that_give_way_and_tighten_again_are_spoken_of_again() -> None:
    adviser = running()
    adviser.push(find(100.0))
    for at in range(200, 3000, 200):
        rests(adviser, float(at), at + 30.0)
        wait(adviser, at + 31, at + 200)
    adviser.push(find(3000.0, status=FindingStatus.CLEAR))
    wait(adviser, 3001, 6000)

    again = adviser.push(find(6000.0)) + wait(adviser, 6001, 6100)

    assert texts(again) == ["Left laces are too tight. Loosen them a little at your next stop."]


def test_numb_after_the_laces_were_seen_to_leads_to_a_walk_and_then_to_the_referral() -> None:
    adviser = running()
    adviser.push(find(100.0))
    wait(adviser, 101, 140)
    rests(adviser, 140.0, 175.0)
    adviser.push(find(180.0, status=FindingStatus.CLEAR))
    wait(adviser, 181, 400)

    first = adviser.push(numb(400.0, Zone.TOP))
    rests(adviser, 420.0, 490.0, Gait.WALK)
    second = adviser.push(numb(560.0, Zone.TOP))

    assert texts(first) == ["Top of the left foot numb. Walk for a minute."]
    assert texts(second) == ["The break did not help. End the run here."]
    assert advice(second)[0].card


def test_a_stop_asks_for_the_laces_of_both_feet_at_once() -> None:
    adviser = running()
    for side in Side:
        adviser.push(find(100.0, FindingKind.NARROW_SHOE, side))
    wait(adviser, 101, 140)

    (said,) = advice(rests(adviser, 140.0, 175.0))

    assert (said.side, said.both) == (None, True)


def test_numb_in_a_narrow_shoe_that_was_loosened_in_vain_leads_to_a_walk() -> None:
    adviser, _ = squeezed_and_loosened()
    wait(adviser, 176, 700)

    assert texts(adviser.push(numb(700.0, Zone.FOREFOOT))) == [
        "Left forefoot numb. Walk for a minute."
    ]


def test_feet_that_one_sentence_was_about_are_asked_again_in_one_when_one_was_not_measured() -> (
    None
):
    adviser = running()
    out = [x for side in Side for x in adviser.push(find(100.0, FindingKind.NARROW_SHOE, side))]
    for status in (FindingStatus.NOT_ASSESSED, FindingStatus.ACTIVE):
        for side in Side:
            out += adviser.push(find(150.0, FindingKind.NARROW_SHOE, side, status))

    out += wait(adviser, 151, 800)

    assert texts(out) == [
        "Both shoes squeeze the forefoot. Loosen the lowest laces at your next stop.",
        "Both shoes squeeze the forefoot. Loosen the lowest laces at your next stop.",
    ]
