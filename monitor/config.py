"""What did the owner set? Every knob, with its default, in one tree.

A configuration file holds only what differs from the defaults; ``configs/default.toml`` shows
them all. Unknown keys, wrong types, values out of range, not finite or in contradiction to each
other are refused by file and key.
"""

import re
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from monitor.advice.limits import AdviceLimits
from monitor.detectors.limits import DetectorLimits
from monitor.errors import ConfigError
from monitor.gait.limits import GaitLimits
from monitor.ingest.limits import IngestLimits
from monitor.risk.limits import RiskLimits
from monitor.settings.athlete import Athlete
from monitor.settings.mqtt import MqttSettings
from monitor.settings.page import PageSettings
from monitor.settings.radio import RadioLimits
from monitor.settings.session import SessionLimits
from monitor.settings.voice import VoiceSettings

SHIPPED: Final = Path(__file__).parent / "configs"
"""Scenarios, layouts, import maps and settings that come with the program."""

_ORDERED: Final = (
    ("risk.threshold_least", "risk.threshold_most"),
    ("advice.risk_ease", "advice.risk_act"),
)
"""Of each pair, the first may not be above the second."""

_PATH: Final = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<key>[^`]*)`)?")

_UNKNOWN: Final = re.compile(r"Object contains unknown field `(?P<field>[^`]*)`")


class Config(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that can be set."""

    athlete: Athlete = field(default_factory=Athlete)
    """The runner."""
    ingest: IngestLimits = field(default_factory=IngestLimits)
    """From packets to aligned samples."""
    gait: GaitLimits = field(default_factory=GaitLimits)
    """From samples to strides."""
    detectors: DetectorLimits = field(default_factory=DetectorLimits)
    """From strides to findings."""
    risk: RiskLimits = field(default_factory=RiskLimits)
    """From findings to risk."""
    advice: AdviceLimits = field(default_factory=AdviceLimits)
    """From risk to words."""
    radio: RadioLimits = field(default_factory=RadioLimits)
    """Bluetooth."""
    session: SessionLimits = field(default_factory=SessionLimits)
    """Recording."""
    mqtt: MqttSettings = field(default_factory=MqttSettings)
    """The broker; nothing is sent unless it is named."""
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
            tree = msgspec.toml.decode(file.read_bytes())
        except OSError as error:
            raise ConfigError(file, "", error.strerror or str(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ConfigError(file, "", f"not TOML: {error}") from error
        _convert(_known(tree, file), str(file))
    for setting in settings or []:
        _set(tree, setting)
    return _convert(tree, "--set" if settings else str(file))


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
    return _convert(tree, "--set")


def dump(config: Config) -> bytes:
    """Write a configuration as it stands in the header of a recording."""
    return msgspec.json.encode(config)


def read_dump(text: bytes) -> tuple[Config, list[str]]:
    """Read what ``dump`` wrote, also by another version of the program.

    Returns
    -------
    Config
        The settings; knobs that this version does not have are left out.
    list of str
        The keys that were left out.

    Raises
    ------
    ConfigError
        If the text is no configuration, or a value cannot be used.
    """
    try:
        tree = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise ConfigError("recording", "config", str(error)) from error
    left_out: list[str] = []
    while isinstance(tree, dict):
        try:
            return _convert(tree, "recording"), left_out
        except ConfigError as error:
            unknown = _UNKNOWN.fullmatch(error.expected)
            if unknown is None:
                raise
            left_out.append(".".join(filter(None, [error.key, unknown["field"]])))
            section: dict[str, Any] = tree
            for name in error.key.split(".") if error.key else []:
                section = section[name]
            del section[unknown["field"]]
    raise ConfigError("recording", "config", "expected an object")


def _set(tree: dict[str, Any], setting: str) -> None:
    """Put ``a.b.c=value`` into the tree; the value is TOML, a bare word is text."""
    path, equals, text = setting.partition("=")
    if not equals or not path.strip():
        raise ConfigError("--set", setting, "expected section.key=value")
    try:
        value = msgspec.toml.decode(f"value = {text}")["value"]
    except msgspec.DecodeError:
        value = text
    *sections, key = path.strip().split(".")
    if sections and sections[0] in DetectorLimits.__struct_fields__:
        sections.insert(0, "detectors")  # lacing.x is short for detectors.lacing.x
    for section in sections:
        tree = tree.setdefault(section, {})
        if not isinstance(tree, dict):
            raise ConfigError("--set", setting, f"{section} is a value, not a section")
    tree[key] = value


def _known(tree: dict[str, Any], file: Path) -> dict[str, Any]:
    """Refuse a detector's section that stands by itself, as ``--set`` may name it."""
    for section in tree:
        if section in DetectorLimits.__struct_fields__:
            raise ConfigError(file, section, f"unknown section; it is [detectors.{section}]")
    return tree


def _convert(tree: dict[str, Any], file: str) -> Config:
    try:
        config = msgspec.convert(tree, Config)
    except msgspec.ValidationError as error:
        found = _PATH.fullmatch(str(error))
        key, what = (found["key"] or "", found["what"]) if found else ("", str(error))
        raise ConfigError(file, key, what) from error
    knobs = dict(_knobs(msgspec.to_builtins(config)))
    for key, value in knobs.items():
        if not isfinite(value):
            raise ConfigError(file, key, f"expected a finite number, got {value}")
    for lower, upper in _ORDERED:
        if knobs[lower] > knobs[upper]:
            raise ConfigError(file, lower, f"expected at most {upper}, which is {knobs[upper]:g}")
    return config


def _knobs(tree: dict[str, Any], above: str = "") -> Iterator[tuple[str, float]]:
    """Every number with its key."""
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, dict):
            yield from _knobs(value, f"{key}.")
        elif isinstance(value, int | float):
            yield key, value
