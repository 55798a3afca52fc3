"""The MQTT broker that events go to. Without one, nothing leaves the machine."""

from typing import Annotated, Final

from msgspec import Meta, Struct

from monitor.settings.kinds import Count

_HOST: Final = r"^[^\s.]{1,63}(\.[^\s.]{1,63})*\.?$"
"""Labels of 1 to 63 characters, or an address."""


class MqttSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The MQTT broker. Without a host, nothing leaves the machine."""

    host: Annotated[str, Meta(pattern=_HOST)] | None = None
    """Name or address of the broker."""
    port: Annotated[int, Meta(ge=1, le=65535)] = 1883
    """Port of the broker: 1883 is plain, 8883 is TLS.

    [S] as registered with IANA.
    """
    tls: bool = False
    """Encrypt, and check the broker's certificate against the system's authorities, or your own."""
    ca_file: str = ""
    """File with the certificate of your own authority; it is trusted instead of the system's."""
    certificate_file: str = ""
    """File with your own certificate, for a broker that asks for one."""
    key_file: str = ""
    """File with the key of your own certificate."""
    username: str | None = None
    """Your name at the broker."""
    password_env: str = "FOOTLOOSE_MQTT_PASSWORD"  # noqa: S105 - the variable's name
    """Environment variable that holds the password."""
    plain_password: bool = False
    """Send the password readable: without it a password needs TLS, or a broker on this machine."""
    commands: bool = False
    """Take taps, wishes and the end of a run from TOPIC/cmd.

    It needs a broker that knows you by password or certificate. A broker on this machine is trusted
    without.
    """
    discovery: bool = False
    """Tell Home Assistant what there is."""
    discovery_topic: Annotated[str, Meta(pattern=r"^[^#+/]+$")] = "homeassistant"
    """First level of the topics that Home Assistant discovers from."""
    topic: Annotated[str, Meta(pattern=r"^[^#+]+$")] = "footloose"
    """First level of every topic: TOPIC/advice, TOPIC/finding, TOPIC/status and so on."""
    temperature_topic: Annotated[str, Meta(pattern=r"^[^#+]+$")] | None = None
    """Topic on which somebody publishes the air's temperature, °C: a number, or JSON that names it.
    """
    backlog: Count = 1000
    """Messages kept while the broker is away. Then the oldest go, and it is said.

    Rule of thumb: an hour of findings and advice.
    """
