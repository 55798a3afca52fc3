"""The MQTT sink and files of TLS that go and come back, against a real mosquitto."""

import asyncio
import json
from pathlib import Path

import pytest

from monitor.sinks import Outbox
from monitor.sinks.mqtt import MqttSink
from tests.system.test_mqtt import (
    ADVICE,
    QUICK,
    absent_listener,
    free_port,
    heard,
    said,
    wait_until_open,
)
from tests.system.test_mqtt_brokers import certificates, mosquitto, tls


async def test_a_file_of_tls_that_is_gone_for_a_while_costs_no_more_than_that_while(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    certificates(tmp_path)
    port, inside = free_port(), free_port()
    lines = (
        *(f"listener {port} 127.0.0.1", f"cafile {tmp_path}/ca.crt", "allow_anonymous true"),
        *(f"certfile {tmp_path}/host.crt", f"keyfile {tmp_path}/host.key"),
        *(f"listener {inside} 127.0.0.1",),
    )
    outbox: Outbox = asyncio.Queue()
    sink = MqttSink(tls(tmp_path, port, "footloose"), limits=QUICK)
    with mosquitto(tmp_path, port, *lines) as broker:
        wait_until_open(inside, broker)
        (tmp_path / "footloose.crt").rename(tmp_path / "away.crt")
        async with absent_listener(inside) as listener, asyncio.TaskGroup() as tasks:
            await listener.subscribe("footloose/advice", qos=1)
            tasks.create_task(sink.run(outbox))
            outbox.put_nowait(ADVICE)
            await said(caplog, "trying again")
            (tmp_path / "away.crt").rename(tmp_path / "footloose.crt")
            messages = await heard(listener, 1)
            outbox.put_nowait(None)

    assert json.loads(messages[0][1])["number"] == 1
