"""A pod and an insole on two feet are told, wherever the samples are cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.gait.limits import GaitLimits
from monitor.health.left_right_swap import Crossed, SameFoot
from monitor.types import FloatArray, FootBlock, Side
from tests.tries import tries

RATE_HZ = 100.0
LIMITS = GaitLimits()
SECONDS = 50.0


def foot(shift: float, *, steps: bool = True) -> tuple[FloatArray, FloatArray]:
    """Motion and load of strides of 0.7 s; the motion comes a share of a stride later."""
    t_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    load = np.maximum(0.0, np.sin(2.0 * np.pi * t_s / 0.7)) * (200.0 if steps else 1.0)
    swing = np.maximum(0.0, -np.sin(2.0 * np.pi * (t_s / 0.7 - shift)))
    zero = np.zeros_like(t_s)
    motion = np.column_stack([zero, 9.81 + 20.0 * swing, zero, zero, zero, 8.0 * swing])
    return motion, np.column_stack([load] * 4)


def told(motion: FloatArray, cells: FloatArray, cuts: list[int] | None = None) -> list[Crossed]:
    finder = SameFoot(RATE_HZ, cells.shape[1], LIMITS.load.crossed, LIMITS.imu)
    edges = sorted({0, len(motion), *(cuts or [])})
    found = []
    for a, b in pairwise(edges):
        block = FootBlock(
            side=Side.RIGHT,
            start=a,
            rate_hz=RATE_HZ,
            t_s=np.arange(a, b) / RATE_HZ,
            acc_m_s2=motion[a:b, :3].copy(),
            gyr_rad_s=motion[a:b, 3:].copy(),
            plantar_kpa=cells[a:b].copy(),
            instep_kpa=np.empty((b - a, 0)),
            load_n=np.full(b - a, np.nan),
        )
        found += finder.push(block)
    return found


@pytest.mark.parametrize("shift", [-0.1, 0.0, 0.1])
def test_a_foot_that_is_calm_under_load_is_one_foot(shift: float) -> None:
    assert told(*foot(shift)) == []


@pytest.mark.parametrize("shift", [0.4, 0.5, 0.6])
def test_a_foot_that_moves_under_load_is_two_feet_and_is_told_once(shift: float) -> None:
    (found,) = told(*foot(shift))

    assert found.t_s == 24.0
    assert found.contrast > 1.0


def test_nothing_is_said_without_steps_or_with_holes() -> None:
    assert told(*foot(0.5, steps=False)) == []
    motion, cells = foot(0.5)
    motion[::700] = np.nan
    assert told(motion, cells) == []


@pytest.mark.parametrize("period_s", [0.9, 1.2, 1.6])
def test_nothing_is_said_of_who_stands_and_shifts_the_weight(period_s: float) -> None:
    random = np.random.default_rng(1)
    t_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    load = 40.0 + 35.0 * np.sin(2.0 * np.pi * t_s / period_s)
    acc = [0.0, 9.81, 0.0] + 0.05 * random.standard_normal((len(t_s), 3))
    gyr = 0.01 * random.standard_normal((len(t_s), 3))
    leans = 0.1 * np.maximum(0.0, np.sin(2.0 * np.pi * t_s / period_s))  # as the weight comes
    gyr[:, 2] += leans

    assert told(np.column_stack([acc, gyr]), np.column_stack([load] * 4)) == []


def test_once_motion_and_load_are_known_to_be_of_one_foot_nobody_asks_any_more() -> None:
    own, other = foot(0.0), foot(0.5)
    motion = np.vstack([own[0], own[0], other[0]])
    cells = np.vstack([own[1], own[1], other[1]])

    assert told(motion, cells) == []
    assert told(motion[5000:], cells[5000:]) != []


@tries(50)
@given(cuts=st.lists(st.integers(0, int(SECONDS * RATE_HZ)), max_size=30))
def test_what_is_told_does_not_depend_on_cuts(cuts: list[int]) -> None:
    motion, cells = foot(0.45)
    cells += np.random.default_rng(3).normal(0.0, 2.0, cells.shape)

    assert told(motion, cells, cuts) == told(motion, cells)
