"""A forecast must agree with the doses themselves, added up stride by stride."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.risk.dose import Course, LoadDose, PressureDose, reached_s
from monitor.risk.limits import RiskLimits
from tests.tries import tries

LIMITS = RiskLimits()
STRIDE_S = 0.7
MOST_S = LIMITS.forecast_most_s


def doses() -> tuple[PressureDose, LoadDose]:
    return (
        PressureDose(LIMITS.tau_on_s, LIMITS.tau_off_s, LIMITS.stale_s),
        LoadDose(LIMITS.load_tau_s, LIMITS.load_usual, LIMITS.load_power, LIMITS.stale_s),
    )


@tries(50)
@given(
    goal=st.floats(0.0, 3.0),
    relative=st.floats(0.5, 2.0),
    strides=st.integers(2, 600),
    threshold=st.floats(0.25, 1.3),
)
def test_the_threshold_is_reached_when_it_was_said(
    goal: float, relative: float, strides: int, threshold: float
) -> None:
    pressure, load = doses()
    for n in range(strides):
        pressure.add(n * STRIDE_S, goal)
        load.add(n * STRIDE_S, relative)
    if pressure.level + load.level >= threshold:
        return

    said_s = reached_s(
        [Course(dose.level, dose.goal, dose.tau_s) for dose in (pressure, load)], threshold, MOST_S
    )

    for n in count(strides):
        passed_s = (n - strides + 1) * STRIDE_S
        pressure.add(n * STRIDE_S, goal)
        load.add(n * STRIDE_S, relative)
        if pressure.level + load.level >= threshold or passed_s > MOST_S:
            break
    if said_s is None:
        assert passed_s > MOST_S
    else:
        assert passed_s == pytest.approx(said_s, abs=STRIDE_S + 0.1)


def test_what_stays_as_it_is_is_never_reached() -> None:
    swelling = Course(level=0.5, goal=0.0, tau_s=float("inf"))

    assert reached_s([swelling], 1.0, MOST_S) is None
    assert reached_s([], 1.0, MOST_S) is None
