from monitor.sources.taps import Keys
from monitor.types import Feeling, Packet, Side, WishKind
from monitor.wire import symptom, uuids, wish


def pressed(keys: str) -> list[Packet]:
    board = Keys()
    packets = [board.press(key, float(at)) for at, key in enumerate(keys)]
    return [packet for packet in packets if packet is not None]


def test_a_feeling_and_a_foot_make_a_tap() -> None:
    taps = pressed("nltrob")

    assert [symptom.decode(tap.payload) for tap in taps] == [
        symptom.Tap(Feeling.NUMB, Side.LEFT),
        symptom.Tap(Feeling.TINGLING, Side.RIGHT),
        symptom.Tap(Feeling.OK, None),
    ]
    assert {tap[:2] for tap in taps} == {("runner", uuids.SYMPTOM)}
    assert [tap.t_rx_s for tap in taps] == [1.0, 3.0, 5.0]


def test_a_foot_without_a_feeling_says_nothing_and_the_last_feeling_counts() -> None:
    assert [symptom.decode(tap.payload).feeling for tap in pressed("lnxlntlr")] == [
        Feeling.TINGLING
    ]


def test_capitals_are_the_same_keys() -> None:
    assert len(pressed("NL")) == 1


def test_a_wish_needs_one_key() -> None:
    assert [wish.decode(packet.payload).kind for packet in pressed("smu")] == [
        WishKind.SNOOZE,
        WishKind.MUTE_CUES,
        WishKind.UNMUTE_CUES,
    ]
