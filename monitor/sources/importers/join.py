"""Join acceleration and angular rate from two files into one stream.

The rate is interpolated at the instants of the acceleration, between two of its own samples that
are neighbours; elsewhere it is not known.
"""

from math import nan
from typing import Final

import numpy as np

from monitor.sources.importers.remarks import Remarks
from monitor.types import FloatArray

_NEIGHBOURS: Final = 1.5
"""Samples further apart than this many usual steps have a gap between them. Rule of thumb."""


def joined(
    acc_t_s: FloatArray, acc: FloatArray, gyr_t_s: FloatArray, gyr: FloatArray, remarks: Remarks
) -> tuple[FloatArray, FloatArray] | None:
    """Give the times of the acceleration, and six channels at them; None if no times meet.

    Parameters
    ----------
    acc_t_s, gyr_t_s : FloatArray
        Times that never decrease, s, shapes (n,) and (m,).
    acc, gyr : FloatArray
        Shapes (n, 3) and (m, 3).

    Examples
    --------
    >>> t_s = np.array([0.0, 0.1, 0.2])
    >>> rate = np.array([[0.0] * 3, [2.0] * 3, [4.0] * 3])
    >>> both = joined(t_s, np.ones((3, 3)), t_s + 0.05, rate, Remarks("run"))
    >>> both[1][:, 3].round(6).tolist()
    [nan, 1.0, 3.0]
    """
    steps_s = np.diff(gyr_t_s)
    usual_s = float(np.median(steps_s[steps_s > 0.0])) if (steps_s > 0.0).any() else 0.0
    after = np.searchsorted(gyr_t_s, acc_t_s, side="left").clip(1, max(len(gyr_t_s) - 1, 1))
    before = after - 1
    wide = gyr_t_s[after] - gyr_t_s[before] > _NEIGHBOURS * usual_s
    outside = (acc_t_s < gyr_t_s[0]) | (acc_t_s > gyr_t_s[-1])
    unknown = (wide & (acc_t_s != gyr_t_s[before]) & (acc_t_s != gyr_t_s[after])) | outside
    rates = np.column_stack([np.interp(acc_t_s, gyr_t_s, one) for one in gyr.T])
    rates[unknown] = nan
    if unknown.all():
        return None
    remarks.add(
        f"angular rate interpolated at the times of the acceleration; not known at "
        f"{int(unknown.sum())} of {len(unknown)}"
    )
    return acc_t_s, np.hstack([acc, rates])
