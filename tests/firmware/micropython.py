"""A process of MicroPython's Unix port: what the tests of the firmware share."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FIRMWARE = Path(__file__).parents[2] / "firmware"
POD = FIRMWARE / "lace_pod"
SIMULATED = FIRMWARE / "simulated"
MICROPYTHON = [sys.executable, "-m", "micropython_unix"]
"""On PyPI for Linux on x86-64 only: where there is no such module, the tests are left out."""


class MicroPython:
    """Names that live in MicroPython, and expressions that are asked of them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, line: str) -> Any:  # whatever the line gives
        """The value of an expression; None of a statement."""
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        assert said.startswith("= "), f"{line}: {said}"
        return ast.literal_eval(said[2:])


@contextmanager
def micropython() -> Iterator[MicroPython]:
    """MicroPython with the pod's modules on its path."""
    command = [*MICROPYTHON, str(SIMULATED / "lines.py"), str(POD)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield MicroPython(process)
        process.stdin.close()
