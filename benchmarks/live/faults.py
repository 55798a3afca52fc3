"""How soon a sensor that fails is noticed, and what two clocks and a stuck foot cost.

    python -m benchmarks.live.faults [--seeds N]

Simulated runs at three paces, with seeds that no limit was chosen on. A fault begins in
mid-run; the time counts until the event is said, in pushes of 250 ms. Exits with 1 if a target is
missed.
"""

import argparse
import struct
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace
from scipy.spatial.transform import Rotation

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Fault, Phase, Scenario
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Event, Notice, NoticeKind, Packet, Side, Stride
from monitor.wire import uuids

PACES: Final = (2.4, 3.0, 3.8)
FIRST_SEED: Final = 8_100
PUSH_S: Final = 0.25
STANDS_S, FROM_S, STOP_S = 8.0, 40.0, 75.0
NOTICED_S, STRIDES, KEPT, TIMES = 10.0, 20, 0.95, 4.0
TURNS: Final = (("x", 60.0), ("y", 40.0), ("y", 60.0), ("y", 90.0), ("y", 180.0), ("z", 25.0))
LEFT: Final = "pod-left"
_HEADER: Final = struct.Struct("<IHB")
"""Tick, sequence number and number of samples, before the counts of an inertial sensor."""

Sent = Sequence[Packet]
Counts = npt.NDArray[np.int64]


def easy(pace_m_s: float, *faults: Fault) -> Scenario:
    """Somebody stands, and then runs at one pace."""
    scenario = scenario_file.load("easy_run")
    phases = (scenario.phase[0], Phase(duration_s=1e4, speed_m_s=pace_m_s))
    return replace(scenario, phase=phases, fault=faults)


def frozen(sent: Sent) -> list[Packet]:
    """The left pod repeats its last notification of each kind."""
    last: dict[str, bytes] = {}
    out = []
    for packet in sent:
        kept = packet
        if packet.sensor == LEFT and packet.characteristic in {uuids.IMU, uuids.PRESSURE}:
            if packet.t_rx_s >= FROM_S:
                kept = packet._replace(payload=last[packet.characteristic])
            last[packet.characteristic] = kept.payload
        out.append(kept)
    return out


def _changed(sent: Sent, change: Callable[[Counts], Counts]) -> list[Packet]:
    """The left inertial sensor says something else."""
    return [
        packet._replace(payload=_spoiled(packet.payload, change))
        if packet[:2] == (LEFT, uuids.IMU) and packet.t_rx_s >= FROM_S
        else packet
        for packet in sent
    ]


def _spoiled(payload: bytes, change: Callable[[Counts], Counts]) -> bytes:
    counts = np.frombuffer(payload[_HEADER.size :], "<i2").reshape(-1, 6).astype(np.int64)
    changed = np.clip(change(counts), -32768, 32767).astype("<i2")
    return payload[: _HEADER.size] + changed.tobytes()


def constant(sent: Sent) -> list[Packet]:
    """All its axes say zero."""
    return _changed(sent, np.zeros_like)


def turned(axis: str, degrees: float) -> Callable[[Sent], list[Packet]]:
    """It sits otherwise on the shoe."""
    turn = Rotation.from_euler(axis, degrees, degrees=True).as_matrix()

    def change(counts: Counts) -> Counts:
        return np.rint(counts.reshape(-1, 3) @ turn.T).astype(np.int64).reshape(-1, 6)

    return lambda sent: _changed(sent, change)


def heard(sent: Sent) -> list[tuple[float, Event]]:
    """Events, each with the session time at which it was said."""
    pipeline = Pipeline(Config())
    said: list[tuple[float, Event]] = []
    batch: list[Packet] = []
    for packet in sent:
        if batch and packet.t_rx_s - batch[0].t_rx_s > PUSH_S:
            said += [(batch[-1].t_rx_s, event) for event in pipeline.push(batch)]
            batch = []
        batch.append(packet)
    return said + [(batch[-1].t_rx_s, event) for event in pipeline.push(batch)]


@dataclass
class Row:
    """One fault: how soon it was said in each run; None where it was not."""

    name: str
    target: float
    unit: str = "s"
    took: list[float | None] = field(default_factory=list)

    def print(self) -> bool:
        """Print it; return whether the target was missed."""
        known = [one for one in self.took if one is not None]
        span = f"{min(known):.1f} to {max(known):.1f}" if known else "never"
        late = len(self.took) - sum(one <= self.target for one in known)
        print(
            f"{self.name:28} {len(known):3} of {len(self.took):3} said after {span} {self.unit}",
            end="",
        )
        print(f" (target {self.target:g}): {late} late or never", flush=True)
        return late > 0


def noticed(name: str, spoil: Callable[[Sent], Sent], kinds: set[NoticeKind], seeds: int) -> Row:
    """How soon a fault of the left pod is said."""
    by_strides = NoticeKind.TURNED in kinds
    row = Row(name, STRIDES if by_strides else NOTICED_S, "strides" if by_strides else "s")
    for pace_m_s in PACES:
        for seed in range(seeds):
            sent = list(packets(easy(pace_m_s), STOP_S, FIRST_SEED + seed))
            said = heard(spoil(sent))
            at_s = [t_s for t_s, e in said if isinstance(e, Notice) and e.kind in kinds]
            strides = [e for _, e in said if isinstance(e, Stride) and e.side is Side.RIGHT]
            took = min(at_s) - FROM_S if at_s else None
            if by_strides and took is not None:
                took = sum(FROM_S < e.ic_s <= FROM_S + took for e in strides)
            row.took.append(took)
    return row


def crossed(seeds: int) -> Row:
    """How soon crossed pods are said, from the first step on."""
    row = Row("left and right crossed", NOTICED_S)
    faulty = scenario_file.load("fault_swap_pods")
    for pace_m_s in PACES:
        phases = (faulty.phase[0], Phase(duration_s=1e4, speed_m_s=pace_m_s))
        for seed in range(seeds):
            sent = list(packets(replace(faulty, phase=phases), STOP_S, FIRST_SEED + seed))
            said = [t for t, e in heard(sent) if isinstance(e, Notice) and e.kind is SWAPPED]
            row.took.append(min(said) - STANDS_S if said else None)
    return row


SWAPPED: Final = NoticeKind.CROSSED


def two_clocks(seeds: int) -> tuple[Row, float]:
    """How soon clocks 0.3 s apart are said, and the share of lengths kept after one minute."""
    row, lengths, strides = Row("clocks 0.3 s apart", NOTICED_S), 0, 0
    scenario = scenario_file.load("two_devices")
    for pace_m_s in PACES:
        phases = (scenario.phase[0], Phase(duration_s=1e4, speed_m_s=pace_m_s))
        for seed in range(seeds):
            offset_s = 0.3 if seed % 2 else -0.3
            sent = sorted(
                (
                    p._replace(t_rx_s=p.t_rx_s + 1.0 + offset_s * ("sole" in p.sensor))
                    for p in packets(replace(scenario, phase=phases), 100.0, FIRST_SEED + seed)
                ),
                key=lambda packet: packet.t_rx_s,
            )
            said = heard(sent)
            told = [
                t for t, e in said if isinstance(e, Notice) and e.kind is NoticeKind.CLOCKS_APART
            ]
            row.took.append(min(told) - STANDS_S - 1.0 if told else None)
            late = [e for _, e in said if isinstance(e, Stride) and e.ic_s > STANDS_S + 60.0]
            strides += len(late)
            lengths += sum(bool(e.motion and e.motion.stride_length_m) for e in late)
    return row, lengths / strides


def stuck_times() -> float:
    """How many times as long a recording takes whose left foot is stuck."""

    def took_s(sent: Sent) -> float:
        began_s = time.process_time()
        heard(sent)
        return time.process_time() - began_s

    sent = list(packets(easy(3.0), 300.0, FIRST_SEED))
    return took_s(frozen(sent)) / took_s(sent)


def main() -> int:
    """Print a row a fault; 1 if a target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=5)
    seeds = options.parse_args().seeds
    missed = noticed("stuck", frozen, {NoticeKind.FROZEN}, seeds).print()
    missed |= noticed("constant", constant, {NoticeKind.CONSTANT}, seeds).print()
    for axis, degrees in TURNS:
        name = f"turned {degrees:g}° about {axis}"
        missed |= noticed(name, turned(axis, degrees), {NoticeKind.TURNED}, seeds).print()
    missed |= crossed(seeds).print()
    clocks, kept = two_clocks(seeds)
    missed |= clocks.print()
    print(
        f"clocks 0.3 s apart: {kept:.1%} of the lengths after a minute are kept (target {KEPT:.0%})"
    )
    times = stuck_times()
    print(f"a recording with a stuck foot takes {times:.1f} times as long (target {TIMES:g})")
    return int(missed or kept < KEPT or times > TIMES)


if __name__ == "__main__":
    sys.exit(main())
