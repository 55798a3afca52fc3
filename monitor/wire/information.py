"""What a pod says about itself: bytes <-> values. For firmware people: docs/protocol.md.

    offset  type      meaning
    0       u8        protocol version, 1
    1       u8        side: 1 left, 2 right
    2       u32       IMU rate, 1/1000 Hz; 0: no IMU
    6       u32       pressure rate, 1/1000 Hz; 0: no insole
    10      u8        plantar cells
    11      u8        instep cells
    12      u8        acceleration range, ± g; 0: no IMU
    13      u16       angular-rate range, ± deg/s; 0: no IMU
    15      text      layout id, empty without an insole
    ..      text      firmware version

Little-endian; text is one byte of length and up to 32 printable ASCII characters. Read at
connection, and again after the rate was set.
"""

import struct
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.types import Side
from monitor.wire.fields import (
    PROTOCOL_VERSION,
    SIDE_CODES,
    SIDES,
    check_version,
    member,
    read_text,
    write_text,
)
from monitor.wire.pressure import possible

IMU_RATE_HZ: Final = (90.0, 460.0)
"""Rates that are believed: 100–416 Hz nominal, and what a sensor's own oscillator adds."""
PRESSURE_RATE_HZ: Final = (45.0, 220.0)
"""Rates that are believed: 50–200 Hz nominal, and what an oscillator adds."""
ACC_RANGE_G: Final = range(2, 33)
GYR_RANGE_DEG_S: Final = range(250, 2049)

_HEADER = struct.Struct("<BBIIBBBH")


@dataclass(frozen=True, slots=True, kw_only=True)
class PodInformation:
    """What a pod has and how fast it samples.

    A rate of 0 means that the pod has no such sensor. ``acc_range_g`` and ``gyr_range_deg_s`` say
    where the sensor saturates.
    """

    side: Side
    imu_rate_hz: float = 0.0
    pressure_rate_hz: float = 0.0
    plantar_cells: int = 0
    instep_cells: int = 0
    acc_range_g: int = 0
    gyr_range_deg_s: int = 0
    layout_id: str = ""
    firmware: str
    protocol_version: int = PROTOCOL_VERSION

    @property
    def has_imu(self) -> bool:
        """Whether the pod notifies IMU samples."""
        return self.imu_rate_hz > 0

    @property
    def has_insole(self) -> bool:
        """Whether the pod notifies pressure."""
        return self.pressure_rate_hz > 0


def decode(payload: bytes) -> PodInformation:
    """Read the characteristic.

    Raises
    ------
    WireError
        If the version is not ours, the length is wrong, or the values cannot be true.
    """
    check_version(payload, "information")
    if len(payload) < _HEADER.size:
        raise WireError("information shorter than its header", payload)
    version, side, imu, pressure, plantar, instep, acc, gyr = _HEADER.unpack_from(payload)
    layout_id = read_text(payload, _HEADER.size, "layout id")
    end = _HEADER.size + 1 + len(layout_id)
    firmware = read_text(payload, end, "firmware version")
    if len(payload) != end + 1 + len(firmware):
        raise WireError(f"information of {end + 1 + len(firmware)} bytes is too long", payload)
    information = PodInformation(
        side=member(SIDES, side, "side", payload),
        imu_rate_hz=imu / 1000,
        pressure_rate_hz=pressure / 1000,
        plantar_cells=plantar,
        instep_cells=instep,
        acc_range_g=acc,
        gyr_range_deg_s=gyr,
        layout_id=layout_id,
        firmware=firmware,
        protocol_version=version,
    )
    problem = _problem(information)
    if problem:
        raise WireError(problem, payload)
    return information


def encode(information: PodInformation) -> bytes:
    """Write the characteristic; ``ValueError`` for what ``decode`` would refuse."""
    problem = _problem(information)
    if problem:
        raise ValueError(problem)
    head = _HEADER.pack(
        information.protocol_version,
        SIDE_CODES[information.side],
        round(information.imu_rate_hz * 1000),
        round(information.pressure_rate_hz * 1000),
        information.plantar_cells,
        information.instep_cells,
        information.acc_range_g,
        information.gyr_range_deg_s,
    )
    layout_id = write_text(information.layout_id, "layout id")
    return head + layout_id + write_text(information.firmware, "firmware version")


def _problem(information: PodInformation) -> str | None:
    """Say what cannot be true, or None."""
    if not information.has_imu and not information.has_insole:
        return "pod has neither IMU nor insole"
    return _imu_problem(information) or _insole_problem(information)


def _imu_problem(information: PodInformation) -> str | None:
    """Say what cannot be true about the IMU, or None."""
    acc, gyr = information.acc_range_g, information.gyr_range_deg_s
    if not information.has_imu:
        return None if acc == gyr == 0 else "pod has ranges, but no IMU"
    if not IMU_RATE_HZ[0] <= information.imu_rate_hz <= IMU_RATE_HZ[1]:
        return f"IMU rate of {information.imu_rate_hz:g} Hz"
    if acc not in ACC_RANGE_G or gyr not in GYR_RANGE_DEG_S:
        return f"IMU ranges of {acc} g and {gyr} deg/s"
    return None


def _insole_problem(information: PodInformation) -> str | None:
    """Say what cannot be true about the insole, or None."""
    plantar, instep = information.plantar_cells, information.instep_cells
    if not information.has_insole:
        absent = plantar == instep == 0 and not information.layout_id
        return None if absent else "pod has cells or a layout, but no pressure rate"
    if not PRESSURE_RATE_HZ[0] <= information.pressure_rate_hz <= PRESSURE_RATE_HZ[1]:
        return f"pressure rate of {information.pressure_rate_hz:g} Hz"
    if not possible(plantar, instep):
        return f"insole of {plantar} + {instep} cells"
    return None if information.layout_id else "insole without a layout id"
