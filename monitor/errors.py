"""What can go wrong, named for whose fault it is.

    MonitorError
    ├── ConfigError      the owner's configuration: file, key, what was expected
    │   └── UnknownKeyError  a key that nothing reads: which are allowed there
    ├── WireError        a packet that cannot be read; carries the bytes
    ├── SourceError      a radio, a sensor or an input file
    │   └── ImportFileError  a file to import: file, line, column
    ├── RecordingError   a session file that cannot be written or read
    │   └── IncompleteError  a recording that lacks packets
    ├── HomeError        the home folder, its notes or its catalogue
    │   └── UnknownSessionError  a name that no session has, or several
    └── SinkError        a screen, a speaker or a broker

Only the command line catches ``MonitorError``; ``ValueError`` and ``TypeError`` are bugs.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

_MOST_LISTED: Final = 20
"""Allowed keys that one can still read in a line. Rule of thumb."""


class MonitorError(Exception):
    """Anything that the runner, the owner or the sensors can cause."""


class ConfigError(MonitorError):
    """A configuration file, or one key in it, cannot be used."""

    def __init__(self, file: str | Path, key: str, expected: str) -> None:
        super().__init__(f"{file}: {key}: {expected}" if key else f"{file}: {expected}")
        self.file = str(file)
        self.key = key
        self.expected = expected


class UnknownKeyError(ConfigError):
    """A file has a key that nothing reads: a slip of the pen, or of another version.

    >>> print(UnknownKeyError("my.toml", "runner.mas_kg", ("name", "mass_kg")))
    my.toml: runner.mas_kg: unknown key; did you mean mass_kg? Allowed: name, mass_kg

    Where ``listed_by`` names the command that lists them, many are not listed.
    """

    def __init__(
        self, file: str | Path, key: str, allowed: Sequence[str], listed_by: str = ""
    ) -> None:
        from difflib import get_close_matches

        many = bool(listed_by) and len(allowed) > _MOST_LISTED
        near = get_close_matches(key.rpartition(".")[2], allowed, n=3 if many else 1)
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        listed = f"{'Allowed' if near else 'allowed'}: {', '.join(allowed)}"
        if many:
            listed = f"`{listed_by}` lists all {len(allowed)}"
        super().__init__(file, key, f"unknown key; {meant}{listed}" if allowed else "unknown key")
        self.allowed = (*allowed,)


class WireError(MonitorError):
    """A packet does not follow its characteristic's layout."""

    def __init__(self, reason: str, payload: bytes) -> None:
        shown = payload[:64].hex(" ") + (" …" if len(payload) > 64 else "")
        super().__init__(f"{reason}: [{shown}]")
        self.reason = reason
        self.payload = payload


class SourceError(MonitorError):
    """Sensors cannot be found, reached or understood."""


class ImportFileError(SourceError):
    """A file to import is not what its map says."""

    def __init__(self, file: str | Path, reason: str, line: int | None = None) -> None:
        where = f"{file}:{line}" if line is not None else f"{file}"
        super().__init__(f"{where}: {reason}")
        self.file = str(file)
        self.line = line
        self.reason = reason


class RecordingError(MonitorError):
    """A recording cannot be written or read."""


class IncompleteError(RecordingError):
    """A recording that was made, and lacks packets."""


class HomeError(MonitorError):
    """The home folder, a note in it or its catalogue cannot be used."""

    def __init__(self, file: str | Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = str(file)
        self.reason = reason


class UnknownSessionError(HomeError):
    """No session has this name, or more than one begins so."""


class SinkError(MonitorError):
    """A sink cannot take an event now."""


class ReaderLeftError(BrokenPipeError):
    """Who reads what is printed has seen enough (``| head``): the command ends, without a word."""
