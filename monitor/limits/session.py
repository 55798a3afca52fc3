"""How often does a recording reach the disk, and how large are its pieces?"""

from typing import Annotated

from msgspec import Meta, Struct

from monitor.limits.kinds import Count, Positive


class SessionLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Writing and reading of recordings."""

    sync_every_s: Positive = 2.0
    """Time between two fsyncs, s: what a power cut may cost. Rule of thumb."""
    retry_after_s: Positive = 5.0
    """Session time after which a full disk is tried again, s. Rule of thumb."""
    chunk_bytes: Annotated[int, Meta(ge=4096, le=16_777_216)] = 262_144
    """Size of a chunk of a finished recording before compression, bytes. Rule of thumb: about 20 s
    of two feet; smaller chunks lose less to a damaged byte, larger ones compress better."""
    batch_packets: Count = 16_384
    """Packets that a replay at full speed pushes at once. Rule of thumb: about four minutes of two
    feet; beyond this the cost of a push no longer matters (benchmarks/throughput.py)."""


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
