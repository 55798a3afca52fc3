"""A pod that turns on its shoe is noticed, and what is said of it is said once."""

from functools import cache

import numpy as np
import pytest

from firmware_sim import record
from firmware_sim.scenario import scenario_file
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


def turned(axis: int, degrees: float) -> list[Packet]:
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

    return spoiled.spoiled(run(), LEFT, uuids.IMU, spoiled.with_counts(change), (FROM_S, STOP_S))


@pytest.mark.parametrize(
    ("axis", "degrees", "strides"), [(0, 60.0, 20), (1, 60.0, 20), (1, 180.0, 22), (2, 25.0, 20)]
)
def test_a_pod_that_turns_is_said_once_and_strides_go_on(
    axis: int, degrees: float, strides: int
) -> None:
    said = said_of(turned(axis, degrees))

    (notice,) = mounting(said)
    assert (notice.kind, notice.side, notice.sensor) == (NoticeKind.TURNED, Side.LEFT, LEFT)
    assert notice.text == "Left foot sensor has turned. See whether it sits firmly."
    assert FROM_S < notice.t_s <= FROM_S + strides * STRIDE_S
    ends_s = [e.next_ic_s for e in said if isinstance(e, Stride) and e.side is Side.LEFT]
    assert max(ends_s) > STOP_S - 3.0


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
