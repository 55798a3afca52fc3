"""The path and the turn of the foot between two stances.

Strapdown integration from mid-stance to mid-stance. The foot rolls while it rests, so that its
velocity there is ω × r, not zero (docs/strides.md has what zero costs). What the integral misses
is taken out as a constant acceleration; gravity is part of it, so that the mean specific force of
the stride itself says where up is, and no moment of rest is needed to level the path.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from monitor.gait.imu.limits import PathLimits
from monitor.gait.imu.quaternions import (
    BoolArray,
    IntArray,
    Vectors,
    along_foot,
    follow,
    turned_by,
)
from monitor.gait.imu.stance_speed import speed_at_stance
from monitor.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Samples of several swings, from mid-stance to mid-stance, one a row, padded at the end.

    ``rows`` are the row numbers; ``last`` is the column of each row's last sample, ``inside`` says
    which columns belong to the row; ``acc`` and ``gyr`` lie in the foot's frame.
    ``start_m_s`` and ``end_m_s``, one a row, are the velocity of the sensor in the foot's axes at
    the first and at the last sample.
    """

    acc: Vectors
    gyr: Vectors
    rows: IntArray
    last: IntArray
    inside: BoolArray
    dt_s: float
    start_m_s: Vectors
    end_m_s: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """What the windows' strapdown gives; distances in m, one value or row a window.

    ``turned`` are unit quaternions, shape (4, windows, samples), that turn foot vectors into the
    axes of the first sample; ``up`` are the components of the vertical along the foot's axes at
    every sample; ``height_m`` is the sensor's height over the line between both ends;
    ``onward_m_s`` is how fast the sole below the sensor moves in the direction of travel,
    ``upward_m_s`` how fast the sole just behind the ball of the foot rises. ``vertical`` and
    ``flat``, up and the way without its rise, lie in the axes of the first sample.
    """

    turned: FloatArray
    up: Vectors
    length_m: FloatArray
    risen_m: FloatArray
    height_m: FloatArray
    onward_m_s: FloatArray
    upward_m_s: FloatArray
    force_m_s2: FloatArray
    vertical: Vectors
    flat: Vectors


def cut(
    acc_m_s2: FloatArray,
    gyr_rad_s: FloatArray,
    ends: Sequence[range],
    rate_hz: float,
    limits: PathLimits,
    beside_rad_s: FloatArray | None = None,
) -> Windows:
    """Cut windows out of samples of shape (n, 3); ``ends`` are ranges of their rows.

    Samples beside a window help to say how fast the foot moves at its ends: ``beside_rad_s``, or
    else ``gyr_rad_s``.
    """
    first = np.array([end[0] for end in ends], dtype=np.intp)
    last = np.array([end[-1] for end in ends], dtype=np.intp) - first
    column = np.arange(last.max() + 1)
    index = first[:, np.newaxis] + np.minimum(column, last[:, np.newaxis])
    acc, gyr = (
        Vectors(*(np.ascontiguousarray(v[:, k]).take(index) for k in range(3)))
        for v in (acc_m_s2, gyr_rad_s)
    )
    stances = np.concatenate([first, first + last])
    beside = gyr_rad_s if beside_rad_s is None else beside_rad_s
    speed = speed_at_stance(acc_m_s2, beside, stances, np.tile(last, 2), rate_hz, limits)
    start_m_s, end_m_s = (Vectors(*(c[half] for c in speed)) for half in _halves(len(first)))
    return Windows(
        acc=acc,
        gyr=gyr,
        rows=np.arange(len(ends)),
        last=last,
        inside=column <= last[:, np.newaxis],
        dt_s=1.0 / rate_hz,
        start_m_s=start_m_s,
        end_m_s=end_m_s,
    )


def _halves(n: int) -> tuple[slice, slice]:
    return slice(0, n), slice(n, None)


def integrate(windows: Windows, limits: PathLimits) -> Paths:
    """Follow every window's path (all arithmetic elementwise; sums run along a row)."""
    dt_s, rows, last = windows.dt_s, windows.rows, windows.last
    time_s = last.astype(np.float64) * dt_s
    turned = follow(windows.gyr, dt_s)
    force = turned_by(turned, windows.acc)
    first = integral(force, dt_s)
    second = integral(first, dt_s)
    start, end = windows.start_m_s, turned_by(turned[:, rows, last], windows.end_m_s)
    gained = first.at(rows, last).minus(end.minus(start))
    size = gained.norm()
    vertical = gained.times(np.asarray(1.0 / size))
    moved = second.at(rows, last).plus(start.times(time_s)).minus(gained.times(0.5 * time_s))
    risen_m = moved.dot(vertical)
    flat = moved.minus(vertical.times(risen_m))
    t_s = np.arange(windows.acc.x.shape[1], dtype=np.float64) * dt_s
    force_m_s2 = size / time_s
    free_m = second.along(vertical)
    height_m = _height_m(free_m, start.dot(vertical), force_m_s2, risen_m / time_s, t_s)
    length_m = flat.norm()
    travel = flat.times(1.0 / np.maximum(length_m, np.finfo(np.float64).tiny))
    up = along_foot(turned, vertical)
    # what the sensor's velocity gains beside its own start is gravity, a constant acceleration
    gravity = force_m_s2[:, np.newaxis] * t_s
    # contacts count from the sole's rest at mid-stance itself, not from the stance's mean
    rolls = windows.gyr.at(rows, 0).cross(*limits.lever_m)
    return Paths(
        turned=turned,
        up=up,
        length_m=length_m,
        risen_m=risen_m,
        height_m=height_m,
        onward_m_s=_along(first, rolls, travel)
        + swung(windows.gyr, along_foot(turned, travel), limits.pod.above_ground_m),
        upward_m_s=_along(first, rolls, vertical) - gravity + ball_m_s(windows.gyr, up, limits),
        force_m_s2=force_m_s2,
        vertical=vertical,
        flat=flat,
    )


def _height_m(
    free_m: FloatArray,
    start_m_s: FloatArray,
    force_m_s2: FloatArray,
    slope_m_s: FloatArray,
    t_s: FloatArray,
) -> FloatArray:
    """Height over the line between both ends of each window, shape (windows, samples).

    ``free_m`` is the twofold integral of the force along the vertical, from rest and with gravity
    in it. The others, one a window: vertical velocity at the start, mean force, rise of the line.
    """
    return (
        free_m
        + start_m_s[:, np.newaxis] * t_s
        - (0.5 * force_m_s2)[:, np.newaxis] * (t_s * t_s)
        - slope_m_s[:, np.newaxis] * t_s
    )


def _along(speed: Vectors, start: Vectors, axis: Vectors) -> FloatArray:
    """Speed along an axis, from what it was at the start."""
    return speed.along(axis) + start.dot(axis)[:, np.newaxis]


def ball_m_s(rate: Vectors, up: Vectors, limits: PathLimits) -> FloatArray:
    """How much faster the sole behind the ball of the foot rises than the sensor."""
    ahead = limits.pod.to_ball_m * (rate.z * up.y - rate.y * up.z)
    return swung(rate, up, limits.pod.above_ground_m) + ahead


def swung(rate: Vectors, axis: Vectors, below_m: float) -> FloatArray:
    """How much faster than the sensor a point below it moves along an axis: ω × r.

    The axis is given by its components in the foot's axes.
    """
    return np.asarray(below_m * (rate.z * axis.x - rate.x * axis.z))


def integral(v: Vectors, dt_s: float) -> Vectors:
    """Trapezoidal integral along the rows, zero at the first column."""
    return Vectors(*(trapezoid(c, dt_s) for c in v))


def trapezoid(values: FloatArray, dt_s: float) -> FloatArray:
    """Trapezoidal integral along the rows of one component, zero at the first column."""
    out = np.zeros_like(values)
    np.cumsum(0.5 * dt_s * (values[:, 1:] + values[:, :-1]), axis=1, out=out[:, 1:])
    return out


def headings_rad(windows: Windows, paths: Paths) -> FloatArray:
    """Direction of travel relative to the foot's mean direction, seen from above, to the left."""
    travel = _angle_between(_forward(windows), paths.flat, paths.vertical)
    return travel - 0.5 * turns_rad(windows, paths)


def turns_rad(windows: Windows, paths: Paths) -> FloatArray:
    """How far the foot's own direction turned, seen from above, to the left."""
    forward = _forward(windows)
    after = turned_by(paths.turned[:, windows.rows, windows.last], forward)
    # foot axes: z lies to the right, so that left is vertical × forward
    return _angle_between(forward, after, paths.vertical)


def _forward(windows: Windows) -> Vectors:
    ones, zeros = np.ones(len(windows.last)), np.zeros(len(windows.last))
    return Vectors(ones, zeros, zeros)


def _angle_between(a: Vectors, b: Vectors, about: Vectors) -> FloatArray:
    """Angle from a to b seen along the axis, counter-clockwise positive."""
    a = a.minus(about.times(a.dot(about)))
    b = b.minus(about.times(b.dot(about)))
    across = Vectors(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    pairs = zip(across.dot(about).tolist(), a.dot(b).tolist(), strict=True)
    return np.array([math.atan2(s, c) for s, c in pairs])
