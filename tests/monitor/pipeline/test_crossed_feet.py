"""Crossed pods are said within ten seconds of a start, and no clocks are said of them."""

import pytest
from msgspec.structs import replace

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Phase
from monitor.types import Gait, Notice, NoticeKind, Packet, Side
from tests.monitor.pipeline.test_two_clocks import STANDS_S, about_clocks, events

STOP_S = 40.0


def crossed(gait: Gait, speed_m_s: float, seed: int) -> list[Packet]:
    scenario = scenario_file.load("fault_swap_pods")
    phases = (scenario.phase[0], Phase(duration_s=1e4, gait=gait, speed_m_s=speed_m_s))
    return list(packets(replace(scenario, phase=phases), STOP_S, seed))


@pytest.mark.parametrize(
    ("gait", "speed_m_s", "seed"),
    [
        (Gait.RUN, 2.4, 8_101),  # the clocks of one foot were said to differ, and feet at 31 s
        (Gait.WALK, 1.3, 3),
        pytest.param(Gait.RUN, 3.8, 3, marks=pytest.mark.soak),
        pytest.param(Gait.WALK, 0.8, 3, marks=pytest.mark.soak),
    ],
)
def test_crossed_pods_are_said_once_within_ten_seconds_of_a_start(
    gait: Gait, speed_m_s: float, seed: int
) -> None:
    said = events(crossed(gait, speed_m_s, seed))

    told = [e for e in said if isinstance(e, Notice) and e.kind is NoticeKind.CROSSED]
    assert [notice.side for notice in told] == [Side.LEFT, Side.RIGHT]
    assert max(notice.t_s for notice in told) <= STANDS_S + 8.0  # and the delay of its samples
    assert about_clocks(said) == []


def test_what_is_said_of_crossed_pods_does_not_depend_on_grouping() -> None:
    sent = [packet for packet in crossed(Gait.RUN, 3.0, 3) if packet.t_rx_s < 20.0]

    assert [repr(e) for e in events(sent, 71)] == [repr(e) for e in events(sent)]
