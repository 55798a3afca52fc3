"""What a cuff taught about the cells under a tongue. Never on the air.

One byte of version (1), then UTF-8 JSON of ``TongueCalibration``, before the sensor describes
itself; the samples that follow are recorded as they came. The pressure of a cell is
``gain · said ** exponent``, both in kPa; a cell without a curve is left out.
"""

from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from monitor.errors import WireError
from monitor.wire.fields import PROTOCOL_VERSION, check_version

MAX_CALIBRATION: Final = 4096
"""Bytes of a calibration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCurve:
    """How the pressure on a cell follows from what it says."""

    gain: Annotated[float, Meta(gt=0.0, le=1000.0)]
    exponent: Annotated[float, Meta(ge=0.25, le=4.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TongueCalibration:
    """The curves of a sensor's instep cells, in their order; None where there is none."""

    instep: Annotated[tuple[CellCurve | None, ...], Meta(min_length=1, max_length=64)]


def decode(payload: bytes) -> TongueCalibration:
    """Read a calibration; ``WireError`` if it is of another version, or none."""
    check_version(payload, "calibration")
    if len(payload) > MAX_CALIBRATION:
        raise WireError(f"calibration of {len(payload)} bytes", payload)
    try:
        return msgspec.json.decode(payload[1:], type=TongueCalibration)
    except (ValueError, RecursionError) as error:  # msgspec's own errors are ValueErrors
        raise WireError(f"calibration: {error}", payload) from error


def encode(calibration: TongueCalibration) -> bytes:
    """Write a calibration."""
    return bytes([PROTOCOL_VERSION]) + msgspec.json.encode(calibration)
