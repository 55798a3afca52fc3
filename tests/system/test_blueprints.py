"""The shipped blueprints of Home Assistant do what they say, against a real mosquitto.

There is no Home Assistant here: `Home` reads blueprints, templates and discovery as that does, as
far as these two need it.
"""

import ast
import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiomqtt
import jinja2
import pytest
import yaml
from msgspec import structs

from monitor.report.follow_up import QUESTIONS
from monitor.report.questions import answers_from, buttons, questions
from monitor.report.wording import Words
from monitor.serialise import event_to_json
from monitor.sinks import Outbox
from monitor.sinks.mqtt import MqttSink
from monitor.sinks.mqtt_rules import discovery
from monitor.web.messages import FollowUpMessage, press_text
from tests.system.test_mqtt import ADVICE, QUICK, broker, free_port, heard, settings

BLUEPRINTS = Path(__file__).parents[2] / "configs" / "blueprints"
PUBLISH = "mqtt.publish"


class _Loader(yaml.SafeLoader):
    """YAML with the tag that stands for an input."""


def _input(loader: yaml.SafeLoader, node: yaml.Node) -> tuple[str, str]:
    assert isinstance(node, yaml.ScalarNode)
    return "input", str(loader.construct_scalar(node))


_Loader.add_constructor("!input", _input)


@dataclass
class Home:
    """A home that has one automation, made from a blueprint."""

    blueprint: dict[str, Any]
    given: dict[str, str]
    answer: Callable[[], dict[str, Any]] = dict
    """What an event brings that the automation waits for."""
    called: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, **given: str) -> "Home":
        text = (BLUEPRINTS / f"{name}.yaml").read_text(encoding="utf-8")
        blueprint = yaml.load(text, _Loader)
        asked = blueprint["blueprint"]["input"]
        defaults = {key: each["default"] for key, each in asked.items() if "default" in each}
        assert asked.keys() == (defaults | given).keys()
        return cls(blueprint, defaults | given)

    def trigger(self) -> dict[str, Any]:
        """Give what the automation waits for."""
        (one,) = self.blueprint["triggers"]
        known = self.filled(self.blueprint.get("trigger_variables", {}), {})
        found: dict[str, Any] = self.filled(one, known)
        return found

    def runs(self, trigger: object) -> None:
        """Let the automation run, as something triggered it."""
        known: dict[str, Any] = {"trigger": trigger}
        known |= self.filled(self.blueprint.get("variables", {}), known)
        for step in [*self.blueprint.get("conditions", []), *self.blueprint["actions"]]:
            if step.get("condition") == "template":
                if not self.filled(step["value_template"], known):
                    return
            elif "variables" in step:
                known |= self.filled(step["variables"], known)
            elif "wait_for_trigger" in step:
                event = SimpleNamespace(data=self.answer())
                known["wait"] = SimpleNamespace(trigger=SimpleNamespace(event=event))
            else:
                self.called.append((self.filled(step["action"], known), self.filled(step, known)))

    def changes(self, before: str, state: Any) -> None:
        """Let the state that the automation watches change from another one."""
        if self.trigger().get("not_from") != before:
            self.runs(SimpleNamespace(to_state=state))

    def filled(self, value: Any, known: dict[str, Any]) -> Any:
        """Fill inputs and templates in."""
        match value:
            case ("input", name):
                return self.given[name]
            case dict():
                return {key: self.filled(each, known) for key, each in value.items()}
            case list():
                return [self.filled(each, known) for each in value]
            case str() if "{{" in value:
                return rendered(value, known)
            case _:
                return value


def rendered(template: str, known: dict[str, Any]) -> Any:
    """Render as Home Assistant does: what reads like a truth value or a list is one."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    environment.filters["to_json"] = json.dumps
    environment.globals["now"] = lambda: datetime.now(UTC)
    environment.globals["as_timestamp"] = _timestamp
    text = environment.from_string(template).render(known).strip()
    if text.startswith("["):
        return ast.literal_eval(text)
    return {"True": True, "False": False}.get(text, text)


def _timestamp(time: datetime | str) -> float:
    return (datetime.fromisoformat(time) if isinstance(time, str) else time).timestamp()


def event_of(discovery: dict[str, Any], payload: str, came: datetime | None = None) -> Any:
    """What Home Assistant's event entity becomes when a message comes."""
    entity = discovery["components"]["advice"]
    known = {"value_json": json.loads(payload), "dict": dict}
    told = json.loads(rendered(entity["value_template"], known))
    assert told.pop("event_type") in entity["event_types"]
    return SimpleNamespace(
        entity_id=entity["default_entity_id"],
        state=(came or datetime.now(UTC)).isoformat(),
        attributes=SimpleNamespace(**told),
    )


async def test_a_loudspeaker_says_the_advice(tmp_path: Path) -> None:
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    home = Home.of("footloose_speak_advice", tts="tts.home", player="media_player.treadmill")
    config = "homeassistant/device/footloose/config"
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as client, asyncio.TaskGroup() as tasks:
            await client.subscribe([("footloose/advice", 1), (config, 1)])
            chosen = structs.replace(settings(port), discovery=True)
            tasks.create_task(MqttSink(chosen, limits=QUICK).run(outbox))
            outbox.put_nowait(ADVICE)
            messages = dict(await heard(client, 2))
            outbox.put_nowait(None)

    state = event_of(json.loads(messages[config]), messages["footloose/advice"])
    assert home.trigger().items() >= {"trigger": "state", "entity_id": state.entity_id}.items()
    home.changes("unknown", state)
    ((action, call),) = home.called
    assert action == "tts.speak"
    assert call["target"] == {"entity_id": "tts.home"}
    assert call["data"] == {
        "media_player_entity_id": "media_player.treadmill",
        "message": ADVICE.text,
    }


@pytest.mark.parametrize(
    ("before", "age_s", "speaks"),
    [
        ("2026-05-01T08:00:00+00:00", 5.0, True),
        ("2026-05-01T08:00:00+00:00", 61.0, False),
        ("unknown", 5.0, True),
        ("unavailable", 5.0, False),
        ("unavailable", 86_400.0, False),
    ],
)
def test_a_loudspeaker_says_nothing_again_and_nothing_late(
    before: str, age_s: float, speaks: bool
) -> None:
    home = Home.of("footloose_speak_advice", tts="tts.home", player="media_player.treadmill")
    came = datetime.now(UTC) - timedelta(seconds=age_s)
    state = event_of(discovery(settings(1883))[1], event_to_json(ADVICE), came)

    home.changes(before, state)

    assert bool(home.called) is speaks


def a_question(key: str, text: str = "?") -> dict[str, Any]:
    """Give a question as the hub publishes it."""
    words = Words("en")
    asked = next(one for one in questions(words) if one.key == key)
    choices = [{"value": str(each.value), "text": each.text} for each in buttons(asked, words)]
    return {"session": "today", "key": key, "question": text, "choices": choices}


@pytest.mark.parametrize("key", QUESTIONS)
def test_every_button_of_the_follow_up_is_an_answer_to_its_question(key: str) -> None:
    question = a_question(key)
    for given in (each["value"] for each in question["choices"]):
        home = Home.of("footloose_follow_up", notify="notify.mobile_app_phone")
        home.answer = partial(dict, action=f"FOOTLOOSE_{key}_{given}")

        home.runs(SimpleNamespace(payload_json=question))

        (_, notice), (_, call) = home.called
        offered = [each["action"] for each in notice["data"]["data"]["actions"]]
        message = press_text(call["data"]["payload"])
        assert f"FOOTLOOSE_{key}_{given}" in offered
        assert isinstance(message, FollowUpMessage)
        assert message.given == {key: given}
        assert answers_from(message.given, "now").has(key)


def test_what_has_no_room_on_a_button_can_be_read() -> None:
    home = Home.of("footloose_follow_up", notify="notify.mobile_app_phone")
    home.answer = lambda: {"action": ""}
    question = a_question("signs", "Is any of these so, now?")

    home.runs(SimpleNamespace(payload_json=question))

    told = home.called[0][1]["data"]["message"]
    assert all(each["text"] in told for each in question["choices"])


def test_a_question_that_nobody_answers_on_the_phone_does_not_hold_up_the_next_one() -> None:
    home = Home.of("footloose_follow_up", notify="notify.mobile_app_phone")

    assert home.blueprint["mode"] == "restart"


async def test_the_answer_to_the_follow_up_comes_back_by_a_press(tmp_path: Path) -> None:
    port = free_port()
    outbox: Outbox = asyncio.Queue()
    pressed: asyncio.Queue[bytes] = asyncio.Queue()
    home = Home.of("footloose_follow_up", notify="notify.mobile_app_phone")
    home.answer = lambda: {"action": "FOOTLOOSE_numb_left"}
    sink = MqttSink(settings(port), lambda text, _: pressed.put_nowait(text), limits=QUICK)
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as client, asyncio.TaskGroup() as tasks:
            trigger = home.trigger()
            await client.subscribe(trigger["topic"], qos=1)
            tasks.create_task(sink.run(outbox))
            sink.tell("follow_up", a_question("numb", "Is any of it still numb?"))
            ((_, asked),) = await heard(client, 1)
            home.runs(SimpleNamespace(payload_json=json.loads(asked)))
            (_, notice), (_, call) = home.called
            taken = asyncio.create_task(pressed.get())
            while not taken.done():  # the sink may subscribe a moment later
                data = call["data"]
                await client.publish(data["topic"], data["payload"], qos=data["qos"])
                await asyncio.wait([taken], timeout=0.5)
            outbox.put_nowait(None)

    assert [action for action, _ in home.called] == ["notify.mobile_app_phone", PUBLISH]
    assert notice["data"]["message"] == "Is any of it still numb?"
    message = press_text(taken.result())
    assert isinstance(message, FollowUpMessage)
    assert (message.session, message.given) == ("today", {"numb": "left"})


@pytest.mark.parametrize("pressed", ["OPEN_GARAGE", "left", "FOOTLOOSE_calf_tight_left"])
def test_who_presses_something_else_answers_nothing(pressed: str) -> None:
    """Nor a button of a question that is over."""
    home = Home.of("footloose_follow_up", notify="notify.mobile_app_phone")
    home.answer = lambda: {"action": pressed}

    home.runs(SimpleNamespace(payload_json=a_question("numb")))

    assert [action for action, _ in home.called] == ["notify.mobile_app_phone"]
