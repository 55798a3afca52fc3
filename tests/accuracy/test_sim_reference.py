"""What a speed pod teaches about the length of simulated strides."""

from statistics import median

import pytest

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Packet, ReferenceSpeed, Side, Stride
from monitor.wire import uuids


def events_of(packets: list[Packet]) -> tuple[list[Stride], list[ReferenceSpeed]]:
    pipeline = Pipeline(Config())
    events = pipeline.push(packets) + pipeline.finish()
    strides = [event for event in events if isinstance(event, Stride)]
    return strides, [event for event in events if isinstance(event, ReferenceSpeed)]


def test_speed_comes_within_half_a_percent_of_the_pods_and_only_from_then_on() -> None:
    packets = list(record.packets(scenario_file.load("easy_run"), 180.0))

    with_pod, references = events_of(packets)
    alone, _ = events_of([p for p in packets if p.characteristic != uuids.RSC_MEASUREMENT])

    first = next(i for i, (a, b) in enumerate(zip(with_pod, alone, strict=True)) if a != b)
    assert 65.0 < with_pod[first].ic_s < 100.0
    pod_m_s = median(r.speed_m_s for r in references if r.t_s > 120.0)
    for side in Side:
        own = [s for s in with_pod if s.side is side and s.ic_s > 120.0 and s.speed_m_s]
        before = [s for s in alone if s.side is side and s.ic_s > 120.0 and s.speed_m_s]
        assert abs(median(s.speed_m_s for s in before) / pod_m_s - 1.0) > 0.02
        assert median(s.speed_m_s for s in own) == pytest.approx(pod_m_s, rel=0.005)


def test_what_is_learned_does_not_depend_on_how_packets_are_grouped() -> None:
    packets = list(record.packets(scenario_file.load("easy_run"), 130.0))
    pipeline = Pipeline(Config())

    pieces = [pipeline.push(packets[i : i + 37]) for i in range(0, len(packets), 37)]

    cut = [event for piece in pieces for event in piece] + pipeline.finish()
    whole = Pipeline(Config())
    assert cut == whole.push(packets) + whole.finish()
