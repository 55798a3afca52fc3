"""How a connection to a broker begins and ends, as aiomqtt and paho tell it."""

import asyncio
import logging
import os
from collections.abc import Sequence
from typing import Any, Final

import aiomqtt
from aiomqtt import ProtocolVersion, TLSParameters, Will
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from monitor.settings.mqtt import MqttSettings
from monitor.sinks.limits import BrokerLimits
from monitor.sinks.mqtt_refusal import Refusal, refusal
from monitor.sinks.mqtt_rules import Dialect

logger = logging.getLogger(__name__)

_AT_LEAST_ONCE: Final = 1
_KEEPALIVE_S: Final = 15
"""After so long without a sign the broker asks whether we live, and we it, s. Rule of thumb."""


def client_of(
    settings: MqttSettings, limits: BrokerLimits, *, is_5: bool, will: Will | None = None
) -> aiomqtt.Client:
    """Give a client that is not connected yet.

    Raises
    ------
    OSError
        If a file of the settings cannot be read, or holds no certificate.
    """
    tls = TLSParameters(
        ca_certs=settings.ca_file or None,
        certfile=settings.certificate_file or None,
        keyfile=settings.key_file or None,
    )
    client = aiomqtt.Client(
        settings.host or "",
        settings.port,
        protocol=ProtocolVersion.V5 if is_5 else ProtocolVersion.V311,
        keepalive=_KEEPALIVE_S,
        username=settings.username,
        password=os.environ.get(settings.password_env) if settings.username else None,
        tls_params=tls if settings.tls else None,
        timeout=limits.connect_s,
        will=will,
    )
    _watch_open_sockets_only(client)
    return client


def _watch_open_sockets_only(client: aiomqtt.Client) -> None:
    """Let the loop watch no socket that was closed before its turn came, as aiomqtt would."""
    paho, loop = client._client, client._loop

    def write() -> None:
        try:
            paho.loop_write()
        except Exception as error:  # noqa: BLE001  # whatever it is, the connection has ended
            if not client._disconnected.done():
                client._disconnected.set_exception(error)

    def watch(socket: Any) -> None:
        if socket.fileno() >= 0:
            loop.add_writer(socket.fileno(), write)

    def watch_soon(_: object, __: object, socket: Any) -> None:
        loop.call_soon_threadsafe(watch, socket)  # paho may ask from another thread

    paho.on_socket_register_write = watch_soon


def try_broker(settings: MqttSettings, limits: BrokerLimits | None = None) -> Refusal | None:
    """Log in at a broker as a run would, and leave it; why not, if it does not let us in."""
    return asyncio.run(_try(settings, limits or BrokerLimits()))


async def _try(settings: MqttSettings, limits: BrokerLimits) -> Refusal | None:
    dialect = Dialect()
    for is_5 in (True, False):
        client = client_of(settings, limits, is_5=is_5)
        heed(client)
        try:
            async with client:
                heed(client)
                return None
        except aiomqtt.MqttError as error:
            hang_up(client)
            dialect.failed(str(error))
            why = refusal(error, settings)
            if dialect.is_5 is is_5:
                return why
    return why


def hang_up(client: aiomqtt.Client) -> None:
    """Close what an attempt that failed has left open: aiomqtt forgets it."""
    if client._client.socket() is not None:
        client._client.disconnect()
        client._client.loop_write()


def expiry(worth: int | None) -> Properties | None:
    """Let the broker drop what nobody heard in time."""
    if worth is None:
        return None
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call] # paho is untyped here
    properties.MessageExpiryInterval = worth
    return properties


def heed(client: aiomqtt.Client) -> None:
    """Read how the connection ends, whenever it does: where aiomqtt does not, asyncio complains."""
    for end in (client._connected, client._disconnected):
        end.add_done_callback(lambda end: end.cancelled() or end.exception())


class Refusals:
    """What the broker acknowledges without taking it, as one does whose access list forbids it.

    One question after the other: what is acknowledged late belongs to none.
    """

    def __init__(self) -> None:
        self._reasons: list[str] = []
        self._told = set[str]()

    def watch(self, client: aiomqtt.Client) -> aiomqtt.Client:
        """Listen to a client's acknowledgements, which aiomqtt does not read."""
        known: Any = client._client.on_publish

        def published(paho: Any, given: Any, number: int, reason: Any, properties: Any) -> None:
            if reason.is_failure:
                self._reasons.append(str(reason))
            known(paho, given, number, reason, properties)

        client._client.on_publish = published
        return client

    async def publish(
        self,
        client: aiomqtt.Client,
        topic: str,
        payload: str | bytes,
        *,
        retain: bool = False,
        properties: Properties | None = None,
    ) -> bool:
        """Publish at least once; whether the broker took it, else it is said, once a topic."""
        self._reasons.clear()
        await client.publish(topic, payload, _AT_LEAST_ONCE, retain, properties)
        if self._reasons:
            self._say(f"refuses {topic}", self._reasons[-1])
        return not self._reasons

    async def subscribe(self, client: aiomqtt.Client, topic: str) -> bool:
        """Ask for a topic; whether the broker delivers it, else it is said, once."""
        reasons: Sequence[Any] = await client.subscribe(topic, qos=_AT_LEAST_ONCE)
        refused = [str(reason) for reason in reasons if reason.is_failure]
        if refused:
            self._say(f"does not deliver {topic}", refused[-1])
        return not refused

    def _say(self, what: str, why: str) -> None:
        if what not in self._told:
            self._told.add(what)
            logger.warning("mqtt: the broker %s: %s (look at its access list)", what, why)
