"""Read a table with one value in each row (time, name, value): rows of one time become one row."""

from collections.abc import Sequence
from math import nan
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.columns import Column, Table, TableOptions
from monitor.sources.importers.csv_map import Long
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.table import read_table

_OWN: Final = "\0"
"""Keys of times and other columns that stand in every row start so."""


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
    twice at one time keeps its last value.

    Raises
    ------
    ImportFileError
        If it is no such table, or a wanted name is nowhere in it.
    """
    own = [column for column in columns if column.key.startswith(_OWN) and not column.likely]
    wanted = list(dict.fromkeys(c.key for c in columns if c.key and not c.key.startswith(_OWN)))
    numbers = {name: float(number) for number, name in enumerate(wanted)}
    named = Column("\0name", long.name, lambda text: numbers.get(text.strip(), nan), numeric=False)
    table = read_table(file, [*own, named, Column("\0value", long.value)], remarks, options, limits)
    table = table.rows(~np.isnan(table.column("\0name")))
    which = table.column("\0name").astype(np.int64)
    for name, number in numbers.items():
        if not (which == int(number)).any():
            raise ImportFileError(str(file), f'has no "{name}" in column "{long.name}"')
    places = table.block([column.key for column in own])
    _, first, rows = np.unique(places, axis=0, return_index=True, return_inverse=True)
    values = np.full((len(first), len(wanted)), nan)
    values[rows.reshape(-1), which] = table.column("\0value")
    keys = (*(column.key for column in own), *wanted)
    names = (*(column.name for column in own), *wanted)
    lines = table.lines[first]
    return Table(file, keys, names, np.hstack([places[first], values]), lines, table.units)
