"""Sounds as float64 samples in -1..1, shape (n,) or (n, 2); pure."""

import io
import wave
from typing import Final

import numpy as np

from monitor.types import FloatArray, Side
from monitor.voice.utterances import Earcon

RATE_HZ: Final = 22_050
"""Samples per second, as espeak-ng gives them."""
NOISE_DBFS: Final = -60.0
"""Level of the lead-in, dB RMS below full scale: heard by a headset, not by a runner."""
_TONES: Final[dict[Earcon, tuple[float, ...]]] = {
    Earcon.TAP: (880.0,),
    Earcon.LOST: (587.0, 392.0),
    Earcon.BACK: (392.0, 587.0),
}
"""Pitches in their order, Hz: falling for what is lost, rising for what is back. Rule of thumb."""
_TONE_S: Final = 0.12
_EDGE_S: Final = 0.01
_TONE_LEVEL: Final = 0.3
_FULL: Final = 32_767
_SEED: Final = 1
"""Noise is noise, and the same each time."""


def earcon(kind: Earcon) -> FloatArray:
    """Give the tones of an earcon, without clicks at their edges."""
    t_s = np.arange(round(_TONE_S * RATE_HZ)) / RATE_HZ
    edge = np.minimum(1.0, np.minimum(t_s, t_s[::-1]) / _EDGE_S)
    tones = [_TONE_LEVEL * edge * np.sin(2.0 * np.pi * pitch * t_s) for pitch in _TONES[kind]]
    return np.concatenate(tones)


def noise(duration_s: float, rate_hz: int = RATE_HZ) -> FloatArray:
    """Give a faint noise, so that a sleeping headset hears that something begins."""
    level = 10.0 ** (NOISE_DBFS / 20.0)
    random = np.random.default_rng(_SEED)
    samples: FloatArray = level * random.standard_normal(round(duration_s * rate_hz))
    return samples


def towards(mono: FloatArray, side: Side | None, pan: float) -> FloatArray:
    """Give two channels, left and right, with the ear of a foot louder.

    >>> towards(np.ones(1), Side.LEFT, 0.5).tolist()
    [[1.0, 0.5]]
    """
    other = 1.0 - pan
    gains = {Side.LEFT: (1.0, other), Side.RIGHT: (other, 1.0), None: (1.0, 1.0)}[side]
    return np.column_stack([gain * mono for gain in gains])


def read_wav(data: bytes) -> FloatArray:
    """Give the samples of a WAV file of 16 bits, as one channel at ``RATE_HZ``.

    Raises
    ------
    ValueError
        If it is not such a file.
    """
    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getsampwidth() != 2:
                raise ValueError(f"WAV of {8 * file.getsampwidth()} bits, not 16")
            rate_hz, channels = file.getframerate(), file.getnchannels()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"no WAV: {error}") from error
    samples = np.frombuffer(frames, "<i2").reshape(-1, channels).mean(axis=1) / _FULL
    return resampled(samples, rate_hz, RATE_HZ)


def write_wav(samples: FloatArray) -> bytes:
    """Give a WAV file of 16 bits; shape (n,) is one channel, (n, 2) two."""
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        wav.setsampwidth(2)
        wav.setframerate(RATE_HZ)
        wav.writeframes(to_counts(samples))
    return file.getvalue()


def to_counts(samples: FloatArray) -> bytes:
    """Give samples as little-endian 16-bit counts, the channels of a sample side by side."""
    return (np.clip(samples, -1.0, 1.0) * _FULL).round().astype("<i2").tobytes()


def resampled(samples: FloatArray, rate_hz: int, wanted_hz: int) -> FloatArray:
    """Give samples at another rate, by straight lines: enough for speech."""
    if rate_hz == wanted_hz or len(samples) == 0:
        return samples
    at = np.arange(round(len(samples) * wanted_hz / rate_hz)) * (rate_hz / wanted_hz)
    there: FloatArray = np.interp(at, np.arange(len(samples)), samples)
    return there
