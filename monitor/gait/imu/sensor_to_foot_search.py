"""Search for the rotation from sensor to foot, and notice when it is no longer true."""

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from monitor.gait.imu.calm_phases import CalmPhases, contrast_of
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.principal_axis import Moments, is_surely_near_z, principal_axis
from monitor.gait.imu.sensor_to_foot import (
    SensorToFoot,
    find_sensor_to_foot,
    gravity,
    is_turned_about,
    mean_up,
    turning_moments,
)
from monitor.gait.imu.usable_samples import ImuBuffer
from monitor.types import FloatArray


class Remounted(NamedTuple):
    """Up to which sample a certain mounting held; ``tilted``: in the new one up is elsewhere.

    It is False if only the way ahead changed: the samples may then be partly of a runner who goes
    backwards, and the vertical that they give is wrong.
    """

    at: int
    tilted: bool


class SensorToFootSearch:
    """Look for the mounting in the latest samples of a foot's IMU.

    Parameters
    ----------
    rate_hz : float
    limits : ImuLimits
    """

    def __init__(self, rate_hz: float, limits: ImuLimits) -> None:
        self._rate_hz = rate_hz
        self._limits = limits
        self._every_samples = round(limits.mounting.try_every_s * rate_hz)
        self._memory_samples = round(limits.mounting.memory_s * rate_hz)
        self._tilted = math.cos(math.radians(limits.mounting.tilt_deg))
        self._turn_rad = math.radians(limits.mounting.turn_deg)
        self._turned = math.cos(self._turn_rad)
        self.span_samples = round(limits.mounting.span_s * rate_hz)
        """Samples that are looked at, at most, once a mounting is in use."""
        self._longest_samples = round(limits.segment.stride_max_s * rate_hz)
        self._doubts = 0
        self._only_about = False

    @property
    def doubted(self) -> bool:
        """Whether the mounting in use, once certain, no longer explains the movement."""
        return self._doubts > 0

    def pace(self, present: SensorToFoot | None) -> int:
        """After how many samples to look again: soon in doubt, but not for ever."""
        if present is None or not present.certain:
            return self._every_samples
        judge = round(self._limits.mounting.judge_every_s * self._rate_hz)
        return (
            self._every_samples
            if 0 < self._doubts * self._every_samples <= self.span_samples
            else judge
        )

    def first(self, buffer: ImuBuffer, stop: int) -> SensorToFoot | None:
        """Return what the samples before ``stop`` tell, if it is enough; forget the oldest.

        Movement is not forgotten unexplained: before it is, the best guess is taken.
        """
        late = stop - self.span_samples
        if self._moved(buffer, stop - self._every_samples, stop):
            for start in [
                max(late, buffer.start),
                *([buffer.start] if late > buffer.start else []),
            ]:
                found = self.explain(buffer, start, stop)
                if found is not None and self._suffices(found):
                    return found
        keep = stop + self._every_samples - self._memory_samples
        if keep > buffer.start and self._moved(buffer, buffer.start, keep):
            found = self.explain(buffer, buffer.start, stop)
            if found is not None and found.strides:
                return found
        buffer.drop(keep)
        return None

    def better(
        self,
        buffer: ImuBuffer,
        stop: int,
        present: SensorToFoot,
        lately: tuple[list[int], bool],
        phases: CalmPhases,
    ) -> SensorToFoot | None:
        """Return how to turn the foot's frame as it is now; None if it may stay.

        Parameters
        ----------
        buffer : ImuBuffer
            Already in the present mounting's frame.
        lately : list of int, bool
            Mid-stances found since the last look, in that frame; whether the pitch rises at most
            of them.
        phases : CalmPhases
            Where falls and rises of pitch were calmest since then.
        """
        if not self._moved(buffer, stop - self._every_samples, stop):
            return None
        whole = max(buffer.start, stop - self.span_samples)
        late = max(buffer.start, stop - self.span_samples // 2)
        if not present.certain:
            return self._certain(buffer, whole, stop)
        stances, odd = lately
        surely = self._suspect(buffer, late, stop, stances)
        self._only_about = not surely and (odd or self._is_about(buffer, late, stop, phases))
        if not (surely or self._only_about):
            self._doubts = 0
            return None
        self._doubts += 1
        found = self._certain(buffer, late, stop) or self._certain(buffer, whole, stop)
        if found is None or found.share < self._limits.mounting.replace_share:
            return None
        self._doubts = 0
        differs = self._tilts(found) or min(found.right.z, found.forward.x) < self._turned
        return found if differs else None

    def tilts(self, found: SensorToFoot) -> bool:
        """Whether a mounting that is found better than the present one surely has up elsewhere."""
        return self._tilts(found) and not self._only_about

    def _tilts(self, found: SensorToFoot) -> bool:
        return found.up.y < self._tilted

    def _certain(self, buffer: ImuBuffer, start: int, stop: int) -> SensorToFoot | None:
        found = self.explain(buffer, start, stop)
        return found if found is not None and found.certain else None

    def explain(self, buffer: ImuBuffer, start: int, stop: int) -> SensorToFoot | None:
        """Return the mounting that these samples tell, certain or not."""
        return find_sensor_to_foot(*_signals(buffer, start, stop), self._rate_hz, self._limits)

    def _suffices(self, found: SensorToFoot) -> bool:
        limits = self._limits.mounting
        many = found.strides >= limits.strides_max or found.stances >= limits.stances_max
        return found.certain or many

    def _moved(self, buffer: ImuBuffer, start: int, stop: int) -> bool:
        """Whether the foot turned about in this time."""
        rates = buffer.view(max(buffer.start, start), stop).gyr_rad_s
        return len(rates) > 0 and bool(np.square(rates).max() > self._limits.segment.motion_energy)

    def _suspect(self, buffer: ImuBuffer, start: int, stop: int, stances: list[int]) -> bool:
        """Whether the foot turns about another axis, seen from above, or stands tilted.

        A fast foot is accelerated even at mid-stance, so that a tilt must also
        show in the mean force of whole strides.
        """
        samples = buffer.view(start, stop)
        moments = turning_moments(samples.gyr_rad_s, self._rate_hz, self._limits)
        if not is_surely_near_z(moments, self._turn_rad) and self._turns_elsewhere(moments):
            return True
        late = [index - start for index in stances if start <= index < stop]
        up = gravity(samples.acc_m_s2, late, self._rate_hz, self._limits)
        if up is None or up.y >= self._tilted:
            return False
        ends = [range(a, b + 1) for a, b in pairwise(late) if b - a <= self._longest_samples]
        up = mean_up(*_signals(buffer, start, stop), ends, self._rate_hz, self._limits)
        return up is None or up.y < self._tilted

    def _is_about(self, buffer: ImuBuffer, start: int, stop: int, phases: CalmPhases) -> bool:
        """Whether the foot turns the other way round about its axis."""
        return not self._is_calm_in_falls(phases) and is_turned_about(
            *_signals(buffer, start, stop), self._rate_hz, self._limits
        )

    def _turns_elsewhere(self, moments: Moments) -> bool:
        x, _, z = principal_axis(moments)
        return abs(z) < self._turned * math.hypot(x, z)

    def _is_calm_in_falls(self, phases: CalmPhases) -> bool:
        """Whether the falls found are clearly calmer than the rises: the foot is not turned about.

        This costs nothing; a look at the samples is needed only where it says no.
        """
        limits = self._limits.mounting
        return all(phases) and contrast_of(phases, limits.floor_energy) > limits.contrast


def _signals(buffer: ImuBuffer, start: int, stop: int) -> tuple[FloatArray, FloatArray]:
    samples = buffer.view(start, stop)
    return np.ascontiguousarray(samples.acc_m_s2), np.ascontiguousarray(samples.gyr_rad_s)
