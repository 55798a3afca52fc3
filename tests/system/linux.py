"""A live session on a Linux computer whose BlueZ is ours: what its tests share."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from firmware_sim.air.backend import AirBackend
from firmware_sim.air.serve import serve
from monitor.sources.ble import open_ble
from monitor.sources.ble_feet import Feet
from monitor.sources.ble_limits import RadioLimits
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.link import Link, LinkState
from tests.system.toy_pods import RADIOS, sensors

if TYPE_CHECKING:
    from tests.system.trouble import Trouble

QUICK = RadioLimits(
    scan_s=2.0, scan_pause_s=0.05, stall_s=0.6, reset_s=0.5, connect_s=3.0, refusals=2
)


@asynccontextmanager
async def linux(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    trouble: "Trouble",
    **accidents: list[dict[str, Any]],
) -> AsyncIterator[Any]:
    """A Linux computer with BlueZ, and toy sensors around it; gives the service."""
    from tests.system.bus import bluez

    ready = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve(sensors(accidents), ready.set_result, RADIOS))
        async with bluez(AirBackend(await ready), trouble, folder) as service:
            monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", service.address)
            yield service
        serving.cancel()


def trouble(**kinds: Any) -> "Trouble":
    from tests.system.trouble import Trouble

    return Trouble(**kinds)


async def collect(
    enough: Callable[[list[Packet]], object],
    then_s: float = 0.0,
    feet: Feet | None = None,
    limits: RadioLimits = QUICK,
) -> list[Packet]:
    """Packets until ``enough(packets)``, and of a while after."""
    packets: list[Packet] = []
    async with asyncio.timeout(30.0), open_ble(limits, feet=feet) as batches:
        async for batch in batches:
            packets += batch
            if enough(packets):
                return packets + await _more(batches, then_s)
    raise AssertionError("a live source never ends by itself")


async def _more(batches: AsyncIterator[list[Packet]], duration_s: float) -> list[Packet]:
    packets: list[Packet] = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(duration_s):
            async for batch in batches:
                packets += batch
    return packets


def notes(packets: list[Packet], sensor: str) -> list[LinkState]:
    decode = CHARACTERISTICS[uuids.LINK].decode
    mine = [p for p in packets if p.characteristic == uuids.LINK and p.sensor == sensor]
    return [decode(packet.payload) for packet in mine]


def links(packets: list[Packet], sensor: str = "toy left") -> list[Link]:
    return [note.state for note in notes(packets, sensor)]


def imu(packets: list[Packet], sensor: str) -> list[int]:
    decode = CHARACTERISTICS[uuids.IMU].decode
    mine = [p for p in packets if p.characteristic == uuids.IMU and p.sensor == sensor]
    return [decode(packet.payload).sequence for packet in mine]
