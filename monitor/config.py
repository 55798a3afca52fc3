"""The configuration: the owner's settings and every room's constants in one tree.

An owner's file holds what differs from the defaults; ``configs/default.toml`` shows what an owner
may set. Research may change any constant, in a file or with ``--set``. Unknown keys, wrong types,
values out of range, not finite or in contradiction to each other are refused by file and key.
"""

from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import field

from monitor.detectors.limits import DetectorLimits
from monitor.errors import ConfigError, UnknownKeyError
from monitor.hints import command
from monitor.limits import CoreLimits
from monitor.reader import from_tree, json_tree, toml_tree
from monitor.session.limits import SessionLimits
from monitor.settings.mqtt import MqttSettings
from monitor.settings.page import PageSettings
from monitor.settings.voice import VoiceSettings
from monitor.sinks.limits import BrokerLimits
from monitor.sources.ble_limits import RadioLimits

SHORT: Final = {
    "effort": "detectors.effort",
    "speech": "advice.speech",
    "sensors": "ingest.sensors",
    "pod": "gait.imu.path.pod",
    "bluetooth": "radio.bluetooth",
}
"""Sections of the owner's file by the name that they have there, and where they are in the tree."""

_MOVED: Final = {
    "advice.treadmill": "advice.speech.treadmill",
    "advice.mute_cues": "advice.speech.mute_cues",
    "advice.gap_s": "advice.speech.gap_s",
    "advice.cues_per_hour": "advice.speech.cues_per_hour",
    "advice.advice_per_hour": "advice.speech.advice_per_hour",
    "advice.answers_per_hour": "advice.speech.answers_per_hour",
    "advice.cue_cooldown_s": "advice.speech.cue_cooldown_s",
    "advice.fit_cooldown_s": "advice.speech.fit_cooldown_s",
    "advice.red_flag_cooldown_s": "advice.speech.red_flag_cooldown_s",
    "advice.resume_s": "advice.speech.resume_s",
    "advice.snooze_most_s": "advice.speech.snooze_most_s",
    "advice.warn_s": "advice.speech.warn_s",
    "detectors.calf_load.dose_min": "detectors.effort.longest_run_min",
    "detectors.cardiac_drift.air_temperature_c": "detectors.effort.air_temperature_c",
    "detectors.cardiac_drift.hot_c": "detectors.effort.hot_c",
    "detectors.cardiac_drift.rise_bpm": "detectors.effort.rise_bpm",
    "detectors.cardiac_drift.hot_rise_bpm": "detectors.effort.hot_rise_bpm",
    "gait.imu.path.lever_up_m": "gait.imu.path.pod.above_ground_m",
    "gait.imu.path.ball_forward_m": "gait.imu.path.pod.to_ball_m",
    "gait.imu.path.toe_forward_m": "gait.imu.path.pod.to_toe_m",
    "ingest.hole_s": "ingest.dropout_s",
    "ingest.hole_back_s": "ingest.dropout_back_s",
    "ingest.clock_hole_s": "ingest.clock_gap_s",
    "ingest.lane_wait_s": "ingest.stream_wait_s",
    "ingest.heart_least_bpm": "ingest.sensors.heart_least_bpm",
    "ingest.heart_most_bpm": "ingest.sensors.heart_most_bpm",
    "ingest.low_battery_percent": "ingest.sensors.low_battery_percent",
    "mqtt.connect_s": "broker.connect_s",
    "mqtt.retry_s": "broker.retry_s",
    "mqtt.retry_max_s": "broker.retry_max_s",
    "mqtt.farewell_s": "broker.farewell_s",
}
"""Keys of older versions, and what they are called now: old files and recordings are still read."""

_ORDERED: Final = (
    ("risk.threshold_least", "risk.threshold_most"),
    ("advice.risk_ease", "advice.risk_act"),
)
"""Of each pair, the first may not be above the second."""


class Config(CoreLimits, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that can be set."""

    radio: RadioLimits = field(default_factory=RadioLimits)
    """Bluetooth."""
    session: SessionLimits = field(default_factory=SessionLimits)
    """Recording."""
    broker: BrokerLimits = field(default_factory=BrokerLimits)
    """Connecting to an MQTT broker, and leaving it."""
    mqtt: MqttSettings = field(default_factory=MqttSettings)
    """The broker. Nothing is sent unless it is named."""
    page: PageSettings = field(default_factory=PageSettings)
    """The runner's page in a browser."""
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    """Speech from the hub."""


def load(file: Path | None = None, settings: list[str] | None = None) -> Config:
    """Return the defaults, changed by a file and then by ``section.key=value`` settings.

    Raises
    ------
    ConfigError
        If the file cannot be read, or a key is unknown, of a wrong type or out of range.
    """
    tree: dict[str, Any] = {}
    if file is not None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise ConfigError(file, "", error.strerror or str(error)) from error
        tree = _placed(_known(toml_tree(data, file), file), file)
        _checked(tree, file)
    for setting in settings or []:
        _set(tree, setting)
    return _checked(tree, "--set" if settings else str(file))


def change(config: Config, settings: list[str]) -> Config:
    """Return a configuration with ``section.key=value`` settings put in.

    Raises
    ------
    ConfigError
        If a key is unknown, of a wrong type or out of range.
    """
    tree: dict[str, Any] = msgspec.to_builtins(config)
    for setting in settings:
        _set(tree, setting)
    return _checked(tree, "--set")


def owner_key(key: str) -> str:
    """Give a key of the tree by the name that an owner knows.

    >>> owner_key("advice.speech.gap_s"), owner_key("advice.expires_s")
    ('speech.gap_s', 'advice.expires_s')
    """
    for short, path in SHORT.items():
        if key.startswith(f"{path}."):
            return key.replace(path, short, 1)
    return key


def dump(config: Config) -> bytes:
    """Write a configuration as it stands in the header of a recording.

    The names of brokers, users and networks are left out: recordings are shown to others.
    """
    nameless = msgspec.structs.replace(config, mqtt=MqttSettings(), page=PageSettings())
    return msgspec.json.encode(nameless)


def read_dump(text: bytes) -> tuple[Config, list[str]]:
    """Read what ``dump`` wrote, also by another version of the program.

    Returns
    -------
    Config
        The settings. Keys that this version does not have are left out.
    list of str
        The keys that were left out.

    Raises
    ------
    ConfigError
        If the text is no configuration, or a value cannot be used.
    """
    tree = json_tree(text, "recording")
    if not isinstance(tree, dict):
        raise ConfigError("recording", "config", "expected an object")
    tree = _placed(tree, "recording")
    left_out: list[str] = []
    while True:
        try:
            return _convert(tree, "recording"), left_out
        except UnknownKeyError as error:
            left_out.append(error.key)
            *sections, name = error.key.split(".")
            section = tree
            for each in sections:
                section = section[each]
            del section[name]


def _set(tree: dict[str, Any], setting: str) -> None:
    """Put ``a.b.c=value`` into the tree; the value is TOML, a bare word is text."""
    path, equals, text = setting.partition("=")
    path = path.strip()
    if not equals or not path:
        raise ConfigError("--set", setting, "expected section.key=value")
    try:
        value = toml_tree(f"value = {text}".encode(errors="replace"), "--set")["value"]
    except ConfigError:
        value = text
    section = path.split(".")[0]
    if section in DetectorLimits.__struct_fields__:
        path = f"detectors.{path}"  # lacing.x is short for detectors.lacing.x
    elif section in SHORT:
        path = path.replace(section, SHORT[section], 1)
    _put(tree, _MOVED.get(path, path), value, setting)


def _put(tree: dict[str, Any], path: str, value: object, setting: str) -> None:
    *sections, key = path.split(".")
    for section in sections:
        tree = tree.setdefault(section, {})
        if not isinstance(tree, dict):
            raise ConfigError("--set", setting, f"{section} is a value, not a section")
    tree[key] = value


def _placed(tree: dict[str, Any], file: str | Path) -> dict[str, Any]:
    """Put the owner's sections, and keys that moved, where they are in the tree."""
    for short, path in SHORT.items():
        section = tree.pop(short, None)
        if section is None:
            continue
        if not isinstance(section, dict):
            raise ConfigError(file, short, "expected a section")
        for name, value in section.items():
            _put(tree, f"{path}.{name}", value, short)
    for old, new in _MOVED.items():
        *sections, name = old.split(".")
        section = tree
        for each in sections:
            section = section.get(each, {}) if isinstance(section, dict) else {}
        if isinstance(section, dict) and name in section:
            _put(tree, new, section.pop(name), old)
    return tree


def _known(tree: dict[str, Any], file: Path) -> dict[str, Any]:
    """Refuse a detector's section that stands by itself, as ``--set`` may name it."""
    for section in tree:
        if section in DetectorLimits.__struct_fields__ and section not in SHORT:
            raise ConfigError(file, section, f"unknown section; it is [detectors.{section}]")
    return tree


def _checked(tree: dict[str, Any], file: str | Path) -> Config:
    """Convert what an owner wrote; errors name the owner's sections."""
    try:
        return _convert(tree, file)
    except UnknownKeyError as error:
        own = () if "." in error.key else SHORT
        allowed, listed_by = (*own, *error.allowed), command("settings", "--all")
        raise UnknownKeyError(file, owner_key(error.key), allowed, listed_by) from error
    except ConfigError as error:
        raise ConfigError(file, owner_key(error.key), error.expected) from error


def _convert(tree: dict[str, Any], file: str | Path) -> Config:
    config = from_tree(tree, Config, file)
    for lower, upper in _ORDERED:
        low, high = _value(config, lower), _value(config, upper)
        if low > high:
            raise ConfigError(file, lower, f"expected at most {upper}, which is {high:g}")
    return config


def _value(config: Config, key: str) -> float:
    value: Any = config
    for name in key.split("."):
        value = getattr(value, name)
    return float(value)
