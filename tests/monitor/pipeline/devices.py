"""Small deterministic devices for tests of the way from packets to samples; no physics."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from monitor.types import Cell, CellLayout, FloatArray, Packet, Side
from monitor.wire import foot_imu, information, layout, pressure, uuids
from monitor.wire.foot_imu import ImuFrame
from monitor.wire.information import PodInformation
from monitor.wire.pressure import PressureFrame

TICK_HZ = 32768
STRIDE_S = 0.72
STANCE_S = 0.26
SILENCE_S = 0.5
DESCRIBING = (uuids.INFORMATION, uuids.LAYOUT)


@dataclass(frozen=True)
class Device:
    """A pod or an insole, or both in one, booted so that it counts ``tick`` at ``boot_s``."""

    name: str = "pod"
    side: Side = Side.LEFT
    imu_hz: float = 200.0
    pressure_hz: float = 100.0
    plantar: int = 8
    instep: int = 2
    skew_ppm: float = 0.0
    rate_error: float = 0.0
    boot_s: float = 0.0
    tick: int = 5_000_000
    sequence: int = 0
    latency_s: float = 0.015
    jitter_s: float = 0.006

    def describe(self, t_rx_s: float) -> list[Packet]:
        """What is read at connection."""
        says = PodInformation(
            side=self.side,
            imu_rate_hz=self.imu_hz,
            pressure_rate_hz=self.pressure_hz,
            plantar_cells=self.plantar if self.pressure_hz else 0,
            instep_cells=self.instep if self.pressure_hz else 0,
            acc_range_g=32 if self.imu_hz else 0,
            gyr_range_deg_s=2000 if self.imu_hz else 0,
            layout_id="toy" if self.pressure_hz else "",
            firmware="1",
        )
        read = [Packet(self.name, uuids.INFORMATION, t_rx_s, information.encode(says))]
        if self.pressure_hz:
            sole = tuple(
                Cell(0.02 + 0.24 * i / self.plantar, 0.0, 6e-4) for i in range(self.plantar)
            )
            tongue = tuple(Cell(0.15 + 0.03 * i, 0.0, 6e-4) for i in range(self.instep))
            cells = CellLayout("toy", sole, tongue)
            read.append(Packet(self.name, uuids.LAYOUT, t_rx_s, layout.encode(cells)))
        return read

    def packets(self, from_s: float, to_s: float, seed: int = 1) -> list[Packet]:
        """Everything notified of the time from ``from_s`` to ``to_s``, as it arrives."""
        ready = []
        if self.imu_hz:
            ready += self._notify(uuids.IMU, self.imu_hz, foot_imu.MAX_SAMPLES, (from_s, to_s))
        if self.pressure_hz:
            size = pressure.max_samples(self.plantar, self.instep)
            ready += self._notify(uuids.PRESSURE, self.pressure_hz, size, (from_s, to_s))
        ready.sort(key=lambda packet: packet.t_rx_s)
        late_s = np.random.default_rng([seed, len(self.name)]).exponential(1.0, len(ready))
        arrived_s = [
            packet.t_rx_s + self.latency_s + self.jitter_s * late
            for packet, late in zip(ready, late_s.tolist(), strict=True)
        ]
        order_kept_s = np.maximum.accumulate([0.0, *arrived_s])[1:].tolist()
        return [p._replace(t_rx_s=t_s) for p, t_s in zip(ready, order_kept_s, strict=True)]

    def _notify(
        self, characteristic: str, rate_hz: float, size: int, span_s: tuple[float, float]
    ) -> list[Packet]:
        real_hz = rate_hz * (1.0 + self.rate_error)
        first, last = (int(np.ceil((t_s - self.boot_s) * real_hz / size)) for t_s in span_s)
        notified = []
        for number in range(first, last):
            # seconds of the device's own clock, then true ones
            taken = (number * size + np.arange(size)) / real_hz
            true_s = self.boot_s + taken / (1.0 + self.skew_ppm * 1e-6)
            tick = (self.tick + int(taken[0] * TICK_HZ)) % 2**32
            sequence = (self.sequence + number) % 2**16
            payload = self._payload(characteristic, tick, sequence, true_s)
            notified.append(Packet(self.name, characteristic, float(true_s[-1]), payload))
        return notified

    def _payload(self, characteristic: str, tick: int, sequence: int, true_s: FloatArray) -> bytes:
        if characteristic == uuids.IMU:
            values = shaken(true_s, self.side)
            return foot_imu.encode(ImuFrame(tick, sequence, values[:, :3], values[:, 3:]))
        kpa = pressed(true_s, self.side, self.plantar + self.instep)
        return pressure.encode(
            PressureFrame(tick, sequence, kpa[:, : self.plantar], kpa[:, self.plantar :])
        )


def _phase(t_s: FloatArray, side: Side) -> Any:
    return (t_s / STRIDE_S + (0.5 if side is Side.RIGHT else 0.0)) % 1.0


def shaken(t_s: FloatArray, side: Side) -> FloatArray:
    """What an IMU reads: gravity, smooth harmonics of the stride, a bump at each contact."""
    turn = 2.0 * np.pi * _phase(t_s, side)
    bump = np.exp(-(((_phase(t_s, side) - 0.03) / 0.02) ** 2))
    acc = np.stack([9.0 * np.sin(turn), 9.81 + 12.0 * np.cos(turn) + 40.0 * bump, np.sin(turn)], 1)
    gyr = np.stack([0.3 * np.sin(turn), 0.2 * np.cos(turn), 5.0 * np.sin(turn + 0.4)], 1)
    return np.hstack([acc, gyr])


def pressed(t_s: FloatArray, side: Side, cells: int) -> FloatArray:
    """What an insole reads: a half sine in stance, later the further forward the cell, kPa."""
    stance = _phase(t_s, side)[:, np.newaxis] * STRIDE_S / STANCE_S
    forward = np.linspace(0.0, 0.3, cells)
    load = np.where(stance < 1.0, np.sin(np.pi * np.clip(stance - forward, 0.0, 0.7) / 0.7), 0.0)
    return 4.0 + 240.0 * np.clip(load, 0.0, None)


def merged(*streams: Iterable[Packet]) -> list[Packet]:
    """All packets in the order of arrival."""
    return sorted(
        (packet for stream in streams for packet in stream), key=lambda packet: packet.t_rx_s
    )


def pieces(packets: list[Packet], cuts: Iterable[int]) -> list[list[Packet]]:
    """The packets, cut into pushes."""
    edges = [0, *sorted(min(cut, len(packets)) for cut in cuts), len(packets)]
    return [packets[a:b] for a, b in pairwise(edges)]


def shuffled(packets: list[Packet], window: int, seed: int) -> list[Packet]:
    """The packets, no samples overtaken by more than ``window`` packets of their own stream.

    Nothing overtakes across a silence, or across what its sensor says of itself.
    """
    noise = np.random.default_rng(seed)
    streams: dict[tuple[str, str], list[int]] = {}
    for i, packet in enumerate(packets):
        streams.setdefault((packet.sensor, packet.characteristic), []).append(i)
    out = list(packets)
    for (sensor, characteristic), places in streams.items():
        if characteristic not in (uuids.IMU, uuids.PRESSURE):
            continue
        walls = [i for kind in DESCRIBING for i in streams.get((sensor, kind), [])]
        stretch, keys = 0, []
        for number, (before, i) in enumerate(pairwise([places[0], *places])):
            pause_s = packets[i].t_rx_s - packets[before].t_rx_s
            stretch += pause_s > SILENCE_S or any(before < wall < i for wall in walls)
            keys.append((stretch, number + noise.uniform(0.0, window + 0.999)))
        order = sorted(range(len(places)), key=keys.__getitem__)
        for place, number in zip(places, order, strict=True):
            out[place] = packets[places[number]]
    return out
