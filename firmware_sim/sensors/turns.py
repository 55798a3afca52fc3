"""Attitudes as unit quaternions, many at once.

``scipy.spatial.transform.Rotation`` gives the same within rounding (a test compares them), but
takes 5 µs for each attitude, which was half the time of a simulation, and half a second to import.
"""

from typing import NamedTuple

import numpy as np

from monitor.types import FloatArray

_SMALL_RAD = 1e-3
"""Below it a sine over its angle is taken from its series."""


class Turns(NamedTuple):
    """Unit quaternions w + xi + yj + zk, each part of shape (n,); they turn body into world."""

    w: FloatArray
    x: FloatArray
    y: FloatArray
    z: FloatArray

    def part(self, rows: slice) -> "Turns":
        """Some of them."""
        return Turns(self.w[rows], self.x[rows], self.y[rows], self.z[rows])

    def after(self, earlier: "Turns") -> "Turns":
        """``earlier``, then these."""
        return Turns(*(np.concatenate(both) for both in zip(earlier, self, strict=True)))

    def inverse(self) -> "Turns":
        """The turns back."""
        return Turns(self.w, -self.x, -self.y, -self.z)

    def then(self, other: "Turns") -> "Turns":
        """These, and then ``other`` about the axes that these have turned."""
        a, b = self, other
        return Turns(
            a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
            a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
            a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
            a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w,
        )

    def vectors(self) -> FloatArray:
        """Axis times angle, rad, the short way round; shape (n, 3)."""
        xyz = np.column_stack([self.x, self.y, self.z])
        half_sine = np.sqrt(self.x * self.x + self.y * self.y + self.z * self.z)
        angle_rad = 2.0 * np.arctan2(half_sine, np.abs(self.w))
        small = angle_rad <= _SMALL_RAD
        per = np.where(
            small,
            2.0 + angle_rad**2 / 12.0,
            angle_rad / np.where(small, 1.0, half_sine),
        )
        return np.asarray(xyz * (per * np.where(self.w < 0.0, -1.0, 1.0))[:, np.newaxis])

    def in_body(self, world: FloatArray) -> FloatArray:
        """Vectors of the world, shape (n, 3), in the turned body's axes."""
        x, y, z = world.T
        # v + 2w (v × q) + 2 (v × q) × q
        a = 2.0 * (y * self.z - z * self.y)
        b = 2.0 * (z * self.x - x * self.z)
        c = 2.0 * (x * self.y - y * self.x)
        return np.column_stack(
            [
                x + self.w * a + b * self.z - c * self.y,
                y + self.w * b + c * self.x - a * self.z,
                z + self.w * c + a * self.y - b * self.x,
            ]
        )


def of_angles(yaw_rad: FloatArray, roll_rad: FloatArray, pitch_rad: FloatArray) -> Turns:
    """Yaw about y, then roll about x, then pitch about z, each about the turned axes."""
    (cy, sy), (cx, sx), (cz, sz) = (
        (np.cos(0.5 * angle), np.sin(0.5 * angle)) for angle in (yaw_rad, roll_rad, pitch_rad)
    )
    w, x, y, z = cy * cx, cy * sx, sy * cx, -sy * sx
    return Turns(w * cz - z * sz, x * cz + y * sz, y * cz - x * sz, z * cz + w * sz)


def of_vectors(vectors_rad: FloatArray) -> Turns:
    """Turns about axes by angles, as `Turns.vectors` gives them."""
    x, y, z = vectors_rad.T
    angle_rad = np.sqrt(x * x + y * y + z * z)
    small = angle_rad <= _SMALL_RAD
    per = np.where(
        small,
        0.5 - angle_rad**2 / 48.0,
        np.sin(0.5 * angle_rad) / np.where(small, 1.0, angle_rad),
    )
    return Turns(np.cos(0.5 * angle_rad), per * x, per * y, per * z)
