"""Force-sensitive cells and a home cuff, as bad as such things are; nothing of the product is used.

A cell says ``gain · pressure ** exponent``. Gains differ by half from part to part, exponents lie
round 1 (conductance against force). A part of the answer comes late: creep of some seconds
and of a minute. A gauge is wrong by 1.2 mmHg (standard deviation; 3 at most, as ISO 81060-1
allows), the cuff leaks, and a pulse is in it.
"""

import numpy as np
from scipy import signal

from monitor.types import FloatArray

RATE_HZ = 100.0
KPA_PER_MMHG = 0.133322


class CreepingCells:
    """Some cells of one tongue; ``says`` goes on where it ended."""

    def __init__(self, cells: int, rng: np.random.Generator, rate_hz: float = RATE_HZ) -> None:
        self.gain = rng.uniform(0.5, 1.5, cells)
        self.exponent = rng.uniform(0.8, 1.15, cells)
        self._quick = rng.uniform(0.02, 0.08, cells)
        self._slow = rng.uniform(0.03, 0.12, cells)
        self._times_s = rng.uniform(2.0, 8.0, cells), rng.uniform(15.0, 60.0, cells)
        self._offset_kpa = rng.uniform(0.0, 0.05, cells)  # it was set to zero before
        self._rng, self._rate_hz = rng, rate_hz
        self._state = [np.zeros(cells), np.zeros(cells)]

    def ends_at(self, kpa: float) -> FloatArray:
        """What the cells say of a pressure that lasts, without noise."""
        return self.gain * kpa**self.exponent + self._offset_kpa

    def says(self, kpa: FloatArray) -> FloatArray:
        """What the cells say of a pressure, shape (samples, cells), in the protocol's 1/64 kPa."""
        felt = (1.0 - self._quick - self._slow) * kpa
        for which, share in enumerate((self._quick, self._slow)):
            felt = felt + share * self._late(which, kpa)
        said = self.gain * np.maximum(felt, 0.0) ** self.exponent + self._offset_kpa
        said = said * (1.0 + 0.015 * self._rng.standard_normal(said.shape))
        return np.clip(np.round(64.0 * said), 0, 65534) / 64.0

    def _late(self, which: int, kpa: FloatArray) -> FloatArray:
        out = np.empty_like(kpa)
        for cell, time_s in enumerate(self._times_s[which]):
            keep = np.exp(-1.0 / (time_s * self._rate_hz))
            zi = np.array([keep * self._state[which][cell]])
            out[:, cell], after = signal.lfilter([1.0 - keep], [1.0, -keep], kpa[:, cell], zi=zi)
            self._state[which][cell] = after[0] / keep
        return out


class Cuff:
    """A home cuff round an instep: what its gauge says, and what presses on each cell."""

    def __init__(self, cells: int, rng: np.random.Generator) -> None:
        self._gauge_mmhg = float(np.clip(rng.normal(0.0, 1.2), -3.0, 3.0))
        self._reaches = rng.uniform(0.97, 1.03, cells)
        self._leak_mmhg_s = rng.uniform(0.0, 2.0) / 60.0
        self._rng = rng

    def read(self, mmhg: float, held_s: float) -> float:
        """What a person reads at the end, to the nearest 2 mmHg of the scale."""
        return 2.0 * round((mmhg - self._leak_mmhg_s * held_s + self._gauge_mmhg) / 2.0)

    def presses(self, mmhg: float, seconds: float) -> FloatArray:
        """Pressure on the cells, kPa, shape (samples, cells), while it holds."""
        t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
        now = mmhg - self._leak_mmhg_s * t_s + 0.8 * np.sin(2.0 * np.pi * 1.1 * t_s) * (mmhg > 0)
        rest = 0.3 * self._rng.uniform(0.5, 1.5)  # kPa: the open tongue itself
        return np.outer(KPA_PER_MMHG * np.maximum(now, 0.0), self._reaches) + rest
