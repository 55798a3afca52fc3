"""The air's temperature from a real mosquitto on loopback."""

import asyncio
from pathlib import Path

import aiomqtt
import pytest
from msgspec import structs

from monitor.sinks import Outbox
from monitor.sinks.mqtt import MqttSink
from tests.system.test_mqtt import QUICK, broker, free_port, settings


async def test_a_temperature_is_taken_from_its_topic_and_what_is_none_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port, heard = free_port(), asyncio.Queue[float]()
    chosen = structs.replace(settings(port), temperature_topic="home/garden/temperature")
    outbox: Outbox = asyncio.Queue()
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as garden, asyncio.TaskGroup() as tasks:
            # a thermometer that spoke before the run began
            await garden.publish("home/garden/temperature", "27.5", qos=1, retain=True)
            sink = MqttSink(chosen, limits=QUICK, warm=heard.put_nowait)
            tasks.create_task(sink.run(outbox))
            first = await heard.get()
            for text in ("unavailable", "300", "[" * 100_000, '{"temperature": 31}'):
                await garden.publish("home/garden/temperature", text, qos=1)
            second = await heard.get()
            outbox.put_nowait(None)

    assert (first, second) == (27.5, 31.0)
    assert caplog.text.count("is no temperature") == 1


async def test_without_a_topic_nothing_is_asked_of_the_broker(tmp_path: Path) -> None:
    port, heard = free_port(), asyncio.Queue[float]()
    outbox: Outbox = asyncio.Queue()
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as garden, asyncio.TaskGroup() as tasks:
            await garden.publish("home/garden/temperature", "27.5", qos=1, retain=True)
            sink = MqttSink(settings(port), limits=QUICK, warm=heard.put_nowait)
            tasks.create_task(sink.run(outbox))
            await garden.subscribe("footloose/status")
            async for message in garden.messages:
                if message.payload == b"online":
                    break
            outbox.put_nowait(None)

    assert heard.empty()
