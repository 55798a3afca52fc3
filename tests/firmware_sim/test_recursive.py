"""Row by row the filters of the simulator give what scipy gives."""

import sys

import numpy as np
import pytest
from scipy import signal

from firmware_sim.recursive import butterworth, one_pole, settled, two_poles

X = np.random.default_rng(3).normal(2.0, 30.0, size=(400, 5))


@pytest.fixture(autouse=True)
def _without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "scipy.signal")


@pytest.mark.parametrize(("gain", "pole"), [(1.0, 0.37), (0.02, 0.98)])
def test_one_pole_row_by_row_and_in_pieces_is_the_one_of_scipy(gain: float, pole: float) -> None:
    state = np.full((1, 5), 0.3)
    wanted, end = signal.lfilter([gain], [1.0, -pole], X, axis=0, zi=state)

    found = []
    for piece in np.split(X, [0, 7, 150]):
        y, state = one_pole(piece, gain, pole, state)
        found.append(y)

    np.testing.assert_allclose(np.concatenate(found), wanted, rtol=1e-13)
    np.testing.assert_allclose(state, end, rtol=1e-13)


@pytest.mark.parametrize("corner_hz", [20.0, 50.0, 90.0])
def test_a_section_starts_settled_and_filters_as_scipy_does(corner_hz: float) -> None:
    sos = signal.butter(2, corner_hz, fs=200.0, output="sos")
    start = signal.sosfilt_zi(sos)[:, :, None] * X[0]
    wanted, _ = signal.sosfilt(sos, X, axis=0, zi=start)

    section = butterworth(corner_hz, 200.0)
    state, found = settled(section, X[0]), []
    for piece in np.split(X, [0, 7, 150]):
        y, state = two_poles(piece, section, state)
        found.append(y)

    np.testing.assert_allclose(np.concatenate(found), wanted, rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(found[1][0], X[0], rtol=1e-12)
