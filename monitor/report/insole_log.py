"""From a recording's pressure packets to samples of a foot, in some windows of session time.

Only the packets of the windows are decoded. What is made from them needs no exact clock, so samples
are placed by the earliest arrival of their window.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from monitor.errors import WireError
from monitor.ingest.calibrated_cells import calibrated
from monitor.report.foot_log import Window
from monitor.types import CellLayout, FloatArray, Packet, Side
from monitor.wire import calibration, imported, information, layout, pressure, uuids
from monitor.wire.calibration import TongueCalibration
from monitor.wire.imported import StreamDescription, StreamKind
from monitor.wire.information import PodInformation

_TICK_HZ: Final = 32768
_TICKS: Final = 1 << 32
_DESCRIBING: Final = frozenset(
    {uuids.INFORMATION, uuids.LAYOUT, uuids.IMPORT_DESCRIPTION, uuids.CALIBRATION}
)


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Samples of one insole in order of time, some hundredths of a second off at most.

    Parameters
    ----------
    t_s : FloatArray, shape (n,)
        Session time.
    kpa : FloatArray, shape (n, cells)
        The cells under the tongue are the last.
    plantar_cells : int
    """

    t_s: FloatArray
    kpa: FloatArray
    plantar_cells: int


@dataclass(slots=True)
class Insole:
    """One insole: what it says of itself, and its packets by window."""

    name: str = ""
    windows: Sequence[Window] = ()
    pod: PodInformation | None = None
    stream: StreamDescription | None = None
    layout: CellLayout | None = None
    calibration: TongueCalibration | None = None
    packets: dict[int, list[Packet]] = field(default_factory=dict)

    @property
    def side(self) -> Side | None:
        """Which foot it is under; None where that is not known, or it is no insole."""
        if self.stream is not None:
            return self.stream.side
        return self.pod.side if self.pod is not None and self.pod.has_insole else None

    def samples(self, window: int) -> Samples | None:
        """Give what was measured in a window, by its number; None where nothing was."""
        said = self.said(window)
        if said is None:
            return None
        kpa = calibrated(said.kpa, said.plantar_cells, self.calibration)
        return Samples(said.t_s, kpa, said.plantar_cells)

    def window(self, number: int) -> Window:
        """Give a span of session time by its number."""
        return self.windows[number]

    def said(self, window: int) -> Samples | None:
        """Give what the cells said in a window, without their calibration."""
        packets = self.packets.get(window, [])
        if not packets:
            return None
        if self.stream is not None:
            payloads = [packet.payload for packet in packets]
            batch = imported.decode_many(payloads, self.stream.channels)
            return _sorted(batch.t_s, batch.values, self.stream.plantar_cells)
        return _from_pod(self.pod, packets) if self.pod is not None else None


class InsoleLog:
    """Take the packets of a recording, in its order; then ask for the insoles.

    Parameters
    ----------
    windows : Sequence of Window
        Which spans of session time are wanted.
    """

    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = windows
        self._sensors: dict[str, Insole] = {}

    def push(self, packets: Iterable[Packet]) -> None:
        """Consume packets."""
        for packet in packets:
            if packet.characteristic in {uuids.PRESSURE, uuids.IMPORT_SAMPLES}:
                self._keep(packet)
            elif packet.characteristic in _DESCRIBING:
                self._describe(packet)

    def insoles(self) -> dict[Side, Insole]:
        """Give the insole of each foot that has one, left first; the first of two."""
        told: dict[Side, Insole] = {}
        for sensor in self._sensors.values():
            if sensor.side is not None and sensor.packets:
                told.setdefault(sensor.side, sensor)
        return {side: told[side] for side in Side if side in told}

    def every(self) -> list[Insole]:
        """Give every sensor that said something in the windows."""
        return [sensor for sensor in self._sensors.values() if sensor.side and sensor.packets]

    def _of(self, name: str) -> Insole:
        return self._sensors.setdefault(name, Insole(name, self._windows))

    def _keep(self, packet: Packet) -> None:
        for number, part in enumerate(self._windows):
            if part.from_s - 1.0 <= packet.t_rx_s < part.until_s + 1.0:
                kept = self._of(packet.sensor).packets
                kept.setdefault(number, []).append(packet)

    def _describe(self, packet: Packet) -> None:
        sensor = self._of(packet.sensor)
        try:
            if packet.characteristic == uuids.INFORMATION:
                sensor.pod = information.decode(packet.payload)
            elif packet.characteristic == uuids.CALIBRATION:
                sensor.calibration = calibration.decode(packet.payload)
            elif packet.characteristic == uuids.LAYOUT:
                sensor.layout = layout.decode(packet.payload)
            else:
                described = imported.decode_description(packet.payload)
                if described.kind is StreamKind.PRESSURE:
                    sensor.stream, sensor.layout = described, described.layout
        except WireError:
            return  # the pipeline counts and says what cannot be read


def _from_pod(pod: PodInformation, packets: Sequence[Packet]) -> Samples | None:
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
    return _sorted(first + within, batch.values, pod.plantar_cells)


def _sorted(t_s: FloatArray, kpa: FloatArray, plantar_cells: int) -> Samples:
    order = np.argsort(t_s, kind="stable")
    return Samples(t_s[order], kpa[order], plantar_cells)
