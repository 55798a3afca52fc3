"""The kinds of adapters: on a socket, real, lent, silent, or none."""

import asyncio
from pathlib import Path

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakError

from firmware_sim.air.backend import AirBackend
from firmware_sim.air.gatt import GattServer, Offer
from firmware_sim.air.gatt_radio import HciRadio
from firmware_sim.air.hub import open_hub
from monitor.errors import SourceError
from tests.firmware_sim.air.toy import (
    BEAT,
    HEART_RATE,
    LONG,
    VALUE,
    take,
    toy,
)


async def test_both_ends_notice_when_the_adapter_is_taken_away() -> None:
    async with toy() as air:
        gone, lost = asyncio.Event(), asyncio.Event()
        air.server.on_disconnected = gone.set
        client = await air.client(disconnected_callback=lambda _: lost.set())
        await client.connect()

        await air.hub.close()

        async with asyncio.timeout(2.0):
            await gone.wait()
            await lost.wait()
        assert not client.is_connected


async def test_the_hub_can_listen_on_a_unix_socket(tmp_path: Path) -> None:
    async with toy(f"unix:{tmp_path}/air") as air, await air.client() as client:
        assert await client.read_gatt_char(VALUE) == LONG
    assert not (tmp_path / "air").exists()


async def test_a_sensor_can_have_a_real_adapter() -> None:
    async with open_hub() as hub:
        radio = HciRadio(hub.address.replace("tcp:", "tcp-client:"))
        server = GattServer(radio, "Real", {HEART_RATE: [Offer(uuid=BEAT, notify=True)]})
        gone = asyncio.Event()
        server.on_disconnected = gone.set
        await server.open()
        await server.advertise()
        backend = AirBackend(hub.address)
        device = await BleakScanner.find_device_by_name("Real", 2.0, backend=backend.scanner)

        async with BleakClient(device, backend=backend.client) as client:
            heard = asyncio.Queue[bytes]()
            await client.start_notify(BEAT, lambda _, data: heard.put_nowait(bytes(data)))
            await server.notify(BEAT, b"\x00\x40")
            received = await take(heard, 1)
            await server.drop()
            async with asyncio.timeout(2.0):
                await gone.wait()
        await server.close()

    assert received == [b"\x00\x40"]


async def test_a_radio_that_cannot_be_opened_is_named() -> None:
    with pytest.raises(SourceError, match=r"tcp-client:127\.0\.0\.1:9"):
        await HciRadio("tcp-client:127.0.0.1:9").open()
    async with open_hub() as hub:
        with pytest.raises(SourceError, match="teapot"):
            await hub.lend("teapot")
    with pytest.raises(SourceError, match="expected"):
        async with open_hub("teapot"):
            pass


async def test_an_adapter_of_the_air_can_be_lent(tmp_path: Path) -> None:
    async with toy() as air:
        await air.hub.lend(f"unix-server:{tmp_path}/hci")
        backend = AirBackend(f"unix:{tmp_path}/hci")
        scanner, client = backend.scanner, backend.client

        async with BleakScanner(backend=scanner):  # bumble's server takes one host, once
            device = await BleakScanner.find_device_by_name("Toy", 2.0, backend=scanner)
            async with BleakClient(device, backend=client) as connected:
                value = await connected.read_gatt_char(VALUE)

    assert value == LONG


async def test_an_adapter_that_does_not_answer_is_an_error(tmp_path: Path) -> None:
    closed = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        closed.set()

    async with await asyncio.start_unix_server(silent, f"{tmp_path}/hci"):
        backend = AirBackend(f"unix:{tmp_path}/hci")
        with pytest.raises(BleakError, match="does not answer"):
            await BleakScanner.discover(0.1, backend=backend.scanner)
        async with asyncio.timeout(2.0):
            await closed.wait()


async def test_without_a_hub_there_is_no_bluetooth() -> None:
    backend = AirBackend("tcp:127.0.0.1:9")

    with pytest.raises(BleakBluetoothNotAvailableError):
        await BleakScanner.discover(0.1, backend=backend.scanner)
