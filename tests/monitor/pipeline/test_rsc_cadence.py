"""Pods that count steps and pods that count strides show the same cadence."""

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.pipeline.rsc_cadence import PodSpeed, RscCadence
from monitor.sinks.console import Screen
from monitor.types import HeartBeat, Packet, ReferenceSpeed, Side, Stride
from monitor.web.board import Board
from monitor.wire import heart_rate, rsc, uuids
from monitor.wire.rsc import RscMeasurement


def cadence(pods: RscCadence, sensor: str, t_s: float, speed_m_s: float, per_min: int) -> float:
    found = pods.settle(PodSpeed(t_s, sensor, speed_m_s, per_min)).cadence_spm
    return 0.0 if found is None else found


# by speed, m/s: steps/min of tall people and of short ones
PEOPLE = {
    0.8: (76, 104),
    1.2: (92, 125),
    1.7: (112, 140),
    2.2: (138, 176),
    3.0: (148, 190),
    4.5: (160, 205),
    6.5: (178, 230),
}


@pytest.mark.parametrize("speed_m_s", PEOPLE)
@pytest.mark.parametrize("who", [0, 1])
def test_steps_and_strides_are_told_apart_at_every_pace(speed_m_s: float, who: int) -> None:
    pods, steps = RscCadence(), PEOPLE[speed_m_s][who]

    assert cadence(pods, "steps", 1.0, speed_m_s, steps) == steps
    assert cadence(pods, "strides", 1.0, speed_m_s, steps // 2) == steps // 2 * 2


def test_what_a_pod_counts_is_remembered_through_a_pause_and_a_sprint() -> None:
    pods = RscCadence()
    for second in range(30):
        cadence(pods, "pod", float(second), 3.0, 85)

    assert cadence(pods, "pod", 31.0, 0.3, 30) == 60.0
    assert cadence(pods, "pod", 32.0, 0.0, 0) == 0.0
    assert cadence(pods, "pod", 33.0, 8.5, 135) == 270.0


def test_feet_that_are_measured_decide_what_a_speed_cannot() -> None:
    # a child of short steps on a pod that counts strides, too near to an adult's steps
    pods = RscCadence()
    pods.see(Stride(side=Side.LEFT, ic_s=10.0, tc_s=10.2, next_ic_s=10.5))

    assert cadence(pods, "pod", 11.0, 3.0, 120) == 240.0


def test_nothing_is_said_of_a_cadence_between_the_two() -> None:
    assert RscCadence().settle(PodSpeed(1.0, "pod", 3.0, 114)).cadence_spm is None


def test_two_speed_pods_and_a_strap_alone_fill_the_screen_and_the_page() -> None:
    sent = []
    for second in range(61):
        t_s = 1.0 + second
        for pod, per_min in (("one", 85), ("other", 170)):
            said = rsc.encode(RscMeasurement(3.0, per_min, running=True))
            sent.append(Packet(pod, uuids.RSC_MEASUREMENT, t_s, said))
        beat = heart_rate.encode(heart_rate.HeartRate(150))
        sent.append(Packet("strap", uuids.HEART_RATE, t_s, beat))
    pipeline, board = Pipeline(Config()), Board("run")
    lines: list[str] = []
    screen = Screen(lines.append)

    said_events = pipeline.push(sent) + pipeline.finish()
    for event in said_events:
        board.push(event)
        screen.show(event)
    screen.close()

    assert {type(event) for event in said_events} >= {ReferenceSpeed, HeartBeat}
    shown = {name: value for name, (value, _) in board.state(62.0)["numbers"].items()}
    assert shown == {
        "cadence_spm": 170.0,
        "pace_s_km": 333,
        "heart_bpm": 150.0,
        "distance_m": 180,
    }
    assert "3.0 m/s · 170 steps/min · heart 150 · 0.18 km" in lines[-1]
