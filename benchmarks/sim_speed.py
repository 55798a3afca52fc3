"""Time the simulator: ``python -m benchmarks.sim_speed [--minutes M]``

Two feet, IMU at 200 Hz, 20 plantar and 4 instep cells at 100 Hz, with and without truth; and
strides without samples. Seconds of one core.
"""

import argparse
import tempfile
import time
from pathlib import Path

from firmware_sim.record import record
from firmware_sim.scenario import scenario_file
from firmware_sim.truth.strides import StrideRun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    length_s = 60.0 * parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for label, truth in (("packets", None), ("packets and truth", folder / "truth")):
            begun = time.process_time()
            count = record("easy_run", folder / "x.mcap", duration_s=length_s, truth_dir=truth)
            _say(label, f"{count} packets", length_s, time.process_time() - begun)
    begun = time.process_time()
    run = StrideRun(scenario_file.load("easy_run"), 1)
    strides = sum(len(stretch.events) for stretch in run.stretches(length_s))
    _say("stride level", f"{strides} events", length_s, time.process_time() - begun)


def _say(label: str, made: str, length_s: float, took_s: float) -> None:
    print(
        f"{label:20}{length_s / 60:6.0f} min{made:>18}{took_s:8.1f} s"
        f"{length_s / took_s:9.0f} × life"
    )


if __name__ == "__main__":
    main()
