"""Publish events over MQTT 5, to the broker that the owner named.

    TOPIC/status    retained "online" / "offline"; the broker says "offline" itself if we die
    TOPIC/advice    JSON with number (its identity) and expires_s; the broker drops what expired
    TOPIC/finding, /risk, /symptom, /outcome, /notice    JSON

Strides are for recordings; they are not published.
"""

import asyncio
import logging
import os
from collections import deque
from typing import Final

import aiomqtt
from aiomqtt import ProtocolVersion, TLSParameters
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from monitor.serialise import event_to_json
from monitor.settings.mqtt import MqttSettings
from monitor.sinks import Outbox
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


class MqttSink:
    """Publish to a broker; while it is away keep the newest messages and try again."""

    def __init__(self, settings: MqttSettings) -> None:
        self._settings = settings
        self._waiting: deque[Event] = deque(maxlen=settings.backlog)
        self._news = asyncio.Event()
        self._dropped = 0
        self._ended = self._said_goodbye = False

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes; give up what the broker does not take by then."""
        async with asyncio.TaskGroup() as tasks:
            delivery = tasks.create_task(self._deliver(), name="mqtt-delivery")
            while (event := await outbox.get()) is not None:
                if type(event) in _TOPICS:
                    self._dropped += len(self._waiting) == self._waiting.maxlen
                    self._waiting.append(event)
                    self._news.set()
            self._ended = True
            self._news.set()
            await asyncio.wait([delivery], timeout=self._settings.farewell_s)
            delivery.cancel()
        lost = len(self._waiting) + self._dropped
        if lost:
            logger.warning("mqtt: the broker was away, %d not delivered", lost)

    async def _deliver(self) -> None:
        """Stay connected, and publish what waits."""
        pause_s, most_s = self._settings.retry_s, self._settings.retry_max_s
        level = logging.WARNING
        while not self._said_goodbye:
            try:
                async with self._client() as client, asyncio.TaskGroup() as tasks:
                    logger.info("mqtt: connected to %s", self._settings.host)
                    pause_s, level = self._settings.retry_s, logging.WARNING
                    watch = tasks.create_task(_until_broken(client), name="mqtt-watch")
                    await self._publish_until_end(client)
                    watch.cancel()
            except* aiomqtt.MqttError as errors:
                reason = errors.exceptions[0]
                logger.log(level, "mqtt: %s; trying again, every %.3g s at last", reason, most_s)
                level = logging.DEBUG  # said once each time the broker goes away
            if not self._said_goodbye:
                await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, most_s)

    def _client(self) -> aiomqtt.Client:
        settings = self._settings
        return aiomqtt.Client(
            settings.host or "",
            settings.port,
            protocol=ProtocolVersion.V5,
            username=settings.username,
            password=os.environ.get(settings.password_env) if settings.username else None,
            tls_params=TLSParameters() if settings.tls else None,
            timeout=settings.connect_s,
            will=aiomqtt.Will(self._topic("status"), "offline", _AT_LEAST_ONCE, retain=True),
        )

    async def _publish_until_end(self, client: aiomqtt.Client) -> None:
        status = self._topic("status")
        await client.publish(status, "online", _AT_LEAST_ONCE, retain=True)
        while True:
            while self._waiting:
                event = self._waiting[0]
                await client.publish(
                    self._topic(_TOPICS[type(event)]),
                    event_to_json(event),
                    _AT_LEAST_ONCE,
                    properties=_expiry(event),
                )
                if self._waiting and self._waiting[0] is event:
                    self._waiting.popleft()
            if self._ended:
                await client.publish(status, "offline", _AT_LEAST_ONCE, retain=True)
                self._said_goodbye = True
                return
            self._news.clear()
            await self._news.wait()

    def _topic(self, name: str) -> str:
        return f"{self._settings.topic}/{name}"


async def _until_broken(client: aiomqtt.Client) -> None:
    """Raise ``MqttError`` when the connection breaks; nothing is subscribed, so nothing comes."""
    async for _ in client.messages:
        pass


def _expiry(event: Event) -> Properties | None:
    """Let the broker drop an advice that nobody heard in time."""
    if not isinstance(event, Advice):
        return None
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call] # paho is untyped here
    properties.MessageExpiryInterval = max(1, round(event.expires_s - event.t_s))
    return properties
