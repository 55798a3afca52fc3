"""Hours of a run whose pods are lost again and again: nothing is lost, and memory does not grow.

    python -m benchmarks.live.hours [--hours H]

`footloose run` against `firmware-sim serve` on the virtual air, in real time (Linux): every 30 s
one of the pods is out of reach for 5 s, there are bursts in which pods lose packets themselves,
and one reboots half-way. Then the recording is judged. While a pod is connected and well, its
sequence numbers follow each other. Its clock is well if the contacts found lie to the simulator's
contacts in every half minute as they do in the whole run. Exits with 1 if a target is missed.
"""

import argparse
import asyncio
import re
import statistics
import struct
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.live.dropouts import AWAY, BACKEND, POD, PODS, RUN, UNREAD, started
from firmware_sim.record import packets as simulated
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Scenario
from firmware_sim.sensors.pod import Seen
from monitor import analyse
from monitor.session.recording import Recording
from monitor.types import FloatArray, Packet, Side, Stride
from monitor.wire import uuids

AWAY_S, EVERY_S, FIRST_S = 5.0, 30.0, 20.0
BURSTS_EVERY_S: Final = 300.0
BURST: Final = """
[[fault]]
kind = "overflow"
pod = "{pod}"
at_s = {at_s}
for_s = 2.0
rate = 0.4
"""
REBOOT: Final = """
[[fault]]
kind = "reboot"
pod = "pod-right"
at_s = {at_s}
for_s = 2.0
"""
MEMORY_MIB, GROWTH_MIB, CLOCK_S = 80.0, 5.0, 0.005
SETTLED_MIN: Final = 5
"""Memory grows no more after so many minutes."""
EXCUSED_S: Final = 6.0
"""So long after a fault packets may still be missing."""
_NUMBER = struct.Struct("<IH")
"""Tick and sequence number, which open a notification."""


def scenario(seconds: float) -> str:
    """Two pods, and everything that happens to them."""
    pods = [POD.format(side=side) for side in ("left", "right")]
    half_s = round(0.5 * seconds / EVERY_S) * EVERY_S
    faults = [REBOOT.format(at_s=half_s + 0.25 * EVERY_S)]
    faults += [
        AWAY.format(pod=PODS[n % 2], at_s=FIRST_S + n * EVERY_S, for_s=AWAY_S)
        for n in range(int((seconds - FIRST_S) / EVERY_S))
    ]
    for n in range(int(seconds / BURSTS_EVERY_S)):
        at_s = FIRST_S + 0.5 * EVERY_S + n * BURSTS_EVERY_S
        faults += [BURST.format(pod=pod, at_s=at_s) for pod in PODS]
    return "\n".join([RUN, *pods, *faults])


async def run_for(seconds: float, file: Path, recording: Path) -> list[float]:
    """Run in real time; return the memory of the run, MiB, once a minute."""
    async with started("firmware_sim", "serve", str(file), stderr=UNREAD) as pods:
        assert pods.stdout is not None
        radio = (await pods.stdout.readline()).decode().split()[-1]
        options = ("run", "-o", str(recording), "--backend", BACKEND + radio)
        home = str(file.parent)
        async with started(
            "monitor.cli", *options, stdout=UNREAD, stderr=UNREAD, FOOTLOOSE_HOME=home
        ) as run:
            used_mib = []
            for _ in range(int(seconds / 60.0)):
                await asyncio.sleep(60.0)
                used_mib.append(_memory_mib(run.pid))
            return used_mib


def _memory_mib(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024.0


def missing_while_well(packets: Sequence[Packet], zero_s: float, known: Scenario) -> int:
    """Packets that are missing though their pod was connected, and lost none itself."""
    missing = 0
    for pod in PODS:
        spans = [
            (zero_s + fault.at_s - 1.0, zero_s + fault.at_s + fault.for_s + EXCUSED_S)
            for fault in known.fault
            if fault.pod == pod
        ]
        for characteristic in (uuids.IMU, uuids.PRESSURE):
            mine = [p for p in packets if p[:2] == (pod, characteristic)]
            for before, after in pairwise(mine):
                if not any(from_s <= after.t_rx_s <= to_s for from_s, to_s in spans):
                    missing += (_number(after) - _number(before) - 1) % 65536
    return missing


def _number(packet: Packet) -> int:
    return int(_NUMBER.unpack_from(packet.payload)[1])


def start_s(packets: Sequence[Packet], calm: Scenario) -> float:
    """Session time at which the simulation began: the first notifications say the same in both."""
    sent_s = {
        p.payload: p.t_rx_s
        for p in simulated(calm, FIRST_S)
        if p.characteristic == uuids.IMU and p.sensor == PODS[0]
    }
    came = (p for p in packets if p[:2] == (PODS[0], uuids.IMU) and p.payload in sent_s)
    return min(p.t_rx_s - sent_s[p.payload] for p in islice(came, 100))


def clock_error_s(
    strides: Sequence[Stride], zero_s: float, calm: Scenario, seconds: float
) -> float:
    """How far the contacts of half a minute lie from where those of the whole run lie, s."""
    truth_s: dict[Side, list[FloatArray]] = {side: [] for side in Side}

    def watch(seen: Seen) -> None:
        truth_s[seen.stretch.side].append(seen.stretch.contacts.t_s)

    for _ in simulated(calm, seconds, watch=watch):
        pass
    worst_s = 0.0
    for side in Side:
        true_s = np.unique(np.concatenate(truth_s[side])) + zero_s
        found_s = np.array([stride.ic_s for stride in strides if stride.side is side])
        middles_s = 0.5 * (true_s[1:] + true_s[:-1])
        late_s = found_s - true_s[np.searchsorted(middles_s, found_s)]
        window = (found_s // EVERY_S).astype(int)
        medians = [float(np.median(late_s[window == n])) for n in np.unique(window)]
        usual_s = statistics.median(medians)
        worst_s = max(worst_s, *(abs(one_s - usual_s) for one_s in medians))
    return worst_s


def main() -> int:
    """Run, judge, print; 1 if a target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=2.0)
    seconds = 3600.0 * options.parse_args().hours
    with tempfile.TemporaryDirectory() as folder:
        file, recording = Path(folder) / "hours.toml", Path(folder) / "hours.mcap"
        text = scenario(seconds)
        file.write_text(text, encoding="utf-8")
        used_mib = asyncio.run(run_for(seconds, file, recording))
        packets = list(Recording(recording).packets())
        strides = analyse(recording).strides
    known = scenario_file.parse(text, file)
    calm = scenario_file.parse("\n".join(text.split("[[fault]]")[:1]), file)
    zero_s = start_s(packets, calm)
    missing = missing_while_well(packets, zero_s, known)
    clock_s = clock_error_s(strides, zero_s, calm, seconds)
    growth_mib = used_mib[-1] - used_mib[min(SETTLED_MIN, len(used_mib)) - 1]
    print(f"{seconds / 3600.0:g} h, {len(known.fault)} faults: {len(packets)} packets,", end=" ")
    print(f"{missing} missing while their pod was well; {len(strides)} strides")
    print(f"memory {used_mib[-1]:.0f} MiB at the end, {growth_mib:+.1f} after {SETTLED_MIN} min")
    print(f"clocks: contacts of any half minute within {1000 * clock_s:.1f} ms")
    missed = missing > 0 or used_mib[-1] > MEMORY_MIB or growth_mib > GROWTH_MIB
    return int(missed or clock_s > CLOCK_S)


if __name__ == "__main__":
    sys.exit(main())
