"""What a real mosquitto acknowledges and does not take, because its access list forbids it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import structs

from monitor.sinks import Outbox
from monitor.sinks.mqtt import MqttSink
from monitor.types import Advice
from tests.system.test_mqtt import ADVICE, QUICK, free_port, said, settings
from tests.system.test_mqtt_brokers import certificates, mosquitto, tls
from tests.system.test_mqtt_commands import Hub

SECURITY = next(Path("/usr/lib").rglob("mosquitto_dynamic_security.so"), None)
"""The plugin that refuses subscriptions: an access list in a file lets all of them pass."""


@contextmanager
def listing(folder: Path, port: int, *rules: str) -> Iterator[None]:
    """A broker with an access list."""
    path = folder / "rules"
    path.write_text("".join(f"topic write {rule}\n" for rule in rules))
    path.chmod(0o600)
    lines = (f"listener {port} 127.0.0.1", "allow_anonymous true", f"acl_file {path}")
    with mosquitto(folder, port, *lines):
        yield


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_sentence_that_the_broker_refuses_is_not_heard_and_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, allowed: bool
) -> None:
    port, told = free_port(), list[bool]()

    outbox: Outbox = asyncio.Queue()
    for event in (ADVICE, ADVICE, None):
        outbox.put_nowait(event)

    def heard(_: Advice, acknowledged: bool) -> None:
        told.append(acknowledged)

    with listing(tmp_path, port, f"footloose/{'#' if allowed else 'status'}"):
        await MqttSink(settings(port), told=heard, limits=QUICK).run(outbox)

    assert told == ([False, True] * 2 if allowed else [False, False])
    assert caplog.text.count("the broker refuses footloose/advice") == (0 if allowed else 1)


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        (("footloose/#",), "homeassistant/device/footloose/config"),
        (("footloose/advice", "footloose/status", "homeassistant/#"), "footloose/sensors"),
    ],
)
async def test_what_else_the_broker_refuses_is_said_by_its_own_name_and_costs_no_sentence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, rules: tuple[str, ...], refused: str
) -> None:
    port, told = free_port(), list[bool]()
    chosen = structs.replace(settings(port), discovery=True)
    outbox: Outbox = asyncio.Queue()

    def heard(_: Advice, acknowledged: bool) -> None:
        told.append(acknowledged)

    sink = MqttSink(chosen, told=heard, limits=QUICK, sensors=list)
    with listing(tmp_path, port, *rules):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(sink.run(outbox))
            await said(caplog, f"refuses {refused}")
            for event in (ADVICE, ADVICE, None):
                outbox.put_nowait(event)

    assert told == [False, True] * 2
    lines = [one.getMessage() for one in caplog.records if "the broker refuses" in one.getMessage()]
    assert [line.split(":")[1] for line in lines] == [f" the broker refuses {refused}"]


@pytest.mark.skipif(SECURITY is None, reason="this mosquitto came without its plugin of roles")
@pytest.mark.parametrize("delivers", [True, False])
async def test_no_answer_is_expected_of_a_broker_that_delivers_no_presses(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, delivers: bool
) -> None:
    port, hub = free_port(), Hub()
    roles = tmp_path / "roles.json"
    may = {"publishClientSend": True, "publishClientReceive": True, "unsubscribe": True}
    roles.write_text(json.dumps({"defaultACLAccess": {**may, "subscribe": delivers}}))
    plugin = (f"plugin {SECURITY}", f"plugin_opt_config_file {roles}")
    outbox: Outbox = asyncio.Queue()
    here = asyncio.Event()

    def heard(_: Advice, acknowledged: bool) -> None:
        if acknowledged:
            here.set()

    sink = MqttSink(settings(port), hub.command, told=heard, limits=QUICK)
    with mosquitto(tmp_path, port, f"listener {port} 127.0.0.1", "allow_anonymous true", *plugin):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(sink.run(outbox))
            outbox.put_nowait(ADVICE)
            await here.wait()
            if not delivers:
                await said(caplog, "the broker does not deliver footloose/status")
            while delivers and not sink.is_answered:  # noqa: ASYNC110  # a property has no event
                await asyncio.sleep(0.02)
            answered = sink.is_answered
            outbox.put_nowait(None)

    assert answered is delivers
    assert ("the broker does not deliver footloose/cmd" in caplog.text) is not delivers


@pytest.mark.parametrize(
    ("text", "why"), [(None, "no such file: {0}"), ("x", "no certificate in {0}")]
)
async def test_a_file_of_tls_that_goes_is_named_and_not_taken_for_the_host(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str | None, why: str
) -> None:
    certificates(tmp_path)
    chosen = tls(tmp_path, free_port(), "footloose")
    outbox: Outbox = asyncio.Queue()
    sink = MqttSink(chosen, limits=QUICK)
    authority = tmp_path / "ca.crt"
    authority.unlink()
    if text is not None:
        authority.write_text(text)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(sink.run(outbox))
        await said(caplog, "trying again")
        outbox.put_nowait(None)

    assert f"mqtt: mqtt.ca_file: {why.format(authority)} (" in caplog.text
    assert "mqtt.tls = false" not in caplog.text
