"""Meanings of the fields of a FIT *record*, those of watches and those that apps add.

Numbers, scales and units: Garmin's public profile of the FIT protocol, message *record*. Apps name
their fields as they like (Stryd: "Speed", "Ground Time", "Cadence"), so names are compared without
spaces, case and the app's own name, and units are read.
"""

import re
from collections.abc import Mapping
from math import isnan, nan
from typing import Final, NamedTuple

from monitor.sources.importers.fit_messages import DeveloperField, FitMessage

TIMESTAMP: Final = 253
_HEART_RATE: Final = 3
_CADENCE, _FRACTION, _CADENCE_256 = 4, 53, 52
_DISTANCE, _COMPRESSED = 5, 8
_SPEED, _ENHANCED_SPEED = 6, 73
_ALTITUDE, _ENHANCED_ALTITUDE = 2, 78
_POWER: Final = 7
_LAT, _LON = 0, 1
_STANCE_TIME: Final = 41
_SEMICIRCLES: Final = 2.0**31 / 180.0
"""Counts of a place in 1 ° [S]: Garmin, FIT profile."""
_SCALES: Final = {
    _DISTANCE: (100.0, 0.0),
    _SPEED: (1000.0, 0.0),
    _ENHANCED_SPEED: (1000.0, 0.0),
    _ALTITUDE: (5.0, 500.0),
    _ENHANCED_ALTITUDE: (5.0, 500.0),
    _FRACTION: (128.0, 0.0),
    _CADENCE_256: (256.0, 0.0),
    _STANCE_TIME: (10.0, 0.0),
    _LAT: (_SEMICIRCLES, 0.0),
    _LON: (_SEMICIRCLES, 0.0),
}
"""Divide by the first, then take off the second."""
_MS_PER_S: Final = 1000.0
"""By definition."""
_CM_PER_M: Final = 100.0
"""By definition."""
_SIXTEENTHS: Final = 16.0
"""Parts of a metre in a compressed distance [S]: Garmin, FIT profile."""
_TWELVE_BITS: Final = 0xFFF
_SPEED_UNKNOWN: Final = 0xFFF

_APPS: Final = re.compile(
    r"^(?:stryd|runscribe|garmin|coros|polar|suunto|zwift|rs|footpod|pod|current|instantaneous)+(?=.)"
)
_BRACKETS: Final = re.compile(r"\s*[\[(]([^\])]*)[\])]\s*$")
"""A unit behind a name."""
_NAMES: Final = {
    "speed": "speed", "runspeed": "speed",
    "runningspeed": "speed", "instantaneousspeed": "speed",
    "cadence": "cadence", "runcadence": "cadence", "runningcadence": "cadence",
    "stepcadence": "cadence", "steprate": "cadence", "stridecadence": "cadence",
    "groundtime": "contact", "groundcontacttime": "contact", "contacttime": "contact",
    "stancetime": "contact", "gct": "contact", "groundcontact": "contact",
    "power": "power", "runpower": "power", "runningpower": "power",
    "heartrate": "heart", "hr": "heart",
}  # fmt: skip
"""What an app's field is, by its name without spaces and case."""
_NATIVE: Final = {3: "heart", 4: "cadence", 6: "speed", 73: "speed", 41: "contact", 7: "power"}
"""What an app's field is, by the native field that it says it stands for."""
_PER_HOUR: Final = 3.6
"""km/h in 1 m/s, by definition."""
_M_S_PER_MPH: Final = 0.44704
"""By definition."""
_UNITS: Final[dict[str, dict[str, float]]] = {
    "speed": {
        **dict.fromkeys(("", "m/s", "mps", "m/sec", "ms-1", "meters/second", "metres/second",
                         "meter/second", "meterspersecond", "metrespersecond", "m/second"), 1.0),
        **dict.fromkeys(("km/h", "kmh", "kph", "kmph", "km/hr", "km/hour", "kilometers/hour"),
                        1 / _PER_HOUR),
        "mph": _M_S_PER_MPH, "mi/h": _M_S_PER_MPH, "miles/hour": _M_S_PER_MPH,
        "mm/s": 0.001, "cm/s": 0.01,
    },
    "cadence": dict.fromkeys(
        ("", "rpm", "spm", "1/min", "bpm", "strides/min", "steps/min", "stepsperminute",
         "stridesperminute", "steps/minute", "strides/minute", "min-1"), 1.0,
    ),
    "contact": {
        **dict.fromkeys(("", "ms", "msec", "msecs", "millisecond", "milliseconds"), 0.001),
        **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    },
    "power": dict.fromkeys(("", "w", "watt", "watts"), 1.0),
    "heart": dict.fromkeys(("", "bpm", "1/min", "beats/min", "beatsperminute"), 1.0),
}  # fmt: skip
"""Factors to SI and 1/min by what an app calls its unit; another unit is not read."""


class Row(NamedTuple):
    """A record: NaN where unknown; cadence as it came, of one leg or of both."""

    t_s: float
    speed_m_s: float
    pod_speed_m_s: float
    cadence: float
    pod_cadence: float
    contact_time_s: float
    power_w: float
    heart_bpm: float
    distance_m: float
    altitude_m: float
    lat_deg: float
    lon_deg: float


class RecordReader:
    """Read records; keeps count of the distance that some watches send in pieces."""

    def __init__(self) -> None:
        self._sixteenths: int | None = None
        self._meanings: dict[DeveloperField, tuple[str, float] | None] = {}

    @property
    def passed_over(self) -> list[str]:
        """Names of what apps said and nothing here reads."""
        return sorted({one.name for one, meant in self._meanings.items() if meant is None})

    def row(self, message: FitMessage, t_s: float) -> Row:
        """Read one record."""
        pod = self._pod(message)
        speed_m_s = _first(message, _ENHANCED_SPEED, _SPEED)
        if speed_m_s == 0.0:
            speed_m_s = _either(_first(message, _SPEED), speed_m_s)
        distance_m = _first(message, _DISTANCE)
        packed = message.fields.get(_COMPRESSED)
        if isinstance(packed, bytes) and len(packed) == 3:
            packed_m_s, packed_m = self._unpack(packed)
            speed_m_s, distance_m = _either(speed_m_s, packed_m_s), _either(distance_m, packed_m)
        contact_s = _first(message, _STANCE_TIME) / _MS_PER_S
        return Row(
            t_s,
            speed_m_s,
            pod.get("speed", nan),
            _cadence(message),
            pod.get("cadence", nan),
            contact_s if contact_s > 0.0 else pod.get("contact", nan),
            _either(_first(message, _POWER), pod.get("power", nan)),
            _either(_first(message, _HEART_RATE) or nan, pod.get("heart", nan)),
            distance_m,
            _first(message, _ENHANCED_ALTITUDE, _ALTITUDE),
            _first(message, _LAT),
            _first(message, _LON),
        )

    def _pod(self, message: FitMessage) -> Mapping[str, float]:
        """Give what apps said, in SI; the first field of a kind counts."""
        found: dict[str, float] = {}
        for field, value in message.developer:
            if field not in self._meanings:
                self._meanings[field] = meaning(field)
            meant = self._meanings[field]
            if meant is not None and isinstance(value, int | float):
                found.setdefault(meant[0], value * meant[1])
        return found

    def _unpack(self, packed: bytes) -> tuple[float, float]:
        """Read ``compressed_speed_distance``: 12 bits of 1/100 m/s, then 12 of 1/16 m that wrap."""
        word = int.from_bytes(packed, "little")
        speed, sixteenths = word & _TWELVE_BITS, word >> 12
        before = sixteenths if self._sixteenths is None else self._sixteenths
        self._sixteenths = before + ((sixteenths - before) & _TWELVE_BITS)
        speed_m_s = nan if speed == _SPEED_UNKNOWN else speed / _CM_PER_M
        return speed_m_s, self._sixteenths / _SIXTEENTHS


def meaning(field: DeveloperField) -> tuple[str, float] | None:
    """What an app's field is, and the factor to our unit; None if it is nothing that we read.

    >>> meaning(DeveloperField("Stryd Ground Time", "Milliseconds", None))
    ('contact', 0.001)
    >>> meaning(DeveloperField("Form Power", "Watts", None)) is None
    True
    """
    bracket = _BRACKETS.search(field.name)
    name = re.sub(r"[^a-z0-9]", "", _BRACKETS.sub("", field.name).lower())
    kind = _NAMES.get(name) or _NAMES.get(_APPS.sub("", name)) or _NATIVE.get(field.native or 0)
    if kind is None:
        return None
    units = field.units or (bracket[1] if bracket else "")
    factor = _UNITS[kind].get(units.lower().replace(" ", ""))
    return None if factor is None else (kind, factor)


def _cadence(message: FitMessage) -> float:
    whole = _first(message, _CADENCE)
    if whole > 0.0:
        fraction = _first(message, _FRACTION)
        return whole + (fraction if 0.0 <= fraction < 1.0 else 0.0)
    return _either(_first(message, _CADENCE_256), whole)


def _first(message: FitMessage, *numbers: int) -> float:
    """Value of the first of these fields that has one, in its unit; NaN where none has."""
    for number in numbers:
        value = message.value(number)
        if value is not None:
            scale, offset = _SCALES.get(number, (1.0, 0.0))
            return value / scale - offset
    return nan


def _either(value: float, other: float) -> float:
    return other if isnan(value) else value
