"""The MQTT sink against a real mosquitto on loopback."""

import asyncio
import getpass
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import aiomqtt
import pytest

from monitor.settings.mqtt import MqttSettings
from monitor.sinks import Outbox
from monitor.sinks.limits import BrokerLimits
from monitor.sinks.mqtt import MqttSink
from monitor.types import Action, Advice, Feeling, FindingKind, Side, Symptom
from tests.system.programs import NAP_S

MOSQUITTO = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
ADVICE = Advice(
    number=1,
    t_s=60.0,
    expires_s=120.0,
    action=Action.LOOSEN_LACES,
    cause=FindingKind.LACING,
    side=Side.LEFT,
    text="Left laces are too tight. Loosen them a little at your next stop.",
    reason="instep pressure",
)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def broker(port: int, folder: Path) -> Iterator[None]:
    assert MOSQUITTO, "scripts/system-packages installs mosquitto"
    config = folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\n"
        # what is subscribed to outlives the broker
        f"persistence true\npersistence_location {folder}/\nuser {getpass.getuser()}\n"
    )
    process = subprocess.Popen([MOSQUITTO, "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        wait_until_open(port, process)
        yield
    finally:
        process.terminate()
        process.wait(5)


def wait_until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(500):
        assert process.poll() is None, "mosquitto ended at once"
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 0.2)):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    raise AssertionError("mosquitto does not listen")


QUICK = BrokerLimits(connect_s=1.0, retry_s=0.1, retry_max_s=0.2, farewell_s=1.0)


def settings(port: int) -> MqttSettings:
    return MqttSettings(host="127.0.0.1", port=port)


async def said(caplog: pytest.LogCaptureFixture, words: str) -> None:
    """Wait until a sink has logged something."""
    while words not in caplog.text:  # noqa: ASYNC110  # a log has no event
        await asyncio.sleep(NAP_S)


async def heard(client: aiomqtt.Client, count: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    async for message in client.messages:
        assert isinstance(message.payload, bytes)
        found.append((str(message.topic), message.payload.decode()))
        if len(found) == count:
            return found
    raise AssertionError("the broker went away")


def absent_listener(port: int) -> aiomqtt.Client:
    """Return a client for which the broker keeps what comes while it is not there."""
    return aiomqtt.Client("127.0.0.1", port, identifier="listener", clean_session=False)


async def subscribe(port: int) -> None:
    """Ask for advice, so that none can be sent before anybody listens."""
    async with absent_listener(port) as listener:
        await listener.subscribe("footloose/advice", qos=1)


async def first_advice(port: int) -> int:
    """Number of the first advice since ``subscribe``."""
    async with absent_listener(port) as listener:
        messages = await heard(listener, 1)
    number: int = json.loads(messages[0][1])["number"]
    return number


async def test_advice_arrives_with_its_number_and_expiry_between_online_and_offline(
    tmp_path: Path,
) -> None:
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as listener, asyncio.TaskGroup() as tasks:
            await listener.subscribe("footloose/#", qos=1)
            tasks.create_task(MqttSink(settings(port), limits=QUICK).run(outbox))
            outbox.put_nowait(ADVICE)
            outbox.put_nowait(Symptom(61.0, Feeling.NUMB, Side.LEFT))
            outbox.put_nowait(None)
            messages = await heard(listener, 4)

    assert [topic for topic, _ in messages] == [
        "footloose/status",
        "footloose/advice",
        "footloose/symptom",
        "footloose/status",
    ]
    assert [messages[0][1], messages[3][1]] == ["online", "offline"]
    advice = json.loads(messages[1][1])
    assert (advice["number"], advice["expires_s"]) == (1, 120.0)
    assert advice["text"] == ADVICE.text


async def test_the_broker_says_offline_when_we_die(tmp_path: Path) -> None:
    port = free_port()
    script = (
        "import asyncio, os\n"
        "from monitor.settings.mqtt import MqttSettings\n"
        "from monitor.sinks.mqtt import MqttSink\n"
        f"sink = MqttSink(MqttSettings(host='127.0.0.1', port={port}))\n"
        "asyncio.run(sink.run(asyncio.Queue()))\n"
    )
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as listener:
            await listener.subscribe("footloose/status", qos=1)
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", script)
            online = await heard(listener, 1)
            process.kill()
            await process.wait()
            offline = await heard(listener, 1)

    assert online == [("footloose/status", "online")]
    assert offline == [("footloose/status", "offline")]


async def test_what_was_said_while_the_broker_was_away_arrives_when_it_is_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    with broker(port, tmp_path):
        await subscribe(port)
    async with asyncio.TaskGroup() as tasks:
        sink = tasks.create_task(MqttSink(settings(port), limits=QUICK).run(outbox))
        outbox.put_nowait(ADVICE)
        await said(caplog, "trying again")
        with broker(port, tmp_path):
            number = await first_advice(port)
            outbox.put_nowait(None)
            await sink

    assert number == 1


async def test_a_dead_broker_delays_the_end_no_longer_than_the_farewell(
    caplog: pytest.LogCaptureFixture,
) -> None:
    outbox: Outbox = asyncio.Queue()
    outbox.put_nowait(ADVICE)
    outbox.put_nowait(None)

    await MqttSink(settings(free_port()), limits=QUICK).run(outbox)

    assert "1 not delivered" in caplog.text


async def test_a_broker_that_goes_away_is_named_once_and_gets_the_rest_when_it_is_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    async with asyncio.TaskGroup() as tasks:
        sink = tasks.create_task(MqttSink(settings(port), limits=QUICK).run(outbox))
        with broker(port, tmp_path):
            await subscribe(port)
            async with aiomqtt.Client("127.0.0.1", port) as listener:
                await listener.subscribe("footloose/status", qos=1)
                assert await heard(listener, 1) == [("footloose/status", "online")]
        outbox.put_nowait(ADVICE)
        await said(caplog, "trying again")
        with broker(port, tmp_path):
            number = await first_advice(port)
            outbox.put_nowait(None)
            await sink

    assert number == 1
    assert len(caplog.records) == 1
