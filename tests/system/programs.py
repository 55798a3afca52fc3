"""Programs as a person starts them, and waiting for what they do: never for a number of seconds.

Only pytest's own limit ends a wait: the machine may be ten times slower than the one at hand.
"""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

COMMAND = (sys.executable, "-m", "monitor.cli")
STRIDES = re.compile(r"strides L (\d+) R (\d+)")
LONG_S = 500.0
"""Ends a wait that pytest would end without a word of what was there instead; no limit of ours."""
NAP_S = 0.02
"""Time between two looks at something that tells nobody when it changes."""


class Program:
    """The command ``footloose``, with pipes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.shown = ""

    def read_until(self, is_enough: Callable[[str], bool]) -> None:
        """Read the output, line by line, until a line of it is enough."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.shown += line
            if is_enough(line):
                return
        raise AssertionError(f"ended too early: {self.shown}")

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, read the rest, and return the exit code."""
        assert self.process.stdout is not None
        self.process.send_signal(number)
        self.shown += self.process.stdout.read()
        return self.process.wait()


@contextmanager
def started(
    *arguments: str | Path,
    command: Sequence[str | Path] = COMMAND,
    cwd: Path | None = None,
    stderr: int | None = None,
) -> Iterator[Program]:
    """Start ``footloose``; it does not outlive the block."""
    words = [*command, *arguments]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=stderr, text=True, cwd=cwd
    ) as process:
        try:
            yield Program(process)
        finally:
            process.kill()


def ran(count: int) -> Callable[[str], bool]:
    """Whether a line of the screen says that so many strides were made by each foot."""

    def is_enough(line: str) -> bool:
        said = STRIDES.search(line)
        return said is not None and min(map(int, said.groups())) >= count

    return is_enough


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for what tells nobody when it happens."""
    while not happened():
        time.sleep(NAP_S)


def children(pid: int) -> list[int]:
    """Processes that this one started (Linux)."""
    return [int(pid) for pid in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for_end(pids: list[int]) -> None:
    """Wait until none of these processes runs any more (Linux)."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            select.select([handle], [], [])
        finally:
            os.close(handle)
