"""What were the last samples, by their number?"""

import numpy as np

from monitor.types import FloatArray


class Tape:
    """The latest rows of a growing table, addressed by their number since the start.

    Memory follows what is kept, not how long the session lasts.

    Examples
    --------
    >>> tape = Tape(1)
    >>> tape.append(np.array([[1.0], [2.0], [3.0]]))
    >>> tape.drop(1)
    >>> tape.start, tape.stop, tape.view(1, 3)[:, 0].tolist()
    (1, 3, [2.0, 3.0])
    """

    def __init__(self, columns: int, start: int = 0) -> None:
        self._rows = np.empty((columns, 256)).T
        self._first = start
        self.start = start
        self.stop = start

    def append(self, rows: FloatArray) -> None:
        """Add rows at the end."""
        end = self.stop - self._first + len(rows)
        if end > len(self._rows):
            self._make_room(len(rows))
            end = self.stop - self._first + len(rows)
        self._rows[end - len(rows) : end] = rows
        self.stop += len(rows)

    def view(self, start: int, stop: int) -> FloatArray:
        """Rows ``[start, stop)``; a view that lasts until the next ``append``."""
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
        size = max(256, 2 * (len(kept) + extra))
        rows = np.empty((self._rows.shape[1], size)).T
        rows[: len(kept)] = kept
        self._rows, self._first = rows, self.start
