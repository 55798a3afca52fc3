"""Insole pressure notification: bytes <-> kPa. For firmware people: docs/protocol.md.

    offset  type      meaning
    0       u32       tick of the first sample, 1/32768 s since boot, wraps
    4       u16       sequence number, wraps
    6       u8        number of samples n, at least 1
    7       u8        plantar cells p, 8..32; or 0, where the pod has instep cells only
    8       u8        instep cells i, 0..8; at least 1 without plantar cells
    9       n × (p + i) u16   pressure, 1/64 kPa, plantar cells first, in the layout's order

Little-endian; at most 244 bytes, so that a 247-byte MTU carries 2 samples of 40 cells or 4 of 24.
Sample k was taken at ``tick + k · 32768 / pressure_rate_hz``. 0xFFFF means "this cell is not
valid", NaN here; the largest pressure is 65534/64 = 1023.97 kPa.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.errors import WireError
from monitor.types import FloatArray
from monitor.wire.batch import Batch, by_length, keep, merge, of_equal
from monitor.wire.fields import MAX_NOTIFICATION

PLANTAR_CELLS: Final = range(8, 33)
INSTEP_CELLS: Final = range(9)

_HEADER = struct.Struct("<IHBBB")
_PER_KPA: Final = 64.0
_INVALID: Final = 0xFFFF

Counts = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class PressureFrame:
    """One notification: ``plantar_kpa`` and ``instep_kpa`` of shape (n, cells); NaN: no value."""

    tick: int
    sequence: int
    plantar_kpa: FloatArray
    instep_kpa: FloatArray

    def __post_init__(self) -> None:
        if self.plantar_kpa.ndim != 2 or self.instep_kpa.ndim != 2:
            raise ValueError("pressure has the shape (samples, cells)")
        if len(self.plantar_kpa) != len(self.instep_kpa):
            raise ValueError(
                f"{len(self.plantar_kpa)} plantar, {len(self.instep_kpa)} instep samples"
            )
        self.plantar_kpa.flags.writeable = False
        self.instep_kpa.flags.writeable = False

    def __len__(self) -> int:
        return len(self.plantar_kpa)


def possible(plantar_cells: int, instep_cells: int) -> bool:
    """Whether an insole, or a lace sensor without a sole, may have so many cells.

    >>> possible(20, 4), possible(0, 4), possible(0, 0), possible(7, 4)
    (True, True, False, False)
    """
    if plantar_cells == 0:
        return instep_cells in INSTEP_CELLS[1:]
    return plantar_cells in PLANTAR_CELLS and instep_cells in INSTEP_CELLS


def max_samples(plantar_cells: int, instep_cells: int) -> int:
    """Samples that fit one notification.

    >>> max_samples(20, 4), max_samples(32, 8)
    (4, 2)
    """
    return (MAX_NOTIFICATION - _HEADER.size) // (2 * (plantar_cells + instep_cells))


def decode(payload: bytes) -> PressureFrame:
    """Read one notification.

    Raises
    ------
    WireError
        If a count is out of range, or the length does not match the counts.
    """
    if len(payload) < _HEADER.size:
        raise WireError("pressure frame shorter than its header", payload)
    tick, sequence, n, plantar, instep = _HEADER.unpack_from(payload)
    if not possible(plantar, instep):
        raise WireError(f"pressure frame of {plantar} + {instep} cells", payload)
    if not _fits(len(payload), n, plantar + instep):
        raise WireError(
            f"pressure frame of {n} samples of {plantar} + {instep} cells has {len(payload)} bytes",
            payload,
        )
    counts = np.frombuffer(payload, "<u2", offset=_HEADER.size).reshape(n, plantar + instep)
    values = _kpa(counts)
    return PressureFrame(tick, sequence, values[:, :plantar], values[:, plantar:])


def encode(frame: PressureFrame) -> bytes:
    """Write one notification; rounds to the nearest count, saturates, NaN is "not valid"."""
    n, plantar, instep = len(frame), frame.plantar_kpa.shape[1], frame.instep_kpa.shape[1]
    if not possible(plantar, instep):
        raise ValueError(f"{plantar} plantar, {instep} instep cells")
    if not 1 <= n <= max_samples(plantar, instep):
        raise ValueError(f"{n} samples, 1 to {max_samples(plantar, instep)} fit")
    kpa = np.concatenate([frame.plantar_kpa, frame.instep_kpa], axis=1)
    return pack(frame.tick, frame.sequence, plantar, counts_of(kpa))


def counts_of(kpa: FloatArray) -> Counts:
    """Round pressures to counts; saturates, and NaN is "not valid"."""
    # np.clip takes twice as long for so few numbers
    counts = np.minimum(np.maximum(np.rint(kpa * _PER_KPA), 0), _INVALID - 1)
    return np.where(np.isnan(kpa), _INVALID, counts).astype(np.uint16)


def pack(tick: int, sequence: int, plantar: int, counts: Counts) -> bytes:
    """Write one notification of counts, shape (n, cells), of which ``plantar`` are plantar."""
    n, cells = counts.shape
    raw: bytes = counts.astype("<u2", copy=False).tobytes()
    return _HEADER.pack(tick, sequence, n, plantar, cells - plantar) + raw


def decode_many(payloads: Sequence[bytes], plantar_cells: int, instep_cells: int) -> Batch:
    """Read many notifications of one insole; the same values as ``decode``, bit for bit.

    The channels are the plantar cells, then the instep cells, in kPa. A packet of other cell
    counts is an error.
    """
    cells = plantar_cells + instep_cells
    parts = []
    for places, joined in by_length(payloads):
        length = len(joined) // len(places)
        n = (length - _HEADER.size) // (2 * cells)
        if not _fits(length, n, cells):
            continue
        read = np.frombuffer(joined, _row(n, cells))
        good = (read["n"] == n) & (read["p"] == plantar_cells) & (read["i"] == instep_cells)
        packet, rows = keep(places, read, good)
        tick, sequence = rows["tick"].astype(np.int64), rows["sequence"].astype(np.int64)
        parts.append(of_equal(packet, tick, sequence, _kpa(rows["counts"])))

    def refuse(payload: bytes) -> WireError:
        return _refusal(payload, plantar_cells, instep_cells)

    return merge(parts, cells, payloads, refuse)


def _fits(length: int, n: int, cells: int) -> bool:
    """Whether a notification of this many bytes holds exactly ``n`` samples."""
    return n >= 1 and length == _HEADER.size + 2 * n * cells and length <= MAX_NOTIFICATION


def _kpa(counts: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]) -> FloatArray:
    """Pressure of raw counts; NaN where a cell is not valid."""
    kpa = counts / _PER_KPA
    kpa[counts == _INVALID] = np.nan
    return kpa


def _row(n: int, cells: int) -> np.dtype[np.void]:
    """Layout of a notification of ``n`` samples."""
    head = [("tick", "<u4"), ("sequence", "<u2"), ("n", "u1"), ("p", "u1"), ("i", "u1")]
    return np.dtype([*head, ("counts", "<u2", (n, cells))])


def _refusal(payload: bytes, plantar_cells: int, instep_cells: int) -> WireError:
    """Why a payload is not one of this insole."""
    try:
        frame = decode(payload)
    except WireError as error:
        return error
    plantar, instep = frame.plantar_kpa.shape[1], frame.instep_kpa.shape[1]
    return WireError(
        f"pressure frame of {plantar} + {instep} cells, "
        f"the insole has {plantar_cells} + {instep_cells}",
        payload,
    )
