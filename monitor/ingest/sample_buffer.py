"""The latest samples of any signal, addressed by their number since the start.

The one growing buffer of the product: streams, feet and single signals all keep their samples here.
"""

from typing import Final

import numpy as np

from monitor.types import FloatArray

_LEAST_SAMPLES: Final = 256
_MOST_TIMES: Final = 4
"""A buffer that is so many times as large as it has to be is made smaller."""


class SampleBuffer:
    """The latest rows of a growing table, addressed by their number.

    Memory follows what is kept, not how long the session lasts. Each channel's samples lie
    together, so that sums over time run at memory speed.

    Parameters
    ----------
    channels : int
    start : int
        Number of the first sample to come.

    Examples
    --------
    >>> buffer = SampleBuffer(1)
    >>> buffer.append(np.array([[1.0], [2.0], [3.0]]))
    >>> buffer.drop(1)
    >>> buffer.start, buffer.stop, buffer.view(1, 3)[:, 0].tolist()
    (1, 3, [2.0, 3.0])
    """

    def __init__(self, channels: int, start: int = 0) -> None:
        self._rows = np.empty((channels, _LEAST_SAMPLES)).T
        self._first = start
        self.start = start
        self.stop = start

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def channels(self) -> int:
        """Columns of a row."""
        return self._rows.shape[1]

    def append(self, rows: FloatArray) -> None:
        """Add rows at the end."""
        self.extend(len(rows))[:] = rows

    def extend(self, samples: int) -> FloatArray:
        """Add rows at the end and return them, to be filled in; lasts until the next addition."""
        if self.stop - self._first + samples > len(self._rows):
            self._make_room(samples)
        self.stop += samples
        return self._rows[self.stop - samples - self._first : self.stop - self._first]

    def view(self, start: int, stop: int) -> FloatArray:
        """Rows ``[start, stop)``; a view that lasts until the next addition."""
        if not self.start <= start <= stop <= self.stop:
            raise ValueError(f"rows [{start}, {stop}) of [{self.start}, {self.stop})")
        return self._rows[start - self._first : stop - self._first]

    def column(self, start: int, stop: int, column: int) -> FloatArray:
        """One column of the rows ``[start, stop)``: quicker than a view of all."""
        if not self.start <= start <= stop <= self.stop:
            raise ValueError(f"rows [{start}, {stop}) of [{self.start}, {self.stop})")
        return self._rows[start - self._first : stop - self._first, column]

    def drop(self, before: int) -> None:
        """Forget the rows before this number."""
        self.start = min(max(self.start, before), self.stop)

    def _make_room(self, extra: int) -> None:
        kept = self._rows[self.start - self._first : self.stop - self._first]
        rows = self._rows
        enough = max(_LEAST_SAMPLES, 2 * (len(kept) + extra))
        # with half of the memory free it is moved within, so that a long session copies little;
        # what one silence of a sensor needed is given back after it
        if not enough <= len(rows) <= _MOST_TIMES * enough:
            rows = np.empty((rows.shape[1], enough)).T
        rows[: len(kept)] = kept.copy()
        self._rows, self._first = rows, self.start
