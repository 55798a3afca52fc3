"""The times of samples that a column counts: over its overflows, with its jumps as gaps."""

from math import nan
from typing import Final

import numpy as np

from monitor.sources.importers.columns import Table
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

COUNTERS: Final = frozenset(
    {"packetcounter", "counter", "samplecounter", "framecounter", "frame", "framenumber", "seq",
     "sequence", "sequencenumber", "sample", "samplenumber", "sampleindex", "packetnumber"}
)  # fmt: skip
"""Names of columns that usually count samples, without case and signs."""
_COUNTS: Final = (float(1 << 8), float(1 << 16), float(1 << 32))
"""Ranges of counters of 8, 16 and 32 bits."""
_NEAR_THE_END: Final = 0.1
"""Share of its range at either end of which a count overflows without a gap. Rule of thumb."""
_FIRST: Final = 1.0
"""Counters of a new recording start at 0 or 1. Rule of thumb."""
_STEP_OF_ONE: Final = 0.5
"""Share of steps of one by which a column counts samples. Rule of thumb."""


def by_counter(
    table: Table, key: str, rate_hz: float, limits: ImportLimits, remarks: Remarks, *, sure: bool
) -> FloatArray:
    """Times of samples that are counted, s from the first; a jump of the count is a gap.

    ``sure``: the map names the counter; else it counts only where most steps are one.

    Raises
    ------
    ImportFileError
        If such a counter starts anew, or jumps by more than ``max_gap_s``.
    """
    counts = table.column(key) if table.has(key) else np.full(len(table.values), nan)
    name = table.names[table.keys.index(key)] if table.has(key) else key
    even = np.arange(len(table.values)) / rate_hz
    if np.isnan(counts).any() or (counts % 1.0 != 0.0).any():
        table.refuse(name, np.isnan(counts) & sure, "the counter is missing")
        return even
    steps = counted(counts, rate_hz * limits.max_gap_s)
    usable = (steps > 0.0).all() and (steps == 1.0).mean() >= _STEP_OF_ONE if len(steps) else False
    if not usable:
        anew = "starts anew, or counts backwards: cut the table there, if it is two recordings"
        table.refuse(name, np.concatenate([[False], steps <= 0.0]) & sure, anew)
        if not sure:
            if table.has(key) and (steps == 1.0).mean() >= _STEP_OF_ONE:
                falls = int((steps <= 0.0).sum())
                remarks.add(f'"{name}" counts backwards {falls} times: it is not used')
            return even
    long = np.concatenate([[False], steps / rate_hz > limits.max_gap_s])
    table.refuse(name, long, f"jumps by more than {limits.max_gap_s:g} s")
    if lost := int((steps - 1.0).sum()):
        gaps = int((steps > 1.0).sum())
        remarks.add(f'by "{name}" {lost} samples are lost, in {gaps} gaps')
    total: FloatArray = np.concatenate([[0.0], np.cumsum(steps)]) / rate_hz
    return total


def counted(counts: FloatArray, most: float) -> FloatArray:
    """Steps of a counter of samples, shape (n - 1,), over its overflows; other falls are negative.

    A count of 8 bits overflows wherever it falls: few samples are between. One of more bits does so
    near the ends of its range; once it may do so in a gap of at most ``most`` samples. A count that
    starts anew at 0 or 1 is that of a new recording.

    >>> counted(np.array([65530.0, 3.0]), 1e6), counted(np.array([300.0, 0.0]), 1e6)
    (array([9.]), array([-300.]))
    >>> counted(np.array([50000.0, 300.0]), 1e6), counted(np.array([50000.0, 300.0]), 1e3)
    (array([15836.]), array([-49700.]))
    """
    steps = np.diff(counts)
    wrap = next((one for one in _COUNTS if counts.max(initial=0.0) < one), None)
    if wrap is None:
        return steps
    falls = steps < 0.0
    if wrap > _COUNTS[0]:
        low, high = _NEAR_THE_END * wrap, (1.0 - _NEAR_THE_END) * wrap
        over = falls & (counts[1:] < low) & (counts[:-1] > high)
        others = falls & ~over
        in_a_gap = others & (steps + wrap <= most) & (counts[1:] > _FIRST)
        falls = over | in_a_gap if others.sum() == 1 else over
    return np.where(falls, steps + wrap, steps)
