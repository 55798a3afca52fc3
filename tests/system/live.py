"""A live session against toy sensors: what several system tests share."""

import asyncio
import dataclasses
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from firmware_sim.air.serve import Radios, serve
from monitor.sources.ble import open_ble
from monitor.sources.ble_limits import RadioLimits
from monitor.types import Packet, Side
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.link import Link
from tests.system.toy_pods import RADIOS, sensors

PODS = Path(__file__).with_name("toy_pods.py")
QUICK = RadioLimits(scan_s=2.0, scan_pause_s=0.05, stall_s=20.0, slow_stall_s=20.0, reset_s=20.0)
"""Limits of tests that are not about silence: a busy machine may be silent for seconds."""
SOON_STALLED = RadioLimits(scan_s=2.0, scan_pause_s=0.05, stall_s=0.5, reset_s=0.5)
"""Limits of those that are."""


@asynccontextmanager
async def pods(
    address: str = RADIOS.address,
    interval_s: float = RADIOS.interval_s,
    **accidents: list[dict[str, Any]],
) -> AsyncIterator[str]:
    """Toy sensors in this process; gives the radio's name."""
    radios = dataclasses.replace(RADIOS, address=address, interval_s=interval_s)
    async with on_the_air(sensors(accidents), radios) as radio:
        yield radio


@asynccontextmanager
async def on_the_air(
    contents: Sequence[tuple[Any, Collection[Any]]], radios: Radios = RADIOS
) -> AsyncIterator[str]:
    """Sensors with their accidents in this process; gives the radio's name."""
    ready = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve(contents, ready.set_result, radios))
        yield f"firmware_sim.air.backend:BACKEND@{await ready}"
        serving.cancel()


@asynccontextmanager
async def pods_elsewhere(**accidents: list[dict[str, Any]]) -> AsyncIterator[str]:
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
        yield f"firmware_sim.air.backend:BACKEND@{address}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.stdin.close()
        assert await process.wait() == 0


def accident(kind: str, at_s: float, for_s: float, rate: float = 0.0) -> dict[str, Any]:
    return {"kind": kind, "at_s": at_s, "for_s": for_s, "rate": rate}


async def collect(
    radio: str,
    enough: Callable[[list[Packet]], object],
    limits: RadioLimits = QUICK,
    **options: Any,
) -> list[Packet]:
    """Packets until ``enough(packets)``."""
    packets: list[Packet] = []
    async with asyncio.timeout(30.0), open_ble(limits, radio, **options) as batches:
        async for batch in batches:
            packets += batch
            if enough(packets):
                return packets
    raise AssertionError("a live source never ends by itself")


def of(packets: list[Packet], characteristic: str, sensor: str | None = None) -> list[Any]:
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
