"""Record every scenario at its whole length, replay it, and bound the memory that this takes.

python scripts/soak_scenarios.py [NAME ...]
"""

import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import run

from firmware_sim.record import record
from firmware_sim.scenario import scenario_file

MOST_MIB = 250.0
"""Peak memory of analysing any session; the eight hours of `ultra` need no more than the others."""


def main() -> None:
    """Go through the scenarios; the first one that fails ends it."""
    names = sys.argv[1:] or scenario_file.names()
    with tempfile.TemporaryDirectory() as name:
        for scenario in names:
            _check(scenario, Path(name))


def _check(name: str, folder: Path) -> None:
    recording, out = folder / f"{name}.mcap", folder / "out"
    started_s = time.monotonic()
    packets = record(name, recording)
    recorded_s = time.monotonic() - started_s
    footloose = Path(sys.executable).with_name("footloose")
    run([footloose, "analyse", recording, "-o", out], check=True, capture_output=True)
    analysed_s = time.monotonic() - started_s - recorded_s
    strides = (out / name / "strides.csv").read_text(encoding="utf-8").count("\n") - 1
    peak_mib = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024.0
    sys.stdout.write(
        f"{name:20s} {packets:8d} packets in {recorded_s:6.1f} s, {strides:6d} strides"
        f" in {analysed_s:6.1f} s, peak {peak_mib:4.0f} MiB\n"
    )
    sys.stdout.flush()
    recording.unlink()
    if strides < 10 or peak_mib > MOST_MIB:
        raise SystemExit(f"{name}: too few strides, or too much memory")


if __name__ == "__main__":
    main()
