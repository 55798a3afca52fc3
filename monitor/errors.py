"""What can go wrong, named for whose fault it is.

    MonitorError
    ├── ConfigError      the owner's configuration: file, key, what was expected
    ├── WireError        a packet that cannot be read; carries the bytes
    ├── SourceError      a radio, a sensor or an input file
    │   └── ImportFileError  a file to import: file, line, column
    ├── RecordingError   a session file that cannot be written or read
    │   └── IncompleteError  a recording that lacks packets
    ├── HomeError        the home folder, its notes or its catalogue
    └── SinkError        a screen, a speaker or a broker

Only the command line catches ``MonitorError``; ``ValueError`` and ``TypeError`` are bugs.
"""

from pathlib import Path


class MonitorError(Exception):
    """Anything that the runner, the owner or the sensors can cause."""


class ConfigError(MonitorError):
    """A configuration file, or one key in it, cannot be used."""

    def __init__(self, file: str | Path, key: str, expected: str) -> None:
        super().__init__(f"{file}: {key}: {expected}" if key else f"{file}: {expected}")
        self.file = str(file)
        self.key = key
        self.expected = expected


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


class SinkError(MonitorError):
    """A sink cannot take an event now."""
