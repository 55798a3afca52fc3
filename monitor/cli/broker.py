"""Set the MQTT broker that ``--mqtt`` names."""

from typing import TYPE_CHECKING

import msgspec

from monitor.errors import ConfigError
from monitor.settings.mqtt import MqttSettings

if TYPE_CHECKING:
    from monitor.config import Config


def with_broker(config: "Config", mqtt: str | None) -> "Config":
    """Let the option name the broker.

    Raises
    ------
    ConfigError
        If it is not ``HOST`` or ``HOST:PORT``; an IPv6 address with a port stands in brackets.
    """
    if mqtt is None:
        return config
    host, colon, port = _split(mqtt)
    named = {"host": host, "port": int(port) if port.isdecimal() else config.mqtt.port}
    try:
        broker = msgspec.convert(msgspec.to_builtins(config.mqtt) | named, MqttSettings)
    except msgspec.ValidationError:
        broker = None
    if broker is None or not host or (colon and not port.isdecimal()):
        raise ConfigError("--mqtt", mqtt, "expected HOST or HOST:PORT, PORT from 1 to 65535")
    return msgspec.structs.replace(config, mqtt=broker)


def _split(mqtt: str) -> tuple[str, str, str]:
    """Give host, colon and port.

    >>> _split("pi:1884"), _split("::1"), _split("[::1]:1884"), _split("[::1]")
    (('pi', ':', '1884'), ('::1', '', ''), ('::1', ':', '1884'), ('::1', '', ''))
    """
    if mqtt.startswith("["):
        host, _, rest = mqtt[1:].partition("]")
        return host, rest[:1], rest[1:]
    if mqtt.count(":") > 1:
        return mqtt, "", ""
    return mqtt.partition(":")
