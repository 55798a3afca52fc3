"""Where the cells of a Moticon insole sit.

The layout is worked out from the vendor's total force and centre of pressure, which are weighted
sums of the cell pressures: least squares over 7,900 samples of four insoles of size 7 leaves
0.26 N and 0.0001 of the insole's length (median). Only the length of the insole is approximate.
"""

from typing import Final

from monitor.types import Cell, CellLayout

CELLS: Final = 16
_FITTED_SIZE: Final = 7
_FITTED_LENGTH_M: Final = 0.285
"""Length of an insole of size 7 (EU 44/45), m; rule of thumb, about ±1 cm."""
_LENGTH_PER_SIZE_M: Final = 0.0133
"""A size spans two European ones, of 6.67 mm each by definition."""
_WIDTH_PER_LENGTH: Final = 0.36
"""Width to length of an insole; rule of thumb."""

_AREA_CM2: Final = (
    12.37, 11.04, 13.36, 13.12, 13.12, 13.02, 17.94, 18.22,
    15.66, 12.42, 12.50, 12.66, 10.23, 10.13, 12.51, 6.48,
)  # fmt: skip
_FORWARD: Final = (
    -0.403, -0.417, -0.266, -0.287, -0.125, -0.152, 0.081, -0.012,
    0.256, 0.241, 0.226, 0.207, 0.169, 0.413, 0.408, 0.360,
)  # fmt: skip
"""Of the insole's length, from its middle."""
_MEDIAL: Final = (
    0.109, -0.166, 0.089, -0.225, 0.061, -0.273, 0.242, -0.392,
    0.274, 0.064, -0.116, -0.295, -0.462, 0.178, -0.082, -0.313,
)  # fmt: skip
"""Of the insole's width; the fifth metatarsal head, which lies further back, has the least."""


def layout(size: int) -> CellLayout:
    """Give the cells of an insole; only size 7 was seen, others are scaled.

    >>> [round(cell.forward_m, 3) for cell in layout(7).plantar[:2]]
    [0.028, 0.024]
    """
    length_m = _FITTED_LENGTH_M + (size - _FITTED_SIZE) * _LENGTH_PER_SIZE_M
    scale = length_m / _FITTED_LENGTH_M
    cells = [
        Cell(
            (0.5 + forward) * length_m,
            -medial * _WIDTH_PER_LENGTH * length_m,
            area_cm2 * 1e-4 * scale**2,
        )
        for forward, medial, area_cm2 in zip(_FORWARD, _MEDIAL, _AREA_CM2, strict=True)
    ]
    return CellLayout(f"moticon-{size}", tuple(cells))
