"""Turn the samples of a file into packets that lose nothing."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray, Packet, Side
from monitor.wire import imported, uuids
from monitor.wire.imported import SampleFrame, StreamDescription, StreamKind

_RATE_DIGITS: Final = 6
"""Times printed in decimals give rates like 100.00000000000213 Hz."""


@dataclass(frozen=True, slots=True, eq=False)
class ImportedRun:
    """What a file gives: its packets, and when it was recorded if it says so.

    ``shared``: both feet are in one signal. ``remarks``: what was repaired or left out.
    ``clock_s``: what the file's own clock said at the start of the session, s.
    """

    packets: Iterator[Packet]
    started: datetime | None = None
    shared: bool = False
    remarks: Remarks = field(default_factory=lambda: Remarks("file"))
    clock_s: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class ImportedStream:
    """One stream of a file: ``t_s`` of shape (n,) and ``values`` of shape (n, channels)."""

    description: StreamDescription
    t_s: FloatArray
    values: FloatArray

    @property
    def sensor(self) -> str:
        """Name of the sensor in the recording: one per foot and kind."""
        return sensor_name(self.description.side, self.description.kind)


def sensor_name(side: Side, kind: StreamKind) -> str:
    """Name that an imported stream's sensor has in a recording.

    >>> sensor_name(Side.LEFT, StreamKind.IMU)
    'left imu'
    """
    return f"{side} {kind}"


def rate_hz(file: InputFile, t_s: FloatArray, limits: ImportLimits) -> float:
    """Median sampling rate of sample times.

    Raises
    ------
    ImportFileError
        If the times cannot be seconds.
    """
    steps_s = np.diff(t_s)
    steps_s = steps_s[steps_s > 0.0]
    if len(steps_s) == 0:
        raise ImportFileError(str(file), "at least two samples at different times are needed")
    rate = round(1.0 / float(np.median(steps_s)), _RATE_DIGITS)
    if not limits.min_rate_hz <= rate <= limits.max_rate_hz:
        low_s, high_s = 1.0 / limits.max_rate_hz, 1.0 / limits.min_rate_hz
        raise ImportFileError(
            str(file),
            f"the usual time between samples is {1.0 / rate:g} s, "
            f"expected {low_s:g} … {high_s:g} s: "
            "is it in seconds? Else say time_unit in the map",
        )
    return rate


def known_rows(t_s: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Leave out the rows in which a stream has no value at all: they are gaps."""
    known = ~np.isnan(values).all(axis=1)
    return t_s[known], values[known]


def packets(streams: Sequence[ImportedStream], limits: ImportLimits) -> Iterator[Packet]:
    """Give all streams as packets in the order of time: first what they are, then samples.

    A packet arrives when its last sample was taken.
    """
    for stream in streams:
        payload = imported.encode_description(stream.description)
        yield Packet(stream.sensor, uuids.IMPORT_DESCRIPTION, float(stream.t_s[0]), payload)
    frames = [_frames(stream, limits.frame_samples) for stream in streams]
    yield from heapq.merge(*frames, key=lambda packet: packet.t_rx_s)


def _frames(stream: ImportedStream, size: int) -> Iterator[Packet]:
    for number, start in enumerate(range(0, len(stream.t_s), size)):
        t_s = stream.t_s[start : start + size]
        frame = SampleFrame(number, t_s, stream.values[start : start + size])
        payload = imported.encode(frame)
        yield Packet(stream.sensor, uuids.IMPORT_SAMPLES, float(t_s[-1]), payload)
