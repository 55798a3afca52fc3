"""The air's temperature as somebody else publishes it over MQTT."""

import logging
from collections.abc import Callable
from typing import Final

from msgspec import MsgspecError, json

logger = logging.getLogger(__name__)

_AIR_C: Final = (-60.0, 60.0)
"""The coldest and the warmest air that somebody runs in, °C. [P] beyond every record on Earth."""


class AirTopic:
    """Take temperatures from a topic; the first text that is not a temperature is logged.

    Parameters
    ----------
    topic : str or None
        None: nothing is taken.
    warm : callable or None
        Takes the temperature, °C.
    """

    def __init__(self, topic: str | None, warm: Callable[[float], None] | None) -> None:
        self.topic = None if warm is None else topic
        self._warm = warm
        self._told = False

    def take(self, payload: object) -> None:
        """Take what was published."""
        air_c = temperature_of(payload) if isinstance(payload, bytes) else None
        if air_c is not None and self._warm is not None:
            self._warm(air_c)
        elif air_c is None and not self._told:
            self._told = True
            logger.warning("mqtt: %s is no temperature in °C", self.topic)


def temperature_of(payload: bytes) -> float | None:
    """Read a temperature, °C: a number, or JSON with ``temperature``; else None.

    >>> temperature_of(b"21.5"), temperature_of(b'{"temperature": 21.5, "battery": 90}')
    (21.5, 21.5)
    >>> temperature_of(b"unavailable"), temperature_of(b"nan"), temperature_of(b"300")
    (None, None, None)
    """
    try:
        said = json.decode(payload)
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if isinstance(said, dict):
        said = said.get("temperature")
    if isinstance(said, bool) or not isinstance(said, int | float):
        return None
    low_c, high_c = _AIR_C
    return float(said) if low_c <= said <= high_c else None
