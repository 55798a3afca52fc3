"""Beats that a heart strap kept for itself (FIT *hr* messages).

The first message says a time and the strap's own count at it, in 1/1024 s; later ones hold up to
eight rates, and for each the lowest 12 bits of that count, two in three bytes. Layout: Garmin's
public profile of the FIT protocol, message *hr*.
"""

from typing import Final, NamedTuple

from monitor.sources.importers.fit_messages import FitMessage

_TIMESTAMP, _FRACTION, _RATES, _COUNT, _COUNTS_12 = 253, 0, 6, 9, 10
_PER_S: Final = 1024.0
"""Ticks of a beat in a second [S]: Garmin, FIT profile, message *hr*."""
_FRACTION_PER_S: Final = 32768.0
"""Parts of a second in a fraction [S]: Garmin, FIT profile, message *hr*."""
_BITS_12: Final = 0xFFF


class Beat(NamedTuple):
    """A rate of the strap; s on the FIT clock."""

    t_s: float
    bpm: float


class BeatReader:
    """Follow the strap's count through a file."""

    def __init__(self) -> None:
        self._beats: list[Beat] = []
        self._zero_s: float | None = None
        self._count = 0

    def push(self, message: FitMessage) -> None:
        """Take an *hr* message."""
        t_s, count = message.value(_TIMESTAMP), message.value(_COUNT)
        if t_s is not None and count is not None:
            self._count = int(count)
            fraction = message.value(_FRACTION) or 0.0
            self._zero_s = t_s + fraction / _FRACTION_PER_S - self._count / _PER_S
        if self._zero_s is None:
            return
        rates = message.fields.get(_RATES)
        bpm = rates if isinstance(rates, tuple) else (message.value(_RATES),)
        for rate, at in zip(bpm, self._counts(message), strict=False):
            if rate:
                self._beats.append(Beat(self._zero_s + at / _PER_S, rate))

    def beats(self) -> list[Beat]:
        """All beats so far, in the order of time."""
        return sorted(self._beats)

    def _counts(self, message: FitMessage) -> list[int]:
        """Give the count at each rate: whole ones, or by their lowest 12 bits."""
        packed = message.fields.get(_COUNTS_12)
        if not isinstance(packed, bytes):
            whole = message.fields.get(_COUNT)
            several = whole if isinstance(whole, tuple) else (message.value(_COUNT),)
            return [int(count) for count in several if count is not None]
        counts = []
        for at in range(0, len(packed) - len(packed) % 3, 3):
            word = int.from_bytes(packed[at : at + 3], "little")
            for low in (word & _BITS_12, word >> 12):
                self._count += (low - self._count) & _BITS_12
                counts.append(self._count)
        return counts
