"""How much memory a step takes: no reader needs four times its file and 200 MiB."""

import resource
import sys
from contextlib import suppress
from pathlib import Path

OVER_FILE = 4
MORE_KIB = 200 * 1024
_UNIT = 1024 if sys.platform == "darwin" else 1  # ru_maxrss is in bytes there


class Peak:
    """How far this process has risen above what it held when this was made, KiB.

    On Linux the highest of all is forgotten then; elsewhere a peak hides behind an earlier one.
    """

    def __init__(self) -> None:
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
        self._before_kib = _highest_kib()

    @property
    def grown_kib(self) -> int:
        """Highest since then, above what was held then."""
        return _highest_kib() - self._before_kib

    def is_bounded(self, file_bytes: int) -> bool:
        """Whether the reading of a file took no more than it may."""
        return self.grown_kib <= OVER_FILE * file_bytes / 1024 + MORE_KIB


def _highest_kib() -> int:
    """Highest of this program; ru_maxrss also counts the one that it was started from."""
    with suppress(OSError):
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _UNIT
