"""Recursive filters over the rows of a table.

A filter whose output depends on its own past is a triangular system with few bands.
``scipy.linalg`` solves it row after row as ``scipy.signal`` would, and takes a second less to
import.
"""

from collections.abc import Sequence

import numpy as np
from scipy.linalg import lapack

from monitor.types import FloatArray


def recursive(drive: FloatArray, poles: Sequence[float], before: FloatArray) -> FloatArray:
    """Give y[n] = drive[n] - poles[0] y[n-1] - poles[1] y[n-2] …, shape of ``drive``.

    Parameters
    ----------
    drive : array, shape (n, channels)
    poles : sequence of float
    before : array, shape (len(poles), channels)
        The last outputs. The result does not depend on how the rows are cut into calls.

    Examples
    --------
    >>> recursive(np.ones((3, 1)), [-0.5], np.zeros((1, 1))).ravel().tolist()
    [1.0, 1.5, 1.75]
    """
    order = len(poles)
    bands = np.empty((1 + order, order + len(drive)), order="F")
    bands[0] = 1.0
    for lag, pole in enumerate(poles, start=1):
        bands[lag] = pole
        bands[lag, : order - lag] = 0.0  # the outputs of before are given, not made
    rows = np.concatenate([before, drive])
    solved, _ = lapack.dtbtrs(bands, rows, uplo="L", diag="U")
    return np.asarray(solved[order:])
