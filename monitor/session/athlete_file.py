"""The file that remembers a runner: locked while a run uses it, and written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import structs

from monitor import profile
from monitor.errors import ConfigError, RecordingError
from monitor.files.folders import make_folder
from monitor.files.locks import try_lock
from monitor.files.output import PRIVATE_FILE, writing
from monitor.profile import AthleteProfile

_KEPT: Final = 200
"""Names of sessions that are remembered."""


class AthleteFile:
    """An athlete's file that is ours until it is closed.

    Attributes
    ----------
    known : AthleteProfile
        What it held when it was opened; nothing yet, if it was not there.
    """

    def __init__(self, path: Path, known: AthleteProfile) -> None:
        self.path = path
        self.known = known

    def knows(self, session: str) -> bool:
        """Whether a session has taught it already."""
        return session in self.known.taught_by

    def write(self, learned: AthleteProfile, session: str) -> None:
        """Write what a session taught.

        Raises
        ------
        RecordingError
            If it cannot be written; what was there stays.
        """
        taught_by = (*learned.taught_by, session)[-_KEPT:]
        self.replace(structs.replace(learned, taught_by=taught_by))

    def replace(self, changed: AthleteProfile) -> None:
        """Write what is remembered from now on.

        Raises
        ------
        ConfigError
            If it could not be read again; what was there stays.
        RecordingError
            If it cannot be written; what was there stays.
        """
        data = profile.dump(changed)
        profile.load(data, str(self.path))
        try:
            with writing(self.path, force=True) as file:
                file.write(data)
        except RecordingError as error:
            raise RecordingError(f"{error}; the athlete's file stays as it was") from error


@contextmanager
def open_athlete(path: Path) -> Iterator[AthleteFile]:
    """Open an athlete's file to learn into; it may not be there yet.

    Raises
    ------
    ConfigError
        If it cannot be read or written, is no profile, or another program uses it.
    """
    real = Path(os.path.realpath(path))
    with _locked(path, real.with_name(f".{real.name}.lock")):
        known = read_profile(path) if os.path.lexists(path) else AthleteProfile()
        if os.path.lexists(path) and not os.access(path, os.W_OK):
            raise ConfigError(path, "", "cannot be written")
        yield AthleteFile(path, known)


def read_profile(path: Path) -> AthleteProfile:
    """Read what is remembered of a runner.

    Raises
    ------
    ConfigError
        If the file cannot be read, or is no profile.
    """
    try:
        return profile.load(path.read_bytes(), str(path))
    except OSError as error:
        raise ConfigError(path, "", error.strerror or str(error)) from error


@contextmanager
def _locked(path: Path, lock: Path) -> Iterator[None]:
    """Hold a lock beside the file: the file itself is replaced by a new one."""
    try:
        make_folder(lock.parent)
        handle = _lock(lock)
    except OSError as error:
        raise ConfigError(path, "", f"cannot be written: {error.strerror}") from error
    if handle is None:
        raise ConfigError(path, "", "another run uses this athlete's file now")
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)


def _lock(lock: Path) -> int | None:
    """Return the descriptor of a lock file that is ours, or None if it is another program's."""
    while True:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
        if not try_lock(handle):
            os.close(handle)
            return None
        # whoever held it before may have removed it meanwhile: then another one counts
        try:
            if os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        except FileNotFoundError:
            pass
        os.close(handle)
