"""Locks that keep two programs from writing the same file.

Only POSIX systems (Linux, macOS) have these locks. Windows has none of the kind; there, and on
network disks that refuse them, every lock is granted.
"""


def try_lock(handle: int, *, wait: bool = False) -> bool:
    """Lock an open file until it is closed; False if another program holds the lock.

    Parameters
    ----------
    handle : int
        Descriptor of the open file.
    wait : bool
        Wait until whoever holds it lets go.
    """
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a network disk without locks
        return True
    return True
