"""How far the runner has come, from strides and from other devices, no instant twice."""

import dataclasses

import pytest

from monitor.sinks.odometer import Odometer
from monitor.types import MotionMeasures, ReferenceSpeed, Side, Stride

STRIDE_S, STRIDE_M = 0.75, 2.25


def strides(from_s: float, until_s: float, length_m: float | None = STRIDE_M) -> list[Stride]:
    """Steps of both feet at 3 m/s."""
    made = []
    for half in range(round((until_s - from_s) / (STRIDE_S / 2.0)) - 1):
        ic_s = from_s + half * STRIDE_S / 2.0
        side = Side.LEFT if half % 2 else Side.RIGHT
        motion = MotionMeasures(
            length_from_s=ic_s, length_to_s=ic_s + STRIDE_S, stride_length_m=length_m
        )
        made.append(
            Stride(side=side, ic_s=ic_s, tc_s=ic_s + 0.2, next_ic_s=ic_s + STRIDE_S, motion=motion)
        )
    return made


def speeds(from_s: float, until_s: float, speed_m_s: float) -> list[ReferenceSpeed]:
    return [ReferenceSpeed(float(t_s), speed_m_s) for t_s in range(int(from_s), int(until_s) + 1)]


def far(*heard: Stride | ReferenceSpeed) -> float | None:
    odometer = Odometer()
    for event in sorted(heard, key=lambda event: event.known_s):
        if isinstance(event, Stride):
            odometer.step(event)
        else:
            odometer.note(event)
    return odometer.distance_m


def test_nobody_knows_how_far_before_anybody_says_a_speed() -> None:
    assert Odometer().distance_m is None


def test_both_feet_go_the_same_way_once() -> None:
    assert far(*strides(0.0, 60.0)) == pytest.approx(180.0)


def test_another_device_adds_nothing_to_what_the_feet_say() -> None:
    assert far(*strides(0.0, 60.0), *speeds(0.0, 60.0, 3.3)) == pytest.approx(180.0, abs=0.1)


def test_another_device_tells_of_the_time_without_lengths() -> None:
    feet = [*strides(0.0, 60.0), *strides(60.0, 120.0, None), *strides(120.0, 180.0)]

    assert far(*feet, *speeds(0.0, 180.0, 3.0)) == pytest.approx(540.0, abs=0.1)


def test_two_pods_go_the_same_way_once() -> None:
    others = [*speeds(0.0, 100.0, 3.0), *(dataclasses.replace(said, t_s=said.t_s + 0.4)
                                          for said in speeds(0.0, 99.0, 3.0))]  # fmt: skip

    assert far(*others) == pytest.approx(300.0)


def test_a_speed_does_not_hold_for_ever() -> None:
    assert far(ReferenceSpeed(0.0, 3.0), ReferenceSpeed(600.0, 3.0)) == pytest.approx(45.0)
