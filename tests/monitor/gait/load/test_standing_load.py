"""Load of a runner who stands still."""

import numpy as np
import pytest

from monitor.gait.load.limits import PressureLimits
from monitor.gait.load.standing_load import StandingMean, Unloaded, body_mass_kg


def zero_from(number: int, value: float) -> Unloaded:
    """The unloaded sole, known from this sample on."""
    return lambda stops: np.where(stops >= number, value, np.nan)


def mean_of(*pushes: np.ndarray, unloaded: Unloaded = np.zeros_like) -> float | None:
    standing, start = StandingMean(100.0, PressureLimits()), 30
    for load in pushes:
        standing.push(start, load, unloaded)
        start += len(load)
    return standing.mean


def test_quiet_stretches_are_averaged_and_gait_is_not() -> None:
    walking = 300.0 * (np.arange(1000) % 100 > 40)
    quiet = 350.0 + np.sin(np.arange(1000) / 9.0)

    mean = mean_of(walking, quiet)

    assert mean == pytest.approx(350.0, abs=0.5)
    assert mean_of(walking) is None


def test_an_empty_shoe_does_not_stand() -> None:
    assert mean_of(np.full(1000, 0.5)) is None


def test_lost_samples_are_no_standing() -> None:
    assert mean_of(np.full(1000, np.nan)) is None


def test_cuts_do_not_matter() -> None:
    quiet = 350.0 + np.sin(np.arange(1000) / 9.0)

    assert mean_of(quiet) == mean_of(quiet[:77], quiet[77:78], quiet[78:640], quiet[640:])


@pytest.mark.parametrize("known_from", [0, 600, 1000])
def test_what_the_foot_in_the_air_reads_is_no_load(known_from: int) -> None:
    stood = np.concatenate([np.full(500, 60.0), np.full(1000, 410.0)])

    mean = mean_of(stood, unloaded=zero_from(known_from, 60.0))

    assert mean == pytest.approx(350.0)


def test_a_lost_sole_leaves_the_mean_as_it_was() -> None:
    stood = np.concatenate([np.full(500, 410.0), np.full(500, np.nan)])

    assert mean_of(stood, unloaded=zero_from(300, 60.0)) == pytest.approx(350.0)


def test_mass_is_what_both_feet_carry() -> None:
    assert body_mass_kg(343.0, 343.5) == pytest.approx(70.0, abs=0.05)
