"""Smooth motions with their exact first and second time derivatives."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, special

from monitor.types import FloatArray

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Jet:
    """A quantity, its rate and its acceleration, sample by sample.

    >>> t = Jet(np.array([2.0]), np.array([1.0]), np.array([0.0]))
    >>> square = t * t
    >>> square.value.item(), square.rate.item(), square.acc.item()
    (4.0, 4.0, 2.0)
    """

    value: FloatArray
    rate: FloatArray
    acc: FloatArray

    def __add__(self, other: "Jet") -> "Jet":
        return Jet(self.value + other.value, self.rate + other.rate, self.acc + other.acc)

    def __sub__(self, other: "Jet") -> "Jet":
        return Jet(self.value - other.value, self.rate - other.rate, self.acc - other.acc)

    def __mul__(self, other: "Jet") -> "Jet":
        return Jet(
            self.value * other.value,
            self.rate * other.value + self.value * other.rate,
            self.acc * other.value + 2.0 * self.rate * other.rate + self.value * other.acc,
        )

    def scale(self, factor: FloatArray | float) -> "Jet":
        """Product with something that does not change in time."""
        return Jet(self.value * factor, self.rate * factor, self.acc * factor)

    def shift(self, offset: FloatArray | float) -> "Jet":
        """Sum with something that does not change in time."""
        return Jet(self.value + offset, self.rate, self.acc)

    def chain(self, f: FloatArray, df: FloatArray, ddf: FloatArray) -> "Jet":
        """Function of the jet, from the function's value and derivatives there."""
        return Jet(f, df * self.rate, ddf * self.rate * self.rate + df * self.acc)


def sin_cos(angle: Jet) -> tuple[Jet, Jet]:
    """Sine and cosine of an angle, rad."""
    s, c = np.sin(angle.value), np.cos(angle.value)
    return angle.chain(s, c, -s), angle.chain(c, -s, -c)


def normal(u: Jet) -> tuple[Jet, Jet]:
    """Cumulative distribution and density of the standard normal distribution."""
    density = np.exp(-0.5 * u.value * u.value) / np.sqrt(2.0 * np.pi)
    below = special.ndtr(u.value)
    return (
        u.chain(below, density, -u.value * density),
        u.chain(density, -u.value * density, (u.value * u.value - 1.0) * density),
    )


def ramp(x: Jet, over: float) -> Jet:
    """Nothing below zero, the quantity itself above, and smooth over about ``over`` between.

    ``over`` · ln(1 + exp(x / ``over``)).
    """
    part = special.expit(x.value / over)
    return x.chain(over * np.logaddexp(0.0, x.value / over), part, part * (1.0 - part) / over)


def pick(choose: BoolArray, yes: Jet, no: Jet) -> Jet:
    """Samples of ``yes`` where chosen, else of ``no``; each covers all samples."""
    return Jet(
        np.where(choose, yes.value, no.value),
        np.where(choose, yes.rate, no.rate),
        np.where(choose, yes.acc, no.acc),
    )


class Quintics:
    """A motion through knots, one quintic between each two: continuous to the acceleration.

    Parameters
    ----------
    knots_s : FloatArray, shape (rows, k)
        Times; ascending along a row and from row to row.
    value, rate, acc : sequences of FloatArray, each of shape (rows,), k of them
        The motion at the knots.
    """

    def __init__(
        self,
        knots_s: FloatArray,
        value: Sequence[FloatArray],
        rate: Sequence[FloatArray],
        acc: Sequence[FloatArray],
    ) -> None:
        p, v, a = (np.column_stack(x) for x in (value, rate, acc))
        h = np.maximum(np.diff(knots_s, axis=1), 1e-6)
        p0, v0, a0 = p[:, :-1], v[:, :-1] * h, a[:, :-1] * h * h
        p1, v1, a1 = p[:, 1:], v[:, 1:] * h, a[:, 1:] * h * h
        step = p1 - p0
        coefficients = (
            p0,
            v0,
            0.5 * a0,
            10.0 * step - 6.0 * v0 - 4.0 * v1 - 1.5 * a0 + 0.5 * a1,
            -15.0 * step + 8.0 * v0 + 7.0 * v1 + 1.5 * a0 - a1,
            6.0 * step - 3.0 * v0 - 3.0 * v1 - 0.5 * a0 + 0.5 * a1,
        )
        self._start_s = knots_s[:, :-1].ravel()
        self._per_s = (1.0 / h).ravel()
        self._c = np.stack([c.ravel() for c in coefficients])

    def at(self, t_s: FloatArray) -> Jet:
        """Motion at ascending times within the knots."""
        piece = np.clip(np.searchsorted(self._start_s, t_s, side="right") - 1, 0, None)
        k = self._per_s[piece]
        u = (t_s - self._start_s[piece]) * k
        c0, c1, c2, c3, c4, c5 = self._c[:, piece]
        value = c0 + u * (c1 + u * (c2 + u * (c3 + u * (c4 + u * c5))))
        rate = c1 + u * (2 * c2 + u * (3 * c3 + u * (4 * c4 + u * 5 * c5)))
        acc = 2 * c2 + u * (6 * c3 + u * (12 * c4 + u * 20 * c5))
        return Jet(value, rate * k, acc * k * k)


def smooth_accelerations(
    knots_s: FloatArray,
    value: Sequence[FloatArray],
    rate: Sequence[FloatArray],
    first: FloatArray,
    last: FloatArray,
) -> list[FloatArray]:
    """Accelerations at the knots that let the jerk be continuous at the inner ones.

    Left and right of a knot the third derivatives of two quintics are equal: one tridiagonal
    system a row, all solved as one whose blocks do not touch.
    """
    h = np.maximum(np.diff(knots_s, axis=1), 1e-6).T
    p, v = np.stack(value), np.stack(rate)
    step = np.diff(p, axis=0)
    left = 60.0 * step[:-1] / h[:-1] ** 3 - (24.0 * v[:-2] + 36.0 * v[1:-1]) / h[:-1] ** 2
    right = 60.0 * step[1:] / h[1:] ** 3 - (36.0 * v[1:-1] + 24.0 * v[2:]) / h[1:] ** 2
    wanted = right - left
    before, own, after = -3.0 / h[:-1], 9.0 / h[:-1] + 9.0 / h[1:], -3.0 / h[1:]
    wanted[0] -= before[0] * first
    wanted[-1] -= after[-1] * last
    before[0] = after[-1] = 0.0  # no row reaches into its neighbour
    bands = np.stack([np.roll(after.T, 1), own.T, np.roll(before.T, -1)]).reshape(3, -1)
    found = linalg.solve_banded((1, 1), bands, wanted.T.ravel())
    return [first, *found.reshape(wanted.T.shape).T, last]
