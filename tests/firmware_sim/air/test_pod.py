"""A simulated pod keeps to the protocol: read, subscribe, start, and every request answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from bleak import BleakClient, BleakScanner

from firmware_sim.air.accidents import Numbers, Overflow, Sent
from firmware_sim.air.backend import AirBackend
from firmware_sim.air.gatt_radio import AirRadio
from firmware_sim.air.hub import open_hub
from firmware_sim.air.peripheral import Peripheral
from firmware_sim.air.world import World
from monitor.errors import SourceError
from monitor.sources.ble_profile import Profile
from monitor.types import Side
from monitor.wire import control, uuids
from monitor.wire.control import Answer, Opcode, Result, Stream
from tests.system.toy_pods import ToyPod

SILENCE_S = 0.3
"""Silence has no event to wait for; on a slow machine this misses a fault, and invents none."""


@asynccontextmanager
async def connected_pod() -> AsyncIterator[BleakClient]:
    async with open_hub() as hub, asyncio.TaskGroup() as tasks:
        pod = Peripheral(AirRadio(hub), ToyPod(Side.LEFT, "pod"), World())
        living = tasks.create_task(pod.run())
        backend = AirBackend(hub.address)
        device = await BleakScanner.find_device_by_name("pod", 60.0, backend=backend.scanner)
        async with BleakClient(device, backend=backend.client) as client:
            yield client
        living.cancel()


async def answers_to(client: BleakClient, *requests: bytes) -> list[Answer]:
    heard = asyncio.Queue[bytes]()
    await client.start_notify(uuids.CONTROL, lambda _, said: heard.put_nowait(bytes(said)))
    answers: list[Any] = []
    for request in requests:
        await client.write_gatt_char(uuids.CONTROL, request, response=True)
        answers.append(control.decode(await heard.get()))
    return answers


async def test_every_request_is_answered_also_when_it_is_refused() -> None:
    async with connected_pod() as client:
        answers = await answers_to(
            client,
            control.encode(control.Start()),
            control.encode(control.Identify(3)),
            control.encode(control.Zero()),
            control.encode(control.SetRate(Stream.IMU, 400.0)),
            bytes([99]),
            bytes([Opcode.IDENTIFY, 0]),
            bytes([Opcode.START, 1]),
            bytes([0x81, 0]),
            control.encode(control.Stop()),
        )

    assert answers == [
        Answer(Opcode.START, Result.OK),
        Answer(Opcode.IDENTIFY, Result.OK),
        Answer(Opcode.ZERO, Result.OK),
        Answer(Opcode.SET_RATE, Result.NOT_SUPPORTED),
        Answer(99, Result.UNKNOWN_OPCODE),
        Answer(Opcode.IDENTIFY, Result.BAD_ARGUMENT),
        Answer(Opcode.START, Result.BAD_ARGUMENT),
        Answer(Opcode.START, Result.UNKNOWN_OPCODE),
        Answer(Opcode.STOP, Result.OK),
    ]


async def test_a_pod_is_silent_until_it_is_started_and_after_it_is_stopped() -> None:
    async with connected_pod() as client:
        heard = asyncio.Queue[bytes]()
        await client.start_notify(uuids.IMU, lambda _, said: heard.put_nowait(bytes(said)))

        await asyncio.sleep(SILENCE_S)
        before = heard.qsize()
        await answers_to(client, control.encode(control.Start()))
        for _ in range(4):
            await heard.get()
        await client.stop_notify(uuids.CONTROL)
        await answers_to(client, control.encode(control.Stop()))
        while_started = heard.qsize()
        await asyncio.sleep(SILENCE_S)

        assert before == 0
        assert heard.qsize() == while_started


async def test_a_refusal_is_an_error_that_names_the_request_and_the_result() -> None:
    async with connected_pod() as client:
        profile = Profile(client, lambda _uuid, _payload: None, request_s=2.0)
        await profile.start()

        with pytest.raises(SourceError, match=r"setrate refused: not supported"):
            await profile.ask(control.SetRate(Stream.IMU, 400.0))


def test_numbers_start_anew_at_a_reboot_and_keep_the_distance_of_the_streams() -> None:
    def sent(uuid: str, tick: int, sequence: int) -> Sent:
        return Sent(
            0.0, uuid, tick.to_bytes(4, "little") + sequence.to_bytes(2, "little") + b"rest"
        )

    numbers = Numbers()
    before = numbers.since_boot(sent(uuids.IMU, 5000, 7))
    numbers.reboot()
    imu = numbers.since_boot(sent(uuids.IMU, 100_000, 65_535))
    insole = numbers.since_boot(sent(uuids.PRESSURE, 100_100, 12))
    wrapped = numbers.since_boot(sent(uuids.IMU, 101_000, 0))
    other = numbers.since_boot(Sent(0.0, uuids.BATTERY, b"\x50"))

    assert [before, imu, insole, wrapped] == [
        sent(uuids.IMU, 5000, 7).payload,
        sent(uuids.IMU, 32_768, 0).payload,
        sent(uuids.PRESSURE, 32_868, 0).payload,
        sent(uuids.IMU, 33_768, 1).payload,
    ]
    assert other == b"\x50"


def test_an_overflow_loses_about_the_share_that_it_should_and_always_the_same() -> None:
    first, again = Overflow(3), Overflow(3)
    first.rate = again.rate = 0.25

    lost = [first.loses() for _ in range(4000)]

    assert 900 < sum(lost) < 1100
    assert [again.loses() for _ in range(4000)] == lost
