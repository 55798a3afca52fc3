"""When a question after a run goes to a real mosquitto."""

import asyncio
from pathlib import Path
from typing import Any

import aiomqtt
import pytest

from monitor.settings.mqtt import MqttSettings
from monitor.sinks.mqtt import MqttSink
from tests.system.test_mqtt import ADVICE, QUICK, broker, free_port, heard, said
from tests.system.test_mqtt_commands import Hub


@pytest.mark.parametrize(("host", "answered"), [("127.0.0.1", True), ("0.0.0.0", False)])
async def test_a_question_is_answered_only_where_presses_are_taken_and_the_broker_is_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, host: str, answered: bool
) -> None:
    port, hub, outbox = free_port(), Hub(), asyncio.Queue[Any]()
    sink = MqttSink(MqttSettings(host=host, port=port), hub.command, limits=QUICK)
    before = sink.is_answered
    async with asyncio.TaskGroup() as tasks:
        with broker(port, tmp_path):
            async with aiomqtt.Client("127.0.0.1", port) as home:
                await home.subscribe("footloose/advice", qos=1)
                tasks.create_task(sink.run(outbox))
                outbox.put_nowait(ADVICE)
                await heard(home, 1)  # so it is there
                during = sink.is_answered
        await said(caplog, "trying again")
        after = sink.is_answered
        outbox.put_nowait(None)

    assert (before, during, after) == (False, answered, False)
