"""Noise that makes strides differ from each other.

Stride-to-stride fluctuations of healthy runners are about 2 % and correlated over hundreds of
strides (Hausdorff 1995, J Appl Physiol 78:349). Four first-order processes with spread time
constants and equal variance approximate the 1/f spectrum and can be drawn step by step.
"""

import numpy as np

from firmware_sim.recursive import one_pole
from monitor.types import FloatArray

_MEMORY_STEPS = (1.0, 8.0, 60.0, 450.0)
"""Correlation lengths of the four processes, in steps."""


class LongMemory:
    """Unit-variance, long-range correlated noise; every column by itself.

    The sequence does not depend on how it is asked for.

    >>> whole, parts = LongMemory(1, 2), LongMemory(1, 2)
    >>> cut = np.concatenate([parts.draw(3), parts.draw(4)])
    >>> bool(np.array_equal(whole.draw(7), cut))
    True
    """

    def __init__(self, seed: int | list[int], channels: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._decay = np.exp(-1.0 / np.asarray(_MEMORY_STEPS))
        start = self._rng.standard_normal((len(_MEMORY_STEPS), 1, channels))
        self._state = start * self._decay[:, None, None]

    def draw(self, count: int) -> FloatArray:
        """The next values, shape (count, channels)."""
        channels = self._state.shape[2]
        white = self._rng.standard_normal((count, len(_MEMORY_STEPS), channels))
        total = np.zeros((count, channels))
        for i, decay in enumerate(self._decay):
            drive = white[:, i] * np.sqrt(1.0 - decay * decay)
            part, self._state[i] = one_pole(drive, 1.0, float(decay), self._state[i])
            total += part
        return np.asarray(total / np.sqrt(len(_MEMORY_STEPS)))
