"""What an imported file may look like."""

from typing import Annotated

from msgspec import Meta, Struct

from monitor.settings.kinds import Count, Positive


class ImportLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an imported file may look like."""

    max_rate_hz: Positive = 10_000.0
    """Sampling rates above this are a wrong column or a wrong unit. Rule of thumb."""
    min_rate_hz: Positive = 10.0
    """Sampling rates below this are too slow for a step, or times in milliseconds. Rule of
    thumb."""
    max_gap_s: Positive = 21_600.0
    """A longer pause between samples is another session, or a clock that was set, s. Rule of
    thumb."""
    frame_samples: Annotated[int, Meta(ge=1, le=512)] = 20
    """Samples per imported packet: 0.1 s at 200 Hz, as a live pod sends. Rule of thumb."""
    slope_within_m: Positive = 50.0
    """A slope is that of the ground covered this far before and after a record, m.

    Rule of thumb: altitude comes in steps of 0.2 to 1 m and wanders by some 0.3 m for seconds,
    which over 100 m leaves an error of half a per cent; a shorter hill is no load of its own.
    """
    slope_within_s: Positive = 60.0
    """... no further away in time, s: a barometer drifts while the runner stands. Rule of thumb:
    what a walker needs for ``slope_within_m``."""
    slope_least_m: Positive = 40.0
    """Ground covered below which its slope is not known, m. Rule of thumb: what is left of the
    window at either end of a run."""
    slope_most: Positive = 0.5
    """A steeper one is an altimeter that finds its level, and not known. Rule of thumb: nobody runs
    on it."""
    slope_records: Count = 3
    """Records below which a slope is not known: two always lie on a line. Rule of thumb."""
