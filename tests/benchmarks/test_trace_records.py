"""A packet's way to a stride stays short.

Which records lie on it is told in ``benchmarks/trace_records.py``: those that are made while a
packet with samples is pushed. What a sensor says of itself, and heart rate, belt, link and charge,
are other packets' and no part of it.
"""

import subprocess
import sys

import pytest

from tests.golden.test_golden_events import SIMULATED


@pytest.mark.parametrize(
    "seconds", [15.0, pytest.param(300.0, marks=[pytest.mark.soak, pytest.mark.timeout(600)])]
)
def test_a_packet_meets_at_most_25_record_types_on_its_way_to_a_stride(seconds: float) -> None:
    """In every simulated golden session: with other sensors and faults, too."""
    scenarios = [session.scenario for session in SIMULATED.values()]
    command = [sys.executable, "-m", "benchmarks.trace_records", "--seconds", str(seconds)]

    done = subprocess.run(
        [*command, "--scenario", *scenarios], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    for kind in ("motion", "load"):
        assert done.stdout.count(f"monitor.types.measures.{kind.title()}Measures") == len(scenarios)
