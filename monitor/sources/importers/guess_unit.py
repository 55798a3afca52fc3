"""Tell in which unit an acceleration is that nobody described, and refuse one without gravity."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers.gravity import (
    GRAVITIES,
    RECORD_IT,
    lacks_gravity,
    unit_with_gravity,
)
from monitor.sources.importers.guess_columns import GuessedTable
from monitor.sources.importers.guess_sample import SAID, TableSample
from monitor.sources.importers.opening import InputFile

NOT_KNOWN: Final = "which is not known: say in the map a unit that is, and the scale to it"
"""Said of a unit that a file writes and no map has: the map is refused until it is said."""


def refuse_linear(tables: Sequence[GuessedTable]) -> None:
    """Refuse tables whose only acceleration is without gravity, by its name.

    Raises
    ------
    ImportFileError
        With the columns, and what to record instead.
    """
    table = next((one for one in tables if one.linear), None)
    if table is not None:
        names = printable(", ".join(table.linear))
        raise ImportFileError(
            str(table.file), f"{names}: acceleration without gravity; {RECORD_IT}"
        )


def acc_unit(file: InputFile, sample: TableSample, names: Sequence[str]) -> tuple[str, str]:
    """Unit of an acceleration, and why; one that is not known as the file writes it.

    Raises
    ------
    ImportFileError
        If it seems to be without gravity.
    """
    acc = np.column_stack([sample.column(name) for name in names])
    if strange := sample.strange_unit(names[0]):
        return strange, NOT_KNOWN
    said = sample.unit(names[0])
    unit = said if said in GRAVITIES else unit_with_gravity(acc)
    if lacks_gravity(acc, GRAVITIES[unit] if unit else None):
        shown = printable(", ".join(names))
        reason = f"{shown}: this acceleration seems to be without gravity; {RECORD_IT}"
        raise ImportFileError(str(file), reason)
    usual = usual_length(sample, names)
    if unit is None:
        return "m/s2", f"but its usual length is {usual:.4g}, which is none of them: say acc_scale"
    if unit == said:
        return unit, SAID
    or_else = "" if unit != "g" else "; if it is in m/s² and without gravity, it is of no use"
    return unit, f"by its usual length of {usual:.4g}{or_else}"


def usual_length(sample: TableSample, names: Sequence[str]) -> float:
    """Usual length of a vector; NaN where none is known."""
    lengths = np.linalg.norm(np.column_stack([sample.column(name) for name in names]), axis=1)
    known = lengths[~np.isnan(lengths)]
    return float(np.median(known)) if len(known) else np.nan
