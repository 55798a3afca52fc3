"""An MCAP file with decoded channels, which Foxglove and Lichtblick open as plots.

Messages are JSON with a JSON schema. Topics: ``/left/imu``, ``/left/pressure``, ``/left/strides``
(and right), ``/seconds``, ``/risk/SIDE/ZONE``, ``/symptoms``, and ``/advice`` in the schema
``foxglove.Log``, which log panels show.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from monitor.export import seconds
from monitor.export.source import Source
from monitor.session.header import RecordingHeader
from monitor.session.stamp import Stamp
from monitor.types import (
    QUANTITIES,
    STRIDE_DERIVED,
    STRIDE_FIELDS,
    Advice,
    Event,
    FootBlock,
    Risk,
    Stride,
    Symptom,
)

_NS: Final = 1_000_000_000
_DIGITS: Final = 6
"""Decimals of samples: far below what a sensor tells apart."""
_INFO: Final = 2
_WARNING: Final = 3
"""Levels of ``foxglove.Log``: red flags are warnings."""
_TIME: Final = {
    "type": "object",
    "title": "time",
    "properties": {"sec": {"type": "integer"}, "nsec": {"type": "integer"}},
}
LOG: Final = {
    "timestamp": _TIME,
    "level": {"type": "integer"},
    "message": {"type": "string"},
    "name": {"type": "string"},
    "file": {"type": "string"},
    "line": {"type": "integer"},
}
_NUMBER: Final = {"type": "number"}
_NUMBERS: Final = {"type": "array", "items": {"type": ["number", "null"]}}
_TEXT: Final = {"type": "string"}
_MEASURES: Final = tuple(
    name for name in (*STRIDE_FIELDS, *STRIDE_DERIVED) if name not in {"side", "gait", "flags"}
)


def write(source: Source, folder: Path) -> None:
    """Write ``session.mcap``."""
    from mcap.writer import CompressionType, Writer

    with (folder / "session.mcap").open("xb") as file:
        writer = Writer(file, compression=CompressionType.ZSTD)
        writer.start(profile="", library="footloose")
        stamp = source.stamp
        writer.add_metadata("source", dict(zip(Stamp.NAMES, stamp.cells, strict=True)))
        channels = _Channels(writer, source)
        for event in source.said() or ():
            channels.push([event])
        ended_s = source.hear(channels.push, channels.push_block)
        channels.finish(ended_s)
        writer.finish()  # type: ignore[no-untyped-call]  # the library says no types


class _Channels:
    """Channels that are made when their first message comes."""

    def __init__(self, writer: Any, source: Source) -> None:  # the library has no types
        self._writer = writer
        self._started_ns = RecordingHeader(source.started).started_ns
        self._channels: dict[str, int] = {}
        self._schemas: dict[str, int] = {}
        self._seconds = seconds.Seconds(source.said() or ())

    def push(self, events: Iterable[Event]) -> None:
        """Write events."""
        for event in events:
            match event:
                case Stride():
                    values = {name: QUANTITIES[name](event) for name in _MEASURES}
                    known = {name: value for name, value in values.items() if value is not None}
                    told = {"gait": str(event.gait), **known}
                    self._add(f"/{event.side}/strides", "footloose.Stride", event.next_ic_s, told)
                case Risk(level=float(level)):
                    topic = f"/risk/{event.side}/{event.zone}"
                    self._add(topic, "footloose.Risk", event.t_s, {"level": level})
                case Symptom():
                    told = {
                        "feeling": str(event.feeling),
                        "side": "both" if event.both else str(event.side or ""),
                    }
                    told |= {"zone": str(event.zone or ""), "told": event.told}
                    self._add("/symptoms", "footloose.Symptom", event.t_s, told)
                case Advice():
                    self._log(event)
                case _:
                    pass
            for row in self._seconds.push(event):
                self._second(row)

    def push_block(self, block: FootBlock) -> None:
        """Write samples; what was lost is left out, a lost cell among others is null."""
        side = block.side
        pressure = block.plantar_kpa.shape[1] + block.instep_kpa.shape[1]
        for place, t_s in enumerate(block.t_s.tolist()):
            if block.acc_m_s2.shape[1]:
                imu = {
                    **_axes("acc", block.acc_m_s2[place].tolist()),
                    **_axes("gyr", block.gyr_rad_s[place].tolist()),
                }
                if imu:
                    self._add(f"/{side}/imu", "footloose.Imu", t_s, imu)
            if pressure:
                told = {
                    "plantar_kpa": _cells(block.plantar_kpa[place].tolist()),
                    "instep_kpa": _cells(block.instep_kpa[place].tolist()),
                }
                if any(value is not None for cells in told.values() for value in cells):
                    self._add(f"/{side}/pressure", "footloose.Pressure", t_s, told)

    def finish(self, ended_s: float) -> None:
        """Write what is left."""
        for row in self._seconds.finish(ended_s):
            self._second(row)

    def _second(self, row: tuple[seconds.Value, ...]) -> None:
        named = zip(seconds.COLUMNS, row, strict=True)
        told = {name: value for name, value in named if value is not None}
        self._add("/seconds", "footloose.Second", float(row[0] or 0.0), told)

    def _log(self, advice: Advice) -> None:
        at_ns = self._at_ns(advice.t_s)
        told = {
            "timestamp": {"sec": at_ns // _NS, "nsec": at_ns % _NS},
            "level": _WARNING if advice.red_flag else _INFO,
            "message": advice.text,
            "name": "footloose",
            "file": "",
            "line": advice.number,
        }
        self._add("/advice", "foxglove.Log", advice.t_s, told)

    def _add(self, topic: str, schema: str, t_s: float, told: Mapping[str, Any]) -> None:
        channel = self._channels.get(topic)
        if channel is None:
            known = self._schemas.get(schema)
            if known is None:
                known = self._schemas[schema] = self._writer.register_schema(
                    name=schema, encoding="jsonschema", data=_schema(schema)
                )
            channel = self._channels[topic] = self._writer.register_channel(
                topic=topic, message_encoding="json", schema_id=known
            )
        at_ns = self._at_ns(t_s)
        data = json.dumps(told, separators=(",", ":")).encode()
        self._writer.add_message(channel, log_time=at_ns, publish_time=at_ns, data=data)

    def _at_ns(self, t_s: float) -> int:
        return self._started_ns + max(round(t_s * _NS), 0)


def _cells(values: list[float]) -> list[float | None]:
    return [round(value, _DIGITS) if value == value else None for value in values]  # noqa: PLR0124  # NaN is not itself


def _axes(name: str, values: list[float]) -> dict[str, dict[str, float]]:
    """Give a vector; nothing where one of its parts was lost."""
    if any(value != value for value in values):  # noqa: PLR0124  # only NaN differs from itself
        return {}
    rounded = (round(value, _DIGITS) for value in values)
    return {name: dict(zip("xyz", rounded, strict=True))}


def _schema(name: str) -> bytes:
    vector = {"type": "object", "properties": dict.fromkeys("xyz", _NUMBER)}
    schemas: dict[str, dict[str, Any]] = {
        "foxglove.Log": dict(LOG),
        "footloose.Imu": {"acc": vector, "gyr": vector},
        "footloose.Pressure": {"plantar_kpa": _NUMBERS, "instep_kpa": _NUMBERS},
        "footloose.Stride": {"gait": _TEXT, **dict.fromkeys(_MEASURES, _NUMBER)},
        "footloose.Risk": {"level": _NUMBER},
        "footloose.Symptom": {"feeling": _TEXT, "side": _TEXT, "zone": _TEXT, "told": _TEXT},
        "footloose.Second": {
            one: _TEXT if one.endswith(_WORDS) or one in {"symptom", "advice"} else _NUMBER
            for one in seconds.COLUMNS
        },
    }
    return json.dumps({"type": "object", "title": name, "properties": schemas[name]}).encode()


_WORDS: Final = ("_gait", "_side", "_zone", "_told")
