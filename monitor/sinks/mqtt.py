"""Publish events over MQTT, to the broker that the owner named, and take presses from it.

The topics are listed in docs/mqtt.md. Strides are for recordings; they are not published.
"""

import asyncio
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import aiomqtt
import msgspec
from aiomqtt import ProtocolVersion, TLSParameters
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from monitor.serialise import event_to_json
from monitor.settings.mqtt import MqttSettings
from monitor.sinks import Answered, Outbox
from monitor.sinks.air_topic import AirTopic
from monitor.sinks.limits import BrokerLimits
from monitor.sinks.mqtt_rules import (
    Dialect,
    check_broker,
    discovery,
    may_command,
    sensors_told,
    worth_s,
)
from monitor.types import Advice, Event, Finding, Notice, Outcome, Risk, Symptom

logger = logging.getLogger(__name__)

_TOPICS: Final[dict[type, str]] = {
    Advice: "advice",
    Finding: "finding",
    Risk: "risk",
    Symptom: "symptom",
    Outcome: "outcome",
    Notice: "notice",
}
_AT_LEAST_ONCE: Final = 1
_KEEPALIVE_S: Final = 15
"""After so long without a sign the broker asks whether we live, and we it, s. Rule of thumb."""
_SENSORS_S: Final = 60.0
"""Time between two reports on sensors, s. Rule of thumb: a battery lasts hours."""

Command = Callable[[bytes, Answered], None]
"""Takes the text of a press, and calls back with its identity when it is on the disk.

Raises ``ValueError`` if the text is none.
"""


class _Told(NamedTuple):
    name: str
    payload: bytes


class _Message(NamedTuple):
    event: Event
    since_s: float
    """When it came, on this machine's clock: time that it waits is time that it expires."""


class _Backlog:
    """What waits for the broker: the newest events and other news, and what was given up."""

    def __init__(self, most: int) -> None:
        self.events: deque[_Message] = deque(maxlen=most)
        self.told: deque[_Told] = deque(maxlen=most)
        self.dropped = self.expired = 0

    def add(self, event: Event) -> None:
        """Let an event wait; the oldest goes if there are too many."""
        self.dropped += len(self.events) == self.events.maxlen
        self.events.append(_Message(event, time.monotonic()))

    def log(self) -> None:
        """Say what the broker did not get."""
        lost = len(self.events) + self.dropped
        if lost:
            logger.warning("mqtt: the broker was away, %d not delivered", lost)
        if self.expired:
            logger.warning("mqtt: the broker was away, %d sentences expired", self.expired)


@dataclass(slots=True)
class _State:
    """Whether the smart home is to be told who we are, all has come, and the broker knows so."""

    introduce: bool = False
    ended: bool = False
    said_goodbye: bool = False


class MqttSink:
    """Publish to a broker; while it is away keep the newest messages and try again.

    Parameters
    ----------
    settings : MqttSettings
    command : Command, optional
        Takes presses; without it none are taken.
    told : callable, optional
        Gets each advice when it is sent, and again, with True, when the broker acknowledged it.
    limits : BrokerLimits, optional
    sensors : callable, optional
        Gives the sensors as the page shows them, for a smart home that watches batteries.
    warm : callable, optional
        Takes the air's temperature, °C, whenever the topic of the settings says it.

    Raises
    ------
    ConfigError
        If a password would be readable on its way.
    """

    def __init__(
        self,
        settings: MqttSettings,
        command: Command | None = None,
        sensors: Callable[[], Iterable[Mapping[str, Any]]] | None = None,
        told: Callable[[Advice, bool], None] = lambda _, __: None,
        limits: BrokerLimits | None = None,
        warm: Callable[[float], None] | None = None,
    ) -> None:
        check_broker(settings)
        self._air = AirTopic(settings.temperature_topic, warm)
        self._sensors, self._heard = sensors, told
        self._limits = limits or BrokerLimits()
        self._dialect = Dialect()
        self._settings = settings
        self._command = command if may_command(settings) else None
        self._backlog = _Backlog(settings.backlog)
        self._news = asyncio.Event()
        self._state = _State()

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes; give up what the broker does not take by then."""
        async with asyncio.TaskGroup() as tasks:
            delivery = tasks.create_task(self._deliver(), name="mqtt-delivery")
            while (event := await outbox.get()) is not None:
                if type(event) in _TOPICS:
                    self._backlog.add(event)
                    self._news.set()
            self._state.ended = True
            self._news.set()
            await asyncio.wait([delivery], timeout=self._limits.farewell_s)
            delivery.cancel()
        self._backlog.log()

    async def _deliver(self) -> None:
        """Stay connected, and publish what waits."""
        pause_s, most_s = self._limits.retry_s, self._limits.retry_max_s
        level = logging.WARNING
        while not self._state.said_goodbye:
            client = self._client()
            try:
                async with client, asyncio.TaskGroup() as tasks:
                    logger.info("mqtt: connected to %s", self._settings.host)
                    self._dialect.answered()
                    pause_s, level = self._limits.retry_s, logging.WARNING
                    listening = tasks.create_task(self._listen(client), name="mqtt-listen")
                    watching = tasks.create_task(self._watch_sensors(), name="mqtt-sensors")
                    await self._publish_until_end(client)
                    listening.cancel()
                    watching.cancel()
            except* aiomqtt.MqttError as errors:
                reason = errors.exceptions[0]
                self._dialect.failed(str(reason))
                logger.log(level, "mqtt: %s; trying again, every %.3g s at last", reason, most_s)
                level = logging.DEBUG  # said once each time the broker goes away
            finally:
                # where publishing fails first aiomqtt never reads this, and asyncio complains
                gone = client._disconnected
                _ = gone.done() and not gone.cancelled() and gone.exception()
            if not self._state.said_goodbye:
                await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, most_s)

    def _client(self) -> aiomqtt.Client:
        settings = self._settings
        tls = TLSParameters(
            ca_certs=settings.ca_file or None,
            certfile=settings.certificate_file or None,
            keyfile=settings.key_file or None,
        )
        return aiomqtt.Client(
            settings.host or "",
            settings.port,
            protocol=ProtocolVersion.V5 if self._dialect.is_5 else ProtocolVersion.V311,
            keepalive=_KEEPALIVE_S,
            username=settings.username,
            password=os.environ.get(settings.password_env) if settings.username else None,
            tls_params=tls if settings.tls else None,
            timeout=self._limits.connect_s,
            will=aiomqtt.Will(self._topic("status"), "offline", _AT_LEAST_ONCE, retain=True),
        )

    async def _listen(self, client: aiomqtt.Client) -> None:
        """Take presses, and notice when Home Assistant starts; raise ``MqttError`` at a break."""
        settings, command_topic = self._settings, self._topic("cmd")
        birth_topic = f"{settings.discovery_topic}/status"
        if self._command is not None:
            await client.subscribe(command_topic, qos=_AT_LEAST_ONCE)
        if settings.discovery:
            await client.subscribe(birth_topic, qos=_AT_LEAST_ONCE)
            self._state.introduce = True
            self._news.set()
        if self._air.topic is not None:
            await client.subscribe(self._air.topic, qos=_AT_LEAST_ONCE)
        async for message in client.messages:
            if self._air.topic is not None and message.topic.matches(self._air.topic):
                self._air.take(message.payload)
            # a retained press is an old one, of whatever run
            if message.topic.matches(command_topic) and not message.retain:
                self._take(message.payload)
            elif message.topic.matches(birth_topic) and message.payload == b"online":
                self._state.introduce = True
                self._news.set()

    def _take(self, payload: object) -> None:
        if self._command is None or not isinstance(payload, bytes):
            return
        try:
            self._command(payload, self._answer)
        except ValueError as error:
            self._answer(None, str(error))

    def _answer(self, identity: str | None, refused: str = "") -> None:
        self.tell("ack", {"id": identity, **({"refused": refused} if refused else {})})

    def tell(self, name: str, what: Mapping[str, Any]) -> None:
        """Publish something that is no event, to TOPIC/name."""
        self._backlog.told.append(_Told(name, msgspec.json.encode(what)))
        self._news.set()

    async def _watch_sensors(self) -> None:
        """Say how the sensors are, now and then, until cancelled."""
        while self._sensors is not None:
            self.tell("sensors", sensors_told(list(self._sensors())))
            await asyncio.sleep(_SENSORS_S)

    async def _publish_until_end(self, client: aiomqtt.Client) -> None:
        status = self._topic("status")
        await client.publish(status, "online", _AT_LEAST_ONCE, retain=True)
        while True:
            self._news.clear()
            if self._state.introduce:
                self._state.introduce = False
                topic, introduction = discovery(self._settings)
                await client.publish(topic, msgspec.json.encode(introduction), 1, retain=True)
            while self._backlog.told:
                name, payload = told = self._backlog.told[0]
                await client.publish(self._topic(name), payload, _AT_LEAST_ONCE)
                if self._backlog.told and self._backlog.told[0] is told:
                    self._backlog.told.popleft()
            while self._backlog.events:
                await self._publish(client, self._backlog.events[0])
            if self._state.ended:
                await client.publish(status, "offline", _AT_LEAST_ONCE, retain=True)
                self._state.said_goodbye = True
                return
            await self._news.wait()

    async def _publish(self, client: aiomqtt.Client, message: _Message) -> None:
        """Publish what waits first, unless its time has passed."""
        event = message.event
        worth = worth_s(event, time.monotonic() - message.since_s)
        if worth == 0:
            self._backlog.expired += 1
        else:
            topic = self._topic(_TOPICS[type(event)])
            properties = _expiry(worth) if self._dialect.is_5 else None
            if isinstance(event, Advice):
                self._heard(event, False)
            await client.publish(topic, event_to_json(event), _AT_LEAST_ONCE, properties=properties)
            if isinstance(event, Advice):
                self._heard(event, True)
        if self._backlog.events and self._backlog.events[0] is message:
            self._backlog.events.popleft()

    def _topic(self, name: str) -> str:
        return f"{self._settings.topic}/{name}"


def _expiry(worth: int | None) -> Properties | None:
    """Let the broker drop what nobody heard in time."""
    if worth is None:
        return None
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call] # paho is untyped here
    properties.MessageExpiryInterval = worth
    return properties
