"""Where an insole's cells sit: bytes <-> CellLayout. For firmware people: docs/protocol.md.

    offset  type      meaning
    0       u8        protocol version, 1
    1       u8        plantar cells p, 8..32; or 0, where the pod has instep cells only
    2       u8        instep cells i, 0..8
    3       text      layout id
    ..      (p + i) × per cell, plantar cells first:
              i16     forward, mm from the back of the heel
              i16     lateral, mm from the foot's long axis, towards the little toe
              u16     area, mm²

Little-endian; text is one byte of length and up to 32 printable ASCII characters. At most
276 bytes, so a host reads it in two parts when the MTU is 247.
"""

import struct
from typing import Final

from monitor.errors import WireError
from monitor.types import Cell, CellLayout
from monitor.wire.fields import PROTOCOL_VERSION, check_version, read_text, write_text
from monitor.wire.pressure import possible

FORWARD_MM: Final = range(-50, 451)
LATERAL_MM: Final = range(-150, 151)
AREA_MM2: Final = range(1, 10_001)

_HEADER = struct.Struct("<BBB")
_CELL = struct.Struct("<hhH")


def decode(payload: bytes) -> CellLayout:
    """Read the characteristic.

    Raises
    ------
    WireError
        If the version is not ours, the length is wrong, or a cell cannot be on a foot.
    """
    check_version(payload, "layout")
    if len(payload) < _HEADER.size:
        raise WireError("layout shorter than its header", payload)
    _, plantar, instep = _HEADER.unpack_from(payload)
    name = read_text(payload, _HEADER.size, "layout id")
    start = _HEADER.size + 1 + len(name)
    if not name or not possible(plantar, instep):
        raise WireError(f"layout {name!r} of {plantar} + {instep} cells", payload)
    if len(payload) != start + (plantar + instep) * _CELL.size:
        raise WireError(f"layout of {plantar} + {instep} cells has {len(payload)} bytes", payload)
    counts = list(_CELL.iter_unpack(payload[start:]))
    for number, (forward, lateral, area) in enumerate(counts):
        if not _plausible(forward, lateral, area):
            raise WireError(f"cell {number} at {forward} mm, {lateral} mm of {area} mm²", payload)
    cells = tuple(Cell(f / 1000, m / 1000, a / 1_000_000) for f, m, a in counts)
    return CellLayout(name, cells[:plantar], cells[plantar:])


def encode(layout: CellLayout) -> bytes:
    """Write the characteristic, to the nearest mm; ``ValueError`` for what cannot be written."""
    plantar, instep = len(layout.plantar), len(layout.instep)
    if not layout.name or not possible(plantar, instep):
        raise ValueError(f"layout {layout.name!r} of {plantar} + {instep} cells")
    head = _HEADER.pack(PROTOCOL_VERSION, plantar, instep) + write_text(layout.name, "layout id")
    return head + b"".join(_cell(cell) for cell in layout.plantar + layout.instep)


def _cell(cell: Cell) -> bytes:
    """Bytes of one cell."""
    counts = (
        round(cell.forward_m * 1000),
        round(cell.lateral_m * 1000),
        round(cell.area_m2 * 1_000_000),
    )
    if not _plausible(*counts):
        raise ValueError(f"{cell} is not on a foot")
    return _CELL.pack(*counts)


def _plausible(forward_mm: int, lateral_mm: int, area_mm2: int) -> bool:
    """Whether a cell of this place and size can be in a shoe."""
    return forward_mm in FORWARD_MM and lateral_mm in LATERAL_MM and area_mm2 in AREA_MM2
