#!/usr/bin/env python3
"""Run a command, then print the processor seconds of all that it started.

    scripts/cpu_seconds.py COMMAND [ARGUMENT ...]

Processes that lost their parent count too (browsers, fork servers): on Linux this one adopts them.
"""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from types import FrameType

PR_SET_CHILD_SUBREAPER = 36
"""linux/prctl.h"""
PATIENCE_S = 60
"""How long what the command leaves behind may take to end."""


def main(command: list[str]) -> int:
    """Run the command, wait for it and for what it leaves behind; return its exit code."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    child = subprocess.Popen(command)
    code = _until(child.pid)
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(PATIENCE_S)
    try:
        _until(None)
    except TimeoutError:
        sys.stdout.write("==> something that was started still runs, and is not counted\n")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.write(
        f"==> {used.ru_utime + used.ru_stime:.0f} CPU seconds"
        f" ({used.ru_utime:.0f} in programs, {used.ru_stime:.0f} in the kernel)\n"
    )
    return code


def _give_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def _until(child: int | None) -> int:
    """Reap processes until this one has ended, or until none is left; give its exit code."""
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            return 0
        except KeyboardInterrupt:  # the command got it too, and ends
            continue
        if pid == child:
            return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) & 0xFF)
