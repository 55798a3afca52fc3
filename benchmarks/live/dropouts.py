"""Time how soon a pod that was out of reach streams again.

    python -m benchmarks.live.dropouts [--count N]

`footloose run` against the pods of `firmware-sim serve` on the virtual air. One pod after the
other is out of reach for 5 s. The time counts from the instant at which the pod is back on the air
until the run says that it sends again. Exits with 1 if more than 5 of 100 take longer than 3 s.
"""

import argparse
import asyncio
import contextlib
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

TARGET_S, TARGET_SHARE = 3.0, 0.95
AWAY_S: Final = 5.0
EVERY_S: Final = 12.0
"""Between the beginnings of two drop-outs; each pod has every other one."""
FIRST_S: Final = 6.0
PODS: Final = ("pod-left", "pod-right")
PIPE, UNREAD = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
BACKEND: Final = "firmware_sim.air.backend:BACKEND@"
RUN: Final = """
name = "dropouts"
duration_s = 100000.0
seed = 31
taps = false

[[phase]]
duration_s = 100000.0
speed_m_s = 3.0
"""
POD: Final = """
[[pod]]
name = "pod-{side}"
side = "{side}"
imu = {{}}
insole = {{}}
"""
AWAY: Final = """
[[fault]]
kind = "disconnect"
pod = "{pod}"
at_s = {at_s}
for_s = {for_s}
"""


def scenario(count: int) -> str:
    """Two pods that are out of reach in turn."""
    pods = [POD.format(side=side) for side in ("left", "right")]
    faults = [
        AWAY.format(pod=PODS[n % 2], at_s=FIRST_S + n * EVERY_S, for_s=AWAY_S) for n in range(count)
    ]
    return "\n".join([RUN, *pods, *faults])


@contextlib.asynccontextmanager
async def started(
    *command: str, stdout: int = PIPE, stderr: int = PIPE, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A module that runs as a program, and is terminated in the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *command),
        stdin=PIPE,
        stdout=stdout,
        stderr=stderr,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


class Outages:
    """When each pod was back, and how long the run took to hear it."""

    def __init__(self) -> None:
        self.took_s: list[float] = []
        self._back_s: dict[str, float] = {}

    async def watch_pods(self, log: asyncio.StreamReader) -> None:
        """Read when pods go."""
        async for line in log:
            if found := re.search(rb"(pod-\w+): disconnect", line):
                self._back_s[found[1].decode()] = time.monotonic() + AWAY_S

    async def watch_run(self, log: asyncio.StreamReader, count: int) -> None:
        """Read when the run hears them again, until it has done so ``count`` times."""
        async for line in log:
            found = re.search(rb"\((pod-\w+)\): returned", line)
            back_s = self._back_s.pop(found[1].decode(), None) if found else None
            if back_s is not None:
                self.took_s.append(time.monotonic() - back_s)
                print(f"{len(self.took_s):4}  {self.took_s[-1]:.2f} s", flush=True)
            if len(self.took_s) == count:
                return


async def measure(count: int) -> list[float]:
    """Let so many drop-outs happen; what is never heard again ends it after a while."""
    outages = Outages()
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "dropouts.toml"
        file.write_text(scenario(count), encoding="utf-8")
        async with started("firmware_sim", "serve", str(file), "--verbose") as pods:
            assert pods.stdout is not None
            assert pods.stderr is not None
            radio = (await pods.stdout.readline()).decode().split()[-1]
            backend = f"firmware_sim.air.backend:BACKEND@{radio}"
            options = ("--debug", "run", "--quiet", "--no-page", "--backend", backend)
            unread = asyncio.subprocess.DEVNULL
            async with started("monitor.cli", *options, stdout=unread, FOOTLOOSE_HOME=home) as run:
                assert run.stderr is not None
                pod_log = asyncio.create_task(outages.watch_pods(pods.stderr), name="pods")
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(FIRST_S + count * EVERY_S + 60.0):
                        await outages.watch_run(run.stderr, count)
                pod_log.cancel()
    return outages.took_s


def main() -> int:
    """Print the shares; 1 if the target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100)
    count = options.parse_args().count
    took_s = asyncio.run(measure(count))
    soon = sum(one_s <= TARGET_S for one_s in took_s)
    longest_s = max(took_s, default=0.0)
    print(
        f"{count} drop-outs of {AWAY_S:g} s: {len(took_s)} ended, {soon} within {TARGET_S:g} s",
        end="",
    )
    print(f" after the pod was back; the longest took {longest_s:.1f} s")
    return int(soon < TARGET_SHARE * count)


if __name__ == "__main__":
    sys.exit(main())
