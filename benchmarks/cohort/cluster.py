"""Start a scheduler and workers of Dask, each a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

LOCAL = ("--host", "127.0.0.1", "--no-dashboard")
AT = re.compile(r"(?:Scheduler at|Registered to):\s+(tcp://\S+)")


class Cluster(NamedTuple):
    """An address, and the processes of the workers."""

    address: str
    workers: list["subprocess.Popen[str]"]


@contextmanager
def cluster(workers: int) -> Iterator[Cluster]:
    """Give a scheduler with so many workers; they end with the block."""
    with ExitStack() as stack:
        _, address = stack.enter_context(_program("scheduler", "--port", "0", *LOCAL))
        words = (address, "--nthreads", "1", "--no-nanny", *LOCAL)
        started = [stack.enter_context(_program("worker", *words)) for _ in range(workers)]
        yield Cluster(address, [program for program, _ in started])


@contextmanager
def _program(what: str, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        try:
            found = next(match for line in program.stderr or () if (match := AT.search(line)))
            yield program, found[1]
        finally:
            program.kill()
