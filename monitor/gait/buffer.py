"""Which samples of one foot are still needed, and where do they lie?"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from monitor.types import FloatArray, FootBlock

_TIME: Final = 0
_LOAD: Final = 1
_MOTION: Final = 2
_SIGNAL: Final = 3
_FIRST_CELL: Final = 4
_LEAST: Final = 1024


class History:
    """The latest samples of one foot, one row a channel, as long as somebody needs them.

    Rows are contiguous, so that sums over strides run at memory speed. Memory stays that of the
    longest time between a sample and its last use.
    """

    def __init__(self) -> None:
        self.first = 0
        self._rows = np.empty((0, 0))
        self._begin = 0
        self._end = 0
        self._plantar = 0

    @property
    def stop(self) -> int:
        """Number of the sample after the last."""
        return self.first + self._end - self._begin

    def append(self, block: FootBlock, signal: FloatArray) -> None:
        """Add a block that follows the last one, and the load signal that decides in it."""
        n = len(block)
        plantar = block.plantar_kpa.shape[1]
        channels = _FIRST_CELL + plantar + block.instep_kpa.shape[1]
        if self._rows.shape[0] != channels:
            self._rows = np.empty((channels, _LEAST))
            self._begin = self._end = 0
            self._plantar = plantar
        if self._begin == self._end:
            self.first = block.start
        self._make_room(n)
        rows = self._rows[:, self._end : self._end + n]
        rows[_TIME] = block.t_s
        rows[_LOAD] = block.load_n
        rows[_SIGNAL] = signal
        rows[_MOTION] = np.nan
        if block.gyr_rad_s.shape[1]:
            x, y, z = block.gyr_rad_s.T
            rows[_MOTION] = np.sqrt(x * x + y * y + z * z)
        rows[_FIRST_CELL : _FIRST_CELL + plantar] = block.plantar_kpa.T
        rows[_FIRST_CELL + plantar :] = block.instep_kpa.T
        self._end += n

    def forget_before(self, index: int) -> None:
        """Drop the samples before this number."""
        drop = min(max(0, index - self.first), self._end - self._begin)
        self._begin += drop
        self.first += drop

    def time_at(self, at: float) -> float:
        """Session time of a fractional sample number, s."""
        first, stop = self.first, self.stop
        place = min(max(at, float(first)), float(stop - 1))
        before = min(int(place), stop - 2) if stop - first > 1 else int(place)
        share = place - before
        row = self._begin + before - first
        at_s = float(self._rows[_TIME, row])
        if share == 0.0:
            return at_s
        return at_s + share * (float(self._rows[_TIME, row + 1]) - at_s)

    def times_at(self, at: Sequence[float]) -> list[float]:
        """Session time of many fractional sample numbers, s."""
        place = np.clip(np.array(at), float(self.first), float(self.stop - 1))
        before = np.minimum(place.astype(np.int64), max(self.stop - 2, self.first))
        share = place - before
        times_s = self._rows[_TIME, self._begin : self._end]
        row = before - self.first
        at_s = times_s[row]
        after_s = times_s[np.minimum(row + 1, len(times_s) - 1)]
        times: list[float] = (at_s + share * (after_s - at_s)).tolist()
        return times

    def number_at(self, t_s: float) -> int:
        """Number of the first sample that is not before a session time."""
        times_s = self._rows[_TIME, self._begin : self._end]
        return self.first + int(np.searchsorted(times_s, t_s))

    def load_n(self, start: int, stop: int) -> FloatArray:
        """Measured force of the samples, shape (n,)."""
        load_n: FloatArray = self._view(_LOAD, _LOAD + 1, start, stop)[0]
        return load_n

    def signal(self, start: int, stop: int) -> FloatArray:
        """Load that decided over contacts, shape (n,)."""
        signal: FloatArray = self._view(_SIGNAL, _SIGNAL + 1, start, stop)[0]
        return signal

    def plantar_kpa(self, start: int, stop: int) -> FloatArray:
        """Pressure of the sole, shape (cells, n)."""
        return self._view(_FIRST_CELL, _FIRST_CELL + self._plantar, start, stop)

    def instep_kpa(self, start: int, stop: int) -> FloatArray:
        """Pressure under the laces, shape (cells, n)."""
        return self._view(_FIRST_CELL + self._plantar, len(self._rows), start, stop)

    def turning_rad_s(self, start: int, stop: int) -> FloatArray:
        """How fast the foot turned, in whatever axes, shape (n,)."""
        turning: FloatArray = self._view(_MOTION, _MOTION + 1, start, stop)[0]
        return turning

    def _view(self, top: int, bottom: int, start: int, stop: int) -> FloatArray:
        offset = self._begin - self.first
        return self._rows[top:bottom, max(0, start + offset) : stop + offset]

    def _make_room(self, n: int) -> None:
        kept = self._end - self._begin
        if self._end + n <= self._rows.shape[1]:
            return
        rows = self._rows
        if 2 * (kept + n) > rows.shape[1]:
            rows = np.empty((len(rows), 2 * (kept + n)))
        rows[:, :kept] = self._rows[:, self._begin : self._end].copy()
        self._rows, self._begin, self._end = rows, 0, kept
