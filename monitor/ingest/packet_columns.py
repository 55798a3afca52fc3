"""Many packets of one stream in columns, before and after they are put in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.types import FloatArray

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
TICK_HZ: Final = 32768
AT_END: Final = 0
"""Order of what is released at the end, all of it at once."""


@dataclass(frozen=True, slots=True, eq=False)
class OrderedPackets:
    """Packets in device order, columnar: ``values`` holds the samples of all, end to end.

    ``order`` is the caller's number of the packet whose arrival released each packet.
    """

    epoch: int
    order: IntArray
    tick: IntArray
    count: IntArray
    t_rx_s: FloatArray
    values: FloatArray


def joined(runs: Sequence[OrderedPackets]) -> OrderedPackets:
    """Packets of one boot, end to end."""
    return OrderedPackets(
        runs[0].epoch,
        np.concatenate([run.order for run in runs]),
        np.concatenate([run.tick for run in runs]),
        np.concatenate([run.count for run in runs]),
        np.concatenate([run.t_rx_s for run in runs]),
        np.concatenate([run.values for run in runs]),
    )


@dataclass(slots=True)
class Tally:
    """What became of the packets of one stream."""

    received: int = 0
    lost: int = 0
    repeated: int = 0
    """Came twice, or after their place was given up."""
    bad: int = 0
    reboots: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Packets:
    """Packets of one stream as they arrived, columnar; ``order`` numbers them in their push."""

    order: IntArray
    sequence: IntArray
    tick: IntArray
    count: IntArray
    t_rx_s: FloatArray
    values: FloatArray

    def pieces(self, size: int) -> "Iterator[Packets]":
        """Cut into so many packets each, the last fewer."""
        if 0 < len(self.sequence) <= size:
            yield self
            return
        stops = np.cumsum(self.count)
        row = 0
        for start in range(0, len(self.sequence), size):
            cut = slice(start, start + size)
            first, row = row, int(stops[cut][-1])
            numbers = (self.order[cut], self.sequence[cut], self.tick[cut], self.count[cut])
            yield Packets(*numbers, self.t_rx_s[cut], self.values[first:row])


def steps(column: IntArray, before: int) -> IntArray:
    """Differences of neighbours; of the first, to what came before it.

    >>> steps(np.array([5, 7, 4]), 1).tolist()
    [4, 2, -3]
    """
    out = np.empty_like(column)
    out[:1] = column[:1] - before
    np.subtract(column[1:], column[:-1], out=out[1:])
    return out
