"""Pressures as a calibration makes them of what the cells say."""

import numpy as np

from monitor.types import FloatArray
from monitor.wire.calibration import TongueCalibration


def calibrated(
    values_kpa: FloatArray, plantar_cells: int, calibration: TongueCalibration | None
) -> FloatArray:
    """Give samples with their instep cells in true pressure; a cell without a curve is left out.

    Parameters
    ----------
    values_kpa : FloatArray, shape (samples, cells)
        Plantar cells first. NaN stays NaN.
    plantar_cells : int
    calibration : TongueCalibration or None
        None, or one of another number of cells, changes nothing.
    """
    cells = values_kpa.shape[1] - plantar_cells
    if calibration is None or len(calibration.instep) != cells:
        return values_kpa
    out = values_kpa.copy()
    for column, curve in enumerate(calibration.instep, start=plantar_cells):
        if curve is None:
            out[:, column] = np.nan
        else:
            said_kpa = np.maximum(values_kpa[:, column], 0.0)
            out[:, column] = curve.gain * said_kpa**curve.exponent
    return out
