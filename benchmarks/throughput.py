"""Measure how many seconds of two feet one second of one core takes in.

    python -m benchmarks.throughput [--minutes M]

Two feet of the simulator, IMU 200 Hz and 20 + 4 cells 100 Hz each, from a finished recording. The
pieces are timed in turn in one process, in processor seconds, and the ratios printed; the machine
may be noisy, the ratio of a run to its own time is less so. The last row is the command itself,
start-up (libraries) included. Exits with 1 if a target is missed.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import scipy.signal  # noqa: F401  # as the command loads it for a long recording

from firmware_sim.record import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.session.exporters import Exports
from monitor.session.limits import SessionLimits
from monitor.session.recording import Recording
from monitor.session.stamp import stamp_of
from monitor.session.summary import SessionFacts
from monitor.types import Packet

ANALYSE_TARGET = 500.0
PIPELINE_TARGET = 1000.0
_PUSHES = (1, 64, 512, 4096, SessionLimits().batch_packets)
"""The last is how ``footloose analyse`` and a replay at full speed push."""


def main() -> int:
    """Print the table; 1 if a target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=20.0)
    duration_s = 60.0 * options.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "two_feet.mcap"
        record(scenario_file.load("easy_run"), path, duration_s=duration_s, seed=1)
        size = path.stat().st_size
        packets = [packet for packet in Recording(path).packets() if _is_foot(packet)]
        print(f"{duration_s:.0f} s of two feet, {len(packets)} packets, {size / 1e6:.1f} MB\n")
        rows = [("read the recording", duration_s / _cpu_s(lambda: _read(path)))]
        for push in _PUSHES:
            part = packets if push > 1 else packets[: len(packets) // 10]
            share = len(part) / len(packets)
            rate = share * duration_s / _cpu_s(partial(_pipeline, part, push))
            rows.append((f"pipeline, {push} packets a push", rate))
        analyse = duration_s / _cpu_s(lambda: _analyse(path, Path(folder) / "out"))
        rows.append(("footloose analyse: read, pipeline, export", analyse))
        rows.append(("the same with start-up", duration_s / _command_s(path, Path(folder) / "cli")))
        waits_s = _each_s(packets[: len(packets) // 10])
    print(f"{'':45} {'s of data per CPU s':>20}")
    for name, rate in rows:
        print(f"{name:45} {rate:20.0f}")
    pipeline = max(rate for name, rate in rows if name.startswith("pipeline"))
    p99_ms = 1e3 * statistics.quantiles(waits_s, n=100)[-1]
    print(f"\none packet a push: p99 {p99_ms:.2f} ms of CPU, at most {1e3 * max(waits_s):.1f} ms")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    print(f"target: analyse >= {ANALYSE_TARGET:.0f}, pipeline >= {PIPELINE_TARGET:.0f}")
    return int(analyse < ANALYSE_TARGET or pipeline < PIPELINE_TARGET)


def _is_foot(packet: Packet) -> bool:
    return packet.sensor.startswith("pod")


def _cpu_s(work: Callable[[], None]) -> float:
    """Processor time of the quickest of three turns, s."""
    turns = []
    for _ in range(3):
        start_s = time.process_time()
        work()
        turns.append(time.process_time() - start_s)
    return min(turns)


def _command_s(path: Path, folder: Path) -> float:
    """Processor time of ``footloose analyse`` as a process of its own, s."""
    command = [sys.executable, "-m", "monitor.cli", "analyse", str(path), "-o", str(folder)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _each_s(packets: list[Packet]) -> list[float]:
    """Processor time of every packet, pushed alone, s."""
    pipeline = Pipeline(Config())
    waits_s = []
    for packet in packets:
        start_s = time.process_time()
        pipeline.push([packet])
        waits_s.append(time.process_time() - start_s)
    return waits_s


def _read(path: Path) -> None:
    for _ in Recording(path).batches():
        pass


def _pipeline(packets: list[Packet], push: int) -> None:
    pipeline = Pipeline(Config())
    for start in range(0, len(packets), push):
        pipeline.push(packets[start : start + push])
    pipeline.finish()


def _analyse(path: Path, folder: Path) -> None:
    """What the command does, without its start-up."""
    recording = Recording(path)
    pipeline = Pipeline(Config())
    with Exports.open(folder, stamp_of("", path), force=True) as exports:
        for batch in recording.batches():
            exports.push(pipeline.push(batch))
        exports.push(pipeline.finish())
        exports.finish(SessionFacts(recording.header, recording.recovery, 0.0))


if __name__ == "__main__":
    sys.exit(main())
