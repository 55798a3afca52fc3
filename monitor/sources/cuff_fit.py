"""From the steps of a cuff to a curve of each cell, and how sure it is; pure.

What a force-sensitive cell says grows as a power of the pressure. The cuff adds its pressure to
what presses already, so the differences to the step without it count:

    gain · (said ** exponent - said_without ** exponent) = pressure of the cuff

The exponent is searched on a grid, the gain follows by least squares; each step counts by its own
error and by that of the gauge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from monitor.sources.cuff_step import SettledStep
from monitor.types import FloatArray
from monitor.wire.calibration import CellCurve

KPA_PER_MMHG: Final = 0.133322
"""1 mmHg is 133.322 Pa (NIST SP 811, appendix B.8) [S]."""
LEAST_STEPS: Final = 3
"""Pressures of the cuff that a curve needs: 30, 60 and 90 mmHg."""
_GAUGE_KPA: Final = 0.2
"""Standard error of a gauge, kPa: half of the 3 mmHg that a cuff may be wrong (ISO 81060-1) [S]."""
_USUAL_EXPONENT: Final = 0.2
"""How far exponents of cells lie from 1. Rule of thumb: conductance is nearly linear."""
_MOST_WRONG: Final = 0.2
"""Share by which a step may miss the curve. Rule of thumb: twice what calibration shall reach."""
_MOST_WITHOUT: Final = 0.6
"""What a cell may say without the cuff, as a share of the first step. Rule of thumb: more says that
the laces are not open."""
_LEAST_RISE: Final = 1.1
"""By how much a cell has to rise from step to step. Rule of thumb."""
_EXPONENTS: Final = np.linspace(0.5, 1.8, 131)
_SHOWN_KPA: Final = 8.0
"""Pressure at which the certainty is told, kPa. Rule of thumb: 60 mmHg, the middle of the steps."""


@dataclass(frozen=True, slots=True)
class CuffStep:
    """One pressure of the cuff, mmHg, and where the cells ended."""

    mmhg: float
    settled: SettledStep


@dataclass(frozen=True, slots=True)
class FittedCell:
    """A cell's curve and the standard error of its pressure at 60 mmHg, a share; or why not."""

    curve: CellCurve | None
    error: float = 0.0
    worst: float = 0.0
    """By which share a step misses the curve at most."""
    refusal: str = ""


def fit_cells(without: SettledStep, steps: Sequence[CuffStep]) -> list[FittedCell]:
    """Give the curve of each cell.

    Parameters
    ----------
    without : SettledStep
        The cells with an empty cuff.
    steps : sequence of CuffStep
        At least three pressures, rising.
    """
    pressures_kpa = np.array([KPA_PER_MMHG * step.mmhg for step in steps])
    fitted = []
    for cell, resting in enumerate(without.cells):
        mine = [step.settled.cells[cell] for step in steps]
        refusal = next((one.refusal for one in [resting, *mine] if one.refusal), "")
        said = np.array([resting.kpa, *(one.kpa for one in mine)])
        errors = np.array([one.error_kpa for one in mine])
        refusal = refusal or _why_not(said)
        if refusal:
            fitted.append(FittedCell(None, refusal=refusal))
        else:
            fitted.append(_fit(said, errors, pressures_kpa))
    return fitted


def _why_not(said: FloatArray) -> str:
    """Why these readings make no curve; "" where they may."""
    without, first = float(said[0]), float(said[1])
    if first <= 0.0:
        return "feels nothing: is it under the cuff, and its plug in?"
    if without > _MOST_WITHOUT * first:
        return "is pressed without the cuff: open the laces"
    if (said[2:] < _LEAST_RISE * said[1:-1]).any():
        return "does not follow the cuff: was it pumped up, and is it over this cell?"
    return ""


def _fit(said: FloatArray, errors: FloatArray, pressures_kpa: FloatArray) -> FittedCell:
    fits = [_gain(said, errors, pressures_kpa, float(power)) for power in _EXPONENTS]
    gains, misfits, spreads = (np.array(column) for column in zip(*fits, strict=True))
    cost = misfits + ((_EXPONENTS - 1.0) / _USUAL_EXPONENT) ** 2
    best = int(np.argmin(cost))
    power, gain = float(_EXPONENTS[best]), float(gains[best])
    rises = said[1:] ** power - said[0] ** power
    worst = float(np.max(np.abs(gain * rises / pressures_kpa - 1.0)))
    curve = CellCurve(gain=gain, exponent=power)
    if worst > _MOST_WRONG:
        return FittedCell(None, worst=worst, refusal=f"misses a step by {worst:.0%}")
    # each exponent counts by how well it fits: the spread of what they would say at 60 mmHg
    weight = np.exp(-0.5 * (cost - cost[best]))
    at = (_SHOWN_KPA / gain) ** (1.0 / power)
    would_say = gains * at**_EXPONENTS
    mean = float((weight * would_say).sum() / weight.sum())
    between = float((weight * (would_say - mean) ** 2).sum() / weight.sum())
    error = np.sqrt(between + (spreads[best] * _SHOWN_KPA) ** 2) / _SHOWN_KPA
    return FittedCell(curve, float(error), worst)


def _gain(
    said: FloatArray, errors: FloatArray, pressures_kpa: FloatArray, power: float
) -> tuple[float, float, float]:
    """Gain by weighted least squares, its misfit, and its relative standard error."""
    rises = said[1:] ** power - said[0] ** power
    own_kpa = pressures_kpa * power * errors / np.maximum(said[1:], 1e-9)
    weight = 1.0 / (_GAUGE_KPA**2 + own_kpa**2)
    square = float((weight * rises * rises).sum())
    gain = float((weight * rises * pressures_kpa).sum()) / square
    misfit = float((weight * (gain * rises - pressures_kpa) ** 2).sum())
    return gain, misfit, 1.0 / (gain * np.sqrt(square))
