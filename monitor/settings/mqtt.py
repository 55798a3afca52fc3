"""Where may events go over MQTT? Nowhere, unless the owner names a broker."""

from typing import Annotated, Final

from msgspec import Meta, Struct

from monitor.settings.kinds import Count, Positive

_HOST: Final = r"^[^\s.]{1,63}(\.[^\s.]{1,63})*\.?$"
"""Labels of 1 to 63 characters, or an address."""


class MqttSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The broker and how patient we are with it."""

    host: Annotated[str, Meta(pattern=_HOST)] | None = None
    """Name or address of the broker; none: nothing leaves the machine."""
    port: Annotated[int, Meta(ge=1, le=65535)] = 1883
    """1883 is plain, 8883 is TLS by custom."""
    tls: bool = False
    """Encrypt, and check the broker's certificate against the system's authorities."""
    username: str | None = None
    """Name at the broker; the password stands in the environment variable of ``password_env``."""
    password_env: str = "FOOTLOOSE_MQTT_PASSWORD"  # noqa: S105 - the variable's name
    """Environment variable that holds the password."""
    topic: Annotated[str, Meta(pattern=r"^[^#+]+$")] = "footloose"
    """First level of every topic: ``TOPIC/advice``, ``TOPIC/finding``, ``TOPIC/status`` …"""
    connect_s: Positive = 5.0
    """Longest attempt to connect, s. Rule of thumb."""
    retry_s: Positive = 1.0
    """Pause after the first failure, s, doubled each time. Rule of thumb."""
    retry_max_s: Positive = 30.0
    """Longest pause, s. Rule of thumb."""
    backlog: Count = 1000
    """Messages kept while the broker is away; then the oldest go, and it is said. Rule of thumb:
    an hour of findings and advice."""
    farewell_s: Positive = 2.0
    """How long the end of a session waits for the last messages, s. Rule of thumb."""
