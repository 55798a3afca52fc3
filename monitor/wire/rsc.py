"""Running Speed and Cadence (Bluetooth SIG 0x2A53, 0x2A54): bytes <-> values.

    measurement
    0       u8        flags: bit 0 stride length, bit 1 total distance, bit 2 running;
                      3–7 reserved, ignored
    1       u16       speed, 1/256 m/s
    3       u8        cadence, 1/min
    ..      u16       stride length, cm (bit 0)
    ..      u32       total distance, dm (bit 1)
    ..      ...       what a later version of the service adds: ignored

    feature
    0       u16       flags: bit 0 stride length, 1 distance, 2 walking or running,
                      3 calibration, 4 several locations; 5–15 reserved, ignored

Little-endian, no time stamp. Devices disagree whether cadence counts steps or strides, so it is
given here as it came.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.wire.fields import MAX_NOTIFICATION

_STRIDE: Final = 1 << 0
_DISTANCE: Final = 1 << 1
_RUNNING: Final = 1 << 2
_SPEED_PER_M_S: Final = 256
_FEATURES: Final = 5


@dataclass(frozen=True, slots=True)
class RscMeasurement:
    """One measurement; ``cadence_per_min`` counts steps or strides, as the device pleases."""

    speed_m_s: float
    cadence_per_min: int
    running: bool = False
    stride_length_m: float | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RscFeature:
    """What a foot pod can measure."""

    stride_length: bool = False
    distance: bool = False
    running: bool = False
    calibration: bool = False
    locations: bool = False


def decode(payload: bytes) -> RscMeasurement:
    """Read one notification; ``WireError`` if it is shorter than its flags say."""
    if not payload:
        raise WireError("RSC measurement is empty", payload)
    flags = payload[0]
    layout = struct.Struct("<BHB" + "H" * bool(flags & _STRIDE) + "I" * bool(flags & _DISTANCE))
    if not layout.size <= len(payload) <= MAX_NOTIFICATION:
        raise WireError(
            f"RSC measurement with flags {flags:#04x} has {len(payload)} bytes, not {layout.size}",
            payload,
        )
    _, speed, cadence, *rest = layout.unpack_from(payload)
    stride = rest[0] / 100 if flags & _STRIDE else None
    distance = rest[-1] / 10 if flags & _DISTANCE else None
    return RscMeasurement(speed / _SPEED_PER_M_S, cadence, bool(flags & _RUNNING), stride, distance)


def encode(measurement: RscMeasurement) -> bytes:
    """Write one notification, to the nearest count; ``ValueError`` for what does not fit."""
    stride_m, distance_m = measurement.stride_length_m, measurement.distance_m
    flags = (
        _STRIDE * (stride_m is not None)
        | _DISTANCE * (distance_m is not None)
        | _RUNNING * measurement.running
    )
    try:
        head = struct.pack(
            "<BHB",
            flags,
            round(measurement.speed_m_s * _SPEED_PER_M_S),
            measurement.cadence_per_min,
        )
        stride = b"" if stride_m is None else struct.pack("<H", round(stride_m * 100))
        distance = b"" if distance_m is None else struct.pack("<I", round(distance_m * 10))
    except struct.error as error:
        raise ValueError(f"{measurement}: {error}") from error
    return head + stride + distance


def decode_feature(payload: bytes) -> RscFeature:
    """Read the feature characteristic; ``WireError`` unless it is two bytes."""
    if len(payload) != 2:
        raise WireError(f"RSC feature of {len(payload)} bytes, not 2", payload)
    stride, distance, running, calibration, locations = (
        bool(payload[0] >> bit & 1) for bit in range(_FEATURES)
    )
    return RscFeature(
        stride_length=stride,
        distance=distance,
        running=running,
        calibration=calibration,
        locations=locations,
    )


def encode_feature(feature: RscFeature) -> bytes:
    """Write the feature characteristic."""
    has = (
        feature.stride_length,
        feature.distance,
        feature.running,
        feature.calibration,
        feature.locations,
    )
    return sum(flag << bit for bit, flag in enumerate(has)).to_bytes(2, "little")
