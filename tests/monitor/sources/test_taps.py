import pytest

from monitor.sources.taps import FOOT_WAIT_S, ZONE_WAIT_S, Keys
from monitor.types import Feeling, Packet, Side, WishKind, Zone
from monitor.wire import symptom, uuids, wish


def pressed(keys: str) -> list[Packet]:
    board = Keys()
    done = [packet for at, key in enumerate(keys) for packet in board.press(key, float(at))]
    return done + board.complete(float(len(keys)))


def taps(keys: str) -> list[symptom.Tap]:
    return [symptom.decode(tap.payload) for tap in pressed(keys)]


def test_a_feeling_and_a_foot_make_a_tap_once_no_place_follows() -> None:
    assert taps("nlprob") == [
        symptom.Tap(Feeling.NUMB, Side.LEFT),
        symptom.Tap(Feeling.PAIN, Side.RIGHT),
        symptom.Tap(Feeling.OK, both=True),
    ]
    assert {tap[:2] for tap in pressed("nlprob")} == {("runner", uuids.SYMPTOM)}
    assert [tap.t_rx_s for tap in pressed("nlprob")] == [2.0, 4.0, 6.0]


@pytest.mark.parametrize(
    ("key", "zone"), [("t", Zone.TOP), ("s", Zone.SOLE), ("f", Zone.FOREFOOT), ("F", Zone.FOREFOOT)]
)
def test_a_third_key_names_the_place_and_completes_the_tap_at_once(key: str, zone: Zone) -> None:
    board = Keys()

    assert [board.press("t", 1.0), board.press("r", 2.0)] == [[], []]
    (tap,) = board.press(key, 3.0)

    assert symptom.decode(tap.payload) == symptom.Tap(Feeling.TINGLING, Side.RIGHT, zone)
    assert (tap.t_rx_s, board.awaited, board.complete(9.0)) == (3.0, "", [])


def test_what_is_awaited_is_said_until_it_came_or_is_given_up() -> None:
    board, shown = Keys(), []

    for key in "nl":
        board.press(key, 1.0)
        shown.append((board.awaited, board.wait_s))
    board.complete(3.0)

    assert shown == [
        ("numb: l left, r right, b both feet?", FOOT_WAIT_S),
        ("numb, left foot: t top, s sole, f forefoot, or nothing?", ZONE_WAIT_S),
    ]
    assert (board.awaited, board.wait_s) == ("", None)


def test_a_foot_without_a_feeling_says_nothing_and_a_slip_of_a_key_loses_nothing() -> None:
    assert taps("lnxl") == [symptom.Tap(Feeling.NUMB, Side.LEFT)]


def test_two_feelings_without_a_foot_between_are_two_reports() -> None:
    first, second = taps("ntl")

    assert (first.feeling, first.side, first.both) == (Feeling.NUMB, None, False)
    assert second == symptom.Tap(Feeling.TINGLING, Side.LEFT)


def test_a_report_whose_foot_does_not_come_counts_from_its_key() -> None:
    board = Keys()
    board.press("n", 70.0)

    (tap,) = board.complete(72.0)

    press = symptom.decode(tap.payload).press
    assert press is not None
    assert (tap.t_rx_s, press.age_s) == (72.0, 2.0)


def test_dizziness_has_no_foot_to_wait_for() -> None:
    board = Keys()

    (tap,) = board.press("d", 1.0)

    assert symptom.decode(tap.payload) == symptom.Tap(Feeling.DIZZY, None)
    assert board.wait_s is None


@pytest.mark.parametrize("key", ["\b", "\x7f", "\x1b"])
@pytest.mark.parametrize("begun", ["n", "nl"])
def test_what_was_begun_can_be_taken_back(begun: str, key: str) -> None:
    assert taps(f"{begun}{key}") == []


def test_capitals_are_the_same_keys() -> None:
    assert len(pressed("NL")) == 1


def test_a_wish_needs_one_key() -> None:
    assert [wish.decode(packet.payload).kind for packet in pressed("smu")] == [
        WishKind.SNOOZE,
        WishKind.MUTE_CUES,
        WishKind.UNMUTE_CUES,
    ]
