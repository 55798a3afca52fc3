"""Unmodified bleak finds, reads, writes and hears a GATT server on the virtual air."""

import asyncio

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError

from firmware_sim.air.gatt import GattServer, Offer, static_address
from firmware_sim.air.gatt_radio import AirRadio
from tests.firmware_sim.air.toy import (
    ANSWER,
    BEAT,
    HEART_RATE,
    LONG,
    SERVICE,
    STREAM,
    VALUE,
    take,
    toy,
)


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


async def test_an_address_that_nobody_has_is_not_found() -> None:
    async with toy() as air:
        with pytest.raises(BleakDeviceNotFoundError):
            await BleakClient(
                "C0:00:00:00:00:01", backend=air.backend.client, timeout=0.2
            ).connect()
