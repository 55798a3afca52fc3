"""What a real mosquitto acknowledges and does not take, because its access list forbids it."""

import asyncio
from pathlib import Path

import pytest

from monitor.sinks import Outbox
from monitor.sinks.mqtt import MqttSink
from monitor.types import Advice
from tests.system.test_mqtt import ADVICE, QUICK, free_port, settings
from tests.system.test_mqtt_brokers import mosquitto


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_sentence_that_the_broker_refuses_is_not_heard_and_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, allowed: bool
) -> None:
    port, told = free_port(), list[bool]()
    rules = tmp_path / "rules"
    rules.write_text(f"topic write footloose/{'#' if allowed else 'status'}\n")
    rules.chmod(0o600)
    lines = (f"listener {port} 127.0.0.1", "allow_anonymous true", f"acl_file {rules}")
    outbox: Outbox = asyncio.Queue()
    for event in (ADVICE, ADVICE, None):
        outbox.put_nowait(event)

    def heard(_: Advice, acknowledged: bool) -> None:
        told.append(acknowledged)

    with mosquitto(tmp_path, port, *lines):
        await MqttSink(settings(port), told=heard, limits=QUICK).run(outbox)

    assert told == ([False, True] * 2 if allowed else [False, False])
    assert caplog.text.count("the broker refuses footloose/advice") == (0 if allowed else 1)
