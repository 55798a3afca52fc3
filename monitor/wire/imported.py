"""Samples of a file from another sensor, with nothing lost. Never on the air.

A description, once per stream and before its samples: one byte of version (1), then UTF-8 JSON of
``StreamDescription``. Then samples:

    offset  type      meaning
    0       u32       sequence number
    4       u16       number of samples n, at least 1
    6       u8        channels c, at least 1
    7       n × f64       time of each sample, s, on the recording's own clock
    7 + 8n  n × c × f64   values, sample by sample; NaN where the file has none

Little-endian. Channels: IMU acceleration x y z (m/s²) and angular rate x y z (rad/s); pressure
plantar then instep cells (kPa); force vertical (N).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Annotated, Final

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Meta

from monitor.errors import WireError
from monitor.types import CellLayout, FloatArray, Side
from monitor.wire.batch import IntArray, Refused, by_length, keep, merge, of_equal
from monitor.wire.fields import PROTOCOL_VERSION, check_version

IMU_CHANNELS: Final = 6
MAX_DESCRIPTION: Final = 65_536
"""Bytes of a description."""

_HEADER = struct.Struct("<IHB")

BoolArray = npt.NDArray[np.bool_]
"""Marks."""


class StreamKind(StrEnum):
    """What an imported stream measures."""

    IMU = auto()
    PRESSURE = auto()
    FORCE = auto()


class StreamFrame(StrEnum):
    """In which axes an imported IMU stream is."""

    SENSOR = auto()
    """The sensor's own; how it sits on the foot is found from the data."""
    FOOT = auto()
    """x forward, y up, z right when the foot is flat; known from the import map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamDescription:
    """What an imported stream is.

    ``rate_hz`` is the recording's median rate. ``instep_cells`` of the ``channels`` of a pressure
    stream, the last ones, sit under the tongue. ``mass_kg`` is the runner's, where the file's
    forces were in body weights.
    """

    kind: StreamKind
    side: Side
    rate_hz: Annotated[float, Meta(gt=0)]
    channels: Annotated[int, Meta(ge=1, le=255)]
    frame: StreamFrame = StreamFrame.SENSOR
    instep_cells: Annotated[int, Meta(ge=0)] = 0
    layout: CellLayout | None = None
    mass_kg: Annotated[float, Meta(gt=0)] | None = None

    def __post_init__(self) -> None:
        expected = {StreamKind.IMU: IMU_CHANNELS, StreamKind.FORCE: 1}
        if self.channels != expected.get(self.kind, self.channels):
            raise ValueError(f"{self.kind} stream of {self.channels} channels")
        if self.kind is not StreamKind.PRESSURE and (self.instep_cells or self.layout):
            raise ValueError(f"{self.kind} stream with cells")
        if self.instep_cells > self.channels:
            raise ValueError(f"{self.instep_cells} instep cells of {self.channels} channels")
        if self.layout and (len(self.layout.plantar), len(self.layout.instep)) != (
            self.plantar_cells,
            self.instep_cells,
        ):
            raise ValueError(f"layout {self.layout.name} has other cells than the stream")

    @property
    def plantar_cells(self) -> int:
        """Cells under the sole; 0 unless the stream is pressure."""
        return self.channels - self.instep_cells if self.kind is StreamKind.PRESSURE else 0


@dataclass(frozen=True, slots=True, eq=False)
class SampleFrame:
    """Samples of an imported stream: ``t_s`` of shape (n,), ``values`` of (n, channels)."""

    sequence: int
    t_s: FloatArray
    values: FloatArray

    def __post_init__(self) -> None:
        if self.t_s.ndim != 1 or self.values.ndim != 2 or len(self.t_s) != len(self.values):
            raise ValueError(f"shapes {self.t_s.shape}, {self.values.shape}: not (n,), (n, c)")
        self.t_s.flags.writeable = False
        self.values.flags.writeable = False

    def __len__(self) -> int:
        return len(self.t_s)


@dataclass(frozen=True, slots=True, eq=False)
class SampleBatch:
    """Many sample frames of one stream, in columns; see ``Batch``. ``t_s`` has shape (m,)."""

    packet: IntArray
    sequence: IntArray
    count: IntArray
    t_s: FloatArray
    values: FloatArray
    errors: tuple[Refused, ...] = ()


def decode_description(payload: bytes) -> StreamDescription:
    """Read a description; ``WireError`` if it is of another version, or no such object."""
    check_version(payload, "stream description")
    if len(payload) > MAX_DESCRIPTION:
        raise WireError(f"stream description of {len(payload)} bytes", payload)
    try:
        return msgspec.json.decode(payload[1:], type=StreamDescription)
    except (ValueError, RecursionError) as error:  # msgspec's own errors are ValueErrors
        raise WireError(f"stream description: {error}", payload) from error


def encode_description(description: StreamDescription) -> bytes:
    """Write a description."""
    return bytes([PROTOCOL_VERSION]) + msgspec.json.encode(description)


def decode(payload: bytes) -> SampleFrame:
    """Read samples.

    Raises
    ------
    WireError
        If the length does not match the counts, a time is not finite or runs backwards, or a
        value is infinite.
    """
    if len(payload) < _HEADER.size:
        raise WireError("sample frame shorter than its header", payload)
    sequence, n, channels = _HEADER.unpack_from(payload)
    if n == 0 or channels == 0 or len(payload) != _HEADER.size + 8 * n * (1 + channels):
        raise WireError(
            f"sample frame of {n} × {channels} values has {len(payload)} bytes", payload
        )
    numbers = np.frombuffer(payload, "<f8", offset=_HEADER.size).astype(np.float64)
    t_s, values = numbers[:n], numbers[n:].reshape(n, channels)
    problem = _problem(t_s, values)
    if problem:
        raise WireError(problem, payload)
    return SampleFrame(sequence, t_s, values)


def encode(frame: SampleFrame) -> bytes:
    """Write samples, every bit of them; ``ValueError`` for what ``decode`` would refuse."""
    n, channels = frame.values.shape
    problem = _problem(frame.t_s, frame.values)
    if problem or not 1 <= n <= 0xFFFF or not 1 <= channels <= 0xFF:
        raise ValueError(problem or f"sample frame of {n} × {channels} values")
    head = _HEADER.pack(frame.sequence, n, channels)
    return head + frame.t_s.astype("<f8").tobytes() + frame.values.astype("<f8").tobytes()


def decode_many(payloads: Sequence[bytes], channels: int) -> SampleBatch:
    """Read many sample frames of one stream; the same values as ``decode``, bit for bit.

    A frame of another number of channels is an error.
    """
    parts = []
    for places, joined in by_length(payloads):
        length = len(joined) // len(places)
        n, rest = divmod(length - _HEADER.size, 8 * (1 + channels))
        if rest or not 1 <= n <= 0xFFFF:
            continue
        read = np.frombuffer(joined, _row(n, channels))
        good = (read["n"] == n) & (read["channels"] == channels) & _sound(read)
        packet, rows = keep(places, read, good)
        values = np.concatenate([rows["t_s"][:, :, np.newaxis], rows["values"]], axis=2)
        none = np.zeros(len(packet), np.int64)
        parts.append(of_equal(packet, none, rows["sequence"].astype(np.int64), values))

    def refuse(payload: bytes) -> WireError:
        return _refusal(payload, channels)

    batch = merge(parts, 1 + channels, payloads, refuse)
    t_s = np.ascontiguousarray(batch.values[:, 0])
    values = np.ascontiguousarray(batch.values[:, 1:])
    return SampleBatch(batch.packet, batch.sequence, batch.count, t_s, values, batch.errors)


def _problem(t_s: FloatArray, values: FloatArray) -> str | None:
    """Say what cannot be true of samples, or None."""
    if not np.isfinite(t_s).all():
        return "sample frame with a time that is not finite"
    if (np.diff(t_s) < 0).any():
        return "sample frame whose time runs backwards"
    return "sample frame with an infinite value" if np.isinf(values).any() else None


def _sound(rows: npt.NDArray[np.void]) -> BoolArray:
    """Which frames have no problem."""
    t_s, values = rows["t_s"], rows["values"]
    late = (np.diff(t_s, axis=1) < 0).any(axis=1)
    sound: BoolArray = np.isfinite(t_s).all(axis=1) & ~late & ~np.isinf(values).any(axis=(1, 2))
    return sound


def _row(n: int, channels: int) -> np.dtype[np.void]:
    """Layout of a frame of ``n`` samples."""
    head = [("sequence", "<u4"), ("n", "<u2"), ("channels", "u1")]
    return np.dtype([*head, ("t_s", "<f8", (n,)), ("values", "<f8", (n, channels))])


def _refusal(payload: bytes, channels: int) -> WireError:
    """Why a payload is not one of this stream."""
    try:
        frame = decode(payload)
    except WireError as error:
        return error
    came = frame.values.shape[1]
    return WireError(f"sample frame of {came} channels, the stream has {channels}", payload)
