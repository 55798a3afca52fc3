"""Calibrate drawn cells with a drawn cuff, by the product, and compare with the drawn truth."""

from dataclasses import dataclass

import numpy as np

from benchmarks.cuff.cells import RATE_HZ, CreepingCells, Cuff
from monitor.sources.cuff_fit import CuffStep, fit_cells
from monitor.sources.cuff_step import SettledStep, settle
from monitor.types import FloatArray
from monitor.wire.calibration import CellCurve

CELLS = 4
LASTING_KPA = (4.0, 6.0, 8.0, 10.0, 12.0)
BEYOND_KPA = (2.0, 17.0, 20.0)


@dataclass(frozen=True)
class Calibrated:
    """One tongue: its cells, and the curves that the product found."""

    cells: CreepingCells
    curves: list[CellCurve | None]
    seconds: float


def calibrate(seed: int) -> Calibrated:
    rng = np.random.default_rng(seed)
    cells, cuff = CreepingCells(CELLS, rng), Cuff(CELLS, rng)
    without, took_s = _step(cells, cuff, 0.0)
    steps = []
    for mmhg in (30.0, 60.0, 90.0):
        true = mmhg + rng.uniform(-4.0, 4.0)
        cells.says(cuff.presses(true / 2.0, 5.0))  # while it is pumped up
        settled, more_s = _step(cells, cuff, true)
        took_s += more_s
        steps.append(CuffStep(cuff.read(true, more_s), settled))
    return Calibrated(cells, [one.curve for one in fit_cells(without, steps)], took_s)


def _step(cells: CreepingCells, cuff: Cuff, mmhg: float) -> tuple[SettledStep, float]:
    """Hold until the product says that it has settled, as the command does: once a second."""
    said = cells.says(cuff.presses(mmhg, 100.0))
    t_s = np.arange(len(said)) / RATE_HZ
    for stop in range(round(5 * RATE_HZ), len(said), round(RATE_HZ)):
        settled = settle(t_s[:stop], said[:stop])
        if not settled.waits:
            break
    return settled, settled.lasted_s


def errors(one: Calibrated, kpa: tuple[float, ...]) -> FloatArray:
    """Relative errors at lasting pressures, shape (pressures, cells); NaN without a curve."""
    out = np.full((len(kpa), CELLS), np.nan)
    for row, true in enumerate(kpa):
        said = one.cells.ends_at(true)
        for cell, curve in enumerate(one.curves):
            if curve is not None:
                out[row, cell] = curve.gain * said[cell] ** curve.exponent / true - 1.0
    return out
