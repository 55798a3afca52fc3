"""Read where the cells of an insole sit, from a layout file."""

from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta, Struct

from monitor.reader import read_toml
from monitor.types import Cell, CellLayout

MM_PER_M: Final = 1000.0
"""By definition."""

_CellMm = tuple[
    Annotated[float, Meta(ge=-50, le=450)],
    Annotated[float, Meta(ge=-150, le=150)],
    Annotated[float, Meta(gt=0, le=10000)],
]
"""Forward from the back of the heel, lateral towards the little toe, area: mm, mm, mm²."""


class _LayoutFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A layout as it stands in ``configs/layouts``: a row a cell."""

    name: str
    plantar_mm: tuple[_CellMm, ...] = ()
    instep_mm: tuple[_CellMm, ...] = ()


def read_layout_file(path: Path) -> CellLayout:
    """Read a layout file.

    Raises
    ------
    ConfigError
        With file, key and what was expected.
    """
    file = read_toml(path, _LayoutFile)
    return CellLayout(file.name, _cells(file.plantar_mm), _cells(file.instep_mm))


def _cells(rows: tuple[tuple[float, float, float], ...]) -> tuple[Cell, ...]:
    """Give the cells in metres."""
    return tuple(
        Cell(forward / MM_PER_M, lateral / MM_PER_M, area / MM_PER_M**2)
        for forward, lateral, area in rows
    )
