"""What an imported file may look like."""

from typing import Annotated, Final

from msgspec import Meta, Struct

from monitor.settings.kinds import Count, Positive

LARGEST: Final = 1e30
"""No sensor measures more, in any unit; some programs write the largest number of all where they
know none. Rule of thumb."""


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
    activity_bytes: Count = 67_108_864
    """Unpacked size of a FIT, GPX or TCX file, bytes. Rule of thumb: 24 h at 1 Hz with every field
    take 20 MB in GPX and 5 MB in FIT."""
    unpacked_more_bytes: Count = 67_108_864
    """What a packed file may unpack to besides ``unpacked_ratio``, bytes. Rule of thumb."""
    unpacked_ratio: Count = 50
    """What a packed file may unpack to, as a multiple of its size. Rule of thumb: exports of
    insoles, mostly zeros, reach 20; a bomb 1,000."""
    zip_members: Count = 1_000
    """Files in a ZIP. Rule of thumb: apps write one a sensor."""
    zip_activities: Count = 20_000
    """Files in a ZIP of many activities, photos and notes among them. Rule of thumb: ten years of
    daily runs and their photos."""
    line_characters: Count = 65_536
    """Length of a line of a table. Rule of thumb: 198 cells take 1,700."""
    values_more_bytes: Count = 100_663_296
    """Memory for the numbers of a table besides ``values_ratio``, bytes. Rule of thumb."""
    values_ratio: Count = 8
    """Memory for the numbers of a table, as a multiple of its size on the disk. Rule of thumb."""
    activity_records: Count = 500_000
    """Records of an activity. Rule of thumb: 5.8 days at 1 Hz."""
    max_speed_m_s: Positive = 12.5
    """Faster is unknown, not believed, m/s. [P] the fastest 20 m of a 100 m world record: 12.4 m/s
    (Graubner and Nixdorf 2011, Biomechanical analysis of the sprint, Berlin 2009)."""
    max_cadence_spm: Positive = 300.0
    """More steps a minute are unknown. [P] sprinters reach 290 (Graubner and Nixdorf 2011)."""
    min_contact_s: Positive = 0.05
    """A shorter contact is unknown, s. Sprinters reach 0.08 s; rule of thumb."""
    max_contact_s: Positive = 2.0
    """A longer contact is unknown, s: that is standing. Rule of thumb."""
    max_power_w: Positive = 2_500.0
    """More power is unknown, W. Rule of thumb."""
    slope_within_m: Positive = 50.0
    """A slope is that of the ground covered this far before and after a record, m.

    Rule of thumb: altitude comes in steps of 0.2 to 1 m and wanders by some 0.3 m for seconds,
    which over 100 m leaves an error of half a per cent; a shorter hill is no load of its own.
    """
    slope_within_s: Positive = 60.0
    """The ground of a slope lies no further away in time, s: a barometer drifts while the runner
    stands. Rule of thumb: what a walker needs for ``slope_within_m``."""
    slope_least_m: Positive = 40.0
    """Ground covered below which its slope is not known, m. Rule of thumb: what is left of the
    window at either end of a run."""
    slope_most: Positive = 0.5
    """A steeper one is an altimeter that finds its level, and not known. Rule of thumb: nobody runs
    on it."""
    slope_records: Count = 3
    """Records below which a slope is not known: two always lie on a line. Rule of thumb."""

    def unpacked_bytes(self, on_disk: int) -> int:
        """What a file of this size may unpack to, bytes; a plain one is never larger."""
        return self.unpacked_more_bytes + self.unpacked_ratio * on_disk

    def values_bytes(self, on_disk: int) -> int:
        """What the numbers of a table of this size may take, bytes."""
        return self.values_more_bytes + self.values_ratio * on_disk
