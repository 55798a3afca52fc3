"""What the pipeline makes of sessions in which something goes wrong."""

from functools import cache

import pytest
from msgspec.structs import replace

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Phase
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Event, Notice, NoticeKind, Side, Stride, StrideFlag

SECONDS = 100.0


@cache
def events_of(name: str, *, healthy: bool = False, seconds: float = SECONDS) -> list[Event]:
    scenario = scenario_file.load(name)
    if healthy:
        scenario = replace(scenario, fault=())
    pipeline = Pipeline(Config())
    return pipeline.push(list(packets(scenario, seconds))) + pipeline.finish()


def strides_of(events: list[Event]) -> list[Stride]:
    return [event for event in events if isinstance(event, Stride)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fault_disconnect", {NoticeKind.LOST, NoticeKind.RETURNED}),
        ("fault_stall", {NoticeKind.STALLED, NoticeKind.RETURNED}),
        ("fault_reboot", {NoticeKind.LOST, NoticeKind.REBOOTED, NoticeKind.RETURNED}),
        ("fault_low_battery", {NoticeKind.LOW_BATTERY}),
        ("fault_burst", {NoticeKind.MISSING}),
        ("fault_dead_cell", {NoticeKind.DEAD_CELL}),
        ("fault_wrong_version", {NoticeKind.BAD_PACKETS}),
    ],
)
def test_the_runner_is_told_what_happened_and_the_other_foot_goes_on(
    name: str, expected: set[NoticeKind]
) -> None:
    events = events_of(name)

    said = {event.kind for event in events if isinstance(event, Notice)}
    best = max(sum(s.side is side for s in strides_of(events)) for side in Side)
    assert expected <= said
    assert best > 120


@pytest.mark.parametrize("name", ["fault_reorder", "fault_duplicate"])
def test_overtaking_and_doubled_packets_change_no_stride(name: str) -> None:
    wrong = strides_of(events_of(name))

    assert wrong == strides_of(events_of(name, healthy=True))


def test_strides_that_lack_samples_are_flagged() -> None:
    strides = strides_of(events_of("fault_overflow"))

    flagged = [s for s in strides if StrideFlag.GAP in s.flags]

    assert {s.side for s in flagged} == {Side.LEFT}
    assert all(s.next_ic_s > 59.0 for s in flagged)
    assert len(flagged) > 10


def notices_of(name: str) -> list[Notice]:
    return [event for event in events_of(name) if isinstance(event, Notice)]


@pytest.mark.parametrize(
    ("name", "kinds", "lost"),
    [
        (
            "fault_disconnect",
            ["LOST", "UNSEEN", "RETURNED", "MISSING", "SEEN"],
            "right foot: 20.0 s",
        ),
        ("fault_stall", ["STALLED", "UNSEEN", "RETURNED", "MISSING", "SEEN"], "left foot: 15.0 s"),
        ("fault_reboot", ["LOST", "REBOOTED", "RETURNED", "MISSING"], "right foot: 2.5 s"),
    ],
)
def test_a_sensor_that_was_away_is_spoken_of_in_order_and_once(
    name: str, kinds: list[str], lost: str
) -> None:
    said = [n for n in notices_of(name) if n.kind is not NoticeKind.CONNECTED]

    assert [notice.kind.name for notice in said] == kinds
    assert len({notice.sensor for notice in said}) == 1
    (missing,) = (notice for notice in said if notice.kind is NoticeKind.MISSING)
    assert missing.text == f"{lost} of data missing"


def test_every_burst_is_told_with_its_length_and_no_stride_is_made_up() -> None:
    events = events_of("fault_burst")

    said = [e for e in events if isinstance(e, Notice) and e.kind is NoticeKind.MISSING]
    assert [n.text for n in said] == ["right foot: 2.0 s of data missing"] * 2
    assert [n.t_s for n in said] == pytest.approx([62.5, 92.5], abs=0.1)
    whole = [s for s in strides_of(events) if s.side is Side.RIGHT and not s.flags]
    for from_s in (60.0, 90.0):
        assert not [s for s in whole if s.ic_s < from_s + 1.9 and s.next_ic_s > from_s + 0.1]


def test_a_dead_cell_is_named_once_and_its_strides_are_flagged() -> None:
    events = events_of("fault_dead_cell")

    said = [e for e in events if isinstance(e, Notice) and e.kind is NoticeKind.DEAD_CELL]
    assert [n.text for n in said] == ["left insole: cell 3 of 20 is dead; it is left out"]
    running = [s for s in strides_of(events) if s.ic_s > 12.0]
    flagged = {s.side: StrideFlag.DEAD_CELL in s.flags for s in running}
    assert flagged == {Side.LEFT: True, Side.RIGHT: False}
    assert len({(s.side, StrideFlag.DEAD_CELL in s.flags) for s in running}) == 2


def test_pods_on_the_wrong_shoes_are_told_of_by_the_insoles_beside_them() -> None:
    events = events_of("fault_swap_pods")

    said = [e for e in events if isinstance(e, Notice) and e.kind is NoticeKind.CROSSED]
    assert {(n.side, n.sensor) for n in said} == {
        (Side.LEFT, "imu-right"),
        (Side.RIGHT, "imu-left"),
    }
    assert len(said) == 2
    assert {n.text for n in said} == {
        f"{side} foot sensors may sit on both feet. See on which shoe each one is."
        for side in ("Left", "Right")
    }


@pytest.mark.parametrize(
    ("speed_m_s", "strike", "seed"),
    [
        (2.0, "rearfoot", 1),
        pytest.param(2.0, "forefoot", 2, marks=pytest.mark.soak),
        pytest.param(3.0, "rearfoot", 2, marks=pytest.mark.soak),
        (3.0, "forefoot", 1),
        pytest.param(4.5, "rearfoot", 1, marks=pytest.mark.soak),
        (4.5, "forefoot", 2),
    ],
)
def test_pods_on_their_own_shoes_are_never_doubted(
    speed_m_s: float, strike: str, seed: int
) -> None:
    scenario = scenario_file.load("two_devices")
    phases = (scenario.phase[0], Phase(duration_s=1e4, speed_m_s=speed_m_s))
    runner = replace(scenario.runner, strike=strike)
    scenario = replace(scenario, phase=phases, runner=runner)
    pipeline = Pipeline(Config())

    events = pipeline.push(list(packets(scenario, 60.0, seed))) + pipeline.finish()

    kinds = {event.kind for event in events if isinstance(event, Notice)}
    assert kinds == {NoticeKind.CONNECTED}
    assert len(strides_of(events)) > 100
