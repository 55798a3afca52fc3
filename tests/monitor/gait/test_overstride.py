"""Heel ahead of the pelvis, from speed and foot strike angle."""

import pytest
from msgspec.structs import replace

from monitor.gait.load.limits import OverstrideLimits
from monitor.gait.overstride import overstride

LIMITS = OverstrideLimits()


def test_faster_runners_and_raised_toes_land_further_ahead() -> None:
    slow, fast = overstride(2.0, 0.35, LIMITS), overstride(5.0, 0.35, LIMITS)
    flat = overstride(2.0, 0.0, LIMITS)

    assert slow is not None
    assert fast is not None
    assert flat is not None
    assert fast[0] - slow[0] == pytest.approx(0.171)
    assert flat[0] < slow[0]


def test_the_band_is_wider_without_a_foot_strike_angle() -> None:
    with_angle, without = overstride(3.0, 0.3, LIMITS), overstride(3.0, None, LIMITS)

    assert with_angle is not None
    assert without is not None
    assert without[1] > with_angle[1]


def test_the_band_holds_the_errors_of_the_line_the_speed_and_the_angle() -> None:
    limits = replace(
        LIMITS,
        residual_m=0.02,
        residual_speed_only_m=0.03,
        per_m_s=0.05,
        speed_error_m_s=0.8,
        per_deg=0.002,
        angle_error_deg=2.0,
        band_sigmas=2.0,
    )

    with_angle, without = overstride(3.0, 0.3, limits), overstride(3.0, None, limits)

    assert with_angle is not None
    assert without is not None
    assert with_angle[1] == pytest.approx(0.0898, abs=5e-5)  # 2 √(2² + 4² + 0.4²) cm
    assert without[1] == pytest.approx(0.10)  # 2 √(3² + 4²) cm


@pytest.mark.parametrize("speed_m_s", [None, 0.9, 8.0])
def test_nothing_is_said_outside_the_speeds_that_were_measured(speed_m_s: float | None) -> None:
    assert overstride(speed_m_s, 0.3, LIMITS) is None
