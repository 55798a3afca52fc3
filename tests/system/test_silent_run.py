"""A run that hears nobody, and a program that was started without its streams."""

import os
import subprocess
import sys
from pathlib import Path

from tests.system.programs import COMMAND, started

NOBODY = "firmware_sim.air.backend:BACKEND@tcp:127.0.0.1:9"
"""Port 9 discards: no adapter is there."""


def nobody_run(folder: Path, *more: str) -> list[str]:
    out = str(folder / "run.mcap")
    return [*map(str, COMMAND), "run", "--no-page", "--backend", NOBODY, "-o", out, *more]


def test_a_run_that_hears_nobody_says_so_and_files_nothing(tmp_path: Path) -> None:
    env = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}

    done = subprocess.run(
        nobody_run(tmp_path, "--seconds", "2"),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.endswith("run.mcap: no sensor was heard, so there is nothing to file\n")
    assert "filed as" not in done.stdout


def test_a_run_without_a_stdin_waits_for_sensors(tmp_path: Path) -> None:
    without = "import os, sys; os.close(0); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", without, *nobody_run(tmp_path)]

    with started(command=command) as program:
        program.read_until(lambda line: "Bluetooth is not available" in line)
        running = program.process.poll() is None
        code = program.end()

    assert running
    assert code == 1
    assert "Traceback" not in program.shown
