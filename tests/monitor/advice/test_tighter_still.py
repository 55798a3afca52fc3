"""Laces that nobody touches, at traffic lights: silence ends when they press clearly harder."""

from collections.abc import Callable

from monitor.advice.adviser import Adviser
from monitor.types import Advice, Gait
from tests.monitor.advice.scene import Out, find, moves, rests, risk, running, stride, wait


def lights(
    adviser: Adviser,
    to_s: int,
    kpa: Callable[[float], float],
    first_kpa: float | None = None,
    from_s: int = 10,
) -> Out:
    """Run 150 s, stand 20 s, and so on; ``first_kpa``: what the first stride of each run shows."""
    out: Out = []
    for at in range(from_s, to_s, 170):
        for second in range(150):
            odd = first_kpa is not None and second == 0
            out += adviser.push(stride(at + second + 0.5, first_kpa if odd else kpa(float(at))))
        if at == 10:
            out += adviser.push(find(160.0))
        out += moves(adviser, at + 150.0, Gait.STAND) + wait(adviser, at + 150, at + 170)
        out += moves(adviser, at + 170.0, Gait.RUN)
    return out


def times_s(out: Out, what: str) -> list[float]:
    return [x.t_s for x in out if isinstance(x, Advice) and what in x.text]


def test_laces_that_press_as_before_are_left_alone_and_those_that_press_harder_are_not() -> None:
    def late(rise_kpa: float) -> list[float]:
        out = lights(running(), 5400, lambda t_s: 18.0 if t_s < 2000.0 else 18.0 + rise_kpa)
        return [t_s for t_s in times_s(out, "laces are") if t_s > 2000.0]

    assert late(1.0) == []
    assert 2010.0 < late(8.0)[0] < 2400.0


def test_a_single_light_stride_after_each_stop_is_no_rise() -> None:
    even = lights(running(), 5400, lambda _: 25.0)
    shuffled = lights(running(), 5400, lambda _: 25.0, first_kpa=18.0)

    assert times_s(shuffled, "laces are") == times_s(even, "laces are")


def test_a_zone_speaks_where_its_cause_is_silent_for_good() -> None:
    adviser = running()
    lights(adviser, 2000, lambda _: 18.0)

    out = adviser.push(risk(2060.0, LACES=1.5)) + wait(adviser, 2061, 2100)

    assert times_s(out, "Top of the left foot may go numb.") != []


def test_a_zone_whose_laces_were_loosened_in_vain_is_asked_once_for_a_walk() -> None:
    adviser = running()
    lights(adviser, 2000, lambda _: 18.0)
    out: Out = []
    for at in range(2050, 9000, 170):
        out += adviser.push(risk(float(at), LACES=1.05 + 1e-5 * at)) + wait(adviser, at, at + 150)
        out += rests(adviser, at + 150.0, at + 170.0)

    told = [x.text for x in out if isinstance(x, Advice) and "may go numb" in x.text]
    assert told == ["Top of the left foot may go numb. Walk for a minute."]
    assert not times_s(out, "aces")


def test_laces_that_press_harder_take_the_word_from_their_zone_again() -> None:
    adviser = running()
    lights(adviser, 2000, lambda _: 18.0)
    adviser.push(risk(2060.0, LACES=1.5))
    wait(adviser, 2061, 2100)

    out = lights(adviser, 3000, lambda _: 26.0, from_s=2100)

    assert times_s(out, "laces are") != []
