"""A packet's way to a stride stays short."""

import subprocess
import sys


def test_a_packet_meets_at_most_25_record_types_on_its_way_to_a_stride() -> None:
    command = [sys.executable, "-m", "benchmarks.trace_records", "--seconds", "25"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "monitor.types.measures.MotionMeasures" in done.stdout
    assert "monitor.types.measures.LoadMeasures" in done.stdout
