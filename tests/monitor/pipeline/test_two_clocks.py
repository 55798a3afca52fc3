"""Two sensors of a foot whose clocks differ: noticed, corrected, and never invented."""

from functools import cache

import pytest
from msgspec.structs import replace

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Phase
from monitor.config import Config
from monitor.health.limits import ClockLimits, HealthLimits
from monitor.pipeline import Pipeline
from monitor.types import Event, Gait, Notice, NoticeKind, Packet, Side, Stride

STANDS_S, STOP_S = 8.0, 52.0
AT_EASE_S = 1.0
CLOCKS = {NoticeKind.CLOCKS_APART, NoticeKind.CLOCKS_UNKNOWN}


@cache
def run(speed_m_s: float, strike: str, seed: int) -> tuple[Packet, ...]:
    scenario = scenario_file.load("two_devices")
    phases = (scenario.phase[0], Phase(duration_s=1e4, speed_m_s=speed_m_s))
    runner = replace(scenario.runner, strike=strike)
    scenario = replace(scenario, phase=phases, runner=runner)
    return tuple(packets(scenario, STOP_S, seed))


def apart(sent: tuple[Packet, ...], offset_s: float) -> list[Packet]:
    """The insoles say that everything happened so much later."""
    moved = [
        packet._replace(t_rx_s=packet.t_rx_s + AT_EASE_S + offset_s * ("sole" in packet.sensor))
        for packet in sent
    ]
    return sorted(moved, key=lambda packet: packet.t_rx_s)


def events(sent: list[Packet], pushes: int = 1, config: Config | None = None) -> list[Event]:
    pipeline = Pipeline(config or Config())
    size = -(-len(sent) // pushes)
    said = [e for i in range(0, len(sent), size) for e in pipeline.push(sent[i : i + size])]
    return said + pipeline.finish()


def about_clocks(said: list[Event]) -> list[Notice]:
    return [e for e in said if isinstance(e, Notice) and e.kind in CLOCKS]


@pytest.mark.parametrize(
    "offset_s",
    [-0.4, 0.15, *(pytest.param(s, marks=pytest.mark.soak) for s in (-0.3, -0.15, 0.3, 0.4))],
)
@pytest.mark.parametrize(("speed_m_s", "strike", "seed"), [(3.0, "rearfoot", 3)])
def test_an_offset_is_said_within_ten_seconds_of_running_and_lengths_are_kept(
    offset_s: float, speed_m_s: float, strike: str, seed: int
) -> None:
    said = events(apart(run(speed_m_s, strike, seed), offset_s))

    began_s = STANDS_S + AT_EASE_S
    assert {(n.kind, n.side) for n in about_clocks(said)} == {
        (NoticeKind.CLOCKS_APART, side) for side in Side
    }
    assert max(n.t_s for n in about_clocks(said)) <= began_s + 10.0
    assert not [e for e in said if isinstance(e, Notice) and e.kind is NoticeKind.CROSSED]
    strides = [e for e in said if isinstance(e, Stride) and e.ic_s > began_s + 20.0]
    kept = [s for s in strides if s.motion and s.motion.stride_length_m and s.load]
    assert len(strides) > 55
    assert len(kept) >= 0.95 * len(strides)


def test_the_clocks_of_who_walks_are_corrected_and_not_taken_for_two_feet() -> None:
    said = events(apart(run(1.3, "rearfoot", 3), -0.4))

    assert {(n.kind, n.side) for n in about_clocks(said)} == {
        (NoticeKind.CLOCKS_APART, side) for side in Side
    }
    assert not [e for e in said if isinstance(e, Notice) and e.kind is NoticeKind.CROSSED]


@pytest.mark.parametrize(
    ("speed_m_s", "strike"),
    [
        (2.2, "rearfoot"),
        pytest.param(2.2, "forefoot", marks=pytest.mark.soak),
        pytest.param(4.5, "rearfoot", marks=pytest.mark.soak),
        (4.5, "forefoot"),
    ],
)
def test_clocks_that_agree_are_never_doubted(speed_m_s: float, strike: str) -> None:
    assert about_clocks(events(apart(run(speed_m_s, strike, 5), 0.0))) == []


def test_at_one_pace_from_the_first_sample_on_nobody_knows_which_stride_is_which() -> None:
    # only what was recorded after the start, at an even pace
    sent = [p for p in apart(run(3.0, "rearfoot", 3), 0.3) if not 2.0 < p.t_rx_s < 40.0]

    said = events(sent)

    assert {n.kind for n in about_clocks(said)} == {NoticeKind.CLOCKS_UNKNOWN}
    late = [e for e in said if isinstance(e, Stride) and e.ic_s > 60.0]
    assert all(s.motion is None or s.motion.stride_length_m is None for s in late)


def test_the_correction_does_not_depend_on_grouping() -> None:
    sent = apart(run(3.0, "rearfoot", 3), -0.3)

    assert [repr(e) for e in events(sent, 71)] == [repr(e) for e in events(sent)]


def test_crossed_feet_are_not_taken_for_clocks() -> None:
    sent = list(packets(scenario_file.load("fault_swap_pods"), 60.0))

    assert about_clocks(events(sent)) == []


def test_the_clocks_of_walkers_who_stop_and_go_are_not_doubted() -> None:
    scenario = scenario_file.load("two_devices")
    phases = [
        Phase(duration_s=20.0, gait=Gait.STAND, speed_m_s=0.0),
        Phase(duration_s=20.0, gait=Gait.WALK, speed_m_s=1.3),
    ]
    sent = list(packets(replace(scenario, phase=tuple(phases * 3)), 110.0, 4))
    hasty = replace(Config(), health=HealthLimits(clocks=ClockLimits(moves_rad_s=0.6)))

    assert about_clocks(events(sent)) == []
    assert about_clocks(events(sent, config=hasty)) != []  # what a lower limit would say
