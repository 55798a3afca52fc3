"""Find the cells of an insole that feel nothing any more."""

from typing import Final, NamedTuple

import numpy as np

from monitor.gait.load.limits import PressureLimits
from monitor.gait.segments import MaskArray, any_finite
from monitor.health.windows import parts
from monitor.types import FloatArray, FootBlock

_HALF: Final = 2


class DeadCell(NamedTuple):
    """A dead cell: when that was known, and its number from 0; instep cells count by themselves."""

    t_s: float
    cell: int
    is_instep: bool


class DeadCells:
    """Find cells that never change while others of the sole are loaded and unloaded.

    Samples are judged in windows of the foot's grid, so that cutting them changes nothing. A cell
    is told once. Latency: ``dead_windows`` × ``dead_window_s``; of a cell that never felt anything,
    ``unloaded_windows`` of them.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    limits : PressureLimits
    """

    def __init__(self, rate_hz: float, limits: PressureLimits) -> None:
        self._limits = limits
        self._window_samples = round(limits.dead_window_s * rate_hz)
        self._window = 0
        self._seen = 0
        self._plantar = 0
        self._low = self._high = np.zeros(0)
        self._dead_for = np.zeros(0, dtype=np.int64)
        self._greatest_kpa = np.zeros(0)
        self._told = np.zeros(0, dtype=np.bool_)

    def push(self, block: FootBlock) -> list[DeadCell]:
        """Consume a block; return the cells that are now known to be dead."""
        self._plantar = block.plantar_kpa.shape[1]
        found: list[DeadCell] = []
        cells = np.concatenate([block.plantar_kpa, block.instep_kpa], axis=1)
        if not cells.shape[1]:
            return found
        for window, rows in parts(block, self._window_samples):
            if window != self._window:
                found += self._judge(float(block.t_s[rows.start]))
                self._window = window
            self._add(cells[rows])
        return found

    def _add(self, cells: FloatArray) -> None:
        """Widen the ranges of the window by its next rows, plantar cells first."""
        low, high = _least(cells), _greatest(cells)
        if len(self._low) != len(low):
            self._low, self._high = np.full(len(low), np.inf), np.full(len(low), -np.inf)
            self._dead_for = np.zeros(len(low), dtype=np.int64)
            self._greatest_kpa = np.full(len(low), -np.inf)
            self._told = np.zeros(len(low), dtype=np.bool_)
        self._low, self._high = np.minimum(self._low, low), np.maximum(self._high, high)
        shown = cells[:, : self._plantar] if self._plantar else cells
        self._seen += int(any_finite(shown).sum())
        self._greatest_kpa = np.maximum(self._greatest_kpa, high)

    def _judge(self, t_s: float) -> list[DeadCell]:
        """Close a window; one with little data or little load says nothing of any cell."""
        low, high, seen = self._low, self._high, self._seen
        self._low, self._high = np.full(len(low), np.inf), np.full(len(low), -np.inf)
        self._seen = 0
        if not len(low) or _HALF * seen < self._window_samples:
            return []
        span_kpa = np.where(high >= low, high - low, 0.0)
        # a lace sensor has no sole: its own cells show that the foot moves
        if float(span_kpa[: self._plantar or None].max()) <= self._limits.stuck_span_kpa:
            return []
        if span_kpa.all():  # every cell felt something
            self._dead_for, self._told = np.zeros_like(self._dead_for), np.zeros_like(self._told)
            return []
        # an instep cell that feels nothing may lie under loose laces
        is_instep = np.arange(len(low)) >= self._plantar
        still: MaskArray = (span_kpa == 0.0) & ~(is_instep & (high == 0.0))
        self._dead_for = np.where(still, self._dead_for + 1, 0)
        limits = self._limits
        unloaded = self._greatest_kpa == 0.0
        needed = np.where(unloaded, limits.unloaded_windows, limits.dead_windows)
        self._told &= still
        is_dead = (self._dead_for >= needed) & ~self._told
        self._told |= is_dead
        dead = np.flatnonzero(is_dead).tolist()
        return [
            DeadCell(t_s, i - self._plantar, True) if is_instep[i] else DeadCell(t_s, i, False)
            for i in dead
        ]


def _least(values: FloatArray) -> FloatArray:
    """Least finite value of each column; infinite where there is none."""
    return _down(np.fmin, np.inf, values)


def _greatest(values: FloatArray) -> FloatArray:
    """Greatest finite value of each column; minus infinite where there is none."""
    return _down(np.fmax, -np.inf, values)


def _down(operation: np.ufunc, none: float, values: FloatArray) -> FloatArray:
    """Reduce each column."""
    return np.asarray(operation.reduce(values, axis=0, initial=none))
