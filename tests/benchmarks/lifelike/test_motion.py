"""The distance between real and simulated strides."""

import numpy as np

from benchmarks.lifelike.motion import RATE_HZ, WINDOW, spectrum
from monitor.types import FloatArray


def tone(hertz: float) -> FloatArray:
    t_s = np.arange(WINDOW) / RATE_HZ
    return np.sin(2.0 * np.pi * hertz * t_s)[np.newaxis].repeat(3, axis=0)


def test_a_higher_tone_is_loudest_in_a_higher_band_and_a_louder_one_is_louder() -> None:
    bands = [spectrum(tone(hertz)) for hertz in (3.0, 10.0, 40.0)]

    loudest = [int(band.argmax()) for band in bands]
    assert loudest == sorted(set(loudest))
    louder_db = spectrum(10.0 * tone(10.0)).max() - bands[1].max()
    assert abs(louder_db - 20.0) < 0.01
