"""What the radio keeps for who joins, and for how long."""

from monitor.voice.utterances import Urgency, Utterance, taken
from monitor.web.unheard import LOST_S, Unheard

NUMBER = 7


def said(name: str, urgency: Urgency = Urgency.SHOE, expires_s: float = 90.0) -> Utterance:
    return Utterance(f"advice {NUMBER} {name}", urgency, expires_s, name)


def test_what_was_just_lost_is_given_once() -> None:
    unheard, shoe = Unheard(), said("laces")
    unheard.lose(shoe, 10.0)

    assert [unheard.lost(10.0 + LOST_S), unheard.lost(10.0)] == [shoe, None]


def test_what_was_lost_long_ago_or_has_expired_is_not_given() -> None:
    old, expired = Unheard(), Unheard()
    old.lose(said("laces"), 10.0)
    expired.lose(said("laces", expires_s=12.0), 10.0)

    assert old.lost(10.1 + LOST_S) is None
    assert expired.lost(12.0) is None


def test_of_two_the_more_urgent_is_kept_and_else_the_later() -> None:
    urgent, later = Unheard(), Unheard()
    urgent.lose(said("laces"), 10.0)
    urgent.lose(said("a sensor", Urgency.STATUS), 11.0)
    later.lose(said("laces"), 10.0)
    later.lose(said("the other shoe"), 11.0)

    assert [one.lost(12.0).words for one in (urgent, later)] == ["laces", "the other shoe"]


def test_a_sound_that_nobody_heard_is_over() -> None:
    unheard = Unheard()
    unheard.lose(taken("1", 60.0), 10.0)

    assert unheard.lost(10.0) is None


def test_a_red_flag_is_owed_until_it_is_heard_and_never_merely_lost() -> None:
    unheard = Unheard()
    flag = Utterance("advice 7", Urgency.RED_FLAG, 90.0, "STOP")
    unheard.lose(flag, 10.0)
    unheard.owe(flag)

    owed = [dict(unheard.flags(t_s)) for t_s in (20.0, 90.0)]
    unheard.reached(NUMBER)

    assert unheard.lost(10.0) is None
    assert owed == [{NUMBER: flag}, {}]
    assert dict(unheard.flags(20.0)) == {}


def test_what_another_way_told_is_not_told_again() -> None:
    unheard = Unheard()
    unheard.lose(Utterance("advice 7", Urgency.SHOE, 90.0, "laces"), 10.0)
    unheard.reached(NUMBER)

    assert unheard.lost(10.0) is None
