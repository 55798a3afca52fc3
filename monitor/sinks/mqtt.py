"""Publish events over MQTT, to the broker that the owner named, and take presses from it.

The topics are listed in docs/mqtt.md. Strides are for recordings; they are not published.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiomqtt
import msgspec

from monitor.settings.mqtt import MqttSettings
from monitor.sinks import Answered, Outbox
from monitor.sinks.air_topic import AirTopic
from monitor.sinks.limits import BrokerLimits
from monitor.sinks.mqtt_backlog import Backlog, Message, Told
from monitor.sinks.mqtt_connection import Refusals, client_of, hang_up, heed
from monitor.sinks.mqtt_publication import TOPICS, publication
from monitor.sinks.mqtt_refusal import refusal
from monitor.sinks.mqtt_rules import (
    DEAF_MEND,
    Dialect,
    check_broker,
    deaf,
    discovery,
    may_command,
    sensors_told,
)
from monitor.sinks.press_id import id_of
from monitor.types import Advice

logger = logging.getLogger(__name__)

_SENSORS_S: Final = 60.0
"""Time between two reports on sensors, s. Rule of thumb: a battery lasts hours."""

Command = Callable[[bytes, Answered], None]
"""Takes the text of a press, and calls back with its identity when it is on the disk.

It gives a reason instead if nobody here can do it. Raises ``ValueError`` if the text is no press.
"""


@dataclass(slots=True)
class _State:
    """What the broker is still to be told, and whether all has come and it knows so.

    ``present``: it says that we are there; ``hears``: it delivers presses; ``introduce``: the smart
    home is to be told who we are.
    """

    present: bool = False
    hears: bool = False
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

    Attributes
    ----------
    replay : bool
        Whether this is no run: every message says so, and status and discovery, which a run at the
        same broker may own, are left alone.
    """

    replay = False

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
        self._backlog = Backlog(settings.backlog)
        self._news = asyncio.Event()
        self._state, self._refusals = _State(), Refusals()

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes; give up what the broker does not take by then."""
        why = deaf(self._settings)
        if why:
            logger.warning("mqtt: %s (%s)", why, DEAF_MEND)
        async with asyncio.TaskGroup() as tasks:
            delivery = tasks.create_task(self._deliver(), name="mqtt-delivery")
            while (event := await outbox.get()) is not None:
                if type(event) in TOPICS:
                    self._backlog.add(event)
                    self._news.set()
            self._state.ended = True
            self._news.set()
            await asyncio.wait([delivery], timeout=self._limits.farewell_s)
            # an attempt to connect that ends just now swallows what cancels it
            self._state.said_goodbye = True
            delivery.cancel()
        self._backlog.log()

    async def _deliver(self) -> None:
        """Stay connected, and publish what waits."""
        pause_s, most_s = self._limits.retry_s, self._limits.retry_max_s
        level = logging.WARNING
        while not self._state.said_goodbye:
            client: aiomqtt.Client | None = None
            try:
                client = self._refusals.watch(self._client())
                heed(client)
                async with client:
                    heed(client)  # of a broker that hung up at once it is another one now
                    logger.info("mqtt: connected to %s", self._settings.host)
                    self._dialect.answered()
                    pause_s, level = self._limits.retry_s, logging.WARNING
                    await self._serve(client)
            except* (aiomqtt.MqttError, OSError) as errors:  # a file of TLS may be gone for a while
                self._dialect.failed(str(errors.exceptions[0]))
                reason = refusal(errors.exceptions[0], self._settings)
                logger.log(level, "mqtt: %s; trying again, every %.3g s at last", reason, most_s)
                level = logging.DEBUG  # said once each time the broker goes away
            finally:
                self._state.present = self._state.hears = False
                if client is not None:
                    hang_up(client)
            if not self._state.said_goodbye:
                await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, most_s)

    async def _serve(self, client: aiomqtt.Client) -> None:
        """Listen and publish while connected."""
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(self._listen(client), name="mqtt-listen")
            watching = tasks.create_task(self._watch_sensors(), name="mqtt-sensors")
            await self._publish_until_end(client)
            listening.cancel()
            watching.cancel()

    def _client(self) -> aiomqtt.Client:
        will = aiomqtt.Will(self._topic("status"), "offline", qos=1, retain=True)
        given = None if self.replay else will
        return client_of(self._settings, self._limits, is_5=self._dialect.is_5, will=given)

    async def _listen(self, client: aiomqtt.Client) -> None:
        """Take what the broker sends; raise ``MqttError`` at a break."""
        topics = {
            self._topic("cmd"): self._command is not None,
            self._topic("status"): not self.replay,
            self._birth_topic: self._settings.discovery and not self.replay,
            self._air.topic: True,
        }
        for topic, wanted in topics.items():
            if topic is not None and wanted and await self._refusals.subscribe(client, topic):
                self._state.hears |= topic == self._topic("cmd")
        self._state.introduce = self._settings.discovery and not self.replay
        self._news.set()
        async for message in client.messages:
            self._receive(message)

    def _receive(self, message: aiomqtt.Message) -> None:
        """Take a press, a temperature, or news of who is there."""
        topic, payload = message.topic, message.payload
        if self._air.topic is not None and topic.matches(self._air.topic):
            self._air.take(payload)
        # a retained press is an old one, of whatever run
        if topic.matches(self._topic("cmd")) and not message.retain:
            self._take(payload)
        elif topic.matches(self._birth_topic) and payload == b"online":
            self._state.introduce = True
            self._news.set()
        elif topic.matches(self._topic("status")) and payload == b"offline" and not message.retain:
            # another program left, or the broker buried an older self of ours: we are here
            self._state.present = False
            self._news.set()

    @property
    def _birth_topic(self) -> str:
        """Where Home Assistant says that it starts."""
        return f"{self._settings.discovery_topic}/status"

    def _take(self, payload: object) -> None:
        if self._command is None or not isinstance(payload, bytes):
            return
        try:
            self._command(payload, self._answer)
        except ValueError as error:
            self._answer(id_of(payload), str(error))

    def _answer(self, identity: str | None, refused: str = "") -> None:
        self.tell("ack", {"id": identity, **({"refused": refused} if refused else {})})

    @property
    def is_answered(self) -> bool:
        """Whether the broker is there, and an answer that comes back by it would be taken."""
        return self._state.present and self._state.hears

    def tell(self, name: str, what: Mapping[str, Any]) -> None:
        """Publish something that is no event, to TOPIC/name."""
        marked = {**what, "replay": True} if self.replay else what
        self._backlog.told.append(Told(name, msgspec.json.encode(marked)))
        self._news.set()

    async def _watch_sensors(self) -> None:
        """Say how the sensors are, now and then, until cancelled."""
        while self._sensors is not None:
            self.tell("sensors", sensors_told(list(self._sensors())))
            await asyncio.sleep(_SENSORS_S)

    async def _publish_until_end(self, client: aiomqtt.Client) -> None:
        while True:
            self._news.clear()
            await self._be_present(client)
            while self._backlog.told:
                name, payload = told = self._backlog.told[0]
                await self._refusals.publish(client, self._topic(name), payload)
                if self._backlog.told and self._backlog.told[0] is told:
                    self._backlog.told.popleft()
            while self._backlog.events:
                await self._publish(client, self._backlog.events[0])
            if self._state.ended:
                await self._say_status(client, "offline")
                self._state.said_goodbye = True
                return
            await self._news.wait()

    async def _be_present(self, client: aiomqtt.Client) -> None:
        """Say that we are there, and who we are, where the broker does not know it."""
        if not self._state.present:
            self._state.present = True
            await self._say_status(client, "online")
        if self._state.introduce:
            self._state.introduce = False
            topic, ours = discovery(self._settings)
            await self._refusals.publish(client, topic, msgspec.json.encode(ours), retain=True)

    async def _say_status(self, client: aiomqtt.Client, status: str) -> None:
        if not self.replay:
            await self._refusals.publish(client, self._topic("status"), status, retain=True)

    async def _publish(self, client: aiomqtt.Client, message: Message) -> None:
        """Publish what waits first, unless its time has passed."""
        event, waited_s = message.event, time.monotonic() - message.since_s
        sent = publication(event, waited_s, is_5=self._dialect.is_5, replay=self.replay)
        if sent is None:
            self._backlog.expired += 1
        else:
            if isinstance(event, Advice):
                self._heard(event, False)
            took = await self._refusals.publish(
                client, self._topic(sent.name), sent.payload, properties=sent.properties
            )
            if took and isinstance(event, Advice):
                self._heard(event, True)
        if self._backlog.events and self._backlog.events[0] is message:
            self._backlog.events.popleft()

    def _topic(self, name: str) -> str:
        return f"{self._settings.topic}/{name}"
