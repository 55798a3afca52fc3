"""The settings that a session ran with, as its report tells them."""

from pathlib import Path
from typing import Final

from monitor import config as configuration
from monitor.config import Config, owner_key
from monitor.errors import ConfigError, HomeError, RecordingError
from monitor.report.context import Changed, InForce
from monitor.session.recording import read_header
from monitor.settings.listing import Setting, listed

_TOLD: Final = frozenset(
    {
        "athlete.mass_kg",
        "athlete.reduced_feeling",
        "athlete.shoe",
        "detectors.effort.air_temperature_c",
        "advice.try_seed",
    }
)
"""What the report says by itself; and the number of a coin, which says nothing."""
_ASIDE: Final = ("radio.", "session.", "broker.", "mqtt.", "page.", "voice.")
"""How data came and was kept, and where it went: nothing is judged by it."""


def in_force(recording: Path) -> InForce | None:
    """Give the settings of a session; None where the recording does not tell them, or is gone."""
    try:
        text = read_header(recording).config
        # one that names none, as of a simulation, is told with the defaults
        config = configuration.read_dump(text.encode())[0] if text else Config()
    except (ConfigError, HomeError, RecordingError):
        return None
    return InForce(
        mass_kg=config.athlete.mass_kg,
        reduced_feeling=config.athlete.reduced_feeling,
        changed=() if config == Config() else _changed(config),
    )


def _changed(config: Config) -> tuple[Changed, ...]:
    """Name what differs from the defaults of this program, as an owner knows it."""
    return tuple(
        Changed(key=owner_key(one.key), value=_text(one), default=_text(usual))
        for one, usual in zip(listed(config), listed(Config()), strict=True)
        if one.value != usual.value and one.key not in _TOLD and not one.key.startswith(_ASIDE)
    )


def _text(setting: Setting) -> str | None:
    return None if setting.toml is None else f"{setting.toml} {setting.unit}".rstrip()
