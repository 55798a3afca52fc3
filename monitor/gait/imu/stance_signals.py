"""The two signals that stances are read from: pitch angle and energy of motion, aligned."""

from dataclasses import dataclass, field

import numpy as np

from monitor.gait.filters import LeakyAngle, Smoother
from monitor.gait.imu.calm_phases import motion_energy
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.usable_samples import ImuSamples
from monitor.types import FloatArray


@dataclass(slots=True)
class _State:
    """What the smoothing of the energy, which comes late, still needs.

    ``skip_samples`` of it are still to be left out, ``held_rad`` are the angles that wait for
    theirs, ``last`` is the energy of the latest sample.
    """

    skip_samples: int
    held_rad: FloatArray = field(default_factory=lambda: np.empty(0))
    last: float = 0.0


class StanceSignals:
    """Pitch angle (rad) and smoothed energy of motion ((rad/s)²) of one foot, sample by sample.

    Latency: the delay of the smoothing, by which the angle is held back.
    """

    def __init__(self, rate_hz: float, limits: ImuLimits) -> None:
        self._limits = limits
        self._angle = LeakyAngle(limits.segment.angle_memory_s, rate_hz)
        self._smooth = Smoother(limits.segment.smoothing_s, rate_hz)
        self._state = _State(self._smooth.delay)

    @property
    def held_samples(self) -> int:
        """Samples whose energy is not known yet."""
        return len(self._state.held_rad)

    def restart(self) -> None:
        """Forget, after a break."""
        self._angle.restart()
        self._smooth.restart()
        self._state = _State(self._smooth.delay)

    def push(self, samples: ImuSamples) -> tuple[FloatArray, FloatArray]:
        """Take the next samples, in the foot's frame; return what both signals settle."""
        state = self._state
        energy = self._smooth(motion_energy(samples.acc_m_s2, samples.gyr_rad_s, self._limits))
        skipped = min(state.skip_samples, len(energy))
        state.skip_samples -= skipped
        energy = energy[skipped:]
        angle_rad = np.concatenate([state.held_rad, self._angle(samples.gyr_rad_s[:, 2])])
        state.held_rad = angle_rad[len(energy) :]
        if len(energy):
            state.last = float(energy[-1])
        return angle_rad[: len(energy)], energy

    def rest(self) -> tuple[FloatArray, FloatArray]:
        """Return the samples held, as if the foot moved on as it last did."""
        return self._state.held_rad, np.full(self.held_samples, self._state.last)
