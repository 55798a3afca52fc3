"""What may go over MQTT, to whom and how long is it worth anything? Pure."""

from ipaddress import ip_address
from math import ceil
from typing import Any, Final

from monitor.errors import ConfigError
from monitor.settings.mqtt import MqttSettings
from monitor.types import Action, Advice, Event
from monitor.version import VERSION

_THIS_MACHINE: Final = frozenset({"localhost", "ip6-localhost"})


def check_broker(settings: MqttSettings) -> None:
    """Refuse to send a password that others can read.

    Raises
    ------
    ConfigError
        If there is a password, the broker is another machine, and nothing encrypts or permits it.
    """
    if not settings.host or not settings.username:
        return
    if not (settings.tls or settings.plain_password or is_here(settings.host)):
        raise ConfigError(
            "settings",
            "mqtt.username",
            "the password would be readable on the way: set mqtt.tls, or mqtt.plain_password",
        )


def may_command(settings: MqttSettings) -> bool:
    """Whether taps and wishes are taken from the broker: from one that knows who sends them.

    >>> may_command(MqttSettings(host="192.0.2.7", commands=True))
    False
    >>> may_command(MqttSettings(host="192.0.2.7", commands=True, username="me", tls=True))
    True
    """
    known = bool(settings.username or settings.certificate_file)
    return is_here(settings.host or "") or (settings.commands and known)


def is_here(host: str) -> bool:
    """Whether a name or an address means this machine.

    >>> is_here("127.0.0.1"), is_here("localhost"), is_here("::1"), is_here("192.0.2.7")
    (True, True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() in _THIS_MACHINE


def worth_s(event: Event, waited_s: float) -> int | None:
    """How long an event that has waited is still worth hearing, s; None: for ever; 0: no more."""
    if not isinstance(event, Advice):
        return None
    return max(0, ceil(event.expires_s - event.t_s - waited_s))


def discovery(settings: MqttSettings) -> tuple[str, dict[str, Any]]:
    """Give topic and payload that tell Home Assistant what there is.

    The form is that of its device discovery; ``Any`` because that is what JSON holds.
    """
    topic = settings.topic
    name = topic.replace("/", "_").lower()
    origin = {"name": "footloose", "sw_version": VERSION}
    parts: dict[str, Any] = {
        "advice": {
            "platform": "event",
            "name": "Advice",
            "unique_id": f"{name}_advice",
            "default_entity_id": f"event.{name}_advice",
            "state_topic": f"{topic}/advice",
            "event_types": [str(action) for action in Action],
            "value_template": "{{ dict(value_json, event_type=value_json.action) | to_json }}",
        }
    }
    if may_command(settings):
        parts |= {
            key: _button(settings, key, label, press) for key, (label, press) in _BUTTONS.items()
        }
    device = {"identifiers": [name], "name": "Footloose", "sw_version": VERSION}
    payload = {
        "device": device,
        "origin": origin,
        "availability_topic": f"{topic}/status",
        "components": parts,
        "qos": 1,
    }
    return f"{settings.discovery_topic}/device/{name}/config", payload


_BUTTONS: Final = {
    "ok": ("I am OK", '"type":"tap","what":"ok"'),
    "snooze": ("Quiet for ten minutes", '"type":"wish","what":"snooze"'),
    "end": ("End the run", '"type":"end"'),
}


def _button(settings: MqttSettings, key: str, label: str, press: str) -> dict[str, Any]:
    name = settings.topic.replace("/", "_").lower()
    return {
        "platform": "button",
        "name": label,
        "unique_id": f"{name}_{key}",
        "default_entity_id": f"button.{name}_{key}",
        "command_topic": f"{settings.topic}/cmd",
        # every press is one of its own
        "command_template": '{"id":"' + key + ' {{ now().timestamp() }}",' + press + "}",
    }
