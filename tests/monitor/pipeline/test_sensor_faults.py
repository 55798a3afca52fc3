"""Sensors that fail loudly or silently: said within 10 s, and what hangs on them not assessed."""

from collections.abc import Callable, Sequence
from functools import cache

import pytest

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Event, Notice, NoticeKind, Packet, Risk, Side, Stride
from monitor.wire import uuids
from tests.monitor.pipeline import spoiled
from tests.monitor.pipeline.devices import Device, merged
from tests.monitor.pipeline.spoiled import Counts

FROM_S, UNTIL_S, STOP_S = 30.0, 48.0, 60.0
NOTICED_S = 10.0
LEFT = "pod-left"


@cache
def run() -> tuple[Packet, ...]:
    return tuple(record.packets(scenario_file.load("demo"), STOP_S))


def of_imu(change: Callable[[Counts], Counts]) -> list[Packet]:
    spoil = spoiled.with_counts(change)
    return spoiled.spoiled(run(), LEFT, uuids.IMU, spoil, (FROM_S, UNTIL_S))


def silenced(from_s: float, until_s: float) -> list[Packet]:
    return [p for p in run() if p.sensor != LEFT or not from_s <= p.t_rx_s < until_s]


def live(packets: Sequence[Packet], every_s: float = 1.0) -> list[tuple[float, Event]]:
    """Events, each with the session time at which it was said."""
    pipeline = Pipeline(Config())
    out: list[tuple[float, Event]] = []
    batch: list[Packet] = []
    for packet in packets:
        if batch and packet.t_rx_s - batch[0].t_rx_s > every_s:
            out += [(batch[-1].t_rx_s, event) for event in pipeline.push(batch)]
            batch = []
        batch.append(packet)
    out += [(batch[-1].t_rx_s, event) for event in pipeline.push(batch)]
    return out + [(STOP_S, event) for event in pipeline.finish()]


@cache
def heard(name: str) -> list[tuple[float, Event]]:
    return live(FAULTS[name][0]())


FAULTS: dict[str, tuple[Callable[[], Sequence[Packet]], NoticeKind]] = {
    "frozen": (lambda: spoiled.frozen(run(), LEFT, FROM_S, UNTIL_S), NoticeKind.FROZEN),
    "all zero": (lambda: of_imu(spoiled.zeros), NoticeKind.CONSTANT),
    "one axis stuck": (lambda: of_imu(spoiled.one_axis_stuck), NoticeKind.CONSTANT),
    "at the end of its range": (lambda: of_imu(spoiled.at_the_end), NoticeKind.SATURATED),
    "wandered off": (lambda: of_imu(spoiled.wandered), NoticeKind.DRIFTING),
    "silent": (lambda: silenced(FROM_S, UNTIL_S), NoticeKind.UNSEEN),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_sensor_that_fails_is_said_within_ten_seconds_and_so_is_its_return(name: str) -> None:
    _, kind = FAULTS[name]

    said = heard(name)

    notices = [(at_s, e) for at_s, e in said if isinstance(e, Notice) and e.t_s > FROM_S]
    first_s = next(at_s for at_s, notice in notices if notice.kind is kind)
    back_s = next(at_s for at_s, n in notices if n.kind in (NoticeKind.RETURNED, NoticeKind.SEEN))
    assert FROM_S < first_s <= FROM_S + NOTICED_S
    assert UNTIL_S < back_s <= UNTIL_S + NOTICED_S
    assert {notice.side for _, notice in notices} == {Side.LEFT}
    assert sum(notice.kind is kind for _, notice in notices) == 1


@pytest.mark.parametrize("name", ["frozen", "silent"])
def test_a_foot_that_is_not_seen_has_no_risk_and_the_other_foot_goes_on(name: str) -> None:
    said = heard(name)

    known = [(at_s, e) for at_s, e in said if at_s < FROM_S + NOTICED_S]
    latest = {(e.side, e.zone): e for _, e in known if isinstance(e, Risk)}
    left = [risk.level for (side, _), risk in latest.items() if side is Side.LEFT]
    right = [e for _, e in known if isinstance(e, Stride) and e.side is Side.RIGHT]
    assert left
    assert set(left) == {None}
    assert right[-1].next_ic_s > FROM_S + 4.0


def test_what_a_stuck_motion_sensor_says_counts_for_nothing_and_the_sole_speaks_alone() -> None:
    said = [event for _, event in heard("all zero")]

    strides = [e for e in said if isinstance(e, Stride) and e.side is Side.LEFT]
    blind = [s for s in strides if FROM_S + NOTICED_S < s.ic_s < UNTIL_S]
    again = [s for s in strides if s.ic_s > UNTIL_S + NOTICED_S]
    assert len(blind) > 8
    assert all(s.motion is None and s.load is not None for s in blind)
    assert again


def test_a_link_that_flutters_is_spoken_of_once() -> None:
    spans = [(20.0 + 4.0 * i, 23.0 + 4.0 * i) for i in range(9)]
    packets = [p for p in run() if p.sensor != LEFT or not any(a <= p.t_rx_s < b for a, b in spans)]

    said = [event for _, event in live(packets)]

    kinds = [e.kind for e in said if isinstance(e, Notice)]
    assert kinds.count(NoticeKind.UNSEEN) <= 1


def test_a_pod_that_sends_at_another_rate_than_it_says_is_named() -> None:
    right = Device("right", Side.RIGHT, tick=123)
    slow = Device("left", rate_error=-0.3)

    said = live(
        merged(
            slow.describe(0.2),
            right.describe(0.3),
            slow.packets(1.0, 20.0),
            right.packets(1.0, 20.0),
        )
    )

    notices = [(at_s, e) for at_s, e in said if isinstance(e, Notice)]
    named = [(at_s, e) for at_s, e in notices if e.kind is NoticeKind.WRONG_RATE]
    assert {e.sensor for _, e in named} == {"left"}
    assert len(named) == 1  # its two streams say it once
    assert named[0][1].t_s < 1.0 + NOTICED_S
