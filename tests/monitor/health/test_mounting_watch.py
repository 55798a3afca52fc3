"""Strides that stop while the foot moves, and a sensor that sits otherwise than before."""

import pytest

from monitor.health.limits import HealthLimits
from monitor.health.mounting_watch import MountingNews, MountingWatch, Moved, Turned
from monitor.types import NoticeKind

LIMITS = HealthLimits()
STOP_S = 60.0


def windows(moves: str) -> list[Moved]:
    """A window of two seconds a letter: m moves, a dot does not."""
    return [Moved(2.0 * k, letter == "m") for k, letter in enumerate(moves, start=1)]


def said(moves: str, ends_s: list[float], turned: list[Turned] | None = None) -> list[MountingNews]:
    return MountingWatch(LIMITS).push(windows(moves), ends_s, turned or [], STOP_S)


def test_strides_that_stop_while_the_foot_moves_are_said_once_until_one_is_found() -> None:
    ends_s = [1.0, 2.0, 3.0, 4.0, 30.0]

    news = said("m" * 24, ends_s)

    assert news == [
        MountingNews(12.0, NoticeKind.NO_STRIDES),
        MountingNews(38.0, NoticeKind.NO_STRIDES),
    ]


@pytest.mark.parametrize("moves", ["mmm.mmm.mmm.mmm", "..............", "mmm"])
def test_a_foot_that_rests_now_and_then_makes_no_worry(moves: str) -> None:
    assert said(moves, [0.5]) == []


def test_strides_that_are_told_late_are_waited_for() -> None:
    watch = MountingWatch(LIMITS)
    ends_s = [float(second) for second in range(1, 29)]

    before = watch.push(windows("m" * 14), [], [], settled_s=0.0)
    after = watch.push([], ends_s, [], settled_s=STOP_S)

    assert before + after == []


def test_windows_that_are_missing_break_the_count() -> None:
    apart = [*windows("mmm"), *(Moved(20.0 + 2.0 * k, moves=True) for k in range(1, 4))]

    assert MountingWatch(LIMITS).push(apart, [], [], STOP_S) == []


def test_a_sensor_whose_up_is_elsewhere_has_turned_at_once() -> None:
    assert said("mmm", [1.0, 3.0, 5.0], [Turned(4.0, tilted=True)]) == [
        MountingNews(4.0, NoticeKind.TURNED)
    ]


def test_a_turn_of_the_way_ahead_counts_when_it_lasts() -> None:
    ends_s = [float(second) for second in range(1, 31)]
    there = Turned(4.5, tilted=False)
    back = Turned(7.0, tilted=False)

    assert said("m" * 15, ends_s, [there]) == [MountingNews(9.5, NoticeKind.TURNED)]
    assert said("m" * 15, ends_s, [there, back]) == []


def test_a_mounting_that_is_found_in_two_steps_is_said_once() -> None:
    steps = [Turned(4.0, tilted=True), Turned(14.0, tilted=True), Turned(50.0, tilted=True)]

    news = said("m" * 15, [float(second) for second in range(1, 31)], steps)

    assert [one.t_s for one in news] == [4.0, 50.0]
