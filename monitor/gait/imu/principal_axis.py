"""The axis of the greatest moment: no library whose last bits depend on the processor."""

import math
from collections.abc import Sequence
from typing import Final

_SWEEPS: Final = 12
"""More than a symmetric matrix of three rows ever needs: each sweep squares what is left.
Rule of thumb."""
_PAIRS: Final = ((0, 1), (0, 2), (1, 2))


def principal_axis(moments: Sequence[Sequence[float]]) -> tuple[float, float, float]:
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
