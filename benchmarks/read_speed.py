"""Time recording and reading of packets. Run: ``python -m benchmarks.read_speed``.

Two feet at 62 packets a second, of the sizes that pods send. Exits 1 where a target is missed.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from mcap.stream_reader import StreamReader

from monitor.session.finish import finish_recording
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.recording import Recording
from monitor.types import Packet
from monitor.wire import uuids

PACKETS_PER_S = 62
IMU_BYTES = 127
PRESSURE_BYTES = 228
READ_US = 6.0
WRITE_US = 20.0
DATA_S_PER_CPU_S = 1000.0


def packets(seconds: int) -> list[Packet]:
    rng = random.Random(1)
    kinds = [(uuids.IMU, IMU_BYTES)] * 2 + [(uuids.PRESSURE, PRESSURE_BYTES)]
    made = []
    for number in range(seconds * PACKETS_PER_S):
        characteristic, size = kinds[number % 3]
        sensor = ("pod left", "pod right")[number % 2]
        t_rx_s = number / PACKETS_PER_S
        made.append(Packet(sensor, characteristic, t_rx_s, rng.randbytes(size)))
    return made


def cpu_us(work: Callable[[], int]) -> float:
    """CPU time of ``work`` for each packet that it says it did, µs; the best of three."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        count = work()
        best = min(best, (time.process_time() - begin) / count)
    return best * 1e6


def read_all(path: Path) -> int:
    return sum(len(batch) for batch in Recording(path).batches(512))


def read_with_library(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in StreamReader(file).records)


def write(path: Path, given: list[Packet]) -> tuple[list[float], Journal]:
    journal = Journal.open(path, RecordingHeader(datetime.now(UTC)))
    took_us = []
    for packet in given:
        begin = time.perf_counter()
        journal.write(packet)
        took_us.append((time.perf_counter() - begin) * 1e6)
    return sorted(took_us), journal


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=1800, help="length of the session")
    seconds = parser.parse_args().seconds
    given = packets(seconds)
    with tempfile.TemporaryDirectory() as folder:
        path, raw = Path(folder) / "run.mcap", Path(folder) / "raw.mcap"
        took_us, journal = write(path, given)
        raw.write_bytes(path.read_bytes())
        journal.close()
        finish_us = cpu_us(lambda: finish_recording(path))
        read_raw_us, read_us = cpu_us(lambda: read_all(raw)), cpu_us(lambda: read_all(path))
        library_us = cpu_us(lambda: read_with_library(path))
        sizes = f"{raw.stat().st_size / 1e6:.1f} MB → {path.stat().st_size / 1e6:.1f} MB"
    write_us = took_us[len(took_us) // 2]
    data_s = 1e6 / (read_us * PACKETS_PER_S)
    print(f"{len(given)} packets, {seconds} s of two feet, {sizes} (random bytes)")
    print(f"write, median            {write_us:7.2f} µs a packet   (target ≤ {WRITE_US:g})")
    print(f"write, 99.9 %            {took_us[int(len(took_us) * 0.999)]:7.2f} µs")
    print(f"write, longest           {took_us[-1]:7.2f} µs")
    print(f"finish                   {finish_us:7.2f} µs a packet")
    print(f"read, unfinished         {read_raw_us:7.2f} µs a packet   (target ≤ {READ_US:g})")
    print(f"read, finished           {read_us:7.2f} µs a packet   (target ≤ {READ_US:g})")
    print(f"  mcap's own reader      {library_us:7.2f} µs a record")
    print(f"data read                {data_s:7.0f} s per CPU s     (target ≥ {DATA_S_PER_CPU_S:g})")
    met = (
        write_us <= WRITE_US,
        max(read_us, read_raw_us) <= READ_US,
        data_s >= DATA_S_PER_CPU_S,
    )
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
