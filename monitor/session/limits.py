"""How often a recording reaches the disk, and how large its pieces are."""

from typing import Annotated

from msgspec import Meta, Struct

from monitor.settings.kinds import Count, Positive


class SessionLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Writing and reading of recordings."""

    gather_s: Positive = 0.25
    """Packets that arrive within this time are understood together, s: a push costs as much for
    twenty as for one. Rule of thumb: no advice is waited for so keenly."""
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
    still_end_s: Positive = 900.0
    """A session of `footloose hub` ends by itself after this long without movement, s.

    Rule of thumb: longer than any stop for a shoe or a drink.
    """
    lacing_run_s: Annotated[float, Meta(ge=30.0, le=600.0)] = 60.0
    """How long you run in each trial of a lacing test on the page, s; longer is surer.

    Rule of thumb: some eighty strides tell a kilopascal.
    """
