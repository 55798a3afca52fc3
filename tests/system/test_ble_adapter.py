"""The adapter of a Linux computer: which one is used, and when it is switched off and on."""

import asyncio
import contextlib
import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError

from monitor.errors import SourceError
from monitor.settings.bluetooth import BluetoothSettings
from monitor.sources import ble_linux
from monitor.sources.ble import open_ble, scan
from monitor.sources.ble_adapter import Adapter
from monitor.sources.ble_backend import load_backend
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_trouble import is_forgotten
from monitor.types import Packet
from monitor.wire.link import Link, LinkReason, LinkState
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


@pytest.mark.parametrize(("stays_off", "adapter"), [(0, "hci0"), (2, "hci0"), (0, "hci1")])
async def test_an_adapter_that_refuses_to_scan_is_reset(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stays_off: int, adapter: str
) -> None:
    broken = trouble(scan_broken=True, stays_off=stays_off, adapter=adapter)
    async with linux(monkeypatch, tmp_path, broken, left=[]):
        packets = await collect(lambda packets: len(imu(packets, "toy left")) > 3)

    assert broken.said.count("Set ok") == 2
    assert notes(packets, "Bluetooth") == [
        LinkState(
            Link.MISSING,
            LinkReason.NO_RADIO,
            "Bluetooth cannot listen for sensors: [org.bluez.Error.Failed] Input/output error"
            " from the controller",
        ),
        LinkState(Link.RETURNED),
    ]


@pytest.mark.parametrize("how", [{"connect_broken": True}, {"removed": 1000}])
async def test_an_adapter_that_scans_and_cannot_connect_is_reset(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: dict[str, int]
) -> None:
    broken = trouble(**how)
    soon = msgspec.structs.replace(QUICK, connect_attempts=2, backoff_max_s=0.5)
    async with linux(monkeypatch, tmp_path, broken, left=[]):
        packets = await collect(lambda packets: len(imu(packets, "toy left")) > 3, limits=soon)

    assert broken.said.count("Set ok") == 2
    assert links(packets) == [Link.CONNECTED]


async def test_a_sensor_that_bluez_forgot_has_to_be_heard_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = "/org/bluez/hci0/dev_C0_00_00_00_00_01"
    gone = BLEDevice("C0:00:00:00:00:01", "gone", {"path": path, "props": {}})
    async with linux(monkeypatch, tmp_path, trouble(), left=[]):
        with pytest.raises(BleakError) as raised:
            await Adapter(load_backend(None), QUICK).connect(gone, lambda: None)

    assert is_forgotten(raised.value)


async def test_a_bluetooth_service_that_hangs_from_the_start_holds_up_no_reset(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with linux(monkeypatch, tmp_path, trouble(hung=True), left=[]), asyncio.timeout(30.0):
        assert await ble_linux.adapter_path("") == ""


@pytest.mark.parametrize("stays_off", [0, 1])
async def test_a_session_that_ends_during_a_reset_leaves_the_adapter_switched_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stays_off: int
) -> None:
    broken = trouble(scan_broken=True, stays_off=stays_off)
    async with (
        linux(monkeypatch, tmp_path, broken, left=[]),
        asyncio.timeout(30.0),
        open_ble(QUICK),
    ):
        while "Set ok" not in broken.said:  # noqa: ASYNC110  # BlueZ tells nobody else
            await asyncio.sleep(0.01)

    assert broken.said.count("Set ok") == 2
    assert broken.stays_off == 0


async def test_an_adapter_that_refuses_to_scan_is_left_alone_while_a_pod_is_connected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = trouble()
    async with linux(monkeypatch, tmp_path, broken, left=[]):

        def enough(packets: list[Packet]) -> bool:
            broken.scan_broken |= len(imu(packets, "toy left")) > 3
            refusals = broken.said.count("StartDiscovery org.bluez.Error.Failed")
            return refusals > QUICK.refusals + 1

        packets = await collect(enough)

    assert "Set ok" not in broken.said
    assert links(packets) == [Link.CONNECTED]
    assert [note.state for note in notes(packets, "Bluetooth")] == [Link.MISSING]


@pytest.mark.parametrize(("adapter", "heard"), [("hci0", ["toy left"]), ("hci1", [])])
async def test_the_adapter_that_is_named_is_used_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, adapter: str, heard: list[str]
) -> None:
    chosen, found = RadioLimits(bluetooth=BluetoothSettings(adapter=adapter)), []
    async with linux(monkeypatch, tmp_path, trouble(), left=[]):
        with contextlib.suppress(SourceError):
            found = await scan(chosen, duration_s=0.5)
    assert [sensor.name for sensor in found] == heard
