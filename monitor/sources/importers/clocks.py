"""Undo what clocks do: counts that overflow, midnight, summer time."""

from typing import Final

import numpy as np
import numpy.typing as npt

from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

_COUNT_32, _COUNT_16 = float(1 << 32), float(1 << 16)
_NEAR_THE_END: Final = 0.1
"""Share of its range at either end of which a count of 16 bits overflows. Rule of thumb."""
_HOUR_S: Final = 3600.0
"""By definition."""
_DAY_S: Final = 86_400.0
"""By definition."""
_AT_ONCE: Final = 1.5
"""An hour, and at most so many usual steps: then the clock was set. Rule of thumb."""

_LATE: Final = 0.05
"""Most rows whose stamp may be later than the next one. Rule of thumb."""


_FAR: Final = 50.0
"""A clock that falls by more usual steps did not only stumble. Rule of thumb."""
_ABOUT: Final = 5.0
"""So many usual steps from the first time is its start anew. Rule of thumb."""


def unwrapped(raw: FloatArray, remarks: Remarks) -> FloatArray:
    """Undo the overflow of a count of 32 bits (of microseconds: after 71 minutes), or of 16."""
    wrap, falls = _COUNT_32, np.diff(raw, prepend=raw[:1]) < -_COUNT_32 / 2.0
    if not falls.any():
        wrap, falls = _COUNT_16, _falls_16(raw)
    if not falls.any() or raw.max() >= wrap:
        return raw
    remarks.add(f"the count of the time overflowed {int(falls.sum())} times: undone")
    # two samples that changed places there fall, rise and fall
    low, high = _NEAR_THE_END * wrap, (1.0 - _NEAR_THE_END) * wrap
    rises = (raw > high) & (np.concatenate([raw[:1], raw[:-1]]) < low)
    turns = np.cumsum(falls.astype(int) - rises)
    undone: FloatArray = raw + wrap * (np.cumsum(falls) if (turns < 0).any() else turns)
    return undone


def _falls_16(raw: FloatArray) -> npt.NDArray[np.bool_]:
    """Mark where a count of 16 bits starts anew: whole numbers, from near its end to its start."""
    low, high = _NEAR_THE_END * _COUNT_16, (1.0 - _NEAR_THE_END) * _COUNT_16
    falls: npt.NDArray[np.bool_] = (raw < low) & (np.concatenate([raw[:1], raw[:-1]]) > high)
    whole = bool((raw % 1.0 == 0.0).all()) and bool((raw >= 0.0).all())  # False for a missing one
    return falls & whole


def without_clock_change(t_s: FloatArray, remarks: Remarks) -> FloatArray:
    """Undo an hour by which a clock was set between two samples, to summer time or back."""
    steps_s = np.diff(t_s)
    usual_s = float(np.median(np.abs(steps_s))) if len(steps_s) else 0.0
    set_by_s = np.sign(steps_s) * _HOUR_S
    changes = np.flatnonzero(np.abs(steps_s - usual_s - set_by_s) <= _AT_ONCE * usual_s)
    if len(changes) != 1 or usual_s <= 0.0:
        return t_s
    at = int(changes[0])
    remarks.add("the clock was set by an hour between two rows (summer time?): undone")
    undone = t_s.copy()
    undone[at + 1 :] -= set_by_s[at]
    return undone


def over_midnight(t_s: FloatArray) -> FloatArray:
    """Add a day where a clock starts anew."""
    falls = np.diff(t_s, prepend=t_s[:1]) < -_DAY_S / 2.0
    added: FloatArray = t_s + _DAY_S * np.cumsum(falls)
    return added


def starts_anew(t_s: FloatArray) -> npt.NDArray[np.bool_]:
    """Mark steps back to about the first time, from far later, where rows are else in order."""
    steps_s = np.diff(t_s)
    usual_s = float(np.median(np.abs(steps_s)))
    back = steps_s < -_FAR * usual_s
    near: npt.NDArray[np.bool_] = np.abs(t_s[1:] - t_s[0]) <= _ABOUT * usual_s
    alone = (steps_s < 0.0).sum() <= max(_LATE * len(t_s), 1.0)
    return back & near & bool(alone)


def without_late_stamps(t_s: FloatArray) -> FloatArray | None:
    """Times in order, if a few of them are later than the next by less than a usual step."""
    steps_s = np.diff(t_s)
    usual_s = float(np.median(np.abs(steps_s)))
    late = np.flatnonzero(steps_s < 0.0)
    if len(late) > _LATE * len(t_s) or (-steps_s[late] >= usual_s).any():
        return None
    before_s = np.where(late > 0, t_s[late - 1], t_s[late + 1] - 2.0 * usual_s)
    out = t_s.copy()
    out[late] = 0.5 * (before_s + t_s[late + 1])
    return out if (np.diff(out) >= 0.0).all() else None
