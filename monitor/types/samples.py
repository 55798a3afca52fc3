"""What comes from the sensors: packets, and the aligned samples of one foot."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
"""Samples; shape and unit stand in each docstring."""


class Side(StrEnum):
    """Which foot."""

    LEFT = auto()
    RIGHT = auto()

    @property
    def other(self) -> "Side":
        """The opposite foot."""
        return _OTHER[self]


_OTHER: Final = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


class Zone(StrEnum):
    """Where something is felt: the skin of three nerves, and other places a runner can name."""

    TOP = auto()
    """Superficial peroneal nerve, under the laces."""
    SOLE = auto()
    """Tibial nerve, through the tarsal tunnel: sole and heel."""
    FOREFOOT = auto()
    """Digital nerves between the metatarsal heads: a narrow shoe."""
    HEEL = auto()
    CALF = auto()
    FOOT = auto()
    """The whole foot."""


NERVE_ZONES: Final = (Zone.TOP, Zone.SOLE, Zone.FOREFOOT)
"""Places that have a risk of their own."""


class Gait(StrEnum):
    """How the runner moves."""

    STAND = auto()
    WALK = auto()
    RUN = auto()


class Packet(NamedTuple):
    """One notification: raw bytes of one characteristic and when they arrived.

    ``t_rx_s`` counts from the session's start on the host's monotonic clock; it belongs to the
    packet and travels with it into the recording.
    """

    sensor: str
    characteristic: str
    t_rx_s: float
    payload: bytes


@dataclass(frozen=True, slots=True, eq=False)
class FootBlock:
    """Aligned samples of one foot on one uniform grid.

    Sample ``i`` of the block is sample ``start + i`` of the foot since its session began. Lost
    samples are rows of ``NaN``; a block whose ``start`` lies beyond the previous block's
    ``stop`` says that everything between was lost. A quantity that the foot's sensors do not
    have at all has zero columns (``load_n``: all ``NaN``).

    Parameters
    ----------
    side : Side
    start : int
        Number of the first sample.
    rate_hz : float
        Samples per second of the grid.
    t_s : FloatArray, shape (n,)
        Session time of every sample, s, never decreasing, always finite.
    acc_m_s2, gyr_rad_s : FloatArray, shape (n, 3) or (n, 0)
        Specific force and angular rate, in the sensor's frame.
    plantar_kpa, instep_kpa : FloatArray, shape (n, cells)
    load_n : FloatArray, shape (n,)
        Vertical force when a force plate or treadmill measured it; else ``NaN``.
    """

    side: Side
    start: int
    rate_hz: float
    t_s: FloatArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    plantar_kpa: FloatArray
    instep_kpa: FloatArray
    load_n: FloatArray

    def __post_init__(self) -> None:
        n = len(self.t_s)
        for name in ("t_s", "acc_m_s2", "gyr_rad_s", "plantar_kpa", "instep_kpa", "load_n"):
            array: FloatArray = getattr(self, name)
            if len(array) != n:
                raise ValueError(f"{name} has {len(array)} samples, t_s has {n}")
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.t_s)

    @property
    def stop(self) -> int:
        """Number of the sample after the last."""
        return self.start + len(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """One pressure cell: its centre on the insole and its area.

    ``forward_m`` counts from the back of the heel, ``lateral_m`` from the foot's long axis,
    positive towards the little toe, on either foot.
    """

    forward_m: float
    lateral_m: float
    area_m2: float


@dataclass(frozen=True, slots=True)
class CellLayout:
    """Where the pressure cells of an insole sit; instep cells count along the tongue."""

    name: str
    plantar: tuple[Cell, ...]
    instep: tuple[Cell, ...] = ()
