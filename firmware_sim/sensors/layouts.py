"""Layouts of insoles that the simulator knows: where their cells sit."""

from pathlib import Path
from typing import Final

from monitor.errors import ConfigError
from monitor.shipped import SHIPPED
from monitor.sources.importers.layout_file import read_layout_file
from monitor.types import CellLayout

LAYOUTS: Final = SHIPPED / "layouts"
"""Where the layouts that come with the project stand."""

_PLANTAR: Final = range(8, 33)
_INSTEP: Final = range(9)
"""How many cells an insole may have (docs/protocol.md)."""


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
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in LAYOUTS.glob("*.toml")))
        raise ConfigError(path, "", f"no such layout; there are {known}")
    cells = read_layout_file(path)
    for key, found, may in (
        ("plantar_mm", len(cells.plantar), _PLANTAR),
        ("instep_mm", len(cells.instep), _INSTEP),
    ):
        if found not in may:
            expected = f"expected {may.start} to {may.stop - 1} cells, got {found}"
            raise ConfigError(path, key, expected)
    return cells
