"""A pod that turns on its shoe is noticed, and what is said of it is said once."""

from functools import cache

import numpy as np
import pytest
from msgspec.structs import replace

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Phase
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Event, Notice, NoticeKind, Packet, Side, Stride
from monitor.wire import uuids
from tests.monitor.pipeline import spoiled
from tests.monitor.pipeline.spoiled import Counts

FROM_S, STOP_S = 22.0, 48.0
STRIDE_S = 0.71
LEFT = "pod-left"
SAID = (NoticeKind.TURNED, NoticeKind.NO_STRIDES)


@cache
def run() -> tuple[Packet, ...]:
    return tuple(record.packets(scenario_file.load("demo"), STOP_S))


def said_of(packets: list[Packet] | tuple[Packet, ...], every: int | None = None) -> list[Event]:
    """What the pipeline says of packets, in groups of so many or all at once."""
    pipeline = Pipeline(Config())
    every = every or len(packets)
    pieces = [packets[at : at + every] for at in range(0, len(packets), every)]
    return [event for piece in pieces for event in pipeline.push(piece)] + pipeline.finish()


def mounting(said: list[Event]) -> list[Notice]:
    return [event for event in said if isinstance(event, Notice) and event.kind in SAID]


@cache
def walk() -> tuple[Packet, ...]:
    scenario = scenario_file.load("easy_run")
    stroll = Phase(duration_s=1e4, speed_m_s=1.3)
    return tuple(record.packets(replace(scenario, phase=(scenario.phase[0], stroll)), STOP_S))


def turned(
    axis: int, degrees: float, from_s: float = FROM_S, packets: tuple[Packet, ...] | None = None
) -> list[Packet]:
    """The left pod turns about one of its own axes, once."""
    a, b = (axis + 1) % 3, (axis + 2) % 3
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))

    def change(counts: Counts) -> Counts:
        out = counts.astype(float)
        for first in (0, 3):
            one, other = counts[:, first + a], counts[:, first + b]
            out[:, first + a], out[:, first + b] = (
                cos * one - sin * other,
                sin * one + cos * other,
            )
        return np.rint(out).astype(np.int64)

    imu = spoiled.with_counts(change)
    return spoiled.spoiled(packets or run(), LEFT, uuids.IMU, imu, (from_s, STOP_S))


@pytest.mark.parametrize(
    ("axis", "degrees"), [(0, 60.0), (1, 40.0), (1, 60.0), (1, 90.0), (1, 180.0), (2, 25.0)]
)
def test_a_pod_that_turns_is_said_once_and_strides_go_on(axis: int, degrees: float) -> None:
    said = said_of(turned(axis, degrees))

    (notice,) = mounting(said)
    assert (notice.kind, notice.side, notice.sensor) == (NoticeKind.TURNED, Side.LEFT, LEFT)
    assert notice.text == "Left foot sensor may have turned. See whether it sits firmly."
    assert FROM_S < notice.t_s <= FROM_S + 20 * STRIDE_S
    ends_s = [e.next_ic_s for e in said if isinstance(e, Stride) and e.side is Side.LEFT]
    assert max(ends_s) > STOP_S - 3.0


@pytest.mark.parametrize("from_s", [23.5, 25.0, 26.5, 28.0, 29.5, 31.0])
def test_a_pod_that_turns_about_the_vertical_is_said_in_time_whenever_it_turns(
    from_s: float,
) -> None:
    (notice,) = mounting(said_of(turned(1, 60.0, from_s)))

    assert notice.kind is NoticeKind.TURNED
    assert from_s < notice.t_s <= from_s + 18 * STRIDE_S


def test_a_pod_that_turns_half_round_on_a_walker_is_said_and_lengths_go_on() -> None:
    said = said_of(turned(1, 180.0, packets=walk()))

    (notice,) = mounting(said)
    assert notice.kind is NoticeKind.TURNED
    assert FROM_S < notice.t_s <= FROM_S + 20 * STRIDE_S
    late = [e for e in said if isinstance(e, Stride) and e.side is Side.LEFT]
    late = [e for e in late if e.ic_s > notice.t_s]
    assert len(late) > 10
    assert all(e.motion and e.motion.stride_length_m for e in late)


def test_strides_that_stop_while_the_foot_moves_are_said_once() -> None:
    """The pod's turning becomes rubbish; the shoe still lands. Without an insole none can help."""
    rng = np.random.default_rng(3)

    def change(counts: Counts) -> Counts:
        return np.column_stack([counts[:, :3], np.rint(rng.normal(0.0, 1500.0, (len(counts), 3)))])

    pods = [one for one in run() if one.characteristic not in {uuids.PRESSURE, uuids.LAYOUT}]
    imu = spoiled.with_counts(change)
    said = said_of(spoiled.spoiled(pods, LEFT, uuids.IMU, imu, (FROM_S, STOP_S)))

    (notice,) = mounting(said)
    assert (notice.kind, notice.side, notice.sensor) == (NoticeKind.NO_STRIDES, Side.LEFT, LEFT)
    assert notice.text == "Left foot moves, but I see no strides. See whether it sits firmly."
    assert FROM_S + 8.0 - STRIDE_S <= notice.t_s <= FROM_S + 8.0 + 2.0
    ends_s = [e.next_ic_s for e in said if isinstance(e, Stride) and e.side is Side.LEFT]
    assert max(ends_s) <= FROM_S


def test_a_run_on_firm_pods_says_nothing_of_them() -> None:
    assert mounting(said_of(run())) == []


def test_what_is_said_of_the_mounting_does_not_depend_on_how_packets_are_grouped() -> None:
    packets = turned(1, 60.0)

    assert mounting(said_of(packets, every=16)) == mounting(said_of(packets))
