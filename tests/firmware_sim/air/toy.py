"""A GATT server on the virtual air: what the tests of the air share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice

from firmware_sim.air.backend import AirBackend
from firmware_sim.air.gatt import GattServer, Offer, Refusal
from firmware_sim.air.gatt_radio import AirRadio
from firmware_sim.air.hub import Hub, open_hub

SERVICE = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
VALUE = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
STREAM = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"
ANSWER = "6e400004-b5a3-f393-e0a9-e50e24dcca9e"
HEART_RATE = "0000180d-0000-1000-8000-00805f9b34fb"
BEAT = "00002a37-0000-1000-8000-00805f9b34fb"
LONG = bytes(range(250)) * 2


@dataclass
class Toy:
    hub: Hub
    server: GattServer
    backend: AirBackend
    written: list[bytes] = field(default_factory=list)

    async def find(self) -> BLEDevice:
        device = await BleakScanner.find_device_by_name(
            self.server.name, 2.0, backend=self.backend.scanner
        )
        assert device is not None
        return device

    async def client(self, **options: Any) -> BleakClient:
        return BleakClient(await self.find(), backend=self.backend.client, **options)


@asynccontextmanager
async def toy(address: str = "tcp:127.0.0.1:0", interval_s: float = 0.0) -> AsyncIterator[Toy]:
    written: list[bytes] = []

    def write(value: bytes) -> None:
        if value == b"no":
            raise Refusal(0x81)
        written.append(value)

    async with open_hub(address, interval_s) as hub:
        offers = [
            Offer(uuid=VALUE, read=lambda: LONG, write=write),
            Offer(uuid=STREAM, notify=True),
            Offer(uuid=ANSWER, indicate=True),
        ]
        server = GattServer(AirRadio(hub), "Toy", {SERVICE: offers})
        await server.open()
        await server.advertise()
        yield Toy(hub, server, AirBackend(hub.address), written)
        await server.close()


async def take(heard: asyncio.Queue[bytes], count: int) -> list[bytes]:
    async with asyncio.timeout(2.0):
        return [await heard.get() for _ in range(count)]
