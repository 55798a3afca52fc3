"""The axis of the greatest moment: no library whose last bits depend on the processor."""

import math
from collections.abc import Sequence
from typing import Final

_SWEEPS: Final = 12
"""More than a symmetric matrix of three rows ever needs: each sweep squares what is left.
Rule of thumb."""
_PAIRS: Final = ((0, 1), (0, 2), (1, 2))
Moments = Sequence[Sequence[float]]


def principal_axis(moments: Moments) -> tuple[float, float, float]:
    """Eigenvector of the greatest eigenvalue of a symmetric 3 × 3 matrix, of length one.

    Jacobi's rotations (Golub and Van Loan, Matrix Computations, 8.5), in plain numbers.

    >>> principal_axis([[2.0, 0.0, 0.0], [0.0, 5.0, 0.0], [0.0, 0.0, 1.0]])
    (0.0, 1.0, 0.0)
    """
    a = [list(row) for row in moments]
    axes = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    for _ in range(_SWEEPS):
        for p, q in _PAIRS:
            if a[p][q] != 0.0:
                _rotate(a, axes, p, q)
    column = max(range(3), key=lambda i: a[i][i])
    return axes[0][column], axes[1][column], axes[2][column]


def is_surely_near_z(moments: Moments, angle_rad: float) -> bool:
    """Whether the principal axis, seen along y, is within an angle of z: yes only if it surely is.

    Much quicker than to seek the axis. The greatest axis within the plane of y and z lies off z by
    the angle ``up``; off it, the principal axis lies by at most ``off``, whose double has at most
    the tangent 2 r / gap (Davis and Kahan 1970, doi:10.1137/0707001).

    >>> is_surely_near_z([[1.0, 0.0, 1.0], [0.0, 2.0, 3.0], [1.0, 3.0, 9.0]], 0.3)
    True
    >>> is_surely_near_z([[1.0, 0.0, 3.0], [0.0, 2.0, 3.0], [3.0, 3.0, 9.0]], 0.3)
    False
    """
    (xx, xy, xz), (_, yy, yz), (_, _, zz) = moments
    up = 0.5 * math.atan2(2.0 * yz, zz - yy)
    sine, cosine = math.sin(up), math.cos(up)
    greatest = yy * sine * sine + zz * cosine * cosine + 2.0 * yz * sine * cosine
    across, least = xy * cosine - xz * sine, yy + zz - greatest
    others = 0.5 * (xx + least) + math.hypot(0.5 * (xx - least), across)
    if greatest <= others:
        return False
    off = 0.5 * math.atan2(2.0 * abs(xy * sine + xz * cosine), greatest - others)
    return math.sin(off) < math.tan(angle_rad) * math.cos(min(off + abs(up), 0.5 * math.pi))


def _rotate(a: list[list[float]], axes: list[list[float]], p: int, q: int) -> None:
    """Turn both so that the element of two axes vanishes."""
    ratio = (a[q][q] - a[p][p]) / (2.0 * a[p][q])
    tangent = math.copysign(1.0, ratio) / (abs(ratio) + math.sqrt(ratio * ratio + 1.0))
    cosine = 1.0 / math.sqrt(tangent * tangent + 1.0)
    sine = tangent * cosine
    for row in range(3):
        a[row][p], a[row][q] = (
            cosine * a[row][p] - sine * a[row][q],
            sine * a[row][p] + cosine * a[row][q],
        )
        axes[row][p], axes[row][q] = (
            cosine * axes[row][p] - sine * axes[row][q],
            sine * axes[row][p] + cosine * axes[row][q],
        )
    for column in range(3):
        a[p][column], a[q][column] = (
            cosine * a[p][column] - sine * a[q][column],
            sine * a[p][column] + cosine * a[q][column],
        )
    a[p][q] = a[q][p] = 0.0
