"""Lines of a terminal, and the end of waiting for them."""

import os
import select
import sys
import time
from collections.abc import Callable
from typing import Final

_LOOK_S: Final = 1.0
_MOST_BYTES: Final = 1024


class Keyboard:
    """Lines as they are typed, with an end to the waiting."""

    def __init__(
        self, ends_s: float | None = None, is_over: Callable[[], bool] = lambda: False
    ) -> None:
        self._ends_s, self._is_over = ends_s, is_over
        self._typed = b""

    def line(self) -> str | None:
        """Give the next line; None once the time is over or nobody is there."""
        # not sys.stdin.readline: select cannot see what that has read ahead
        while b"\n" not in self._typed:
            if not self._waits():
                return None
            read = os.read(sys.stdin.fileno(), _MOST_BYTES)
            if not read:
                return None
            self._typed += read
        line, _, self._typed = self._typed.partition(b"\n")
        return line.decode(errors="replace").strip()

    def _waits(self) -> bool:
        """Wait for something to read; False once the time is over."""
        if self._ends_s is None:
            return True
        while (left_s := self._ends_s - time.monotonic()) > 0.0 and not self._is_over():
            if select.select([sys.stdin], [], [], min(left_s, _LOOK_S))[0]:
                return True
        return False
