"""A live run stays light: nothing heavy is imported, and nothing holds the loop up."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from firmware_sim.record import record
from tests.system.live import pods

ROOT = Path(__file__).parents[2]
WATCHED = Path(__file__).with_name("watched_run.py")
LONGEST_S = 0.020

UNDERSTAND = """
import json, sys
from pathlib import Path
from monitor import app
from monitor.cli import live
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.session.recording import Recording
recording = Recording(Path(sys.argv[1]))
pipeline = Pipeline(Config())
batches = list(recording.batches(64))
before = set(sys.modules)
events = [event for batch in batches for event in pipeline.push(batch)]
new = sorted(set(sys.modules) - before)
print(json.dumps({"events": len(events), "new": new, "scipy": "scipy" in sys.modules}))
"""


def test_understanding_packets_imports_nothing(tmp_path: Path) -> None:
    record("demo", tmp_path / "run.mcap", duration_s=40.0)

    child = subprocess.run(
        [sys.executable, "-c", UNDERSTAND, tmp_path / "run.mcap"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    said = json.loads(child.stdout)

    assert said.pop("events") > 100
    assert said == {"new": [], "scipy": False}


WORK = """
import json, sys
from pathlib import Path
from monitor.cohort import work
from monitor.cohort_tasks import tasks_of
from monitor.config import Config
(task,) = tasks_of([Path(sys.argv[1])], Path(sys.argv[2]), Config())
row = work(task)
mib = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps({"strides": row.strides_left, "scipy": "scipy" in sys.modules, "mib": mib}))
"""
WORKER_MIB = 120.0
"""What is left of 150 MiB for dask.distributed is for its own imports: 33 MiB, measured."""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_of_a_cohort_is_small(tmp_path: Path) -> None:
    record("easy_run", tmp_path / "run.mcap", duration_s=120.0)

    child = subprocess.run(
        [sys.executable, "-c", WORK, tmp_path / "run.mcap", tmp_path / "out"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    said = json.loads(child.stdout)

    assert said["strides"] > 50
    assert not said["scipy"]
    assert said["mib"] < WORKER_MIB


COMMAND = """
import sys
from monitor.cli import app
try:
    app(["settings"])
except SystemExit as end:
    assert not end.code, end.code
assert "monitor.cli.settings" in sys.modules
print("pydantic" in sys.modules)
"""


def test_a_command_does_without_what_checks_its_options() -> None:
    """From 0.29 typer loads pydantic for any command: 9 MiB of a live run."""
    child = subprocess.run(
        [sys.executable, "-c", COMMAND], cwd=ROOT, capture_output=True, check=True, text=True
    )

    assert child.stdout.splitlines()[-1] == "False"


async def lines_with(stream: asyncio.StreamReader, words: bytes, count: int) -> None:
    """Read until so many lines had these words."""
    while count:
        line = await stream.readline()
        assert line, f"it ended, and {count} lines with {words!r} did not come"
        count -= words in line


async def test_nothing_holds_the_loop_up_while_sensors_connect_and_stream(tmp_path: Path) -> None:
    async with pods(left=[], right=[], strap=[]) as radio:
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, str(WATCHED), radio.partition("@")[2]),
            *("--output", "run.mcap", "--quiet", "--athlete", "Ada"),
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=asyncio.subprocess.PIPE,
        )
        await lines_with(run.stderr, b": connected", 3)
        await lines_with(run.stderr, b"packets understood", 10)
        run.terminate()
        await run.communicate()

    watched = json.loads((tmp_path / "watched.json").read_text())
    assert run.returncode == 0
    assert watched["imported"] == []
    # an end may wait
    assert [who for who in watched["waited_for_disk"] if "__aexit__" not in who] == []
    assert watched["longest_s"] < LONGEST_S
