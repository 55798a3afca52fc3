"""Feet of mapped sensors are followed as those of pods are."""

from itertools import pairwise

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import FootBlock, Notice, Packet, Side, Stride
from tests.monitor.pipeline.devices import STRIDE_S, merged
from tests.monitor.pipeline.mapped import mapped_foot


def run(packets: list[Packet]) -> tuple[list[Stride], list[Notice], list[FootBlock]]:
    blocks: list[FootBlock] = []
    pipeline = Pipeline(Config(), watch_blocks=blocks.append)
    said = [*pipeline.push(packets), *pipeline.finish()]
    strides = [event for event in said if isinstance(event, Stride)]
    return strides, [event for event in said if isinstance(event, Notice)], blocks


def test_two_mapped_feet_cost_no_more_pieces_than_two_pods() -> None:
    left, right = mapped_foot(Side.LEFT, 1.0, 21.0), mapped_foot(Side.RIGHT, 1.1, 21.0)

    strides, _, blocks = run(merged(left, right))

    assert len(strides) > 45
    assert len(blocks) < 60


def test_a_mapped_foot_that_is_late_is_waited_for() -> None:
    left, right = mapped_foot(Side.LEFT, 1.0, 21.0), mapped_foot(Side.RIGHT, 1.1, 21.0)
    late = [p._replace(t_rx_s=p.t_rx_s + 2.0 * (12.0 < p.t_rx_s < 14.0)) for p in right]

    strides, _, _ = run(merged(left, sorted(late, key=lambda packet: packet.t_rx_s)))

    ends_s = [stride.next_ic_s for stride in strides]
    assert ends_s == sorted(ends_s)


@pytest.mark.parametrize("true_hz", [98.0, 102.0])
def test_feet_whose_sensors_are_off_their_rate_stay_together(true_hz: float) -> None:
    left = mapped_foot(Side.LEFT, 1.0, 120.0, true_hz)
    right = mapped_foot(Side.RIGHT, 1.1, 120.0)

    strides, notices, _ = run(merged(left, right))

    assert [notice for notice in notices if notice.t_s > 10.0] == []
    apart_s = [
        stride.ic_s - other.ic_s
        for stride, other in pairwise(strides)
        if stride.ic_s > 70.0 and stride.side is not other.side
    ]
    assert len(apart_s) > 120
    assert max(abs(abs(one_s) - STRIDE_S / 2.0) for one_s in apart_s) < 0.05
