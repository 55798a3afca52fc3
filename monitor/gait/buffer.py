"""The latest samples of one foot by channel, as long as somebody needs them."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from monitor.ingest.interpolate import at_places, on_line
from monitor.ingest.sample_buffer import SampleBuffer
from monitor.types import FloatArray, FootBlock

_TIME: Final = 0
_LOAD: Final = 1
_MOTION: Final = 2
_SIGNAL: Final = 3
_FIRST_CELL: Final = 4


class History:
    """The latest samples of one foot, by channel.

    Memory stays that of the longest time between a sample and its last use.
    """

    def __init__(self) -> None:
        self._buffer = SampleBuffer(0)
        self._plantar = 0

    @property
    def first(self) -> int:
        """Number of the first sample that is kept."""
        return self._buffer.start

    @property
    def stop(self) -> int:
        """Number of the sample after the last."""
        return self._buffer.stop

    def append(self, block: FootBlock, signal: FloatArray) -> None:
        """Add a block that follows the last one, and the load signal that decides in it."""
        plantar = block.plantar_kpa.shape[1]
        channels = _FIRST_CELL + plantar + block.instep_kpa.shape[1]
        if self._buffer.channels != channels or not len(self._buffer):
            self._buffer = SampleBuffer(channels, block.start)
            self._plantar = plantar
        rows = self._buffer.extend(len(block))
        rows[:, _TIME] = block.t_s
        rows[:, _LOAD] = block.load_n
        rows[:, _SIGNAL] = signal
        rows[:, _MOTION] = np.nan
        if block.gyr_rad_s.shape[1]:
            x, y, z = block.gyr_rad_s.T
            rows[:, _MOTION] = np.sqrt(x * x + y * y + z * z)
        rows[:, _FIRST_CELL : _FIRST_CELL + plantar] = block.plantar_kpa
        rows[:, _FIRST_CELL + plantar :] = block.instep_kpa

    def forget_before(self, index: int) -> None:
        """Drop the samples before this number."""
        self._buffer.drop(index)

    def time_at(self, at: float) -> float:
        """Session time of a fractional sample number, s; beyond the ends, that of the end."""
        place = min(max(at, float(self.first)), float(self.stop - 1))
        before = int(place)
        times_s = self._buffer.column(before, min(before + 2, self.stop), _TIME).tolist()
        return float(on_line(times_s[0], times_s[-1], place - before))

    def times_at(self, at: Sequence[float]) -> list[float]:
        """Session time of many fractional sample numbers, s."""
        place = np.clip(np.array(at), float(self.first), float(self.stop - 1))
        before = place.astype(np.int64)
        times_s = self._buffer.column(self.first, self.stop, _TIME)
        times: list[float] = at_places(times_s, before - self.first, place - before).tolist()
        return times

    def number_at(self, t_s: float) -> int:
        """Number of the first sample that is not before a session time."""
        times_s = self._buffer.column(self.first, self.stop, _TIME)
        return self.first + int(np.searchsorted(times_s, t_s))

    def load_n(self, start: int, stop: int) -> FloatArray:
        """Measured force of the samples, shape (n,)."""
        return self._channel(_LOAD, start, stop)

    def signal(self, start: int, stop: int) -> FloatArray:
        """Load that decided over contacts, shape (n,)."""
        return self._channel(_SIGNAL, start, stop)

    def plantar_kpa(self, start: int, stop: int) -> FloatArray:
        """Pressure of the sole, shape (cells, n)."""
        return self._rows(start, stop)[:, _FIRST_CELL : _FIRST_CELL + self._plantar].T

    def instep_kpa(self, start: int, stop: int) -> FloatArray:
        """Pressure under the laces, shape (cells, n)."""
        return self._rows(start, stop)[:, _FIRST_CELL + self._plantar :].T

    def turning_rad_s(self, start: int, stop: int) -> FloatArray:
        """How fast the foot turned, in whatever axes, shape (n,)."""
        return self._channel(_MOTION, start, stop)

    def _channel(self, channel: int, start: int, stop: int) -> FloatArray:
        return self._rows(start, stop)[:, channel]

    def _rows(self, start: int, stop: int) -> FloatArray:
        """Rows of these numbers, as far as they are kept."""
        start = min(max(start, self.first), self.stop)
        return self._buffer.view(start, min(max(stop, start), self.stop))
