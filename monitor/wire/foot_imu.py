"""Foot-pod IMU notification: bytes <-> samples. For firmware people: docs/protocol.md.

    offset  type      meaning
    0       u32       tick of the first sample, 1/32768 s since boot, wraps
    4       u16       sequence number, wraps
    6       u8        number of samples n, 1..19
    7       n × 6 i16 acc x y z (1/1024 g), gyr x y z (1/16 deg/s), sensor frame

Little-endian. Sample i was taken at ``tick + i · 32768 / imu_rate_hz``. The scale reaches ±32 g
and ±2048 deg/s; a 247-byte MTU carries n = 19 samples.
"""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.errors import WireError
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2
from monitor.wire.batch import Batch, by_length, keep, merge, of_equal

MAX_SAMPLES: Final = 19
AXES: Final = 6

Counts = npt.NDArray[np.int16]

_HEADER = struct.Struct("<IHB")
_SCALE: Final = np.array([STANDARD_GRAVITY_M_S2 / 1024] * 3 + [math.radians(1.0) / 16] * 3)


@dataclass(frozen=True, slots=True, eq=False)
class ImuFrame:
    """One notification: ``acc_m_s2`` and ``gyr_rad_s`` of shape (n, 3), in the sensor's frame."""

    tick: int
    sequence: int
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray

    def __post_init__(self) -> None:
        n = len(self.acc_m_s2)
        if self.acc_m_s2.shape != (n, 3) or self.gyr_rad_s.shape != (n, 3):
            raise ValueError(f"shapes {self.acc_m_s2.shape}, {self.gyr_rad_s.shape}: not (n, 3)")
        self.acc_m_s2.flags.writeable = False
        self.gyr_rad_s.flags.writeable = False

    def __len__(self) -> int:
        return len(self.acc_m_s2)


def decode(payload: bytes) -> ImuFrame:
    """Read one notification.

    Raises
    ------
    WireError
        If the length does not match the sample count, or the count is out of range.
    """
    if len(payload) < _HEADER.size:
        raise WireError("IMU frame shorter than its header", payload)
    tick, sequence, n = _HEADER.unpack_from(payload)
    if not 1 <= n <= MAX_SAMPLES or len(payload) != _HEADER.size + n * AXES * 2:
        raise WireError(f"IMU frame of {n} samples has {len(payload)} bytes", payload)
    counts = np.frombuffer(payload, "<i2", offset=_HEADER.size).reshape(n, AXES)
    values = counts * _SCALE
    return ImuFrame(tick, sequence, values[:, :3], values[:, 3:])


def encode(frame: ImuFrame) -> bytes:
    """Write one notification; rounds to the nearest count and saturates as the sensor does."""
    if not 1 <= len(frame) <= MAX_SAMPLES:
        raise ValueError(f"{len(frame)} samples, 1 to {MAX_SAMPLES} fit")
    values = np.concatenate([frame.acc_m_s2, frame.gyr_rad_s], axis=1)
    return pack(frame.tick, frame.sequence, counts_of(values))


def counts_of(values: FloatArray) -> Counts:
    """Round acceleration (m/s²) and angular rate (rad/s), shape (n, 6), to counts; saturates."""
    if np.isnan(values).any():
        raise ValueError("an IMU frame cannot say that a sample is missing")
    # np.clip takes twice as long for so few numbers
    counts: Counts = np.minimum(np.maximum(np.rint(values / _SCALE), -32768), 32767).astype(
        np.int16
    )
    return counts


def pack(tick: int, sequence: int, counts: Counts) -> bytes:
    """Write one notification of counts, shape (n, 6), of which `counts_of` makes many at once."""
    raw: bytes = counts.astype("<i2", copy=False).tobytes()
    return _HEADER.pack(tick, sequence, len(counts)) + raw


def decode_many(payloads: Sequence[bytes]) -> Batch:
    """Read many notifications; the same values as ``decode``, bit for bit.

    The channels are acceleration x y z (m/s²) and angular rate x y z (rad/s).
    """
    parts = []
    for places, joined in by_length(payloads):
        length = len(joined) // len(places)
        n, rest = divmod(length - _HEADER.size, AXES * 2)
        if rest or not 1 <= n <= MAX_SAMPLES:
            continue
        read = np.frombuffer(joined, _row(n))
        packet, rows = keep(places, read, read["n"] == n)
        # one long inner loop a packet: several times faster than n loops of six axes
        values = rows["counts"].reshape(-1, n * AXES).astype(np.float64)
        values *= np.tile(_SCALE, n)
        tick, sequence = rows["tick"].astype(np.int64), rows["sequence"].astype(np.int64)
        parts.append(of_equal(packet, tick, sequence, values.reshape(-1, n, AXES)))
    return merge(parts, AXES, payloads, _refusal)


def _row(n: int) -> np.dtype[np.void]:
    """Layout of a notification of ``n`` samples."""
    return np.dtype(
        [("tick", "<u4"), ("sequence", "<u2"), ("n", "u1"), ("counts", "<i2", (n, AXES))]
    )


def _refusal(payload: bytes) -> WireError:
    """Why ``decode`` refuses a payload."""
    try:
        decode(payload)
    except WireError as error:
        return error
    raise ValueError(f"nothing is wrong with {payload.hex()}")
