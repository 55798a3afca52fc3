"""Hold what the parser of a recording remembers between two pieces of it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.session.order import START


class Source(NamedTuple):
    """A channel as the parser needs it."""

    sensor: str
    characteristic: str
    crc: int


@dataclass(slots=True)
class ParserState:
    """Where the parser is: the channels so far, and what it waits for or looks for."""

    sources: dict[int, Source] = field(default_factory=dict)
    expected: int = 0
    rest: bytes = b""
    previous: int = START
    lost: bool = False
    skipped_bytes: int = 0


@dataclass(slots=True)
class StatedCounts:
    """Counts of packets that the file itself states."""

    recorded: int = 0
    lost_before: int = 0
    refused_by_disk: int = 0
