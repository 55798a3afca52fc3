"""The MQTT sink and brokers of every kind: old ones, encrypted ones, frozen ones, dying ones.

``FOOTLOOSE_BROKER_KILLS`` and ``FOOTLOOSE_BROKER_FROZEN_S`` make the long ones long (make soak).
"""

import asyncio
import getpass
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import aiomqtt
import pytest
from msgspec import structs

from monitor.settings.mqtt import MqttSettings
from monitor.sinks import Outbox
from monitor.sinks.mqtt import MqttSink
from monitor.types import Advice, Event, Side
from tests.system.test_mqtt import (
    ADVICE,
    MOSQUITTO,
    QUICK,
    absent_listener,
    broker,
    free_port,
    heard,
    settings,
    subscribe,
    wait_until_open,
)

KILLS = int(os.environ.get("FOOTLOOSE_BROKER_KILLS", "3"))
FROZEN_S = float(os.environ.get("FOOTLOOSE_BROKER_FROZEN_S", "3"))
UNACCEPTABLE = bytes([0x20, 0x02, 0x00, 0x01])
"""CONNACK of MQTT 3.1.1: this version of the protocol is not supported."""
LEVEL_5 = b"\x00\x04MQTT\x05"


@contextmanager
def mosquitto(folder: Path, port: int, *lines: str) -> Iterator["subprocess.Popen[bytes]"]:
    assert MOSQUITTO, "scripts/system-packages installs mosquitto"
    config = folder / "broker.conf"
    config.write_text("\n".join([*lines, f"user {getpass.getuser()}", ""]))
    process = subprocess.Popen([MOSQUITTO, "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        wait_until_open(port, process)
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(5)


@asynccontextmanager
async def old_broker(port: int, behind: int, *, says_so: bool) -> AsyncIterator[None]:
    """A broker of MQTT 3.1.1 alone: it refuses version 5, or hangs up on it."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.read(4096)
        if LEVEL_5 in first:
            if says_so:
                writer.write(UNACCEPTABLE)
                await writer.drain()
            writer.close()
            return
        back, forth = await asyncio.open_connection("127.0.0.1", behind)
        forth.write(first)
        await asyncio.gather(pump(reader, forth), pump(back, writer))

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(4096):
                writer.write(data)
        writer.close()

    async with await asyncio.start_server(carry, "127.0.0.1", port):
        yield


@pytest.mark.parametrize("says_so", [True, False])
async def test_a_broker_that_knows_no_version_5_gets_version_3(
    tmp_path: Path, says_so: bool
) -> None:
    behind, port = free_port(), free_port()
    outbox: Outbox = asyncio.Queue()
    chosen = settings(port)
    with broker(behind, tmp_path):
        await subscribe(behind)
        async with old_broker(port, behind, says_so=says_so), asyncio.TaskGroup() as tasks:
            tasks.create_task(MqttSink(chosen, limits=QUICK).run(outbox))
            outbox.put_nowait(ADVICE)
            async with absent_listener(behind) as listener:
                messages = await heard(listener, 1)
            outbox.put_nowait(None)

    assert json.loads(messages[0][1])["number"] == 1


def certificates(folder: Path) -> None:
    """Make an authority, a broker's certificate and ours, with the tool that people use."""
    host = folder / "host.ext"
    host.write_text("subjectAltName=IP:127.0.0.1\n")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    def openssl(*arguments: str | Path) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=ours")
    for name, more in (("host", ["-extfile", str(host)]), ("footloose", []), ("stranger", [])):
        openssl(
            "req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}"
        )
        signed = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", *more]
        openssl("x509", "-req", "-in", f"{name}.csr", *signed, "-out", f"{name}.crt")


def tls(folder: Path, port: int, name: str, ca: str = "ca") -> MqttSettings:
    return structs.replace(
        settings(port),
        tls=True,
        ca_file=str(folder / f"{ca}.crt"),
        certificate_file=str(folder / f"{name}.crt"),
        key_file=str(folder / f"{name}.key"),
    )


async def test_tls_with_an_own_authority_a_client_certificate_and_an_access_list(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    certificates(tmp_path)
    port, inside = free_port(), free_port()
    rules = tmp_path / "rules"
    rules.write_text("user footloose\ntopic write footloose/#\ntopic read footloose/cmd\n")
    rules.chmod(0o600)
    lines = (
        "per_listener_settings true",
        *(f"listener {port} 127.0.0.1", f"cafile {tmp_path}/ca.crt"),
        *(f"certfile {tmp_path}/host.crt", f"keyfile {tmp_path}/host.key"),
        *("require_certificate true", "use_identity_as_username true", f"acl_file {rules}"),
        *(f"listener {inside} 127.0.0.1", "allow_anonymous true"),
    )
    outboxes: list[Outbox] = [asyncio.Queue() for _ in range(2)]
    with mosquitto(tmp_path, port, *lines) as broker:
        wait_until_open(inside, broker)
        async with absent_listener(inside) as listener, asyncio.TaskGroup() as tasks:
            await listener.subscribe("footloose/advice", qos=1)
            for outbox, name, number in zip(
                outboxes, ("stranger", "footloose"), (7, 8), strict=True
            ):
                outbox.put_nowait(replace(ADVICE, number=number))
                outbox.put_nowait(None)
                # the access list lets the stranger in, and nothing through
                await tasks.create_task(
                    MqttSink(tls(tmp_path, port, name), limits=QUICK).run(outbox)
                )
            messages = await heard(listener, 1)
        foreign: Outbox = asyncio.Queue()
        foreign.put_nowait(ADVICE)
        foreign.put_nowait(None)
        await MqttSink(tls(tmp_path, port, "footloose", ca="footloose"), limits=QUICK).run(foreign)

    assert json.loads(messages[0][1])["number"] == 8
    assert "certificate is not trusted: self-signed" in caplog.text
    assert "1 not delivered" in caplog.text


async def numbers(port: int, found: list[int], enough: asyncio.Event, last: int) -> None:
    """Listen for good, over every death of the broker."""
    while not enough.is_set():
        with suppress(aiomqtt.MqttError):
            async with absent_listener(port) as listener:
                await listener.subscribe("footloose/advice", qos=1)
                async for message in listener.messages:
                    assert isinstance(message.payload, bytes)
                    found.append(json.loads(message.payload)["number"])
                    if found[-1] == last:
                        enough.set()
                        return


def advice(number: int) -> Advice:
    return replace(ADVICE, number=number, expires_s=ADVICE.t_s + 3600.0)


async def delivered_over(folder: Path, kills: int) -> list[int]:
    """Give the numbers of the sentences that came from a broker that is killed again and again.

    Two are said for each death: one that arrives before it, and one that has to wait.
    """
    port, outbox = free_port(), asyncio.Queue[Event | None]()
    kept = ("persistence true", f"persistence_location {folder}/", "autosave_on_changes true")
    lines = (f"listener {port} 127.0.0.1", "allow_anonymous true", *kept, "autosave_interval 1")
    found: list[int] = []
    enough = asyncio.Event()
    with mosquitto(folder, port, *lines):
        await subscribe(port)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(MqttSink(settings(port), limits=QUICK).run(outbox))
        listening = tasks.create_task(numbers(port, found, enough, 2 * kills))
        for kill in range(kills):
            outbox.put_nowait(advice(2 * kill + 1))
            with mosquitto(folder, port, *lines) as process:
                async with asyncio.timeout(60):
                    while 2 * kill + 1 not in found:  # noqa: ASYNC110 - another process tells
                        await asyncio.sleep(0.02)
                process.kill()
            outbox.put_nowait(advice(2 * kill + 2))
        with mosquitto(folder, port, *lines):
            async with asyncio.timeout(60):
                await enough.wait()
            outbox.put_nowait(None)
            await listening
    return found


async def test_a_broker_that_is_killed_again_and_again_gets_every_sentence_in_order(
    tmp_path: Path,
) -> None:
    found = await delivered_over(tmp_path, KILLS)

    # at least once: what was on its way at a death may come twice, and says so by its number
    assert list(dict.fromkeys(found)) == list(range(1, 2 * KILLS + 1))


async def test_a_frozen_broker_gets_what_is_still_worth_something_when_it_thaws(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port, outbox = free_port(), asyncio.Queue[Event | None]()
    chosen = settings(port)
    found: list[int] = []
    enough = asyncio.Event()
    with mosquitto(tmp_path, port, f"listener {port} 127.0.0.1", "allow_anonymous true") as process:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(numbers(port, found, enough, 9))
            tasks.create_task(MqttSink(chosen, limits=QUICK).run(outbox))
            while 1 not in found:  # the listener may come a moment later than the first
                outbox.put_nowait(advice(1))
                await asyncio.sleep(0.2)
            process.send_signal(signal.SIGSTOP)
            outbox.put_nowait(replace(ADVICE, number=2, expires_s=ADVICE.t_s + FROZEN_S / 2.0))
            outbox.put_nowait(advice(3))
            await asyncio.sleep(FROZEN_S)
            process.send_signal(signal.SIGCONT)
            outbox.put_nowait(advice(9))
            async with asyncio.timeout(60):
                await enough.wait()
            outbox.put_nowait(None)

    late = [number for number in dict.fromkeys(found) if number != 2]
    assert late == [1, 3, 9]
    # number 2 was in the socket when the broker froze, or it was dropped and counted
    assert 2 in found or "1 sentences expired" in caplog.text


async def test_the_pods_batteries_are_told_to_a_smart_home(tmp_path: Path) -> None:
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    pods = [{"side": Side.LEFT, "battery": 80, "per_s": 21}]
    chosen = structs.replace(settings(port), discovery=True)
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as home, asyncio.TaskGroup() as tasks:
            await home.subscribe([("footloose/sensors", 1), ("homeassistant/#", 1)])
            tasks.create_task(MqttSink(chosen, None, lambda: pods, limits=QUICK).run(outbox))
            messages = dict(await heard(home, 2))
            outbox.put_nowait(None)

    told = json.loads(messages["footloose/sensors"])
    entity = json.loads(messages["homeassistant/device/footloose/config"])["components"]
    assert told["left_battery"] == 80
    assert told["right_battery"] is None
    assert entity["left_battery"]["device_class"] == "battery"
    assert entity["left_battery"]["entity_category"] == "diagnostic"
    assert entity["right_packets"]["value_template"] == "{{ value_json.right_packets }}"
