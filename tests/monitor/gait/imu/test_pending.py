"""What is noted of stances until it is measured."""

from monitor.gait.imu.pending import Pending
from monitor.gait.imu.stance_marks import StanceEvent, StanceMark


def noted(strides: int, *, odd: bool = False) -> Pending:
    pending = Pending(longest_samples=600, beside_samples=20)
    for k in range(strides):
        start = StanceMark(StanceEvent.START, 140 * k, odd=odd)
        pending.follow([start, StanceMark(StanceEvent.END, 140 * k)])
        pending.take(140 * k + 20, ended=False)
    return pending


def test_mid_stances_are_told_once_and_whether_most_are_odd() -> None:
    straight, turned = noted(4), noted(4, odd=True)

    assert straight.lately() == ([140, 280, 420], False)
    assert straight.lately() == ([], False)
    assert turned.lately() == ([140, 280, 420], True)


def test_mid_stances_nobody_asks_for_do_not_pile_up() -> None:
    lately, _ = noted(5000).lately()

    assert len(lately) < 500
    assert lately[-1] == 140 * 4999
