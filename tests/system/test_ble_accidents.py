"""A session survives everything that happens to a sensor on the air."""

import msgspec
import pytest

from monitor.sources.ble_feet import Feet, OwnSensor
from monitor.types import Packet, Side
from monitor.wire import uuids
from monitor.wire.link import Link, LinkReason
from tests.system.live import (
    QUICK,
    SOON_STALLED,
    accident,
    both_sent,
    collect,
    jumps,
    links,
    of,
    pods,
    pods_elsewhere,
    sensor_of,
    streams_again,
)


async def test_a_pod_that_is_lost_returns_and_goes_on_with_its_numbers() -> None:
    async with pods_elsewhere(left=[accident("disconnect", 1.5, 1.0)], right=[]) as radio:
        packets = await collect(
            radio,
            lambda packets: (
                Link.RETURNED in links(packets)
                and streams_again(packets, sensor_of(packets, Side.LEFT))
            ),
        )

    left, right = sensor_of(packets, Side.LEFT), sensor_of(packets, Side.RIGHT)
    assert [note.state for note in of(packets, uuids.LINK, left)] == [
        Link.CONNECTED,
        Link.LOST,
        Link.RETURNED,
    ]
    *before, lost = jumps(packets, uuids.IMU, left)
    assert set(before) == {1}
    assert lost > 10
    assert set(jumps(packets, uuids.IMU, right)) == {1}


async def test_a_sensor_that_stays_silent_is_reported_once_and_returns_when_it_speaks() -> None:
    async with pods(left=[accident("stall", 0.3, 4.0)]) as radio:
        packets = await collect(radio, streams_again, SOON_STALLED)

    assert [(note.state, note.reason) for note in of(packets, uuids.LINK)] == [
        (Link.CONNECTED, LinkReason.NONE),
        (Link.STALLED, LinkReason.NO_DATA),
        (Link.LOST, LinkReason.NO_DATA),
        (Link.RETURNED, LinkReason.NONE),
    ]
    assert len(of(packets, uuids.INFORMATION)) >= 2


async def test_a_short_stall_ends_without_a_new_connection() -> None:
    async with pods(left=[accident("stall", 0.3, 0.8)]) as radio:
        packets = await collect(radio, streams_again, SOON_STALLED)

    assert links(packets) == [Link.CONNECTED, Link.STALLED, Link.RETURNED]
    assert len(of(packets, uuids.INFORMATION)) == 1


async def test_a_pod_that_reboots_is_started_again_and_counts_from_zero() -> None:
    async with pods(left=[accident("reboot", 1.6, 0.1)]) as radio:
        packets = await collect(radio, streams_again)

    frames = of(packets, uuids.IMU)
    assert frames[-1].sequence < frames[-2].sequence
    since_boot_s = 1.0 + 0.08 * frames[-1].sequence
    assert frames[-1].tick / 32768 == pytest.approx(since_boot_s, abs=0.1)
    assert links(packets) == [Link.CONNECTED, Link.LOST, Link.RETURNED]


async def test_an_overflowing_pod_skips_numbers_while_it_is_connected() -> None:
    async with pods(left=[accident("overflow", 0.3, 0.5, rate=0.4)]) as radio:
        packets = await collect(
            radio, lambda packets: any(frame.sequence > 14 for frame in of(packets, uuids.IMU))
        )

    steps = jumps(packets, uuids.IMU)
    assert links(packets) == [Link.CONNECTED]
    assert min(steps) == 1
    assert max(steps) in (2, 3)


async def test_a_late_pod_is_reported_as_missing_and_then_joins() -> None:
    impatient = msgspec.structs.replace(QUICK, missing_s=0.6, scan_s=0.4)
    async with pods(left=[], right=[accident("late", 0.0, 1.5)]) as radio:
        packets = await collect(radio, lambda packets: both_sent(packets, 2), impatient)

    notes = of(packets, uuids.LINK)
    assert [(note.state, note.reason) for note in notes] == [
        (Link.CONNECTED, LinkReason.NONE),
        (Link.MISSING, LinkReason.NOT_FOUND),
        (Link.CONNECTED, LinkReason.NONE),
    ]
    assert of(packets, uuids.LINK, "right pod") == [notes[1]]


def missing(packets: list[Packet]) -> list[str]:
    """Who was said not to be found."""
    return [
        packet.sensor
        for packet in packets
        if packet.characteristic == uuids.LINK
        and of([packet], uuids.LINK)[0].reason is LinkReason.NOT_FOUND
    ]


async def test_a_sensor_that_is_to_be_used_and_never_heard_is_named_once() -> None:
    impatient = msgspec.structs.replace(QUICK, missing_s=0.6, scan_s=0.4)
    feet = Feet(
        own={
            "F0:00:00:00:00:01": OwnSensor("My \x1bstrap"),
            "F0:00:00:00:00:02": OwnSensor("right one", Side.RIGHT),
            "F0:00:00:00:00:03": OwnSensor("left sole", Side.LEFT),
        }
    )
    only = ["toy left", "typo", *feet.own]
    async with pods(left=[]) as radio:
        packets = await collect(
            radio,
            lambda packets: len(missing(packets)) >= 4 and len(of(packets, uuids.IMU)) > 30,
            impatient,
            only=only,
            feet=feet,
        )

    assert missing(packets) == ["right pod", "typo", "My \\x1bstrap", "left sole"]


async def test_two_sleeping_pods_are_named_once_however_they_were_paired() -> None:
    impatient = msgspec.structs.replace(QUICK, missing_s=0.6, scan_s=0.4)
    feet = Feet(
        own={
            "F0:00:00:00:00:01": OwnSensor("pod-L", kind="pod"),  # with `pair --sensor`
            "F0:00:00:00:00:02": OwnSensor("pod-R", Side.RIGHT, kind="pod", called="my right"),
            "F0:00:00:00:00:03": OwnSensor("belt", kind="heart-rate strap"),
        }
    )
    only = ["F0:00:00:00:00:01", "POD-R", "belt"]
    async with pods(spare=[]) as radio:
        packets = await collect(radio, missing, impatient, only=only, feet=feet)

    assert missing(packets) == ["left pod", "right pod", "belt"]


async def test_a_pod_whose_wish_for_a_short_interval_is_refused_loses_nothing() -> None:
    async with pods(interval_s=0.15, left=[], right=[]) as radio:  # twenty times what it asks for
        packets = await collect(radio, lambda packets: both_sent(packets, 15))

    left, right = sensor_of(packets, Side.LEFT), sensor_of(packets, Side.RIGHT)
    for pod in (left, right):
        assert set(jumps(packets, uuids.IMU, pod)) == {1}
        assert [note.state for note in of(packets, uuids.LINK, pod)] == [Link.CONNECTED]


async def test_a_low_battery_is_told_at_once() -> None:
    async with pods(left=[accident("low_battery", 0.3, 0.0)]) as radio:
        packets = await collect(radio, lambda packets: len(of(packets, uuids.BATTERY)) >= 2)

    assert [level.percent for level in of(packets, uuids.BATTERY)] == [80, 7]
