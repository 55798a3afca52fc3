"""The filters are those of the textbook, however the samples are cut."""

import math
import platform

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from monitor.gait.filters import LeakyAngle, Smoother

SAMPLES = np.random.default_rng(7).normal(2.0, 30.0, size=(500, 3))
RATE_HZ = 200.0


def equal(ours: np.ndarray, theirs: np.ndarray) -> None:
    if platform.machine() == "x86_64":
        np.testing.assert_array_equal(ours, theirs)
    else:  # a compiler may join a product and a sum, which rounds once instead of twice
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def in_pieces(stage: Smoother | LeakyAngle, samples: np.ndarray) -> np.ndarray:
    """Filter in pieces so short that the loop does it, not the library."""
    return np.concatenate([stage(piece) for piece in np.split(samples, range(100, 500, 100))])


@pytest.mark.parametrize("time_constant_s", [0.003, 0.012, 0.05, 0.4])
@pytest.mark.parametrize("rate_hz", [52.0, 100.0, 200.0, 1000.0])
def test_the_smoother_gives_the_bits_of_scipy(time_constant_s: float, rate_hz: float) -> None:
    pole = math.exp(-1.0 / (time_constant_s * rate_hz))
    gain, poles = [(1.0 - pole) ** 2], [1.0, -2.0 * pole, pole * pole]
    steady = np.multiply.outer([1.0 - gain[0], -pole * pole], SAMPLES[0])
    expected = signal.lfilter(gain, poles, SAMPLES, axis=0, zi=steady)[0]

    smooth = Smoother(time_constant_s, rate_hz)

    equal(in_pieces(smooth, SAMPLES), expected)
    smooth.restart()
    equal(in_pieces(smooth, SAMPLES[:, 0]), expected[:, 0])
    smooth.restart()
    equal(smooth(SAMPLES), expected)


@pytest.mark.parametrize("time_constant_s", [0.003, 0.012, 0.05, 0.4])
def test_a_constant_stays_what_it_is(time_constant_s: float) -> None:
    smooth = Smoother(time_constant_s, RATE_HZ)

    np.testing.assert_allclose(smooth(np.full(1000, 9.81)), 9.81, rtol=1e-12)


@pytest.mark.parametrize("memory_s", [0.1, 0.5, 2.0])
def test_the_leaky_angle_gives_the_bits_of_scipy(memory_s: float) -> None:
    keep = math.exp(-1.0 / (memory_s * RATE_HZ))
    expected = signal.lfilter([1.0 / RATE_HZ], [1.0, -keep], SAMPLES[:, 0])

    equal(in_pieces(LeakyAngle(memory_s, RATE_HZ), SAMPLES[:, 0]), expected)
    equal(LeakyAngle(memory_s, RATE_HZ)(SAMPLES[:, 0]), expected)


@given(cuts=st.lists(st.integers(0, len(SAMPLES)), max_size=40))
def test_no_cut_shows(cuts: list[int]) -> None:
    smooth, angle = Smoother(0.012, RATE_HZ), LeakyAngle(0.5, RATE_HZ)
    pieces = np.split(SAMPLES, sorted(cuts))

    smoothed = np.concatenate([smooth(piece) for piece in pieces])
    integrated = np.concatenate([angle(piece[:, 0]) for piece in pieces])

    np.testing.assert_array_equal(smoothed, Smoother(0.012, RATE_HZ)(SAMPLES))
    np.testing.assert_array_equal(integrated, LeakyAngle(0.5, RATE_HZ)(SAMPLES[:, 0]))


def test_a_lost_sample_spoils_what_follows_only_until_the_restart() -> None:
    smooth = Smoother(0.012, RATE_HZ)

    spoiled = smooth(np.array([1.0, np.nan, 1.0]))
    smooth.restart()

    assert np.isnan(spoiled).tolist() == [False, True, True]
    np.testing.assert_allclose(smooth(np.full(5, 3.0)), 3.0, rtol=1e-12)
