"""Heel ahead of pelvis against motion capture, from true speed and angle, and from our own."""

import numpy as np
import pytest

from benchmarks.load.blocks import DATA
from benchmarks.load.landing import landings, own_landings
from monitor.gait.load.limits import OverstrideLimits, StepLimits

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no recordings beside the clone")


def test_overstride_distance_is_within_its_target_and_its_band() -> None:
    error_m = np.array([landing.estimate_m - landing.true_m for landing in landings()])

    assert len(error_m) == 11
    assert np.abs(error_m).mean() < 0.018
    line = OverstrideLimits()  # speed and angle are true here: the line's own error is all
    assert np.abs(error_m).max() < line.band_sigmas * line.residual_m


def test_half_of_the_contact_brakes() -> None:
    share = np.array([landing.braking_s / landing.contact_s for landing in landings()])

    assert abs(share.mean() - StepLimits().braking_share) < 0.04


def test_overstride_distance_from_our_own_strides_is_near_its_target() -> None:
    own = own_landings()
    error_m = np.array([landing.estimate_m - landing.true_m for landing in own])
    angled = np.array([landing.angled for landing in own])

    assert (len(own), int(angled.sum())) == (13, 7)
    assert np.abs(error_m).mean() < 0.024
    assert abs(error_m.mean()) < 0.012
    assert np.abs(error_m[angled]).mean() < 0.025
    alone_m = np.array([landing.speed_only_m - landing.true_m for landing in own])
    assert np.abs(error_m[angled]).mean() < np.abs(alone_m[angled]).mean() - 0.009
    assert (np.abs(error_m) <= [landing.band_m for landing in own]).sum() >= 12
