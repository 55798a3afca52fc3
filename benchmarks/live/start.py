"""Time a run from its start to its first data, on the virtual radio."""

import asyncio
import os
import sys
import tempfile
import time
from typing import NamedTuple


class Start(NamedTuple):
    """From the start of the command, s."""

    listening_s: float
    streaming_s: float


async def measure_start() -> Start:
    """Start pods, then a run, and time what its log says."""
    pods = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "firmware_sim", "serve", "demo"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert pods.stdout is not None
    try:
        ready = (await pods.stdout.readline()).decode().split()
        with tempfile.TemporaryDirectory() as home:
            return await _run(f"firmware_sim.air.backend:BACKEND@{ready[-1]}", home)
    finally:
        pods.terminate()
        await pods.wait()


async def _run(radio: str, home: str) -> Start:
    begin_s = time.monotonic()
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "monitor.cli", "--debug", "run", "--quiet", "--no-page"),
        *("--backend", radio),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "FOOTLOOSE_HOME": home},
    )
    assert run.stderr is not None
    listening_s = await _seen(run.stderr, b"radio: listening") - begin_s
    streaming_s = await _seen(run.stderr, b"pod-left: first data", b"pod-right: first data")
    run.terminate()
    await run.communicate()
    return Start(listening_s, streaming_s - begin_s)


async def _seen(stream: asyncio.StreamReader, *words: bytes) -> float:
    """Read until every one of the words was seen; return when."""
    wanted = set(words)
    while wanted:
        line = await stream.readline()
        if not line:
            raise RuntimeError("the run ended early")
        wanted = {word for word in wanted if word not in line}
    return time.monotonic()
