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
    assert fast[0] - slow[0] == pytest.approx(0.132)
    assert flat[0] < slow[0]


def test_a_landing_that_was_not_seen_has_no_distance() -> None:
    assert overstride(3.0, None, LIMITS) is None


def test_an_angle_counts_the_less_the_more_it_errs() -> None:
    poor = replace(LIMITS, angle_error_deg=LIMITS.angle_spread_deg)

    steps = [
        high[0] - low[0]
        for limits in (replace(LIMITS, angle_error_deg=1e-6), poor)
        if (high := overstride(3.0, 0.5, limits)) and (low := overstride(3.0, 0.1, limits))
    ]

    assert steps[1] == pytest.approx(0.5 * steps[0])


def test_the_band_holds_the_errors_of_the_line_the_speed_and_the_angle() -> None:
    limits = replace(
        LIMITS,
        residual_m=0.02,
        per_m_s=0.05,
        speed_error_m_s=0.8,
        per_deg=0.004,
        angle_error_deg=2.0,
        angle_spread_deg=2.0,
        band_sigmas=2.0,
    )

    found = overstride(3.0, 0.3, limits)

    assert found is not None
    assert found[1] == pytest.approx(0.0898, abs=5e-5)  # 2 √(2² + 4² + 0.4²) cm


@pytest.mark.parametrize("speed_m_s", [None, 0.9, 8.0])
def test_nothing_is_said_outside_the_speeds_that_were_measured(speed_m_s: float | None) -> None:
    assert overstride(speed_m_s, 0.3, LIMITS) is None
