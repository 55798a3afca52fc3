"""Tell rows of two sensors that take turns, which no column tells apart."""

from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.opening import InputFile
from monitor.types import FloatArray

_LEAST_ROWS: Final = 100
"""Fewer rows tell nothing. Rule of thumb."""
_LEAST_CHANNELS: Final = 3
"""So do fewer channels. Rule of thumb."""
_TIMES: Final = 2.0
"""A row that differs so many times more from the next than from the one after it is of another
sensor: what one sensor measures changes less in one step than in two. Rule of thumb: noise alone
gives 1."""


def refuse_turns(file: InputFile, values: FloatArray) -> None:
    """Refuse rows, shape (n, channels), of which every other one is of another sensor.

    Raises
    ------
    ImportFileError
    """
    if len(values) < _LEAST_ROWS or values.shape[1] < _LEAST_CHANNELS:
        return
    next_one, after = (_usual(np.abs(values[step:] - values[:-step])) for step in (1, 2))
    if next_one > 0.0 and next_one >= _TIMES * after:
        reason = "every other row seems to be of another sensor: give them a column that says which"
        raise ImportFileError(str(file), reason)


def _usual(steps: FloatArray) -> float:
    """Sum of the median of each column, of what is known in it."""
    known = (column[~np.isnan(column)] for column in steps.T)
    return sum(float(np.median(column)) for column in known if len(column))
