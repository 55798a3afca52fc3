"""What a cuff makes of cells under a tongue: where they settle, their curves, what is refused."""

import numpy as np
import pytest

from monitor.sources.cuff_fit import CuffStep, fit_cells
from monitor.sources.cuff_step import SettledCell, SettledStep, settle
from monitor.types import FloatArray

HZ = 50.0


def creeping(end_kpa: float, seconds: float, size: float = 0.1, time_s: float = 20.0) -> FloatArray:
    t_s = np.arange(round(seconds * HZ)) / HZ
    noise = np.random.default_rng(3).normal(0.0, 0.01 * end_kpa, len(t_s))
    return end_kpa * (1.0 - size * np.exp(-t_s / time_s)) + noise


def of(*columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    kpa = np.stack(columns, axis=1)
    return np.arange(len(kpa)) / HZ, kpa


def test_a_step_is_waited_for_and_its_end_is_found_before_it_comes() -> None:
    early = settle(*of(creeping(6.0, 20.0)))
    settled = settle(*of(creeping(6.0, 45.0), creeping(2.0, 45.0, size=0.0)))

    assert early.waits
    assert not settled.waits
    assert settled.is_good
    assert settled.cells[0].kpa == pytest.approx(6.0, rel=0.02)
    assert settled.cells[1].kpa == pytest.approx(2.0, rel=0.02)
    assert creeping(6.0, 45.0)[-1] < 5.98  # it still moves


def test_a_foot_that_moves_is_refused_and_the_other_cells_are_not() -> None:
    shaken = creeping(6.0, 45.0) * (1.0 + 0.2 * np.sign(np.sin(np.arange(round(45 * HZ)) / 200.0)))

    step = settle(*of(shaken, creeping(5.0, 45.0)))

    assert "shaken" in step.cells[0].refusal
    assert step.cells[1].refusal == ""


def test_a_cell_without_values_is_refused_and_a_cell_without_pressure_is_not() -> None:
    nothing = np.full(round(45 * HZ), np.nan)

    step = settle(*of(nothing, np.zeros(round(45 * HZ))))

    assert step.cells[0].refusal == "gives no valid value"
    assert step.cells[1] == SettledCell(0.0, 0.05)


def test_nothing_and_little_are_waited_for() -> None:
    assert settle(np.empty(0), np.empty((0, 2))).waits
    assert settle(*of(creeping(6.0, 0.5))).waits


def steps_of(
    gain: float, power: float, rest_kpa: float = 0.2
) -> tuple[SettledStep, list[CuffStep]]:
    """What a cell with this true curve would say."""

    def said(true_kpa: float) -> SettledStep:
        kpa = (true_kpa / gain) ** (1.0 / power)
        return SettledStep((SettledCell(kpa, 0.01 * kpa),), 40.0, waits=False)

    pressures = [30.0, 60.0, 90.0]
    return said(rest_kpa), [CuffStep(p, said(0.133322 * p + rest_kpa)) for p in pressures]


@pytest.mark.parametrize(("gain", "power"), [(2.0, 1.0), (0.6, 1.2), (1.4, 0.85)])
def test_the_curve_of_a_cell_is_found(gain: float, power: float) -> None:
    without, steps = steps_of(gain, power)

    (cell,) = fit_cells(without, steps)

    for true_kpa in (3.0, 6.0, 12.0, 18.0):
        said = (true_kpa / gain) ** (1.0 / power)
        assert cell.curve.gain * said**cell.curve.exponent == pytest.approx(true_kpa, rel=0.05)
    assert 0.005 < cell.error < 0.06


def test_laces_that_are_closed_are_noticed() -> None:
    without, steps = steps_of(1.0, 1.0, rest_kpa=7.0)

    (cell,) = fit_cells(without, steps)

    assert cell.curve is None
    assert "open the laces" in cell.refusal


def test_a_step_that_was_not_pumped_up_is_noticed() -> None:
    without, steps = steps_of(1.0, 1.0)
    steps[1] = CuffStep(60.0, steps[0].settled)

    (cell,) = fit_cells(without, steps)

    assert "does not follow the cuff" in cell.refusal


def test_a_gauge_that_was_misread_is_noticed() -> None:
    without, steps = steps_of(1.0, 1.0)
    steps[1] = CuffStep(38.0, steps[1].settled)

    (cell,) = fit_cells(without, steps)

    assert "misses a step" in cell.refusal


def test_a_cell_beside_the_cuff_is_noticed_and_the_next_one_is_calibrated() -> None:
    without, steps = steps_of(1.0, 1.0)
    nothing = SettledCell(0.0, 0.05)
    without = SettledStep((nothing, *without.cells), 40.0, waits=False)
    both = [
        CuffStep(s.mmhg, SettledStep((nothing, *s.settled.cells), 40.0, waits=False)) for s in steps
    ]

    beside, under = fit_cells(without, both)

    assert "feels nothing" in beside.refusal
    assert under.curve is not None
