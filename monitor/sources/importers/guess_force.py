"""Tell which columns of an unknown table are the vertical force under a foot."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from monitor.sources.importers.guess_columns import TIME
from monitor.sources.importers.guess_sample import SAID, TableSample
from monitor.sources.importers.guess_time import quoted
from monitor.sources.importers.guess_unit import NOT_KNOWN
from monitor.sources.importers.side_names import side_in
from monitor.types import Side

_FORCE: Final = re.compile(r"force|kraft|forza|fuerza|v?grf|(?<![a-z])f_?[zv]", re.IGNORECASE)
_OTHER: Final = re.compile(
    r"(?<![a-z])f_?[xy](?![a-z])|force[ _]?[xy](?![a-z])|g[ -]?force|moment|torque|shear|friction"
    r"|impulse|body|anterior|medio",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"(?<![^\W_])(?:total|gesamt|sum|summe)(?![^\W_])", re.IGNORECASE)
"""What the force of a whole foot is called beside those of its areas."""
_LAST_LETTER: Final = re.compile(r"(?:f_?[zv]|grf)[ _]?([lr])(?![a-z])", re.IGNORECASE)
_UNIT: Final = re.compile(r"[\[(]\s*(k?n|k?newtons?|bw)\s*[\])]", re.IGNORECASE)
_MOST_BW: Final = 10.0
"""Forces up to this are in body weights, not in N. Rule of thumb: sprinters reach 5."""


def force_columns(sample: TableSample) -> dict[Side | None, str]:
    """Columns of force by foot, None where it is not said; empty unless they are plain.

    One column, or one for each foot; of more it has to be said which is the whole.
    """
    named = [name for name in sample.names if name not in sample.texts and _is_force(name)]
    if len(named) > len(Side):
        named = [name for name in named if _TOTAL.search(name)]
    sides = [_side(name) for name in named]
    if len(named) == 1:
        return {sides[0]: named[0]}
    if sorted(map(str, sides)) == ["left", "right"]:
        return dict(zip(sides, named, strict=True))
    return {}


def force_stream(
    sample: TableSample, name: str, head: Sequence[str], *, both: bool
) -> tuple[list[str], str, bool]:
    """Lines of the map's stream, what it was taken for, and whether the file says its unit.

    ``both``: it is not said of which foot it is, as of a treadmill with one plate.
    """
    match = _UNIT.search(name)
    column = sample.column(name)
    most = float(np.max(column[~np.isnan(column)], initial=0.0))
    said = (match[1].lower() if match else "") or ""
    body = said == "bw" or (not said and most <= _MOST_BW)
    unit = "bw" if body else "kN" if said.startswith("k") else "N"
    why = SAID if said else f"by its most, {most:g}"
    if not said and (strange := sample.strange_unit(name)):
        unit, why, body = strange, NOT_KNOWN, False
    lines = ["[[stream]]", 'kind = "force"', *head, f"force = {quoted(name)}"]
    lines.append(f"unit = {quoted(unit)}")
    if body:
        lines.append("# mass_kg = 70.0   say the runner's mass, kg")
    if both:
        lines.append('feet = "both"')
    reason = f"force: {name} in {unit}, {why}"
    return lines, reason + (", of both feet in one" if both else ""), bool(said) and not body


def _is_force(name: str) -> bool:
    if TIME.search(name) or _OTHER.search(name):
        return False
    return bool(_FORCE.search(name)) or (bool(_UNIT.search(name)) and side_in(name) is not None)


def _side(name: str) -> Side | None:
    """Foot that a name says.

    >>> _side("Left Force [N]"), _side("FzR"), _side("Fz")
    (<Side.LEFT: 'left'>, <Side.RIGHT: 'right'>, None)
    """
    match = _LAST_LETTER.search(name)
    if match is not None:
        return Side.LEFT if match[1].lower() == "l" else Side.RIGHT
    return side_in(name)
