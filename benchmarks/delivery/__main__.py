"""Print the table of what reaching the runner costs."""

import argparse
import asyncio
import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.delivery import heard, pages, voices
from benchmarks.delivery.station import station


def commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


async def main(*, quick: bool) -> None:
    # that dead brokers are away is no news here
    logging.getLogger("monitor").setLevel(logging.ERROR)
    print(f"commit {commit()}, Python {sys.version.split()[0]}{', quick' if quick else ''}\n")
    print("| | measured | target |\n|---|---|---|")
    # who hangs may still write into it
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        async with station(folder) as run:
            await pages.pages(run, 20, 10.0 if quick else 20.0)
            await pages.stuck(run, 10.0 if quick else 60.0)
            await pages.pipeline(run, 20, 5.0 if quick else 20.0)
            await voices.radio(run, 3 if quick else 20)
        await heard.everything(folder, quick=quick)
        await voices.voice(folder, 5 if quick else 50)
        await voices.broker(folder, 20 if quick else 200)
        await voices.killed(folder, 3 if quick else 50)
        voices.metronome()
        await voices.ears(folder, 10.0 if quick else 40.0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter, for a look")
    asyncio.run(main(quick=parser.parse_args().quick))
