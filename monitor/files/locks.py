"""Locks that keep two programs from writing the same file.

Only POSIX systems (Linux, macOS) have these locks. Windows has none of the kind; there, and on
network disks that refuse them, every lock is granted.
"""

from enum import Enum, auto


def try_lock(handle: int, *, wait: bool = False) -> bool:
    """Lock an open file until it is closed; False if another program holds the lock.

    Parameters
    ----------
    handle : int
        Descriptor of the open file.
    wait : bool
        Wait until whoever holds it lets go.
    """
    return _lock(handle, wait=wait) is not _Lock.TAKEN


def surely_lock(handle: int) -> bool:
    """Lock an open file or folder; False if another program holds it, or there are no locks."""
    return _lock(handle) is _Lock.OURS


class _Lock(Enum):
    OURS = auto()
    TAKEN = auto()
    NONE = auto()
    """There are no locks here."""


def _lock(handle: int, *, wait: bool = False) -> _Lock:
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows
        return _Lock.NONE
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _Lock.TAKEN
    except OSError:  # a network disk without locks
        return _Lock.NONE
    return _Lock.OURS
