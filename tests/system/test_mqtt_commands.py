"""Presses over MQTT, expiry, and Home Assistant's discovery, against a real mosquitto."""

import asyncio
import getpass
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiomqtt
import pytest
from msgspec import structs

from monitor.errors import ConfigError
from monitor.settings.mqtt import MqttSettings
from monitor.sinks import Answered, Outbox
from monitor.sinks.mqtt import MqttSink
from monitor.sinks.mqtt_rules import discovery, may_command, worth_s
from monitor.types import Feeling, Symptom
from tests.system.test_mqtt import (
    ADVICE,
    MOSQUITTO,
    QUICK,
    broker,
    free_port,
    heard,
    settings,
    subscribe,
    wait_until_open,
)


class Hub:
    """Takes presses as the hub does, and remembers them."""

    def __init__(self) -> None:
        self.pressed: list[dict[str, object]] = []

    def command(self, text: bytes, done: Callable[[str], None]) -> None:
        press = json.loads(text)
        if "id" not in press:
            raise ValueError("no id")
        if press.get("what") == "sore":
            raise ValueError("no feeling")
        self.pressed.append(press)
        done(press["id"])


async def test_a_press_is_taken_and_answered_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    port, hub, outbox = free_port(), Hub(), asyncio.Queue[Any]()
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as home, asyncio.TaskGroup() as tasks:
            await home.subscribe([("footloose/ack", 1), ("footloose/status", 1)])
            tasks.create_task(MqttSink(settings(port), hub.command, limits=QUICK).run(outbox))
            await heard(home, 1)  # online
            # the sink may subscribe a moment after this: try until it has
            answers: list[tuple[str, str]] = []
            while not answers:
                await home.publish("footloose/cmd", '{"id": "one", "type": "end"}', qos=1)
                try:
                    async with asyncio.timeout(0.5):
                        answers = await heard(home, 1)
                except TimeoutError:
                    continue
            await home.publish("footloose/cmd", "{}", qos=1)
            await home.publish("footloose/cmd", '{"id": "mine", "what": "sore"}', qos=1)
            refused: list[dict[str, object]] = []
            while {"id": "mine", "refused": "no feeling"} not in refused:
                refused += [json.loads(text) for _, text in await heard(home, 1)]
            outbox.put_nowait(None)

    assert json.loads(answers[0][1]) == {"id": "one"}
    assert {press["id"] for press in hub.pressed} == {"one"}
    assert {"id": None, "refused": "no id"} in [*refused, json.loads(answers[0][1])]


async def test_a_retained_press_of_another_run_is_not_taken(tmp_path: Path) -> None:
    port, hub = free_port(), Hub()
    outbox: Outbox = asyncio.Queue()
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as home, asyncio.TaskGroup() as tasks:
            await home.publish("footloose/cmd", '{"id": "old", "type": "end"}', qos=1, retain=True)
            await home.subscribe("footloose/ack", qos=1)
            tasks.create_task(MqttSink(settings(port), hub.command, limits=QUICK).run(outbox))
            while not hub.pressed:
                await home.publish("footloose/cmd", '{"id": "new", "type": "end"}', qos=1)
                await asyncio.sleep(0.1)
            outbox.put_nowait(None)

    assert {press["id"] for press in hub.pressed} == {"new"}


async def test_advice_that_expired_while_the_broker_was_away_is_dropped_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    with broker(port, tmp_path):
        await subscribe(port)
    async with asyncio.TaskGroup() as tasks:
        sink = tasks.create_task(MqttSink(settings(port), limits=QUICK).run(outbox))
        outbox.put_nowait(replace(ADVICE, number=1, expires_s=ADVICE.t_s + 0.2))
        outbox.put_nowait(replace(ADVICE, number=2))
        await asyncio.sleep(0.5)  # until the first one has expired
        with broker(port, tmp_path):
            async with aiomqtt.Client(
                "127.0.0.1", port, identifier="listener", clean_session=False
            ) as listener:
                messages = await heard(listener, 1)
            outbox.put_nowait(None)
            await sink

    assert json.loads(messages[0][1])["number"] == 2
    assert "1 sentences expired" in caplog.text


def test_what_waits_is_worth_less_by_the_time_it_waited() -> None:
    assert worth_s(ADVICE, 0.0) == 60
    assert worth_s(ADVICE, 50.5) == 10
    assert worth_s(ADVICE, 61.0) == 0
    assert worth_s(Symptom(1.0, Feeling.OK), 500.0) is None


async def test_home_assistant_is_told_and_told_again_when_it_starts(tmp_path: Path) -> None:
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    chosen = structs.replace(settings(port), discovery=True)
    topic = "homeassistant/device/footloose/config"
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as home, asyncio.TaskGroup() as tasks:
            await home.subscribe(topic, qos=1)
            tasks.create_task(MqttSink(chosen, Hub().command).run(outbox))
            first = await heard(home, 1)
            await home.publish("homeassistant/status", "online", qos=1)
            again = await heard(home, 1)
            outbox.put_nowait(None)

    assert first == again
    told = json.loads(first[0][1])
    pods = {f"{side}_{what}" for side in ("left", "right") for what in ("battery", "packets")}
    buttons = {"ok", "snooze", "start", "pause", "resume", "end"}
    assert set(told["components"]) == {"advice", *buttons, *pods}
    assert all("platform" in each and "unique_id" in each for each in told["components"].values())
    assert told["availability_topic"] == "footloose/status"


@contextmanager
def broker_with_password(port: int, folder: Path) -> Iterator[None]:
    assert MOSQUITTO
    tool = shutil.which("mosquitto_passwd", path="/usr/bin:/usr/local/bin")
    assert tool, "scripts/system-packages installs mosquitto, which brings mosquitto_passwd"
    passwords = folder / "passwords"
    subprocess.run([tool, "-b", "-c", str(passwords), "me", "secret"], check=True)
    config = folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\n"
        f"user {getpass.getuser()}\n"
    )
    process = subprocess.Popen([MOSQUITTO, "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        wait_until_open(port, process)
        yield
    finally:
        process.terminate()
        process.wait(5)


@pytest.mark.parametrize(("password", "known"), [("secret", True), ("wrong", False)])
async def test_a_wrong_password_is_said_as_such(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    password: str,
    known: bool,
) -> None:
    monkeypatch.setenv("FOOTLOOSE_MQTT_PASSWORD", password)
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    outbox.put_nowait(ADVICE)
    outbox.put_nowait(None)

    with broker_with_password(port, tmp_path):
        await MqttSink(structs.replace(settings(port), username="me"), limits=QUICK).run(outbox)

    refused = "the broker refuses the user name 'me' or its password"
    assert (refused in caplog.text) is not known
    assert ("1 not delivered" in caplog.text) is not known


async def test_a_broker_that_wants_a_password_is_said_as_such(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port, outbox = free_port(), asyncio.Queue[Any]()
    outbox.put_nowait(None)
    with broker_with_password(port, tmp_path):
        await MqttSink(settings(port), limits=QUICK).run(outbox)

    assert "the broker wants a user name and a password (set mqtt.username" in caplog.text


async def test_a_press_that_nobody_can_do_is_refused_by_its_id(tmp_path: Path) -> None:
    port, outbox = free_port(), asyncio.Queue[Any]()

    def command(_: bytes, done: Answered) -> None:
        done("seven", "no run goes on")

    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as home, asyncio.TaskGroup() as tasks:
            await home.subscribe("footloose/ack", 1)
            tasks.create_task(MqttSink(settings(port), command, limits=QUICK).run(outbox))
            answers: list[tuple[str, str]] = []
            while not answers:
                await home.publish("footloose/cmd", '{"id":"seven"}', 1)
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.5):
                        answers = await heard(home, 1)
            outbox.put_nowait(None)

    assert json.loads(answers[0][1]) == {"id": "seven", "refused": "no run goes on"}


def test_a_password_that_others_could_read_is_refused() -> None:
    far = MqttSettings(host="broker.example", username="me")

    with pytest.raises(ConfigError, match=r"mqtt\.username: the password would be readable"):
        MqttSink(far)
    MqttSink(structs.replace(far, tls=True))
    MqttSink(structs.replace(far, plain_password=True))
    MqttSink(structs.replace(far, host="127.0.0.1"))


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({"host": "127.0.0.1"}, True),
        ({"host": "broker.example"}, False),
        ({"host": "broker.example", "commands": True}, False),
        ({"host": "broker.example", "username": "me"}, False),
        ({"host": "broker.example", "commands": True, "username": "me"}, True),
        (
            {"host": "broker.example", "commands": True, "username": "me", "password_env": "NO"},
            False,
        ),
        ({"host": "broker.example", "commands": True, "certificate_file": "me.crt"}, False),
        (
            {"host": "broker.example", "commands": True, "tls": True, "certificate_file": "me.crt"},
            True,
        ),
    ],
)
def test_commands_come_from_a_broker_that_knows_who_sends_them(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], may: bool
) -> None:
    monkeypatch.setenv("FOOTLOOSE_MQTT_PASSWORD", "secret")
    monkeypatch.delenv("NO", raising=False)
    chosen = structs.replace(MqttSettings(), **changes)
    parts = discovery(chosen)[1]["components"].values()
    buttons = [part for part in parts if part["platform"] == "button"]

    assert may_command(chosen) is may
    assert bool(buttons) is may


@pytest.mark.parametrize("key", ["ca_file", "certificate_file", "key_file"])
def test_a_certificate_that_encrypts_nothing_is_refused(key: str) -> None:
    with pytest.raises(ConfigError, match=r"mqtt\.tls: a certificate is named"):
        MqttSink(structs.replace(settings(1883), **{key: "mine.crt"}))


async def test_presses_that_are_wanted_and_not_taken_are_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    outbox: Outbox = asyncio.Queue()
    outbox.put_nowait(None)

    await MqttSink(MqttSettings(host="192.0.2.7", commands=True), limits=QUICK).run(outbox)

    assert "presses from this broker are not taken" in caplog.text
