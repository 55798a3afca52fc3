"""Do live sensors become packets, through everything that happens to a radio?

Unmodified bleak, bumble pods, HCI between them; where it matters, in a process of their own.
"""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from firmware_sim.serve import serve
from monitor.errors import SourceError
from monitor.limits.radio import RadioLimits
from monitor.sources.ble import open_ble, scan
from monitor.types import Packet, Side
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.link import Link, LinkReason
from tests.system.toy_pods import RADIOS, sensors

PODS = Path(__file__).with_name("toy_pods.py")
QUICK = RadioLimits(scan_s=2.0, scan_pause_s=0.05, stall_s=0.5, slow_stall_s=2.0, reset_s=0.5)


@asynccontextmanager
async def pods(**accidents) -> AsyncIterator[str]:
    """Toy sensors in this process; gives the radio's name."""
    ready = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve(sensors(accidents), ready.set_result, RADIOS))
        yield f"firmware_sim.air:BACKEND@{await ready}"
        serving.cancel()


@asynccontextmanager
async def pods_elsewhere(**accidents) -> AsyncIterator[str]:
    """The same in another process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(PODS),
        json.dumps(accidents),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        address = (await process.stdout.readline()).decode().strip()
        assert address.startswith("tcp:")
        yield f"firmware_sim.air:BACKEND@{address}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.stdin.close()
        assert await process.wait() == 0


def accident(kind: str, at_s: float, for_s: float, rate: float = 0.0) -> dict:
    return {"kind": kind, "at_s": at_s, "for_s": for_s, "rate": rate}


async def collect(radio: str, enough, limits: RadioLimits = QUICK, **options) -> list[Packet]:
    """Packets until ``enough(packets)``."""
    packets: list[Packet] = []
    async with asyncio.timeout(9.0), open_ble(limits, radio, **options) as batches:
        async for batch in batches:
            packets += batch
            if enough(packets):
                return packets
    raise AssertionError("a live source never ends by itself")


def of(packets: list[Packet], characteristic: str, sensor: str | None = None) -> list:
    """What was decoded of one characteristic, perhaps of one sensor only."""
    decode = CHARACTERISTICS[characteristic].decode
    return [
        decode(packet.payload)
        for packet in packets
        if packet.characteristic == characteristic and sensor in (None, packet.sensor)
    ]


def links(packets: list[Packet]) -> list[Link]:
    return [note.state for note in of(packets, uuids.LINK)]


def jumps(packets: list[Packet], characteristic: str, sensor: str | None = None) -> list[int]:
    """Differences of successive sequence numbers."""
    numbers = [frame.sequence for frame in of(packets, characteristic, sensor)]
    return [b - a for a, b in pairwise(numbers)]


def sensor_of(packets: list[Packet], side: Side) -> str:
    return next(
        packet.sensor
        for packet in packets
        if packet.characteristic == uuids.INFORMATION
        and CHARACTERISTICS[uuids.INFORMATION].decode(packet.payload).side is side
    )


def both_sent(packets: list[Packet], count: int) -> bool:
    """Whether each of two pods has sent so many IMU packets."""
    senders = [packet.sensor for packet in packets if packet.characteristic == uuids.IMU]
    return len(set(senders)) == 2 and min(senders.count(s) for s in set(senders)) >= count


def streams_again(packets: list[Packet], sensor: str | None = None) -> bool:
    """Whether a sensor returned, and samples came after that."""
    mine = [packet for packet in packets if sensor in (None, packet.sensor)]
    after = [packet.characteristic for packet in mine]
    if links(mine)[-1:] != [Link.RETURNED]:
        return False
    return uuids.IMU in after[len(after) - after[::-1].index(uuids.LINK) :]


async def test_a_scan_finds_every_kind_of_sensor() -> None:
    async with pods(left=[], right=[], strap=[], speed=[]) as radio:
        found = await scan(QUICK, radio, duration_s=0.6)

    assert sorted((sensor.name, str(sensor.kind)) for sensor in found) == [
        ("toy left", "pod"),
        ("toy right", "pod"),
        ("toy speed", "speed pod"),
        ("toy strap", "heart-rate strap"),
    ]


async def test_both_pods_are_found_read_started_and_heard_without_a_gap() -> None:
    async with pods_elsewhere(left=[], right=[]) as radio:
        packets = await collect(radio, lambda packets: both_sent(packets, 25))

    assert {pod.side for pod in of(packets, uuids.INFORMATION)} == {Side.LEFT, Side.RIGHT}
    assert [level.percent for level in of(packets, uuids.BATTERY)] == [80, 80]
    assert links(packets) == [Link.CONNECTED, Link.CONNECTED]
    for side in Side:
        sensor = sensor_of(packets, side)
        mine = [packet for packet in packets if packet.sensor == sensor]
        assert [packet.characteristic for packet in mine[:4]] == [
            uuids.INFORMATION,
            uuids.LAYOUT,
            uuids.BATTERY,
            uuids.LINK,
        ]
        assert set(jumps(mine, uuids.IMU)) == {1}
        assert set(jumps(mine, uuids.PRESSURE)) == {1}
        times_s = [packet.t_rx_s for packet in mine]
        assert times_s == sorted(times_s)


async def test_straps_and_speed_pods_are_heard_beside_the_pods() -> None:
    streams = (uuids.IMU, uuids.HEART_RATE, uuids.RSC_MEASUREMENT)
    async with pods(left=[], strap=[], speed=[]) as radio:
        packets = await collect(
            radio, lambda packets: all(len(of(packets, uuid)) >= 3 for uuid in streams)
        )

    assert all(100 <= beat.rate_bpm <= 140 for beat in of(packets, uuids.HEART_RATE))
    assert all(pace.speed_m_s == 3.0 for pace in of(packets, uuids.RSC_MEASUREMENT))
    assert sorted(level.percent for level in of(packets, uuids.BATTERY)) == [50, 80]


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
        packets = await collect(radio, streams_again)

    assert [(note.state, note.reason) for note in of(packets, uuids.LINK)] == [
        (Link.CONNECTED, LinkReason.NONE),
        (Link.STALLED, LinkReason.NO_DATA),
        (Link.LOST, LinkReason.NO_DATA),
        (Link.RETURNED, LinkReason.NONE),
    ]
    assert len(of(packets, uuids.INFORMATION)) >= 2


async def test_a_short_stall_ends_without_a_new_connection() -> None:
    async with pods(left=[accident("stall", 0.3, 0.8)]) as radio:
        packets = await collect(radio, streams_again)

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
    assert notes[1].detail == "right pod"


async def test_a_low_battery_is_told_at_once() -> None:
    async with pods(left=[accident("low_battery", 0.3, 0.0)]) as radio:
        packets = await collect(radio, lambda packets: len(of(packets, uuids.BATTERY)) >= 2)

    assert [level.percent for level in of(packets, uuids.BATTERY)] == [80, 7]


async def test_a_second_left_pod_is_kept_out() -> None:
    async with pods(left=[], spare=[]) as radio:
        packets = await collect(
            radio, lambda packets: Link.MISSING in links(packets) and of(packets, uuids.IMU)
        )

    notes = of(packets, uuids.LINK)
    assert sorted((note.state, note.reason) for note in notes) == [
        (Link.CONNECTED, LinkReason.NONE),
        (Link.MISSING, LinkReason.REFUSED),
    ]
    assert len({packet.sensor for packet in packets if packet.characteristic == uuids.IMU}) == 1


async def test_a_pod_of_an_unknown_protocol_version_is_named_and_left_alone() -> None:
    async with pods(left=[], newer=[]) as radio:
        packets = await collect(
            radio, lambda packets: Link.MISSING in links(packets) and of(packets, uuids.IMU)
        )

    refused = [note for note in of(packets, uuids.LINK) if note.state is Link.MISSING]
    assert [note.reason for note in refused] == [LinkReason.WRONG_VERSION]
    assert "version 2" in refused[0].detail
    assert of(packets, uuids.IMU, "toy newer") == []


async def test_only_the_named_sensors_are_used() -> None:
    async with pods(left=[], right=[]) as radio:
        packets = await collect(
            radio, lambda packets: len(of(packets, uuids.IMU)) > 10, only=["Toy Right"]
        )

    assert {pod.side for pod in of(packets, uuids.INFORMATION)} == {Side.RIGHT}


async def test_a_pod_without_an_insole_is_read_too() -> None:
    async with pods(bare=[]) as radio:
        packets = await collect(radio, lambda packets: len(of(packets, uuids.IMU)) > 3)

    assert of(packets, uuids.LAYOUT) == []
    assert of(packets, uuids.PRESSURE) == []


async def test_closing_the_source_lets_the_pods_rest_and_be_found_again() -> None:
    async with pods(left=[], right=[]) as radio:
        await collect(radio, lambda packets: both_sent(packets, 2))
        again = await collect(radio, lambda packets: both_sent(packets, 2))

    assert links(again) == [Link.CONNECTED, Link.CONNECTED]


async def test_without_a_radio_there_is_one_sentence() -> None:
    with pytest.raises(SourceError, match="Bluetooth is not available"):
        async with open_ble(QUICK, "firmware_sim.air:BACKEND@tcp:127.0.0.1:9"):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_the_pods_die_with_a_parent_that_is_killed() -> None:
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)\n"
        "child.wait()\n"
    )
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, sys.executable, str(PODS), '{"left": []}'),
        stdout=asyncio.subprocess.PIPE,
    )
    ready = await parent.stdout.readline()

    parent.kill()
    await parent.wait()

    async with asyncio.timeout(3.0):
        rest = await parent.stdout.read()  # ends when the child's copy of the pipe is closed
    assert ready.startswith(b"tcp:")
    assert rest == b""
