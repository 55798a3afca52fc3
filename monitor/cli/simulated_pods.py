"""How does the demo get its pods? From the simulator, in a process of its own."""

import contextlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import IO

from monitor.errors import SourceError

logger = logging.getLogger(__name__)

_CHILD = (sys.executable, "-m", "firmware_sim", "serve", "demo")


@contextlib.contextmanager
def simulated_pods() -> Iterator[str]:
    """Start the pods in a process of their own, which ends with this one, however this ends."""
    with tempfile.TemporaryFile() as complaints:
        try:
            child = subprocess.Popen(
                _CHILD,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if logger.isEnabledFor(logging.DEBUG) else complaints,
                text=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                process_group=0,  # Ctrl-C is for us; we end the pods when the session is closed
            )
        except OSError as error:
            raise SourceError(f"the simulator does not start: {error}") from error
        with child:
            try:
                ready = child.stdout.readline() if child.stdout else ""
                _, found, address = ready.strip().rpartition(" ")
                if not found:
                    raise SourceError(_why_not(child, complaints))
                yield f"firmware_sim.air.backend:BACKEND@{address}"
            finally:
                child.terminate()


def _why_not(child: "subprocess.Popen[str]", complaints: IO[bytes]) -> str:
    """Say in one line why the simulator did not start."""
    child.wait()
    complaints.seek(0)
    lines = complaints.read().decode(errors="replace").splitlines() or ["it says nothing"]
    hint = " (pip install 'footloose[sim]')" if "ModuleNotFoundError" in lines[-1] else ""
    return f"the simulator does not start: {lines[-1]}{hint}"
