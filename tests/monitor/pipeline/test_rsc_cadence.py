"""Pods that count steps and pods that count strides show the same cadence."""

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.pipeline.rsc_cadence import RscCadence
from monitor.types import HeartBeat, Packet, ReferenceSpeed
from monitor.web.board import Board
from monitor.wire import heart_rate, rsc, uuids
from monitor.wire.rsc import RscMeasurement


@pytest.mark.parametrize(
    ("speed_m_s", "steps"), [(1.2, 105), (2.1, 150), (3.0, 170), (4.5, 184), (5.8, 205)]
)
def test_steps_and_strides_are_told_apart_at_every_pace(speed_m_s: float, steps: int) -> None:
    pods = RscCadence()

    for _ in range(3):
        by_steps = pods.steps_per_min("steps", RscMeasurement(speed_m_s, steps))
        by_strides = pods.steps_per_min("strides", RscMeasurement(speed_m_s, steps // 2))

    assert by_steps == steps
    assert by_strides == steps // 2 * 2


def test_what_a_pod_counts_is_remembered_through_a_walk_break() -> None:
    pods = RscCadence()
    for _ in range(20):
        pods.steps_per_min("pod", RscMeasurement(3.0, 85))

    assert pods.steps_per_min("pod", RscMeasurement(0.3, 30)) == 60.0
    assert pods.steps_per_min("pod", RscMeasurement(0.0, 0)) is None


def test_two_pods_and_a_strap_alone_show_pace_cadence_and_heart_rate() -> None:
    sent = []
    for i in range(30):
        t_s = 1.0 + i
        sent.append(
            Packet("pod", uuids.RSC_MEASUREMENT, t_s, rsc.encode(RscMeasurement(3.0, 85, True)))
        )
        beat = heart_rate.HeartRate(150)
        sent.append(Packet("strap", uuids.HEART_RATE, t_s, heart_rate.encode(beat)))
    pipeline = Pipeline(Config())
    board = Board("run")

    said = pipeline.push(sent) + pipeline.finish()
    for event in said:
        board.push(event)

    assert {type(event) for event in said} >= {ReferenceSpeed, HeartBeat}
    shown = {name: value for name, (value, _) in board.state(31.0)["numbers"].items()}
    assert shown["cadence_spm"] == 170.0
    assert shown["pace_s_km"] == 333
    assert shown["heart_bpm"] == 150.0
