"""Live sensors become packets.

Unmodified bleak, bumble pods, HCI between them; where it matters, in a process of their own.
"""

import asyncio
import contextlib
import sys
from pathlib import Path

import msgspec
import pytest
from bleak.backends.device import BLEDevice

from monitor.sources.ble import open_ble, scan
from monitor.sources.ble_adapter import Adapter, FoundSensor
from monitor.sources.ble_backend import load_backend
from monitor.types import Packet, Side
from monitor.wire import uuids
from monitor.wire.link import Link, LinkReason, LinkState
from tests.system.live import (
    PODS,
    QUICK,
    accident,
    both_sent,
    collect,
    jumps,
    links,
    of,
    pods,
    pods_elsewhere,
    sensor_of,
)


async def test_a_scan_finds_every_kind_of_sensor() -> None:
    async with pods(
        left=[], right=[], strap=[], speed=[], power=[], treadmill=[], thermometer=[]
    ) as radio:
        found = await scan(QUICK, radio, duration_s=0.6)

    assert sorted((sensor.name, str(sensor.kind)) for sensor in found) == [
        ("toy left", "pod"),
        ("toy power", "speed pod"),
        ("toy right", "pod"),
        ("toy speed", "speed pod"),
        ("toy strap", "heart-rate strap"),
        ("toy thermometer", "thermometer"),
        ("toy treadmill", "treadmill"),
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


async def test_power_treadmill_and_thermometer_are_heard() -> None:
    streams = (uuids.RSC_MEASUREMENT, uuids.POWER, uuids.TREADMILL)
    quick = msgspec.structs.replace(QUICK, thermometer_stall_s=0.5)
    async with pods(power=[], treadmill=[], thermometer=[]) as radio:
        packets = await collect(
            radio,
            lambda packets: (
                all(len(of(packets, uuid)) >= 3 for uuid in streams)
                and len(of(packets, uuids.TEMPERATURE)) >= 3
            ),
            quick,
        )

    assert {said.power_w for said in of(packets, uuids.POWER)} == {250}
    assert {said.slope for said in of(packets, uuids.TREADMILL)} == {0.01}
    assert {said.temperature_c for said in of(packets, uuids.TEMPERATURE)} == {21.5}
    assert links(packets) == [Link.CONNECTED] * 3


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
    assert len(of(packets, uuids.INFORMATION)) == 1


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


async def test_who_waits_for_the_adapter_ends_a_window_that_begins_before_its_turn() -> None:
    async with pods(left=[], right=[]) as radio, asyncio.timeout(30.0):
        adapter, devices = Adapter(load_backend(radio), QUICK), dict[str, BLEDevice]()
        both = asyncio.Event()

        def hear(device: BLEDevice, sensor: FoundSensor) -> None:
            devices[sensor.name] = device
            if len(devices) == 2:
                both.set()

        async def wanted_at_once() -> bool:
            async with adapter.listening(hear) as wanted:
                return wanted.is_set()

        async with adapter.listening(hear):
            await both.wait()
        async with asyncio.TaskGroup() as tasks:
            first = tasks.create_task(adapter.connect(devices["toy left"], lambda: None))
            await asyncio.sleep(0)  # the first has the adapter; the window waits, then the second
            window = tasks.create_task(wanted_at_once())
            second = tasks.create_task(adapter.connect(devices["toy right"], lambda: None))
        for link in (first, second):
            await adapter.disconnect(link.result())

    assert window.result()


async def test_a_sensor_that_went_home_is_not_listened_for_without_rest(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG", "monitor.sources.ble_adapter")
    limits = msgspec.structs.replace(QUICK, search_s=3.0, scan_s=0.3)
    gone = accident("disconnect", 1.5, 100.0)
    async with pods(left=[], right=[], strap=[gone]) as radio:
        await collect(radio, lambda packets: packets[-1].t_rx_s > 10.0, limits)

    windows_s = [r.created for r in caplog.records if r.getMessage() == "radio: listening"]
    assert len(windows_s) > 4
    assert [t_s for t_s in windows_s if t_s > windows_s[0] + 7.5] == []


async def test_closing_the_source_lets_the_pods_rest_and_be_found_again() -> None:
    async with pods(left=[], right=[]) as radio:
        await collect(radio, lambda packets: both_sent(packets, 2))
        again = await collect(radio, lambda packets: both_sent(packets, 2))

    assert links(again) == [Link.CONNECTED, Link.CONNECTED]


async def test_a_radio_that_comes_later_is_waited_for_and_its_absence_is_said_once(
    tmp_path: Path,
) -> None:
    address = f"unix:{tmp_path}/air"
    packets: list[Packet] = []
    async with (
        contextlib.AsyncExitStack() as later,
        asyncio.timeout(30.0),
        open_ble(QUICK, f"firmware_sim.air.backend:BACKEND@{address}") as batches,
    ):
        async for batch in batches:
            if not packets:
                await later.enter_async_context(pods(address, left=[]))
            packets += batch
            if len(of(packets, uuids.IMU)) > 3:
                break

    assert of(packets, uuids.LINK, "Bluetooth") == [
        LinkState(
            Link.MISSING,
            LinkReason.NO_RADIO,
            "Bluetooth is not available: there is no adapter; plug one in",
        ),
        LinkState(Link.RETURNED),
    ]


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
