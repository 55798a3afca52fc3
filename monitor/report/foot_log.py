"""The strides of one foot as columns: eight bytes a stride and quantity, whatever the length."""

from array import array
from collections.abc import Sequence
from math import ceil, nan
from typing import Final, NamedTuple

import numpy as np

from monitor.report.measures import MEASURES
from monitor.report.story import Minute, Series
from monitor.types import FloatArray, Gait, Side, Stride, StrideFlag

_EDGES: Final = StrideFlag.GAP | StrideFlag.FIRST | StrideFlag.LAST
_UNUSUAL: Final = _EDGES | StrideFlag.TURNING | StrideFlag.SIDEWAYS
"""Strides that say nothing of how somebody runs."""
_DIGITS: Final = 4
_MINUTE_S: Final = 60.0
"""By definition."""


class Window(NamedTuple):
    """A span of session time, s."""

    from_s: float
    until_s: float


class Cycle(NamedTuple):
    """One running stride: initial contact, terminal contact, next initial contact, s."""

    ic_s: float
    tc_s: float
    next_ic_s: float


class FootLog:
    """Gather the strides of one foot; asked when the session is over."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self._at_s = array("d")
        self._cycles: list[Cycle] = []
        self._columns = {name: array("d") for name in MEASURES}
        self.running_s = self.walking_s = self._length_m = self._unknown_s = 0.0
        self._known_s = 0.0
        self.last_run_s: float | None = None

    @property
    def strides(self) -> int:
        """Strides so far."""
        return len(self._at_s)

    @property
    def distance_m(self) -> float | None:
        """Way of the foot; strides of unknown length count at the mean speed of the others."""
        if not self._known_s:
            return None
        return self._length_m * (1.0 + self._unknown_s / self._known_s)

    def push(self, stride: Stride) -> None:
        """Consume a stride."""
        running = stride.gait is Gait.RUN
        if running:
            self.running_s += stride.stride_time_s
            self.last_run_s = stride.next_ic_s
            if stride.tc_s is not None:
                self._cycles.append(Cycle(stride.ic_s, stride.tc_s, stride.next_ic_s))
        else:
            self.walking_s += stride.stride_time_s
        length_m = stride.motion and stride.motion.stride_length_m
        if length_m is None:
            self._unknown_s += stride.stride_time_s
        else:
            self._length_m += length_m
            self._known_s += stride.stride_time_s
        usual = not stride.has(_UNUSUAL)
        mounted = not stride.has(StrideFlag.MOUNTING_GUESSED)
        self._at_s.append(stride.ic_s)
        for name, measure in MEASURES.items():
            seen = usual and (running or not measure.running) and (mounted or not measure.axes)
            value = measure.read(stride) if seen else None
            self._columns[name].append(nan if value is None else value)

    @property
    def cycles(self) -> list[Cycle]:
        """Contacts of every running stride."""
        return self._cycles

    def mean(self, measure: str, window: Window) -> float | None:
        """Give the median of a quantity within a span; None where it was not seen there."""
        at_s = np.asarray(self._at_s)
        inside = (at_s >= window.from_s) & (at_s < window.until_s)
        return _median(np.asarray(self._columns[measure])[inside])

    def series(self, duration_s: float, piece_s: float) -> list[Series]:
        """Give every quantity that was seen, in pieces."""
        pieces = max(1, ceil(duration_s / piece_s))
        index = np.minimum((np.asarray(self._at_s) / piece_s).astype(int), pieces - 1)
        told = []
        for name, column in self._columns.items():
            values = np.asarray(column)
            seen = np.isfinite(values)
            if seen.any():
                told.append(self._series(name, values[seen], index[seen], pieces))
        return told

    def _series(
        self, name: str, values: FloatArray, index: "np.ndarray[tuple[int], np.dtype[np.int64]]",
        pieces: int,
    ) -> Series:  # fmt: skip
        parts = _split(values, index, pieces)
        return Series(
            measure=name,
            side=self.side,
            strides=len(values),
            median=_round(float(np.median(values))),
            low=tuple(_round(float(part.min())) if len(part) else None for part in parts),
            middle=tuple(_median(part) for part in parts),
            high=tuple(_round(float(part.max())) if len(part) else None for part in parts),
        )

    def minutes(self) -> list[Minute]:
        """Give the medians of each minute that has strides."""
        if not self._at_s:
            return []
        index = (np.asarray(self._at_s) / _MINUTE_S).astype(int)
        many = int(index.max()) + 1
        counts = np.bincount(index, minlength=many)
        columns = {name: _split(np.asarray(c), index, many) for name, c in self._columns.items()}
        told = []
        for minute in range(many):
            if not counts[minute]:
                continue
            medians = {name: _median(parts[minute]) for name, parts in columns.items()}
            known = {name: value for name, value in medians.items() if value is not None}
            count = int(counts[minute])
            told.append(Minute(side=self.side, minute=minute, strides=count, medians=known))
        return told


def _split(
    values: FloatArray, index: "np.ndarray[tuple[int], np.dtype[np.int64]]", pieces: int
) -> Sequence[FloatArray]:
    """Cut values, whose pieces never decrease by more than a stride, into their pieces."""
    order = np.argsort(index, kind="stable")
    edges = np.searchsorted(index[order], np.arange(1, pieces))
    return np.split(values[order], edges)


def _median(values: FloatArray) -> float | None:
    seen = values[np.isfinite(values)]
    return _round(float(np.median(seen))) if len(seen) else None


def _round(value: float) -> float:
    return round(value, _DIGITS)
