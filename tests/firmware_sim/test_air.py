"""Does unmodified bleak find, read, write and hear a GATT server on the virtual air?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from firmware_sim.air import AirBackend
from firmware_sim.air_hub import Hub, open_hub
from firmware_sim.gatt import GattServer, Offer, Refusal, static_address
from firmware_sim.gatt_radio import AirRadio, HciRadio
from monitor.errors import SourceError

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

    async def client(self, **options) -> BleakClient:
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


async def test_a_scan_tells_name_and_services_of_every_pod() -> None:
    async with toy() as air:
        strap = GattServer(
            AirRadio(air.hub), "Strap", {HEART_RATE: [Offer(uuid=BEAT, notify=True)]}
        )
        await strap.open()
        await strap.advertise()

        found = await BleakScanner.discover(0.4, return_adv=True, backend=air.backend.scanner)

        assert {
            address: (device.name, data.local_name, data.service_uuids)
            for address, (device, data) in found.items()
        } == {
            static_address("Toy"): ("Toy", "Toy", [SERVICE]),
            static_address("Strap"): ("Strap", "Strap", [HEART_RATE]),
        }


async def test_a_scan_for_a_service_hears_nothing_else() -> None:
    async with toy() as air:
        found = await BleakScanner.discover(
            0.3, service_uuids=[HEART_RATE], backend=air.backend.scanner
        )

        assert found == []


async def test_a_client_discovers_services_and_agrees_on_a_large_mtu() -> None:
    async with toy() as air, await air.client() as client:
        service = client.services.get_service(SERVICE)

        assert client.mtu_size == 517
        assert {c.uuid: sorted(c.properties) for c in service.characteristics} == {
            VALUE: ["read", "write", "write-without-response"],
            STREAM: ["notify"],
            ANSWER: ["indicate"],
        }
        assert [len(c.descriptors) for c in service.characteristics] == [0, 1, 1]


async def test_a_value_longer_than_a_packet_is_read_and_written_whole() -> None:
    async with toy() as air, await air.client() as client:
        value = await client.read_gatt_char(VALUE)
        await client.write_gatt_char(VALUE, LONG, response=True)
        await client.write_gatt_char(VALUE, b"quick", response=False)
        await client.read_gatt_char(VALUE)

        assert value == LONG
        assert air.written == [LONG, b"quick"]


async def test_a_refused_write_carries_the_code_of_the_refusal() -> None:
    async with toy() as air, await air.client() as client:
        with pytest.raises(BleakGATTProtocolError) as caught:
            await client.write_gatt_char(VALUE, b"no", response=True)

        assert caught.value.code == 0x81


async def test_notifications_arrive_in_order_and_stop_when_told() -> None:
    async with toy() as air, await air.client() as client:
        heard = asyncio.Queue[bytes]()
        await client.start_notify(STREAM, lambda _, data: heard.put_nowait(bytes(data)))

        for number in range(300):
            await air.server.notify(STREAM, number.to_bytes(2, "little") * 120)
        received = await take(heard, 300)
        await client.stop_notify(STREAM)
        await air.server.notify(STREAM, b"unheard")
        await client.read_gatt_char(VALUE)

        assert received == [number.to_bytes(2, "little") * 120 for number in range(300)]
        assert heard.empty()


async def test_an_indication_is_confirmed() -> None:
    async with toy() as air, await air.client() as client:
        heard = asyncio.Queue[bytes]()
        await client.start_notify(ANSWER, lambda _, data: heard.put_nowait(bytes(data)))

        async with asyncio.timeout(2.0):
            await air.server.indicate(ANSWER, b"done")

        assert heard.get_nowait() == b"done"


async def test_a_lost_link_is_reported_and_the_pod_can_be_connected_again() -> None:
    async with toy() as air:
        lost = asyncio.Event()
        client = await air.client(disconnected_callback=lambda _: lost.set())
        await client.connect()

        await air.server.drop()
        async with asyncio.timeout(2.0):
            await lost.wait()
        was_connected = client.is_connected
        await air.server.advertise()
        async with await air.client() as again:
            value = await again.read_gatt_char(VALUE)

        assert not was_connected
        assert value == LONG


async def test_a_link_lost_during_a_read_is_an_error_and_not_a_cancellation() -> None:
    async with toy(interval_s=0.02) as air, await air.client() as client:
        reading = asyncio.ensure_future(client.read_gatt_char(VALUE))
        await asyncio.sleep(0.01)

        await air.server.drop()

        with pytest.raises(BleakError):
            await reading


async def test_a_pod_that_is_away_times_out_and_the_adapter_stays_usable() -> None:
    async with toy() as air:
        device = await air.find()
        await air.server.hide()

        with pytest.raises(TimeoutError):
            await BleakClient(device, backend=air.backend.client, timeout=0.3).connect()
        await air.server.advertise()
        async with BleakClient(device, backend=air.backend.client) as client:
            connected = client.is_connected

        assert connected


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


async def test_connection_events_delay_packets_but_lose_none() -> None:
    async with toy(interval_s=0.03) as air, await air.client() as client:
        heard = asyncio.Queue[bytes]()
        await client.start_notify(STREAM, lambda _, data: heard.put_nowait(bytes(data)))

        for number in range(20):
            await air.server.notify(STREAM, bytes([number]))
        at_once = heard.qsize()
        received = await take(heard, 20)

        assert at_once == 0
        assert received == [bytes([number]) for number in range(20)]


async def test_the_hub_can_listen_on_a_unix_socket(tmp_path) -> None:
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


async def test_an_adapter_of_the_air_can_be_lent(tmp_path) -> None:
    async with toy() as air:
        await air.hub.lend(f"unix-server:{tmp_path}/hci")
        backend = AirBackend(f"unix:{tmp_path}/hci")
        scanner, client = backend.scanner, backend.client

        async with BleakScanner(backend=scanner):  # bumble's server takes one host, once
            device = await BleakScanner.find_device_by_name("Toy", 2.0, backend=scanner)
            async with BleakClient(device, backend=client) as connected:
                value = await connected.read_gatt_char(VALUE)

    assert value == LONG


async def test_an_adapter_that_does_not_answer_is_an_error(tmp_path) -> None:
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


async def test_an_address_that_nobody_has_is_not_found() -> None:
    async with toy() as air:
        with pytest.raises(BleakDeviceNotFoundError):
            await BleakClient(
                "C0:00:00:00:00:01", backend=air.backend.client, timeout=0.2
            ).connect()
