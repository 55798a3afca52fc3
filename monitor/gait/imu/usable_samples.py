"""Which samples of a foot's IMU can be used, with short losses bridged and long ones as breaks?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from monitor.gait.gaps import without_jumps
from monitor.gait.imu.limits import SampleLimits
from monitor.gait.imu.quaternions import BoolArray
from monitor.types import FloatArray, FootBlock


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Consecutive usable samples; columns: time, acceleration (3), angular rate (3), lost.

    ``broken`` says that more was lost before them than may be bridged.
    """

    start: int
    rows: FloatArray
    broken: bool


class Bridge:
    """Turn blocks with losses into runs of finite samples.

    Lost is what is no number, beyond what sensors measure, or says that no axis is accelerated at
    all: a sensor that works has noise.

    Losses up to ``longest`` samples are filled on a straight line and marked; they are held back
    until the samples after them have come. Latency: none without losses.
    """

    def __init__(self, longest: int, limits: SampleLimits) -> None:
        self._longest = longest
        self._limits = limits
        self._held: list[FloatArray] = []
        self._held_rows = 0
        self._last: FloatArray | None = None
        self._next: int | None = None
        self._broken = True

    @property
    def silent_at(self) -> int | None:
        """Number of the next sample, while more is being lost than may be bridged; else None."""
        return self._next if self._held_rows > self._longest else None

    def push(self, block: FootBlock) -> Iterator[Samples]:
        """Consume a block; yield the runs that are usable now."""
        if len(block) == 0:
            return
        expected = block.start if self._next is None else self._next
        t_before_s = float(block.t_s[0]) if self._last is None else float(self._last[0])
        for piece in without_jumps(block, expected, t_before_s):
            yield from self._piece(piece)
        self._next = block.stop

    def _piece(self, block: FootBlock) -> Iterator[Samples]:
        rows = np.zeros((8, len(block))).T
        rows[:, 0] = block.t_s
        rows[:, 1:4] = block.acc_m_s2
        rows[:, 4:7] = block.gyr_rad_s
        lost = self._lost(rows[:, 1:4], rows[:, 4:7])
        if not lost.any():
            yield from self._found(block.start, rows)
            return
        edges = [0, *(np.flatnonzero(lost[1:] != lost[:-1]) + 1).tolist(), len(lost)]
        for start, stop in pairwise(edges):
            if lost[start]:
                self._miss(rows[start:stop])
            else:
                yield from self._found(block.start + start, rows[start:stop])

    def _lost(self, acc_m_s2: FloatArray, gyr_rad_s: FloatArray) -> BoolArray:
        most = _greatest(acc_m_s2)
        works = (most >= self._limits.acc_min_m_s2) & (most <= self._limits.acc_max_m_s2)
        works &= _greatest(gyr_rad_s) <= self._limits.gyr_max_rad_s
        return np.asarray(~works)

    def _miss(self, rows: FloatArray) -> None:
        self._held_rows += len(rows)
        if self._held_rows > self._longest:
            self._held, self._broken = [], True
        else:
            self._held.append(rows)

    def _found(self, start: int, rows: FloatArray) -> Iterator[Samples]:
        if self._held_rows and not self._broken and self._last is not None:
            filled = np.concatenate(self._held)
            share = (np.arange(len(filled)) + 1.0) / (len(filled) + 1.0)
            step = rows[0, 1:7] - self._last[1:7]
            filled[:, 1:7] = self._last[1:7] + share[:, np.newaxis] * step
            filled[:, 7] = 1.0
            yield Samples(start - len(filled), filled, broken=False)
        yield Samples(start, rows, broken=self._broken)
        self._held, self._held_rows, self._broken = [], 0, False
        self._last = rows[-1].copy()


def _greatest(v: FloatArray) -> FloatArray:
    """Greatest magnitude of each row's three; NaN where one is."""
    x, y, z = np.abs(v.T)
    return np.asarray(np.maximum(np.maximum(x, y), z))
