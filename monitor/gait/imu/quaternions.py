"""Rotations of many strides at once, bit for bit the same for each.

Quaternions are arrays of shape (4, strides, samples), parts w, x, y, z; every step is elementwise
arithmetic, so that a stride comes out the same alone or among a thousand.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from monitor.types import FloatArray

IntArray = npt.NDArray[np.intp]
"""Row or column numbers."""

BoolArray = npt.NDArray[np.bool_]

_BLOCK: Final = 16
"""Samples that are multiplied one after the other."""
_RIGHT: Final = np.array([[0, 1, 2, 3], [5, 0, 7, 2], [6, 3, 0, 5], [7, 6, 1, 0]])
"""A product is linear in its left factor: what w, x, y and z of it are multiplied by, for the four
parts of the result. 0…3 are w, x, y, z of the right factor, 4…7 the same negated."""


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

    def along(self, direction: "Vectors") -> FloatArray:
        """Component of every sample along its row's direction, one a row."""
        return (
            self.x * direction.x[:, np.newaxis]
            + self.y * direction.y[:, np.newaxis]
            + self.z * direction.z[:, np.newaxis]
        )

    def norm(self) -> FloatArray:
        """Length."""
        return np.asarray(np.sqrt(self.dot(self)))

    def cross(self, x: float, y: float, z: float) -> "Vectors":
        """Vector product with one constant vector."""
        return Vectors(self.y * z - self.z * y, self.z * x - self.x * z, self.x * y - self.y * x)


def turned_by(q: FloatArray, v: Vectors) -> Vectors:
    """Vectors of the foot in the fixed frame; the parts w, x, y, z lie along ``q``'s first axis."""
    w, x, y, z = q
    tx, ty, tz = _twice_across(x, y, z, v)
    return Vectors(
        v.x + w * tx + (y * tz - z * ty),
        v.y + w * ty + (z * tx - x * tz),
        v.z + w * tz + (x * ty - y * tx),
    )


def along_foot(q: FloatArray, fixed: Vectors) -> Vectors:
    """Components of a fixed direction (one a row) along the foot's own three axes."""
    w, x, y, z = q
    v = Vectors(*(component[:, np.newaxis] for component in fixed))
    tx, ty, tz = _twice_across(x, y, z, v)
    return Vectors(  # turned back: as ``turned_by`` with x, y and z negated
        v.x - w * tx + (y * tz - z * ty),
        v.y - w * ty + (z * tx - x * tz),
        v.z - w * tz + (x * ty - y * tx),
    )


def _twice_across(x: FloatArray, y: FloatArray, z: FloatArray, v: Vectors) -> Vectors:
    """Twice the vector product of a quaternion's vector part with vectors."""
    return Vectors(
        2.0 * (y * v.z - z * v.y),
        2.0 * (z * v.x - x * v.z),
        2.0 * (x * v.y - y * v.x),
    )


def follow(rate_rad_s: Vectors, dt_s: float) -> FloatArray:
    """Orientation at every sample relative to the first: unit quaternions, shape (4, *rates).

    The mean of two neighbouring rates turns the foot from one sample to the next; products are
    formed within short blocks and then over the blocks, all blocks of all strides at once.
    """
    h = Vectors(*(0.25 * dt_s * (c[:, 1:] + c[:, :-1]) for c in rate_rad_s))
    square = h.dot(h)
    scale = 1.0 - square / 6.0 + square * square / 120.0
    turns = np.zeros((4, *rate_rad_s.x.shape))
    turns[0, :, 0] = 1.0
    turns[0, :, 1:] = 1.0 - square / 2.0 + square * square / 24.0
    for part, c in zip(turns[1:], h, strict=True):
        np.multiply(c, scale, out=part[:, 1:])
    q = _products(turns)
    w, x, y, z = q
    return np.asarray(q / np.sqrt(w * w + x * x + y * y + z * z))


def _products(turns: FloatArray) -> FloatArray:
    """Running products along the last axis of quaternions, shape (4, rows, columns).

    Block borders lie at fixed columns, so that padding at the end changes nothing before it.
    """
    _, rows, width = turns.shape
    blocks = -(-width // _BLOCK)
    whole = np.zeros((4, rows, blocks * _BLOCK))
    whole[:, :, :width] = turns
    parts = np.ascontiguousarray(whole.reshape(4, rows, blocks, _BLOCK).transpose(3, 0, 1, 2))
    _accumulate(parts)
    before = np.zeros((blocks, 4, rows))
    before[0, 0] = 1.0
    before[1:] = parts[-1, :, :, :-1].transpose(2, 0, 1)
    _accumulate(before)
    left = np.ascontiguousarray(before.transpose(1, 2, 0))
    out = _times(left, parts.transpose(1, 0, 2, 3))
    return out.transpose(0, 2, 3, 1).reshape(4, rows, blocks * _BLOCK)[:, :, :width]


def _accumulate(q: FloatArray) -> None:
    """Multiply every quaternion, shape (n, 4, ...), by the product of those before it, in place."""
    right = np.take(np.concatenate([q, -q], axis=1), _RIGHT, axis=1)
    for before, after, factor in zip(q[:-1], q[1:], right[1:], strict=True):
        # the four terms of each component are added in the order of the left factor's parts
        np.add.reduce(before[:, np.newaxis] * factor, axis=0, out=after)


def _times(a: FloatArray, b: FloatArray) -> FloatArray:
    """Product of quaternions whose parts lie along the first axis."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return np.stack(
        [
            aw * bw - ax * bx - ay * by - az * bz,
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
        ]
    )
