"""Read a table with one value in each row (time, name, value): rows of one time become one row."""

from collections.abc import Sequence
from math import nan
from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.errors import ImportFileError
from monitor.sources.importers.columns import Column, Table, TableOptions
from monitor.sources.importers.csv_map import Long
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks, listed
from monitor.sources.importers.streams import known_rows
from monitor.sources.importers.table import read_table
from monitor.types import FloatArray

OWN: Final = "\0"
"""Keys of times and other columns that stand in every row start so."""
_MOTION: Final = 6
"""Channels of acceleration and angular rate."""
_TOGETHER: Final = 0.9
"""Share of samples that have both, below which two sensors count at rates of their own. Rule of
thumb."""


def read_long(
    file: InputFile,
    columns: Sequence[Column],
    long: Long,
    remarks: Remarks,
    options: TableOptions,
    limits: ImportLimits,
) -> Table:
    """Read a long table as if it was a wide one.

    Values of one time belong together, also where others stand between them; a name that is there
    again at one time, as in a packet of samples, starts another row. Rows stand in the order in
    which they begin in the file.

    Raises
    ------
    ImportFileError
        If it is no such table, or a wanted name is nowhere in it.
    """
    own = [column for column in columns if column.key.startswith(OWN) and not column.likely]
    wanted = list(dict.fromkeys(c.key for c in columns if c.key and not c.key.startswith(OWN)))
    numbers = {name: float(number) for number, name in enumerate(wanted)}
    named = Column("\0name", long.name, lambda text: numbers.get(text.strip(), nan), numeric=False)
    table = read_table(file, [*own, named, Column("\0value", long.value)], remarks, options, limits)
    table = table.rows(~np.isnan(table.column("\0name")))
    which = table.column("\0name").astype(np.int64)
    for name, number in numbers.items():
        if not (which == int(number)).any():
            raise ImportFileError(str(file), f'has no "{name}" in column "{long.name}"')
    places = table.block([column.key for column in own])
    first, rows, again = _rows(places, which)
    if again and own:
        remarks.add(f"{again} values have name and time of one before: samples of their own")
    values = np.full((len(first), len(wanted)), nan)
    values[rows, which] = table.column("\0value")
    keys = (*(column.key for column in own), *wanted)
    names = (*(column.name for column in own), *wanted)
    lines = table.lines[first]
    return Table(file, keys, names, np.hstack([places[first], values]), lines, table.units)


def _rows(
    places: FloatArray, which: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], int]:
    """First place of each row, the row of each value, and how many values repeat a name.

    Parameters
    ----------
    places : FloatArray
        Times and other columns of each value, shape (values, columns).
    which : ndarray
        Number of each value's name, shape (values,).

    Examples
    --------
    >>> at = np.array([[0.5], [0.5], [0.5], [0.5], [0.1]])
    >>> _rows(at, np.array([0, 1, 0, 1, 0]))
    (array([0, 2, 4]), array([0, 0, 1, 1, 2]), 2)
    """
    groups = np.zeros(len(which), dtype=np.int64)
    if places.shape[1]:
        groups = np.unique(places, axis=0, return_inverse=True)[1].reshape(-1)
    names = np.column_stack([groups, which])
    alike = np.unique(names, axis=0, return_inverse=True)[1].reshape(-1)
    order = np.argsort(alike, kind="stable")
    starts = np.searchsorted(alike[order], alike[order], side="left")
    again = np.empty_like(groups)
    again[order] = np.arange(len(groups)) - starts
    keys = np.column_stack([groups, again])
    _, first, rows = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    ranks = np.empty_like(first)
    ranks[np.argsort(first)] = np.arange(len(first))
    return np.sort(first), ranks[rows.reshape(-1)], int((again > 0).sum())


def by_sensor(
    file: InputFile,
    names: Sequence[str],
    t_s: FloatArray,
    values: FloatArray,
    remarks: Remarks,
    *,
    motion: bool,
) -> list[tuple[FloatArray, FloatArray]]:
    """Give times and values of columns; of an IMU whose two sensors count apart, of each.

    ``motion``: the columns are accelerations and, if there are six, angular rates.

    Raises
    ------
    ImportFileError
        If no time has all of the columns of a sensor.
    """
    apart = motion and len(names) == _MOTION and _are_apart(values)
    found = []
    for block in [slice(0, 3), slice(3, 6)] if apart else [slice(None)]:
        at_s, own = known_rows(t_s, values[:, block])
        _refuse_scattered(file, names[block], own, remarks)
        found.append((at_s, own))
    return found


def _are_apart(values: FloatArray) -> bool:
    """Whether accelerations and angular rates, shape (n, 6), are mostly of different times."""
    acc, gyr = (~np.isnan(block).all(axis=1) for block in (values[:, :3], values[:, 3:]))
    both, most = int((acc & gyr).sum()), max(int(acc.sum()), int(gyr.sum()))
    return bool(acc.any() and gyr.any()) and both < _TOGETHER * most


def _refuse_scattered(
    file: InputFile, names: Sequence[str], values: FloatArray, remarks: Remarks
) -> None:
    """Refuse columns of which no row holds all that they ever hold; say how many rows lack some.

    Raises
    ------
    ImportFileError
    """
    known = ~np.isnan(values)
    ever = np.flatnonzero(known.any(axis=0))
    whole = known[:, ever].all(axis=1)
    held = listed([names[place] for place in ever.tolist()])
    if len(values) and not whole.any():
        reason = f"{held} never stand at one time: export a table with a column for each"
        raise ImportFileError(str(file), reason)
    lacking = int((known[:, ever].any(axis=1) & ~whole).sum())
    if lacking:
        remarks.add(f"at {lacking} of {len(values)} times not all of {held} are there")
