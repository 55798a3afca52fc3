"""When a question after a run goes to a real mosquitto, and that all five are asked."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiomqtt
import pytest

from monitor.cli.attended import keeping
from monitor.config import Config
from monitor.home.folder import Home
from monitor.home.notes import read_note
from monitor.settings.mqtt import MqttSettings
from monitor.sinks.mqtt import MqttSink
from monitor.web.afterwards import Afterwards
from monitor.web.power import Power
from monitor.web.station import Station
from tests.monitor.report.stories import STORY
from tests.monitor.web.serving import radio
from tests.monitor.web.test_sessions import file_story
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


async def the_question(client: aiomqtt.Client) -> tuple[str, dict[str, Any]]:
    ((topic, told),) = await heard(client, 1)
    return topic, json.loads(told)


async def answer(client: aiomqtt.Client, question: dict[str, Any], number: int) -> None:
    """Give the first choice to an even question, the second to an odd one."""
    given = {question["key"]: question["choices"][number % 2]["value"]}
    said = {"type": "follow_up", "id": str(number), "session": question["session"], "given": given}
    await client.publish("footloose/cmd", json.dumps(said))


async def test_after_each_answer_the_next_question_comes_until_all_are_answered(
    tmp_path: Path,
) -> None:
    """Also once the quarter of an hour is over in which the first one has to come."""
    port, home = free_port(), Home.open(tmp_path / "home")
    file_story(home, "monday", STORY)
    ended = datetime.fromisoformat(STORY.started) + timedelta(seconds=STORY.last_run_s or 0.0)
    minutes = [44.0]
    afterwards = Afterwards(home, now=lambda: ended + timedelta(minutes=minutes[0]))
    station = Station(radio(tmp_path), Power(None), lambda _: False)
    station.answers.take = afterwards.take
    config = Config(mqtt=MqttSettings(host="127.0.0.1", port=port))
    asked = []
    with broker(port, tmp_path):
        async with (
            aiomqtt.Client("127.0.0.1", port) as client,
            keeping(config, station, afterwards),
        ):
            await client.subscribe("footloose/follow_up/#", qos=1)
            for number in range(5):
                topic, question = await the_question(client)
                assert station.answers.goes_on()  # a run stays for the next one
                asked.append((topic, question["key"], len(question["choices"])))
                minutes[0] += 5.0
                await answer(client, question, number)

            while (known := read_note(home.recordings / "monday.mcap").follow_up) is None or (
                not known.complete
            ):
                await station.answers.kept.wait()
                station.answers.kept.clear()

    assert asked == [
        ("footloose/follow_up", "numb", 4),
        ("footloose/follow_up/next", "hard_to_lift", 4),
        ("footloose/follow_up/next", "pain_in_one_spot", 4),
        ("footloose/follow_up/next", "calf_tight", 4),
        ("footloose/follow_up/next", "signs", 6),
    ]
    assert (known.numb, known.hard_to_lift, known.signs) == ((), ("left",), ())
