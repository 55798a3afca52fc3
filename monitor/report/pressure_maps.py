"""From a recording's pressure packets to mean maps of the foot: start, middle and end.

Only the packets of three windows are decoded. A map needs no exact clock: the greatest pressure of
a cell within a cycle, and its mean in the middle of swing, move little when samples are some
hundredths of a second off, so packets are placed by their arrival.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from monitor.errors import WireError
from monitor.report.foot_log import Cycle, Window
from monitor.report.story import CellMap, Insole, Place
from monitor.types import Cell, CellLayout, FloatArray, Packet, Side
from monitor.wire import imported, information, layout, pressure, uuids
from monitor.wire.imported import StreamDescription, StreamKind
from monitor.wire.information import PodInformation

PARTS: Final = ("start", "middle", "end")
WINDOW_S: Final = 180.0
"""Length of a part, s: some two hundred strides. Rule of thumb."""
_SHARE: Final = 0.25
"""A part is at most this share of what was run, so that the three do not overlap. Rule of thumb."""
_LEAST_STRIDES: Final = 5
"""Fewer strides make no mean. Rule of thumb."""
_SWING_MARGIN: Final = 0.2
"""This share of swing is left out at both ends: the foot may still, or already, be loaded, and
arrival is no exact clock. Rule of thumb."""
_TICK_HZ: Final = 32768
_TICKS: Final = 1 << 32
_DIGITS: Final = 2


def windows(from_s: float, until_s: float) -> tuple[Window, ...]:
    """Give the three parts of a run.

    >>> [(w.from_s, w.until_s) for w in windows(0.0, 1000.0)]
    [(0.0, 180.0), (410.0, 590.0), (820.0, 1000.0)]
    """
    length_s = min(WINDOW_S, (until_s - from_s) * _SHARE)
    starts_s = (from_s, (from_s + until_s - length_s) / 2.0, until_s - length_s)
    return tuple(Window(start_s, start_s + length_s) for start_s in starts_s)


@dataclass(slots=True)
class _Sensor:
    """One insole: what it says of itself, and its packets by window."""

    pod: PodInformation | None = None
    stream: StreamDescription | None = None
    layout: CellLayout | None = None
    packets: dict[int, list[Packet]] = field(default_factory=dict)

    @property
    def side(self) -> Side | None:
        if self.stream is not None:
            return self.stream.side
        return self.pod.side if self.pod is not None and self.pod.has_insole else None


class PressureMaps:
    """Take the packets of a recording, in its order; then ask for the maps.

    Parameters
    ----------
    parts : Sequence of Window
        Start, middle and end, session time.
    """

    def __init__(self, parts: Sequence[Window]) -> None:
        self._parts = parts
        self._sensors: dict[str, _Sensor] = {}

    def push(self, packets: Iterable[Packet]) -> None:
        """Consume packets."""
        for packet in packets:
            if packet.characteristic in {uuids.PRESSURE, uuids.IMPORT_SAMPLES}:
                self._keep(packet)
            elif packet.characteristic in _DESCRIBING:
                self._describe(packet)

    def insoles(self, cycles: dict[Side, Sequence[Cycle]]) -> tuple[Insole, ...]:
        """Give the maps of each foot that has an insole, with the cycles of its strides."""
        told: dict[Side, Insole] = {}
        for sensor in self._sensors.values():
            side = sensor.side
            if side is not None and sensor.packets:
                insole = self._insole(sensor, side, cycles.get(side, ()))
                if insole is not None:
                    told.setdefault(side, insole)
        return tuple(told[side] for side in Side if side in told)

    def _keep(self, packet: Packet) -> None:
        for number, part in enumerate(self._parts):
            if part.from_s - 1.0 <= packet.t_rx_s < part.until_s + 1.0:
                kept = self._sensors.setdefault(packet.sensor, _Sensor()).packets
                kept.setdefault(number, []).append(packet)

    def _describe(self, packet: Packet) -> None:
        sensor = self._sensors.setdefault(packet.sensor, _Sensor())
        try:
            if packet.characteristic == uuids.INFORMATION:
                sensor.pod = information.decode(packet.payload)
            elif packet.characteristic == uuids.LAYOUT:
                sensor.layout = layout.decode(packet.payload)
            else:
                described = imported.decode_description(packet.payload)
                if described.kind is StreamKind.PRESSURE:
                    sensor.stream, sensor.layout = described, described.layout
        except WireError:
            return  # the pipeline counts and says what cannot be read

    def _insole(self, sensor: _Sensor, side: Side, cycles: Sequence[Cycle]) -> Insole | None:
        maps = []
        for number, (name, part) in enumerate(zip(PARTS, self._parts, strict=True)):
            samples = _samples(sensor, sensor.packets.get(number, []))
            inside = [c for c in cycles if part.from_s <= c.ic_s and c.next_ic_s <= part.until_s]
            if samples is not None and len(inside) >= _LEAST_STRIDES:
                made = _map(side, name, part, samples, inside)
                maps += [made] if made else []
        if not maps:
            return None
        plantar = len(maps[0].plantar_peak)
        known = sensor.layout
        fits = known is not None and len(known.plantar) == plantar
        return Insole(
            side=side,
            name=known.name if known else "",
            plantar=_places(known.plantar) if known and fits else (),
            instep=_places(known.instep) if known and fits else (),
            maps=tuple(maps),
        )


_DESCRIBING: Final = frozenset({uuids.INFORMATION, uuids.LAYOUT, uuids.IMPORT_DESCRIPTION})


@dataclass(frozen=True, slots=True, eq=False)
class _Samples:
    """Samples of one insole: ``t_s`` of shape (n,), ``kpa`` of (n, cells), the instep's last."""

    t_s: FloatArray
    kpa: FloatArray
    plantar_cells: int


def _places(cells: Iterable[Cell]) -> tuple[Place, ...]:
    return tuple(Place(round(cell.forward_m, 4), round(cell.lateral_m, 4)) for cell in cells)


def _samples(sensor: _Sensor, packets: Sequence[Packet]) -> _Samples | None:
    if not packets:
        return None
    if sensor.stream is not None:
        batch = imported.decode_many([p.payload for p in packets], sensor.stream.channels)
        return _Samples(batch.t_s, batch.values, sensor.stream.plantar_cells)
    return _from_pod(sensor.pod, packets) if sensor.pod is not None else None


def _from_pod(pod: PodInformation, packets: Sequence[Packet]) -> _Samples | None:
    """Place the samples of a pod by the earliest arrival of the window."""
    batch = pressure.decode_many([p.payload for p in packets], pod.plantar_cells, pod.instep_cells)
    if not len(batch.tick):
        return None
    since_s = ((batch.tick - batch.tick[0] + _TICKS // 2) % _TICKS - _TICKS // 2) / _TICK_HZ
    arrived_s = np.array([packets[place].t_rx_s for place in batch.packet])
    offset_s = float(np.min(arrived_s - since_s))
    first = np.repeat(since_s + offset_s, batch.count)
    begins = np.repeat(np.cumsum(batch.count) - batch.count, batch.count)
    within = (np.arange(len(batch.values)) - begins) / pod.pressure_rate_hz
    return _Samples(first + within, batch.values, pod.plantar_cells)


def _map(
    side: Side, name: str, part: Window, samples: _Samples, cycles: Sequence[Cycle]
) -> CellMap | None:
    peaks, swings = [], []
    order = np.argsort(samples.t_s, kind="stable")
    t_s, kpa = samples.t_s[order], samples.kpa[order]
    for cycle in cycles:
        begin, end = np.searchsorted(t_s, (cycle.ic_s, cycle.next_ic_s))
        if end > begin:
            peaks.append(np.fmax.reduce(kpa[begin:end]))
        margin_s = _SWING_MARGIN * (cycle.next_ic_s - cycle.tc_s)
        begin, end = np.searchsorted(t_s, (cycle.tc_s + margin_s, cycle.next_ic_s - margin_s))
        if end > begin:
            swings.append(kpa[begin:end].mean(axis=0))
    if len(peaks) < _LEAST_STRIDES:
        return None
    peak, swing = _mean(peaks), _mean(swings or [np.full(kpa.shape[1], np.nan)])
    cut = samples.plantar_cells
    return CellMap(
        side=side,
        part=name,
        from_s=round(part.from_s, 1),
        until_s=round(part.until_s, 1),
        strides=len(peaks),
        plantar_peak=peak[:cut],
        plantar_swing=swing[:cut],
        instep_peak=peak[cut:],
        instep_swing=swing[cut:],
    )


def _mean(rows: Sequence[FloatArray]) -> tuple[float | None, ...]:
    """Give the mean of each column without what is not known; None where nothing is."""
    table = np.vstack(rows)
    seen = np.isfinite(table)
    counts = seen.sum(axis=0)
    sums = np.where(seen, table, 0.0).sum(axis=0)
    return tuple(
        round(float(total / count), _DIGITS) if count else None
        for total, count in zip(sums, counts, strict=True)
    )
