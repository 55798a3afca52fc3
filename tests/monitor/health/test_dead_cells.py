"""A cell that feels nothing is told once; a foot at rest, or loose laces, accuse nobody."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.gait.load.limits import PressureLimits
from monitor.health.dead_cells import DeadCell, DeadCells
from monitor.types import FloatArray, FootBlock, Side

RATE_HZ = 100.0
SECONDS = 70


def running(cells: int = 6, instep: int = 2) -> tuple[FloatArray, FloatArray]:
    """Load of the sole's cells, step by step, and of those under the laces."""
    t_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    step = np.maximum(0.0, np.sin(2.0 * np.pi * t_s / 0.7))[:, np.newaxis]
    return step * np.linspace(60.0, 200.0, cells), 8.0 + step * np.linspace(1.0, 5.0, instep)


def told(plantar: FloatArray, instep: FloatArray, cuts: list[int] | None = None) -> list[DeadCell]:
    finder = DeadCells(RATE_HZ, PressureLimits())
    found = []
    for a, b in pairwise(sorted({0, len(plantar), *(cuts or [])})):
        block = FootBlock(
            side=Side.LEFT,
            start=a,
            rate_hz=RATE_HZ,
            t_s=np.arange(a, b) / RATE_HZ,
            acc_m_s2=np.empty((b - a, 0)),
            gyr_rad_s=np.empty((b - a, 0)),
            plantar_kpa=plantar[a:b].copy(),
            instep_kpa=instep[a:b].copy(),
            load_n=np.full(b - a, np.nan),
        )
        found += finder.push(block)
    return found


@pytest.mark.parametrize("stuck_kpa", [37.5, np.nan])
def test_a_cell_that_stays_the_same_is_told_after_three_windows(stuck_kpa: float) -> None:
    plantar, instep = running()
    plantar[:, 4] = stuck_kpa

    assert told(plantar, instep) == [DeadCell(12.0, 4, False)]


def test_a_cell_that_was_never_loaded_is_not_dead_in_a_short_recording() -> None:
    plantar, instep = running()
    plantar[:, 4] = 0.0

    assert told(plantar, instep) == [DeadCell(60.0, 4, False)]
    assert told(plantar[:3000], instep[:3000]) == []


def test_a_cell_that_feels_nothing_any_more_is_told_after_three_windows() -> None:
    plantar, instep = running()
    plantar[800:, 4] = 0.0

    assert told(plantar, instep) == [DeadCell(20.0, 4, False)]


def test_healthy_cells_are_not_accused() -> None:
    assert told(*running()) == []


def test_nobody_is_accused_while_the_runner_stands() -> None:
    plantar, instep = running()
    plantar[:] = 50.0
    instep[:] = 8.0

    assert told(plantar, instep) == []


def test_an_instep_cell_that_feels_nothing_may_lie_under_loose_laces() -> None:
    plantar, instep = running()
    instep[:, 0] = 0.0
    instep[:, 1] = 11.0

    assert told(plantar, instep) == [DeadCell(12.0, 1, True)]


def test_a_cell_that_dies_is_told_once_and_lost_data_accuse_nobody() -> None:
    plantar, instep = running()
    plantar[1500:, 2] = plantar[1500, 2]
    plantar[2500:2700] = np.nan

    assert [(cell.cell, cell.is_instep) for cell in told(plantar, instep)] == [(2, False)]


@given(cuts=st.lists(st.integers(0, int(SECONDS * RATE_HZ)), max_size=40))
def test_what_is_told_does_not_depend_on_cuts(cuts: list[int]) -> None:
    plantar, instep = running()
    plantar[700:, 1] = 12.0
    plantar[1000:1300] = np.nan
    instep[:, 0] = np.nan

    assert told(plantar, instep, cuts) == told(plantar, instep)
