"""The MQTT sink where it is not alone: a broker that hangs up, another hub, a demo."""

import asyncio
import gc
import json
from pathlib import Path

import aiomqtt
import pytest
from msgspec import structs

from monitor.sinks.mqtt import MqttSink
from monitor.types import Event
from tests.system.test_mqtt import ADVICE, QUICK, broker, free_port, heard, settings

HELLO_5 = bytes([0x20, 0x03, 0x00, 0x00, 0x00])
"""CONNACK of MQTT 5: welcome."""


async def test_a_broker_that_hangs_up_at_once_leaves_no_complaint_behind(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As one that is killed does: the connection ends before we know that it began."""
    port, came, outbox = free_port(), asyncio.Semaphore(0), asyncio.Queue[Event | None]()
    complaints: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context["message"]))

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        writer.write(HELLO_5)
        writer.close()
        came.release()

    async with await asyncio.start_server(hang_up, "127.0.0.1", port), asyncio.TaskGroup() as tasks:
        tasks.create_task(MqttSink(settings(port), limits=QUICK).run(outbox))
        for _ in range(8):
            await came.acquire()
        outbox.put_nowait(None)
    gc.collect()

    assert complaints == []
    assert "never retrieved" not in caplog.text


async def test_a_broker_that_never_answers_is_hung_up_on_before_the_next_attempt() -> None:
    """Else each attempt would leave a connection open, for as long as the run lasts."""
    port, gone, outbox = free_port(), asyncio.Semaphore(0), asyncio.Queue[Event | None]()
    came = []

    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(writer)
        await reader.read()
        writer.close()
        gone.release()

    limits = structs.replace(QUICK, connect_s=0.2)
    async with asyncio.timeout(20), await asyncio.start_server(keep_silent, "127.0.0.1", port):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(MqttSink(settings(port), limits=limits).run(outbox))
            for _ in range(3):
                await gone.acquire()
            outbox.put_nowait(None)
        for _ in came[3:]:
            await gone.acquire()


async def test_who_leaves_a_broker_that_two_share_leaves_the_other_one_there(
    tmp_path: Path,
) -> None:
    port = free_port()
    hub, other = asyncio.Queue[Event | None](), asyncio.Queue[Event | None]()
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as home, asyncio.TaskGroup() as tasks:
            await home.subscribe("footloose/status", 1)
            tasks.create_task(MqttSink(settings(port), limits=QUICK).run(hub))
            first = await heard(home, 1)
            tasks.create_task(MqttSink(settings(port), limits=QUICK).run(other))
            second = await heard(home, 1)
            other.put_nowait(None)
            after = await heard(home, 2)
            hub.put_nowait(None)
            last = await heard(home, 1)

    said = [status for _, status in (*first, *second, *after, *last)]
    assert said == ["online", "online", "offline", "online", "offline"]


async def test_a_demo_says_so_in_every_message_and_leaves_status_and_discovery_alone(
    tmp_path: Path,
) -> None:
    port, outbox = free_port(), asyncio.Queue[Event | None]()
    sink = MqttSink(structs.replace(settings(port), discovery=True), limits=QUICK)
    sink.replay = True
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as home:
            await home.subscribe([("footloose/#", 1), ("homeassistant/#", 1)])
            outbox.put_nowait(ADVICE)
            sink.tell("ack", {"id": "one"})
            outbox.put_nowait(None)
            await sink.run(outbox)
            await home.publish("footloose/end", "{}", 1)
            messages = await heard(home, 3)

    assert {topic for topic, _ in messages} == {f"footloose/{n}" for n in ("ack", "advice", "end")}
    assert [json.loads(text).get("replay") for _, text in messages] == [True, True, None]
