"""Read what a point of a GPX or TCX says: which value it is, numbers and times."""

from math import isnan, nan
from typing import Final

from monitor.sources.importers import time_text
from monitor.sources.importers.limits import LARGEST

_VALUES: Final = {
    "ele": "altitude_m", "altitudemeters": "altitude_m",
    "distancemeters": "distance_m",
    "hr": "heart_bpm", "heartrate": "heart_bpm", "bpm": "heart_bpm",
    "cad": "cadence", "cadence": "cadence", "runcadence": "cadence",
    "speed": "speed_m_s",
    "watts": "power_w", "power": "power_w", "powerinwatts": "power_w",
}  # fmt: skip
"""Local names of what a point says, in GPX, its extensions, and TCX: small letters alone."""
VALUES: Final = tuple(dict.fromkeys(_VALUES.values()))
"""What a point may say besides its time and place."""
_FIRST_S, _LAST_S = 946_684_800.0, 4_102_444_800.0
"""2000 and 2100, s since 1970."""


def value_of(name: str) -> str | None:
    """Name the value that an element gives; None if it is nothing that is read.

    >>> value_of("heart_rate"), value_of("RunCadence"), value_of("verticalSpeed")
    ('heart_bpm', 'cadence', None)
    """
    return _VALUES.get(name.replace("_", "").lower())


def time_s(text: str) -> float:
    """Time of a point, s since 1970; NaN if it is none."""
    counted_s = _epoch_s(number(text))  # first: some counts of ms are dates of 1712, too
    if not isnan(counted_s):
        return counted_s
    try:
        return time_text.moment(text.strip().upper())
    except (ValueError, OverflowError):
        return nan


def _epoch_s(number: float) -> float:
    """Give a count of s or ms since 1970 in s; NaN if it is none of this century."""
    return next((n for n in (number, number / 1000.0) if _FIRST_S <= n < _LAST_S), nan)


def number(text: str) -> float:
    """Give the number that a text is, with a point or a comma; NaN if it is none."""
    try:
        value = float(text.replace(",", ".", 1))
    except ValueError:
        return nan
    return value if abs(value) <= LARGEST else nan
