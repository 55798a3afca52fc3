"""The phases of each stride of one foot, as places among its samples of load."""

from dataclasses import dataclass

import numpy as np

from monitor.gait.segments import IndexArray
from monitor.ingest.interpolate import at_places
from monitor.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class StancePhases:
    """Strides of one batch as places in its window: all arrays have shape (strides,).

    ``[on, off)`` is stance, ``[on, end)`` the stride, ``[rest_from, rest_to)`` the unloaded part
    of swing, ``[on, head)`` and ``[tail, off)`` the ends of stance. ``ic`` and ``tc`` stay sample
    numbers of the foot, and ``first`` is that of the window's start: fractions must not be
    rounded differently in different windows.
    """

    first: int
    ic: FloatArray
    tc: FloatArray
    on: IndexArray
    off: IndexArray
    end: IndexArray
    rest_from: IndexArray
    rest_to: IndexArray
    head: IndexArray
    tail: IndexArray

    def only(self, chosen: IndexArray, start: int) -> "StancePhases":
        """Return some of the strides, as places in a window that starts at place ``start``."""
        return StancePhases(
            first=self.first + start,
            ic=self.ic[chosen],
            tc=self.tc[chosen],
            on=self.on[chosen] - start,
            off=self.off[chosen] - start,
            end=self.end[chosen] - start,
            rest_from=self.rest_from[chosen] - start,
            rest_to=self.rest_to[chosen] - start,
            head=self.head[chosen] - start,
            tail=self.tail[chosen] - start,
        )

    def at(self, row: FloatArray, numbers: FloatArray) -> FloatArray:
        """Values of one row of the window at fractional sample numbers."""
        whole = np.floor(numbers)
        before = np.clip(whole.astype(np.int64) - self.first, 0, max(0, len(row) - 1))
        return at_places(row, before, numbers - whole)


def stance_phases(
    contacts: FloatArray, first: int, *, rest: tuple[float, float], end_share: float
) -> StancePhases:
    """Cut strides into the stance_phases that features need.

    Parameters
    ----------
    contacts : FloatArray, shape (3, strides)
        Initial, terminal and next initial contact as fractional sample numbers, in order of time.
    first : int
        Number of the window's first sample.
    rest : (float, float)
        Shares of swing between which the sole is unloaded.
    end_share : float
        Share of stance that counts as its start and its end.
    """
    ic, tc, next_ic = contacts
    on, off, end = _after(ic), _after(tc), _after(next_ic)
    off = np.maximum(off, on + 1)
    end = np.maximum(end, off + 1)
    swing, stance = next_ic - tc, tc - ic
    rest_from = np.clip(_after(tc + rest[0] * swing), off, end - 1)
    absolute = StancePhases(
        first=0,
        ic=ic,
        tc=tc,
        on=on,
        off=off,
        end=end,
        rest_from=rest_from,
        rest_to=np.clip(_after(tc + rest[1] * swing), rest_from + 1, end),
        head=np.clip(_after(ic + end_share * stance), on + 1, off),
        tail=np.clip(_after(tc - end_share * stance) - 1, on, off - 1),
    )
    return absolute.only(np.arange(len(ic)), first)


def _after(at: FloatArray) -> IndexArray:
    """Number of the first sample not before each instant."""
    return np.ceil(at).astype(np.int64)
