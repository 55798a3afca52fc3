"""The energy of a foot's motion lately, and what it says: where it was calm, whether it moved."""

import numpy as np

from monitor.gait.imu.limits import SegmentLimits
from monitor.ingest.sample_buffer import SampleBuffer
from monitor.types import FloatArray


class RecentEnergy:
    """Energy of motion of one foot, (rad/s)², in samples numbered from ``start``.

    ``now`` is the sample that is being decided. What lies two of the longest strides before it is
    forgotten, so that a decision does not depend on how many samples came together.
    """

    def __init__(self, rate_hz: float, limits: SegmentLimits, start: int = 0) -> None:
        self._motion_energy = limits.motion_energy
        self._memory_samples = round(2.0 * limits.stride_max_s * rate_hz)
        self._buffer = SampleBuffer(1, start)
        self.now = start

    @property
    def start(self) -> int:
        """Number of the first sample that is there."""
        return self._buffer.start

    @property
    def stop(self) -> int:
        """Number of the sample to come."""
        return self._buffer.stop

    @property
    def oldest(self) -> int:
        """First sample that may be asked for once the present ones are decided."""
        return self._buffer.stop - self._memory_samples

    def append(self, energy: FloatArray) -> None:
        """Take the next samples."""
        self._buffer.append(energy[:, np.newaxis])

    def since(self, index: int) -> FloatArray:
        """All samples from this number on."""
        return self._buffer.column(max(self._buffer.start, index), self._buffer.stop, 0)

    def drop(self, before: int) -> None:
        """Forget the samples before this number."""
        self._buffer.drop(before)

    def forgets(self, index: int) -> bool:
        """Whether a sample is too long ago to be decided."""
        return index <= self.now - self._memory_samples

    def between(self, start: int, stop: int) -> FloatArray:
        """Samples ``[start, stop)``, without those that are forgotten."""
        start = max(start, self.now - self._memory_samples, self._buffer.start)
        if start >= stop:  # so long ago that it is forgotten
            return np.empty(0)
        return self._buffer.column(start, stop, 0)

    def at(self, index: int) -> float:
        """Energy of one sample."""
        return float(self._buffer.column(index, index + 1, 0)[0])

    def calmest(self, start: int, stop: int) -> int:
        """Sample with the least energy in ``[start, stop)``; ``stop`` if all are forgotten."""
        energy = self.between(start, stop)
        # none is left of a stance that was said long ago
        return stop - len(energy) + int(energy.argmin()) if len(energy) else stop

    def moved(self, start: int, stop: int) -> bool:
        """Whether the foot moved clearly between two samples."""
        energy = self.between(start, stop)
        return len(energy) > 0 and bool(np.maximum.reduce(energy) > self._motion_energy)
