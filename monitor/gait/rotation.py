"""How is a rotation followed for many strides at once, bit for bit the same for each?

Quaternions are four arrays (w, x, y, z) of shape (strides, samples); every step is elementwise
arithmetic, so that a stride comes out the same alone or among a thousand.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from monitor.types import FloatArray

IntArray = npt.NDArray[np.intp]
"""Row or column numbers."""

BoolArray = npt.NDArray[np.bool_]

Parts = tuple[FloatArray, FloatArray, FloatArray, FloatArray]
"""The four components of quaternions."""

_BLOCK: Final = 16
"""Samples that are multiplied one after the other."""


class Vectors(NamedTuple):
    """Three components of equal shape."""

    x: FloatArray
    y: FloatArray
    z: FloatArray

    def at(self, rows: IntArray, columns: IntArray | int) -> "Vectors":
        """Pick by numpy index."""
        return Vectors(self.x[rows, columns], self.y[rows, columns], self.z[rows, columns])

    def minus(self, other: "Vectors") -> "Vectors":
        """Difference."""
        return Vectors(self.x - other.x, self.y - other.y, self.z - other.z)

    def plus(self, other: "Vectors") -> "Vectors":
        """Sum."""
        return Vectors(self.x + other.x, self.y + other.y, self.z + other.z)

    def times(self, factor: FloatArray | float) -> "Vectors":
        """Scaled."""
        return Vectors(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other: "Vectors") -> FloatArray:
        """Scalar product."""
        return self.x * other.x + self.y * other.y + self.z * other.z

    def norm(self) -> FloatArray:
        """Length."""
        return np.asarray(np.sqrt(self.dot(self)))

    def cross(self, x: float, y: float, z: float) -> "Vectors":
        """Vector product with one constant vector."""
        return Vectors(self.y * z - self.z * y, self.z * x - self.x * z, self.x * y - self.y * x)


class Quaternions(NamedTuple):
    """Unit quaternions that turn foot vectors into a fixed frame."""

    w: FloatArray
    x: FloatArray
    y: FloatArray
    z: FloatArray

    def turn(self, v: Vectors) -> Vectors:
        """Vectors of the foot in the fixed frame."""
        tx = 2.0 * (self.y * v.z - self.z * v.y)
        ty = 2.0 * (self.z * v.x - self.x * v.z)
        tz = 2.0 * (self.x * v.y - self.y * v.x)
        return Vectors(
            v.x + self.w * tx + (self.y * tz - self.z * ty),
            v.y + self.w * ty + (self.z * tx - self.x * tz),
            v.z + self.w * tz + (self.x * ty - self.y * tx),
        )

    def along(self, up: Vectors) -> Vectors:
        """Components of a fixed direction (one a row) along the foot's own three axes."""
        back = Quaternions(self.w, -self.x, -self.y, -self.z)
        wide = Vectors(*(np.broadcast_to(c[:, np.newaxis], self.w.shape) for c in up))
        return back.turn(wide)


def follow(rate_rad_s: Vectors, dt_s: float) -> Quaternions:
    """Orientation at every sample relative to the first, shape as the rates.

    The mean of two neighbouring rates turns the foot from one sample to the next; products are
    formed within short blocks and then over the blocks, all blocks of all strides at once.
    """
    h = Vectors(*(0.25 * dt_s * (c[:, 1:] + c[:, :-1]) for c in rate_rad_s))
    square = h.dot(h)
    scale = 1.0 - square / 6.0 + square * square / 120.0
    start = np.zeros((h.x.shape[0], 1))
    w = np.concatenate([start + 1.0, 1.0 - square / 2.0 + square * square / 24.0], axis=1)
    x, y, z = (np.concatenate([start, c * scale], axis=1) for c in h)
    w, x, y, z = _products(w, x, y, z)
    size = np.sqrt(w * w + x * x + y * y + z * z)
    return Quaternions(w / size, x / size, y / size, z / size)


def _products(w: FloatArray, x: FloatArray, y: FloatArray, z: FloatArray) -> Parts:
    """Running products along the rows.

    Block borders lie at fixed columns, so that padding at the end changes nothing before it.
    """
    rows, width = w.shape
    blocks = -(-width // _BLOCK)
    parts = np.zeros((4, _BLOCK, rows, blocks))
    parts[0] = 1.0
    for part, values in zip(parts, (w, x, y, z), strict=True):
        whole = np.zeros((rows, blocks * _BLOCK))
        whole[:, :width] = values
        part[:] = whole.reshape(rows, blocks, _BLOCK).transpose(2, 0, 1)
    for k in range(1, _BLOCK):
        parts[:, k] = _times(parts[:, k - 1], parts[:, k])
    before = np.zeros((4, rows, blocks))
    before[0] = 1.0
    for k in range(1, blocks):
        before[:, :, k] = _times(before[:, :, k - 1], parts[:, -1, :, k - 1])
    whole = np.stack(_times(before[:, np.newaxis], parts))
    out = whole.transpose(0, 2, 3, 1).reshape(4, rows, blocks * _BLOCK)[:, :, :width]
    return out[0], out[1], out[2], out[3]


def _times(a: FloatArray, b: FloatArray) -> Parts:
    """Product of quaternions whose parts lie along the first axis."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )
