"""The rotation from the sensor's axes to the foot's, found from movement alone.

The main axis of rotation is the foot's pitch axis; the foot is calm
when pitch has fallen, not when it has risen, which gives the axis its sign; gravity at the calmest
instants of the falls is up; and the foot travels forward, which turns the frame about the vertical.
A foot that moves without going anywhere (ankle circles, tapping) tells nothing for certain.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import Final

import numpy as np

from monitor.gait.imu.calm_phases import calm_phases, contrast_of, motion_energy
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.principal_axis import Moments, principal_axis
from monitor.gait.imu.strapdown import cut, integrate
from monitor.gait.imu.travel import is_ahead, spread_rad, travel_headings_rad
from monitor.types import FloatArray

_TINY: Final = 1e-6
"""Shorter vectors have no direction, by definition: far above rounding."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A direction in the sensor's frame, unit length."""

    x: float
    y: float
    z: float

    def dot(self, other: "Axis") -> float:
        """Scalar product."""
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other: "Axis") -> "Axis":
        """Vector product."""
        return Axis(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    def mix(self, factor: float, other: "Axis", other_factor: float) -> "Axis | None":
        """Unit vector along a weighted sum; None where the sum vanishes."""
        x = factor * self.x + other_factor * other.x
        y = factor * self.y + other_factor * other.y
        z = factor * self.z + other_factor * other.z
        return Axis(x, y, z).unit()

    def unit(self) -> "Axis | None":
        """The same direction with length one; None where there is none."""
        size = math.sqrt(self.dot(self))
        if not size > _TINY:
            return None
        return Axis(self.x / size, self.y / size, self.z / size)

    def along(self, v: FloatArray) -> FloatArray:
        """Component of every vector, shape (n, 3)."""
        return self.x * v[:, 0] + self.y * v[:, 1] + self.z * v[:, 2]


@dataclass(frozen=True, slots=True)
class SensorToFoot:
    """The foot's axes in the sensor's frame, ``certain`` when all signs of it agree.

    ``stances``, ``strides``: how many it rests on; strides count if they went somewhere.
    ``share``: how much of all turning, by its square, was about the pitch axis.

    Examples
    --------
    >>> IDENTITY.turn(np.array([[1.0, 2.0, 3.0]])).tolist()
    [[1.0, 2.0, 3.0]]
    """

    forward: Axis
    up: Axis
    right: Axis
    certain: bool = True
    stances: int = 0
    strides: int = 0
    share: float = 1.0

    def then(self, after: "SensorToFoot") -> "SensorToFoot":
        """Return this mounting corrected by one that was found in the frame it made."""

        def whole(a: Axis) -> Axis:
            return Axis(
                a.x * self.forward.x + a.y * self.up.x + a.z * self.right.x,
                a.x * self.forward.y + a.y * self.up.y + a.z * self.right.y,
                a.x * self.forward.z + a.y * self.up.z + a.z * self.right.z,
            )

        return replace(
            after, forward=whole(after.forward), up=whole(after.up), right=whole(after.right)
        )

    def turn_axis(self, axis: Axis) -> Axis:
        """One vector of the sensor in the foot's frame."""
        return Axis(self.forward.dot(axis), self.up.dot(axis), self.right.dot(axis))

    def turn(self, v: FloatArray) -> FloatArray:
        """Vectors of the sensor, shape (n, 3), in the foot's frame."""
        out = np.empty_like(v)
        for column, axis in enumerate((self.forward, self.up, self.right)):
            out[:, column] = axis.along(v)
        return out

    def turn_in_place(self, *vectors: FloatArray) -> None:
        """Turn arrays of vectors into the foot's frame, where they lie."""
        for v in vectors:
            v[:] = self.turn(v)

    def back(self, v: FloatArray) -> FloatArray:
        """Vectors of the foot, shape (n, 3), in the sensor's frame."""
        x, y, z = v.T
        axes = (self.forward, self.up, self.right)
        forward, up, right = (np.array([axis.x, axis.y, axis.z]) for axis in axes)
        return np.asarray(
            np.multiply.outer(x, forward) + np.multiply.outer(y, up) + np.multiply.outer(z, right)
        )


IDENTITY = SensorToFoot(Axis(1.0, 0.0, 0.0), Axis(0.0, 1.0, 0.0), Axis(0.0, 0.0, 1.0))
"""A sensor whose axes are the foot's."""


def find_sensor_to_foot(
    acc_m_s2: FloatArray, gyr_rad_s: FloatArray, rate_hz: float, limits: ImuLimits
) -> SensorToFoot | None:
    """Return the mounting that explains some seconds of movement; None without enough of it.

    Parameters
    ----------
    acc_m_s2, gyr_rad_s : FloatArray, shape (n, 3)
        Without lost samples.
    """
    if not len(gyr_rad_s):
        return None
    axis, share = turning(gyr_rad_s, rate_hz, limits)
    energy = motion_energy(acc_m_s2, gyr_rad_s, limits)
    phases = calm_phases(energy, axis.along(gyr_rad_s), rate_hz, limits)
    if not all(phases):
        return None
    # a foot is calm when its pitch has fallen: that gives the axis its sign
    contrast = contrast_of(phases, limits.mounting.floor_energy)
    stances = [at for at, _ in phases[0 if contrast > 0 else 1]]
    right = axis if contrast > 0 else Axis(-axis.x, -axis.y, -axis.z)
    level = _of_axes(right, gravity(acc_m_s2, stances, rate_hz, limits))
    if level is None:
        return None
    headings = travel_headings_rad(
        level.turn(acc_m_s2), level.turn(gyr_rad_s), stances, rate_hz, limits
    )
    found = _facing(level, headings)
    enough = min(len(stances) - limits.mounting.stances, len(headings) - limits.mounting.strides)
    return replace(
        found or level,
        certain=enough >= 0
        and abs(contrast) > limits.mounting.contrast
        and spread_rad(headings) < math.radians(limits.mounting.heading_deg)
        and is_ahead(headings, limits),
        stances=len(stances),
        strides=len(headings),
        share=share,
    )


def is_turned_about(
    acc_m_s2: FloatArray, gyr_rad_s: FloatArray, rate_hz: float, limits: ImuLimits
) -> bool:
    """Whether a foot is calm where its pitch rises, in a frame that is taken for the foot's.

    Parameters
    ----------
    acc_m_s2, gyr_rad_s : FloatArray, shape (n, 3)
        In that frame.
    """
    energy = motion_energy(acc_m_s2, gyr_rad_s, limits)
    phases = calm_phases(energy, gyr_rad_s[:, 2], rate_hz, limits)
    floor, contrast = limits.mounting.floor_energy, limits.mounting.contrast
    return all(phases) and contrast_of(phases, floor) < -contrast


def turning(gyr_rad_s: FloatArray, rate_hz: float, limits: ImuLimits) -> tuple[Axis, float]:
    """Direction about which the foot turns most, either way round, and its share of turning."""
    moments = turning_moments(gyr_rad_s, rate_hz, limits)
    axis = Axis(*principal_axis(moments))
    image = Axis(*(axis.dot(Axis(*row)) for row in moments))
    whole = max(math.fsum(moments[i][i] for i in range(3)), _TINY)
    return axis, axis.dot(image) / whole


def turning_moments(gyr_rad_s: FloatArray, rate_hz: float, limits: ImuLimits) -> Moments:
    """Sums of the products of angular rates, smoothed: their principal axis is that of turning."""
    smoothed = _running_sums(gyr_rad_s, round(limits.mounting.rotation_smoothing_s * rate_hz))
    moments = [[0.0] * 3 for _ in range(3)]
    for i, j in combinations_with_replacement(range(3), 2):
        moments[i][j] = moments[j][i] = float((smoothed[i] * smoothed[j]).cumsum()[-1])
    return moments


def _running_sums(v: FloatArray, width: int) -> FloatArray:
    """Sums over ``width`` samples in a row of every channel; what there is of fewer."""
    width = max(1, min(width, len(v)))
    total = np.zeros((3, len(v) + 1))
    v.T.cumsum(axis=1, out=total[:, 1:])
    return np.asarray(total[:, width:] - total[:, :-width])


def gravity(
    acc_m_s2: FloatArray, stances: Sequence[int], rate_hz: float, limits: ImuLimits
) -> Axis | None:
    """Mean direction of specific force around the stances' calmest instants; None without any."""
    half = max(1, round(limits.mounting.window_s * rate_hz))
    total = [0.0, 0.0, 0.0]
    for k in stances:
        piece = acc_m_s2[max(0, k - half) : k + half + 1]
        # added one after the other, as a sum over many would not be
        sums: list[float] = np.add.accumulate(piece, axis=0)[-1].tolist()
        total = [a + b / len(piece) for a, b in zip(total, sums, strict=True)]
    return Axis(*total).unit()


def mean_up(
    acc_m_s2: FloatArray,
    gyr_rad_s: FloatArray,
    ends: Sequence[range],
    rate_hz: float,
    limits: ImuLimits,
) -> Axis | None:
    """Mean vertical at the windows' first samples, from the mean force of each whole window.

    Needs more than ``gravity`` does, and bears a foot that is accelerated at mid-stance.
    """
    if not ends:
        return None
    up = integrate(cut(acc_m_s2, gyr_rad_s, ends, rate_hz, limits.path), limits.path).up
    return Axis(*(math.fsum(column[:, 0].tolist()) for column in up)).unit()


def _of_axes(right: Axis, up: Axis | None) -> SensorToFoot | None:
    """Right-handed axes with this up and, as nearly as it allows, this right."""
    level = None if up is None else right.mix(1.0, up, -right.dot(up))
    if up is None or level is None:
        return None
    return SensorToFoot(forward=up.cross(level), up=up, right=level)


def _facing(level: SensorToFoot, headings: Sequence[float]) -> SensorToFoot | None:
    """Turned about the vertical so that the median direction of travel is ahead."""
    heading_rad = headings[len(headings) // 2] if headings else 0.0
    # travel to the left of "forward" means that forward lies further left
    ahead = level.forward.mix(math.cos(heading_rad), level.right, -math.sin(heading_rad))
    return None if ahead is None else _of_axes(ahead.cross(level.up), level.up)
