"""Rules of MQTT: what may go, to whom, and how long it is worth anything.

Pure, but for the files of TLS that are looked at before a broker is asked, and whether the
environment holds a password.
"""

import os
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from math import ceil
from typing import Any, Final

from monitor.errors import ConfigError
from monitor.settings.mqtt import MqttSettings
from monitor.sinks.mqtt_certificates import check_certificates
from monitor.types import Action, Advice, Event, Side
from monitor.version import VERSION

_NOT_UNDERSTOOD: Final = ("unsupported protocol version", "timed out")
"""What an attempt ends with where the broker does not know our version."""
_THIS_MACHINE: Final = frozenset({"localhost", "ip6-localhost"})


def check_broker(settings: MqttSettings) -> None:
    """Refuse to send a password that others can read, and files of TLS that do nothing.

    Raises
    ------
    ConfigError
        If there is a password, the broker is another machine, and nothing encrypts or permits it;
        if a file of TLS is not there or damaged; or if one is named, and nothing is encrypted.
    """
    if settings.host and settings.tls:
        check_certificates(settings)
    elif settings.host and (settings.ca_file or settings.certificate_file or settings.key_file):
        what = "a certificate is named, but nothing is encrypted: set it to true, or name none"
        raise ConfigError("settings", "mqtt.tls", what)
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
    >>> owner = MqttSettings(host="192.0.2.7", commands=True, tls=True, certificate_file="me.crt")
    >>> may_command(owner)
    True
    """
    by_password = settings.username and os.environ.get(settings.password_env)
    by_certificate = settings.tls and settings.certificate_file
    known = bool(by_password or by_certificate)
    return is_here(settings.host or "") or (settings.commands and known)


def deaf(settings: MqttSettings) -> str:
    """Say why presses that the owner wants are not taken; empty if they are, or are not wanted.

    >>> deaf(MqttSettings(host="192.0.2.7", commands=True))
    'presses from this broker are not taken: it is not told who we are'
    """
    if not settings.commands or may_command(settings):
        return ""
    return "presses from this broker are not taken: it is not told who we are"


DEAF_MEND: Final = "log in with a certificate, or a user name and a password"
"""What lets presses be taken."""


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


class Dialect:
    """Which MQTT is spoken: 5, or 3.1.1 with a broker that does not know it.

    A broker that does not know version 5 says so, or says nothing: then the other one is tried the
    next time, until one has been answered.

    Examples
    --------
    >>> dialect = Dialect()
    >>> dialect.failed("Unsupported protocol version")
    >>> dialect.is_5
    False
    """

    def __init__(self) -> None:
        self.is_5 = True
        self._is_sure = False

    def answered(self) -> None:
        """Take note that the broker understood."""
        self._is_sure = True

    def failed(self, why: str) -> None:
        """Take note of an attempt that failed."""
        if not self._is_sure and any(sign in why.lower() for sign in _NOT_UNDERSTOOD):
            self.is_5 = not self.is_5


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
    for key, label, unit, more in _DIAGNOSTIC:
        for side in Side:
            name_of = f"{side}_{key}"
            parts[name_of] = _sensor(settings, name_of, f"{side} {label}", unit) | more
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
    "start": ("Start a run", '"type":"start"'),
    "pause": ("Pause", '"type":"wish","what":"pause"'),
    "resume": ("Go on", '"type":"wish","what":"resume"'),
    "end": ("End the run", '"type":"end"'),
}


_DIAGNOSTIC: Final[tuple[tuple[str, str, str, dict[str, str]], ...]] = (
    ("battery", "pod battery", "%", {"device_class": "battery"}),
    ("packets", "pod signal", "packets/s", {"icon": "mdi:signal"}),
)
"""What Home Assistant shows of each foot's pod beside the run: key, label, unit, and its look."""


def _sensor(settings: MqttSettings, key: str, label: str, unit: str) -> dict[str, Any]:
    name = settings.topic.replace("/", "_").lower()
    return {
        "platform": "sensor",
        "name": label.capitalize(),
        "unique_id": f"{name}_{key}",
        "default_entity_id": f"sensor.{name}_{key}",
        "state_topic": f"{settings.topic}/sensors",
        "value_template": "{{ value_json." + key + " }}",
        "unit_of_measurement": unit,
        "state_class": "measurement",
        "entity_category": "diagnostic",
    }


def sensors_told(sensors: Iterable[Mapping[str, Any]]) -> dict[str, int | None]:
    """Give what is published of the pods of the feet: battery in %, packets a second.

    >>> sensors_told([{"side": Side.LEFT, "battery": 80, "per_s": 21}])
    {'left_battery': 80, 'left_packets': 21, 'right_battery': None, 'right_packets': None}
    """
    told: dict[str, int | None] = {}
    for side in Side:
        mine = [sensor for sensor in sensors if sensor["side"] == side]
        charges = [sensor["battery"] for sensor in mine if sensor["battery"] is not None]
        told[f"{side}_battery"] = min(charges, default=None)
        told[f"{side}_packets"] = sum(sensor["per_s"] for sensor in mine) if mine else None
    return told


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
