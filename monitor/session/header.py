"""What a recording says about itself: start, software, settings, source, profile."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Final

from monitor.printable import printable

METADATA_NAME: Final = "footloose"
"""Name of the MCAP metadata record that carries the header."""

UNKNOWN_START: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Start of a recording whose header is lost."""

OWN_SOURCES: Final = ("", "live", "demo", "lift test", "simulated")
"""Sources of recordings that were made here, or do not say; every other is an import format."""


@dataclass(frozen=True, slots=True)
class RecordingHeader:
    """When, with what and from what a recording was made.

    Parameters
    ----------
    started : datetime
        Wall time of session time zero, with its time zone.
    software : str
        Version of the software that wrote it.
    config : str
        The configuration in force, as text.
    source : str
        ``live``, ``demo``, ``simulated`` or the import format.
    profile : str
        What was known of the runner before, as text; a replay starts from it too.
    file_clock_s : float
        What the clock of an imported file said at session time zero, s; usually 0.
    """

    started: datetime
    software: str = ""
    config: str = ""
    source: str = ""
    profile: str = ""
    file_clock_s: float = 0.0

    @property
    def is_imported(self) -> bool:
        """Whether another program recorded it: no coach was there."""
        return self.source not in OWN_SOURCES

    @property
    def started_ns(self) -> int:
        """Start in whole nanoseconds since 1970 (microsecond resolution)."""
        since = self.started - UNKNOWN_START
        return (since.days * 86_400 + since.seconds) * 1_000_000_000 + since.microseconds * 1_000


def to_metadata(header: RecordingHeader) -> dict[str, str]:
    """Give the header as the text pairs of an MCAP metadata record."""
    pairs = {
        "started": header.started.isoformat(),
        "software": header.software,
        "config": header.config,
        "source": header.source,
    }
    if header.profile:
        pairs["profile"] = header.profile
    if header.file_clock_s:
        pairs["file_clock_s"] = repr(header.file_clock_s)
    return pairs


def from_metadata(pairs: dict[str, str]) -> RecordingHeader:
    """Read what ``to_metadata`` wrote; what is missing or damaged becomes unknown.

    >>> header = RecordingHeader(datetime(2025, 5, 1, 7, 30, tzinfo=UTC), software="0.1.0")
    >>> from_metadata(to_metadata(header)) == header
    True
    """
    try:
        started = datetime.fromisoformat(pairs.get("started", ""))
    except ValueError:
        started = UNKNOWN_START
    if started.tzinfo is None:
        started = started.replace(tzinfo=UTC)
    shown = (printable(pairs.get(name, "")) for name in ("software", "source"))
    software, source = shown
    return RecordingHeader(
        started,
        software,
        pairs.get("config", ""),
        source,
        pairs.get("profile", ""),
        _number(pairs.get("file_clock_s", "")),
    )


def _number(text: str) -> float:
    """Give a finite number; 0 where there is none."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if isfinite(value) else 0.0
