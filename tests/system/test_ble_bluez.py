"""The source gets along with bleak's own Linux backend, and with BlueZ's bad days.

Above the private D-Bus everything is what runs on a Raspberry Pi; below it, bumble.
"""

import asyncio
import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from monitor.errors import SourceError
from monitor.sources.ble import keep_sensors, scan
from monitor.sources.ble_adapter import Adapter
from monitor.sources.ble_backend import load_backend
from monitor.sources.ble_feet import Feet
from monitor.sources.sensor_maps import read_sensor_maps
from monitor.types import Packet
from monitor.wire import uuids
from monitor.wire.link import Link, LinkReason
from tests.system.linux import QUICK, collect, imu, links, linux, notes, trouble

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or (shutil.which("dbus-daemon") is None and "CI" not in os.environ),
    reason="needs dbus-daemon",
)


@pytest.fixture(autouse=True)
def _collect_garbage() -> Iterator[None]:
    """dbus-fast forgets a future when its bus dies: let that be reported here, and not later."""
    yield
    gc.collect()


async def test_both_pods_are_read_through_bluez_without_a_gap(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calm = trouble()
    async with linux(monkeypatch, tmp_path, calm, left=[], right=[]):
        found = await scan(QUICK, duration_s=0.5)
        packets = await collect(
            lambda packets: (
                len(imu(packets, "toy left")) > 12 and len(imu(packets, "toy right")) > 12
            )
        )

    assert {sensor.name for sensor in found} == {"toy left", "toy right"}
    for sensor in ("toy left", "toy right"):
        numbers = imu(packets, sensor)
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert "AcquireNotify ok" in calm.said


@pytest.mark.parametrize(
    "kind",
    [
        "connect_in_progress",
        "abort_by_local",
        "resolve_race",
        "scan_in_progress",
        "already_connected",
        "removed",
    ],
)
async def test_a_transient_error_of_bluez_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    bad = trouble(**{kind: 2})
    async with linux(monkeypatch, tmp_path, bad, left=[]):
        packets = await collect(lambda packets: len(imu(packets, "toy left")) > 3)

    assert links(packets) == [Link.CONNECTED]
    assert getattr(bad, kind) == 0


async def test_a_loss_that_nobody_reports_is_found_by_its_silence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    accident = {"kind": "disconnect", "at_s": 0.5, "for_s": 0.3, "rate": 0.0}
    silent = trouble(silent_loss=True)
    async with linux(monkeypatch, tmp_path, silent, left=[accident]):
        packets = await collect(
            lambda packets: (
                Link.RETURNED in links(packets) and packets[-1].characteristic == uuids.PRESSURE
            )
        )

    assert links(packets) == [Link.CONNECTED, Link.STALLED, Link.LOST, Link.RETURNED]


async def test_a_pod_that_a_killed_session_left_connected_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = trouble(left_connected=True)
    async with linux(monkeypatch, tmp_path, kept, left=[]):
        await scan(QUICK, duration_s=0.8)
        packets = await collect(lambda packets: len(imu(packets, "toy left")) > 3)

    assert links(packets) == [Link.CONNECTED]
    assert "Connect ok" not in kept.said


@pytest.mark.parametrize("which", ["movesense", "witmotion"])
async def test_a_sensor_of_a_map_that_a_killed_session_left_connected_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, which: str
) -> None:
    maps = read_sensor_maps(Path(__file__).parents[2] / "configs" / "sensors" / f"{which}.toml")
    mine = maps[0].sensor_map.characteristic
    kept = trouble(left_connected=True)
    wanted: dict[str, Any] = {which: []}
    async with linux(monkeypatch, tmp_path, kept, **wanted):
        async with Adapter(load_backend(None), QUICK, maps).listening(lambda *_: None):
            await asyncio.sleep(0.8)  # BlueZ hears it, and connects
        packets = await collect(
            lambda packets: sum(packet.characteristic == mine for packet in packets) > 3,
            feet=Feet(maps=maps),
        )

    assert any(packet.characteristic == uuids.SENSOR_MAP for packet in packets)
    assert "Connect ok" not in kept.said


async def test_a_session_outlives_the_bluetooth_service(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with linux(monkeypatch, tmp_path, trouble(), left=[]) as service:

        def enough(packets: list[Packet]) -> bool:
            if len(imu(packets, "toy left")) == 3:
                service.kill()
            return Link.LOST in links(packets)

        packets = await collect(enough, then_s=1.0)

    assert links(packets) == [Link.CONNECTED, Link.LOST]
    assert packets[-1].characteristic == uuids.LINK


async def test_a_service_that_ends_ends_its_links_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with linux(monkeypatch, tmp_path, trouble(), left=[]) as service:

        def enough(packets: list[Packet]) -> bool:
            if len(imu(packets, "toy left")) == 3:
                service.end()
            return Link.LOST in links(packets) and bool(notes(packets, "Bluetooth"))

        packets = await collect(enough)

    assert links(packets) == [Link.CONNECTED, Link.LOST]
    (told,) = notes(packets, "Bluetooth")
    assert told.detail.startswith("Bluetooth is not available: the system's Bluetooth service")


async def test_services_that_are_remembered_wrongly_are_forgotten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stale = trouble(stale_services=uuids.IMU)
    async with linux(monkeypatch, tmp_path, stale, left=[]):
        packets = await collect(lambda packets: len(imu(packets, "toy left")) > 3)

    assert links(packets) == [Link.CONNECTED]
    assert stale.said.count("RemoveDevice ok") == 1


async def test_a_machine_that_lacks_what_its_kind_must_have_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bicycle = trouble(lacking=uuids.TREADMILL)
    async with linux(monkeypatch, tmp_path, bicycle, treadmill=[]):
        packets = await collect(lambda packets: notes(packets, "toy treadmill"))

    (told,) = notes(packets, "toy treadmill")
    assert (told.state, told.reason) == (Link.MISSING, LinkReason.REFUSED)
    assert told.detail == "treadmill: it lacks a service"
    assert bicycle.said.count("RemoveDevice ok") == 3


async def test_a_pod_that_takes_up_a_new_firmware_is_used_once_it_is_there_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stale = trouble(stale_services=uuids.IMU, updating=3)
    soon = msgspec.structs.replace(QUICK, rescan_s=0.5)
    async with linux(monkeypatch, tmp_path, stale, left=[]):
        packets = await collect(lambda packets: len(imu(packets, "toy left")) > 3, limits=soon)

    assert [note.reason for note in notes(packets, "toy left")] == [
        LinkReason.REFUSED,
        LinkReason.NONE,
    ]
    assert stale.said.count("RemoveDevice ok") == 4


@pytest.mark.parametrize("kind", ["invalid", "other"])
async def test_what_is_remembered_of_an_older_firmware_is_forgotten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    stale = trouble(moved_handles=kind)
    async with linux(monkeypatch, tmp_path, stale, left=[]):
        packets = await collect(lambda packets: len(imu(packets, "toy left")) > 3)

    assert links(packets) == [Link.CONNECTED]
    assert stale.said.count("RemoveDevice ok") == 1


async def test_a_pod_that_bluez_forgot_is_sought_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = trouble(removed=3)
    async with linux(monkeypatch, tmp_path, gone, left=[]):
        packets = await collect(lambda packets: len(imu(packets, "toy left")) > 3)

    assert links(packets) == [Link.CONNECTED]
    scans = gone.said.count("StartDiscovery ok")
    assert scans >= 4  # it is heard again before every attempt
    assert gone.said.count("Connect org.freedesktop.DBus.Error.UnknownObject") == 3


async def test_a_bus_that_breaks_in_mid_message_prints_no_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    loop = asyncio.get_running_loop()

    async with keep_sensors(QUICK, lambda _: None):
        lost = [loop.create_future(), loop.create_future()]
    for future, error in zip(lost, (BrokenPipeError(32, "Broken pipe"), EOFError()), strict=True):
        future.set_exception(error)
    del future, lost
    gc.collect()  # after the run: the last bus ends with it
    assert not caplog.records

    loop.create_future().set_exception(ValueError("a fault of ours"))
    gc.collect()
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_a_computer_without_bluez_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")

    with pytest.raises(SourceError, match="Bluetooth is not available"):
        await scan(QUICK, duration_s=0.1)
