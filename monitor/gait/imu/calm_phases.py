"""The calmest instant of every fall and of every rise of a foot's pitch.

A foot is calm when its pitch has fallen, not when it has risen: that tells which way round it
turns.
"""

import math
from collections.abc import Sequence

import numpy as np

from monitor.gait.filters import LeakyAngle, Smoother
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.prominence import ProminenceTracker
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

Calm = tuple[int, float]
"""A sample, and the energy of motion there, (rad/s)²."""
CalmPhases = tuple[list[Calm], list[Calm]]
"""The calmest samples of every complete fall, and of every complete rise, in order."""


def contrast_of(phases: CalmPhases, floor: float) -> float:
    """By how many e-folds falls are calmer than rises; there must be some of both.

    ``floor`` is the least energy whose logarithm is taken, (rad/s)².

    >>> contrast_of(([(3, 1.0)], [(9, math.e)]), 1e-3)
    1.0
    """
    falls, rises = phases
    return _mean_log(rises, floor) - _mean_log(falls, floor)


def calm_phases(
    energy: FloatArray, pitch_rad_s: FloatArray, rate_hz: float, limits: ImuLimits
) -> CalmPhases:
    """Return where a foot is calmest, from its energy of motion and the rate of its pitch."""
    smooth = Smoother(limits.segment.smoothing_s, rate_hz)
    energy = smooth(energy)[smooth.delay :]
    angle = LeakyAngle(limits.segment.angle_memory_s, rate_hz)(pitch_rad_s)
    return _calmest(angle[: len(energy)], energy, limits)


def motion_energy(acc_m_s2: FloatArray, gyr_rad_s: FloatArray, limits: ImuLimits) -> FloatArray:
    """Square of angular rate plus scaled deviation from gravity, (rad/s)²; any frame."""
    a = np.sqrt(acc_m_s2[:, 0] ** 2 + acc_m_s2[:, 1] ** 2 + acc_m_s2[:, 2] ** 2)
    spin = gyr_rad_s[:, 0] ** 2 + gyr_rad_s[:, 1] ** 2 + gyr_rad_s[:, 2] ** 2
    excess: FloatArray = (a - STANDARD_GRAVITY_M_S2) / limits.segment.acceleration_scale_m_s2
    return np.asarray(spin + excess**2)


def _calmest(angle: FloatArray, energy: FloatArray, limits: ImuLimits) -> CalmPhases:
    rising = np.diff(angle) > 0.0
    extrema = np.flatnonzero(rising[1:] != rising[:-1]) + 1
    tracker = ProminenceTracker(limits.segment.turn_rad)
    falls: list[Calm] = []
    rises: list[Calm] = []
    last: int | None = None
    for index, value in zip(extrema.tolist(), angle[extrema].tolist(), strict=True):
        turn = tracker.feed(index, value)
        if turn is None:
            continue
        if last is not None and turn - last > 1:
            # a fall that begins now ends a rise
            phases = rises if tracker.falling is True else falls
            place = last + int(energy[last:turn].argmin())
            phases.append((place, float(energy[place])))
        last = turn
    return falls, rises


def _mean_log(phases: Sequence[Calm], floor: float) -> float:
    return math.fsum(math.log(max(energy, floor)) for _, energy in phases) / len(phases)
