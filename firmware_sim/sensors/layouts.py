"""Where do the cells of a known insole sit?"""

from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from monitor.config import SHIPPED
from monitor.errors import ConfigError
from monitor.types import Cell, CellLayout

LAYOUTS: Final = SHIPPED / "layouts"
"""Where the layouts that come with the project stand."""

_CellMm = tuple[
    Annotated[float, Meta(ge=-50, le=450)],
    Annotated[float, Meta(ge=-150, le=150)],
    Annotated[float, Meta(gt=0, le=10000)],
]


class _File(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A layout file: per cell forward (mm), lateral (mm) and area (mm²)."""

    name: str
    plantar_mm: Annotated[tuple[_CellMm, ...], Meta(min_length=8, max_length=32)]
    instep_mm: Annotated[tuple[_CellMm, ...], Meta(max_length=8)] = ()


def load(layout: str | Path) -> CellLayout:
    """Read a layout by name (``insole20``) or file.

    Raises
    ------
    ConfigError
        If there is none, or it is not a layout.
    """
    path = Path(layout)
    if path.suffix != ".toml":
        path = LAYOUTS / f"{layout}.toml"
    try:
        file = msgspec.toml.decode(path.read_bytes(), type=_File)
    except OSError as error:
        known = ", ".join(sorted(p.stem for p in LAYOUTS.glob("*.toml")))
        raise ConfigError(path, "", f"no such layout; there are {known}") from error
    except msgspec.MsgspecError as error:
        said, _, where = str(error).partition(" - at `$")
        raise ConfigError(path, where.strip("`."), said) from error
    return CellLayout(file.name, _cells(file.plantar_mm), _cells(file.instep_mm))


def _cells(cells_mm: tuple[tuple[float, float, float], ...]) -> tuple[Cell, ...]:
    """Cells in metres."""
    return tuple(Cell(f / 1e3, lateral / 1e3, area / 1e6) for f, lateral, area in cells_mm)
