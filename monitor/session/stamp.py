"""Where the rows of a table come from: the program, its settings, and the file that was read."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from monitor.files.output import refusing
from monitor.session.beside import mark_of
from monitor.version import VERSION

UNKNOWN: Final = "unknown"
ADDED: Final = "+"
"""Stands between the hash of a recording and that of what was added to it."""
_DIGITS: Final = 16
_READ_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row says of where it comes from."""

    software: str
    settings: str
    recording: str

    NAMES = ("software", "settings", "recording")

    @property
    def cells(self) -> tuple[str, str, str]:
        """The values, in the order of ``NAMES``."""
        return self.software, self.settings, self.recording


def stamp_of(settings: str, recording: Path) -> Stamp:
    """Give the stamp of what is made of a recording with settings, as a header holds them.

    Raises
    ------
    RecordingError
        If the file cannot be read.
    """
    known = digest(settings.encode()) if settings else UNKNOWN
    return Stamp(VERSION, known, hash_of_session(recording))


def hash_of_session(recording: Path) -> str:
    """Give the hash of a recording, then ``+`` and one of what was added to it, if something was.

    Raises
    ------
    RecordingError
        If it cannot be read.
    """
    added = added_hash(recording)
    return hash_of(recording) + (ADDED + added if added else "")


def added_hash(recording: Path) -> str:
    """Give the hash of what was added to a recording when it was over; empty: nothing was."""
    added = mark_of(recording)
    return digest(added.encode()) if added else ""


def hash_of(file: Path) -> str:
    """Give the first digits of a file's SHA-256.

    Raises
    ------
    RecordingError
        If it cannot be read.
    """
    with refusing(file), file.open("rb") as opened:
        return hash_of_stream(opened)


def hash_of_stream(stream: BinaryIO) -> str:
    """Give the first digits of the SHA-256 of what is left in an open file."""
    whole = hashlib.sha256()
    while data := stream.read(_READ_BYTES):
        whole.update(data)
    return whole.hexdigest()[:_DIGITS]


def digest(data: bytes) -> str:
    """Give the first digits of the SHA-256 of some bytes.

    >>> digest(b"")
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(data).hexdigest()[:_DIGITS]
