"""Let the C library give memory back: a run of hours on a small computer must not grow.

glibc raises, on its own, the size from which memory is given back at once, and keeps a heap for
each thread. Arrays of some hundred KiB that come and go with each push then stay with the process.
"""

import ctypes
import sys
from typing import Final

_LARGE_BYTES: Final = 128 * 1024
"""What glibc begins with; once it is set, it stays."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Of ``mallopt(3)``."""


def keep_small() -> None:
    """Give freed memory back from now on, where the C library can be told so (glibc)."""
    if sys.platform != "linux":
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:  # another C library, as musl
        return
    mallopt(_ARENA_MAX, 1)
    mallopt(_TRIM_THRESHOLD, _LARGE_BYTES)
    mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
