"""How does a watch's FIT activity become a recording? Speed, cadence, contact time, heart rate.

Read from the fields of a FIT *record* message, about one a second. Garmin's running dynamics and
Stryd's pod fill ``stance_time``; what is missing there is taken from developer fields (Stryd):
Speed in m/s, Ground Time in ms, Cadence in rpm. FIT's running cadence counts strides of one leg,
so it is doubled. The slope of the ground is that of altitude over distance. There are no strides
in such a file: it feeds what works from speed and heart.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import isfinite, nan
from pathlib import Path
from typing import Any, Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.slope import slopes
from monitor.sources.importers.streams import ImportedRun
from monitor.types import Packet
from monitor.wire import heart_rate, reference, uuids
from monitor.wire.heart_rate import HeartRate
from monitor.wire.reference import Reference

logger = logging.getLogger(__name__)

SENSOR: Final = "watch"
"""Name of the sensor in the recording."""

_ON_FOOT: Final = frozenset({"generic", "running", "walking", "hiking", "training"})
_SPORTS: Final = {0: "generic", 1: "running", 2: "cycling", 5: "swimming", 10: "training",
                  11: "walking", 17: "hiking"}  # fmt: skip
_MS_PER_S: Final = 1000.0
_FEET: Final = 2

Record = Any
"""A message of fit-tool, which has no types."""


def import_fit(files: Sequence[Path], map_path: Path | None = None) -> ImportedRun:
    """Read an activity; session time is zero at its first record.

    Raises
    ------
    ImportFileError
        If it is not a FIT file, is damaged, or holds no run.
    """
    path = files[0]
    if len(files) > 1:
        raise ImportFileError(files[1], "an activity is one file; import the others by themselves")
    if map_path is not None:
        raise ImportFileError(path, "this format needs no map")
    messages = _messages(path)
    _check_sport(path, messages)
    records = [
        message
        for message in messages
        if message.name == "record" and message.timestamp is not None
    ]
    if not records:
        raise ImportFileError(path, "has no records of a run")
    start_ms = records[0].timestamp
    started = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=start_ms)
    return ImportedRun(_packets(_in_order(path, records), start_ms), started)


def _messages(path: Path) -> list[Record]:
    from fit_tool.fit_file import FitFile  # its profile is large and rarely needed

    try:
        records = FitFile.from_file(str(path)).records
    except OSError as error:
        raise ImportFileError(path, error.strerror or "cannot be read") from error
    except ValueError as error:  # base of fit-tool's own errors
        raise ImportFileError(path, f"is not a whole FIT file: {error}") from error
    return [record.message for record in records if not record.is_definition]


def _check_sport(path: Path, messages: Sequence[Record]) -> None:
    """Refuse a ride: its cadence is not of feet on the ground."""
    codes = [_field(message, "sport") for message in messages if message.name == "session"]
    sports = {_SPORTS.get(int(code), f"sport {code:.0f}") for code in codes if code is not None}
    if sports and not sports & _ON_FOOT:
        raise ImportFileError(path, f"is no run, but {', '.join(sorted(sports))}")


def _in_order(path: Path, records: Sequence[Record]) -> list[Record]:
    """Leave out records whose time runs backwards."""
    kept = [records[0]]
    for record in records[1:]:
        if record.timestamp >= kept[-1].timestamp:
            kept.append(record)
    if late := len(records) - len(kept):
        logger.warning("import %s: %d records whose time runs backwards left out", path.name, late)
    return kept


def _packets(records: Sequence[Record], start_ms: int) -> Iterator[Packet]:
    t_s = [(record.timestamp - start_ms) / _MS_PER_S for record in records]
    for at_s, record, slope in zip(t_s, records, _slopes(records, t_s), strict=True):
        rate_bpm = _field(record, "heart_rate")
        if rate_bpm:
            payload = heart_rate.encode(HeartRate(round(rate_bpm)))
            yield Packet(SENSOR, uuids.HEART_RATE, at_s, payload)
        said = _reference(record, slope)
        if said is not None:
            yield Packet(SENSOR, uuids.REFERENCE, at_s, reference.encode(said))


def _slopes(records: Sequence[Record], t_s: Sequence[float]) -> list[float | None]:
    """Slope of the ground at each record; None where it is not known."""
    places_m, heights_m = (
        np.array([_first(record, *names) for record in records], dtype=float)
        for names in (("distance",), ("enhanced_altitude", "altitude"))
    )
    found = slopes(np.asarray(t_s), places_m, heights_m, ImportLimits())
    return [slope if isfinite(slope) else None for slope in found.tolist()]


def _reference(record: Record, slope: float | None = None) -> Reference | None:
    candidates = (
        _field(record, "enhanced_speed"),
        _field(record, "speed"),
        _developer(record, "speed", "m/s"),
    )
    speed_m_s = next((speed for speed in candidates if speed is not None and speed >= 0.0), None)
    if speed_m_s is None:
        return None
    cadence = _field(record, "cadence")
    if cadence is not None:
        cadence += _field(record, "fractional_cadence") or 0.0
    contact_ms = _field(record, "stance_time")
    if not cadence:
        cadence = _developer(record, "cadence", "rpm")
    if not contact_ms:
        contact_ms = _developer(record, "ground time", "milliseconds", "ms")
    return Reference(
        speed_m_s,
        _FEET * cadence if cadence else None,
        contact_ms / _MS_PER_S if contact_ms else None,
        slope,
    )


def _first(record: Record, *names: str) -> float:
    """Value of the first of these fields that has one; NaN where none has."""
    values = (_field(record, name) for name in names)
    return next((value for value in values if value is not None), nan)


def _field(record: Record, name: str) -> float | None:
    field = record.get_field_by_name(name)
    return None if field is None else _value(field)


def _developer(record: Record, name: str, *units: str) -> float | None:
    for field in record.developer_fields:
        if (field.name or "").lower() == name and (field.units or "").lower() in units:
            return _value(field)
    return None


def _value(field: Any) -> float | None:
    """Value of a field; None where it is absent, FIT's code for invalid, or only a copy of it."""
    if (
        field.is_expanded_field
        or not field.encoded_values
        or field.encoded_values[0] == field.base_type.invalid_raw_value()
    ):
        return None
    value = field.get_value()
    return float(value) if isinstance(value, int | float) and isfinite(value) else None
