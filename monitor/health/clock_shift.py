"""Put the pressure of a foot where its motion is, on the clock of the motion sensor."""

from dataclasses import replace

import numpy as np

from monitor.ingest.sample_buffer import SampleBuffer
from monitor.types import FloatArray, FootBlock


class PressureShift:
    """Shift pressure against motion by whole samples, from given rows on.

    Latency: the shift, where pressure is stamped late; none without one.

    Parameters
    ----------
    most : int
        Largest shift either way, in samples.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._shifts: list[tuple[int, int]] = [(0, 0)]
        """From which row on pressure is so many samples late."""
        self._waiting: list[FootBlock] = []
        self._kpa: SampleBuffer | None = None

    def late_by(self, samples: int, from_row: int) -> None:
        """Take pressure from so many samples later, from a row on."""
        self._shifts.append((from_row, samples))

    def push(self, block: FootBlock) -> list[FootBlock]:
        """Consume a block; return the rows whose pressure is known."""
        kpa = self._kpa
        out: list[FootBlock] = []
        if kpa is None or block.start != kpa.stop:
            out = self.finish()
            columns = block.plantar_kpa.shape[1] + block.instep_kpa.shape[1]
            kpa = self._kpa = SampleBuffer(columns, block.start)
        kpa.append(np.concatenate([block.plantar_kpa, block.instep_kpa], axis=1))
        self._waiting.append(block)
        out += self._ready(kpa.stop)
        first = self._waiting[0].start if self._waiting else kpa.stop
        kpa.drop(max(first - self._most, kpa.start))
        return out

    def finish(self) -> list[FootBlock]:
        """Return the rows that still wait; what would come later is lost."""
        return self._ready(None)

    def _ready(self, stop: int | None) -> list[FootBlock]:
        """Rows whose pressure has come; all of them without a ``stop``."""
        out: list[FootBlock] = []
        while self._waiting:
            block = self._waiting.pop(0)
            while len(self._shifts) > 1 and self._shifts[1][0] <= block.start:
                del self._shifts[0]
            samples = self._shifts[0][1]
            end = min([block.stop, *(row for row, _ in self._shifts[1:])])
            if stop is not None:
                end = min(end, stop - max(samples, 0))
            if end <= block.start:
                self._waiting.insert(0, block)
                return out
            out.append(self._shifted(_cut(block, block.start, end), samples))
            if end < block.stop:
                self._waiting.insert(0, _cut(block, end, block.stop))
        return out

    def _shifted(self, block: FootBlock, samples: int) -> FootBlock:
        if not samples or self._kpa is None:
            return block
        kpa = np.full((len(block), self._kpa.channels), np.nan)
        first = max(block.start + samples, self._kpa.start)
        last = min(block.stop + samples, self._kpa.stop)
        if first < last:
            place = first - samples - block.start
            kpa[place : place + last - first] = self._kpa.view(first, last)
        cells = block.plantar_kpa.shape[1]
        return replace(block, plantar_kpa=_columns(kpa[:, :cells]), instep_kpa=kpa[:, cells:])


def _columns(values: FloatArray) -> FloatArray:
    """Each channel's samples together, as most of what follows reads them."""
    return np.asfortranarray(values)


def _cut(block: FootBlock, start: int, stop: int) -> FootBlock:
    """Rows from one number to another."""
    if (start, stop) == (block.start, block.stop):
        return block
    rows = slice(start - block.start, stop - block.start)
    return FootBlock(
        side=block.side,
        start=start,
        rate_hz=block.rate_hz,
        t_s=block.t_s[rows],
        acc_m_s2=block.acc_m_s2[rows],
        gyr_rad_s=block.gyr_rad_s[rows],
        plantar_kpa=block.plantar_kpa[rows],
        instep_kpa=block.instep_kpa[rows],
        load_n=block.load_n[rows],
    )
