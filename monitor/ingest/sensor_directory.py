"""What the sensors say of themselves, and the streams of samples that follow from it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from monitor.ingest.calibrated_cells import calibrated
from monitor.ingest.limits import IngestLimits
from monitor.ingest.mapped_reader import MappedReader
from monitor.ingest.packet_columns import Packets, Tally
from monitor.ingest.sensor_stream import TickStream, TimedStream
from monitor.ingest.stream_spec import StreamSpec
from monitor.ingest.watermark import Delivery
from monitor.types import CellLayout, FloatArray, Packet, Side
from monitor.wire import (
    calibration,
    foot_imu,
    imported,
    information,
    layout,
    pressure,
    sensor_map,
    uuids,
)
from monitor.wire.batch import Batch
from monitor.wire.calibration import TongueCalibration
from monitor.wire.imported import StreamDescription, StreamFrame, StreamKind
from monitor.wire.information import PodInformation

DESCRIBING: Final = frozenset(
    {
        uuids.INFORMATION,
        uuids.LAYOUT,
        uuids.IMPORT_DESCRIPTION,
        uuids.SENSOR_MAP,
        uuids.CALIBRATION,
    }
)
"""Characteristics that say what a sensor is."""
SAMPLING: Final = frozenset({uuids.IMU, uuids.PRESSURE, uuids.IMPORT_SAMPLES})
"""Characteristics that carry samples."""
_CHARACTERISTIC_OF: Final = {
    StreamKind.IMU: uuids.IMU,
    StreamKind.PRESSURE: uuids.PRESSURE,
}


class Described(NamedTuple):
    """What a sensor says of itself."""

    side: Side
    streams: list[StreamSpec]


class Stream:
    """One stream of one sensor: its codec, its order and its clock."""

    def __init__(self, side: Side, spec: StreamSpec, limits: IngestLimits) -> None:
        self.side = side
        self.spec = spec
        self.name = f"{spec.sensor} {spec.kind}"
        self.newest_rx_s = -np.inf
        self.characteristic = uuids.IMPORT_SAMPLES if spec.timed else _CHARACTERISTIC_OF[spec.kind]
        self._mapped = MappedReader(spec.mapped, limits) if spec.mapped else None
        if spec.mapped is not None:
            self.characteristic = spec.mapped.characteristic
        self._stream = TimedStream(limits) if spec.timed else TickStream(spec.rate_hz, limits)

    @property
    def tally(self) -> Tally:
        """What became of its packets."""
        return self._stream.tally

    def push(self, order: Sequence[int], packets: Sequence[Packet]) -> Delivery:
        """Decode packets, which have these numbers in their push, and put them in order."""
        payloads = [packet.payload for packet in packets]
        t_rx_s = np.array([packet.t_rx_s for packet in packets])
        self.newest_rx_s = max(self.newest_rx_s, float(t_rx_s.max()))
        batch = self._decode(payloads, t_rx_s)
        self.tally.bad += len(batch.errors)
        numbers = np.array(order, dtype=np.int64)[batch.packet]
        columns = (batch.sequence, batch.tick, batch.count, t_rx_s[batch.packet], batch.values)
        arrived = Packets(numbers, *columns)
        samples = self._stream.push(arrived)
        waits = self._stream.waits
        return Delivery(self.spec.kind.value, samples, numbers, waits, batch.errors, arrived)

    def finish(self) -> Delivery:
        """Return what still waited for its turn."""
        return Delivery(self.spec.kind.value, self._stream.finish())

    def _decode(self, payloads: Sequence[bytes], t_rx_s: FloatArray) -> Batch:
        if self._mapped is not None:
            return self._mapped.read(payloads, t_rx_s)
        if self.spec.timed:
            frames = imported.decode_many(payloads, self.spec.columns)
            told = self._calibrated(frames.values)
            values = np.concatenate([frames.t_s[:, np.newaxis], told], axis=1)
            none = np.zeros_like(frames.packet)
            return Batch(frames.packet, none, frames.sequence, frames.count, values, frames.errors)
        if self.spec.kind is StreamKind.IMU:
            return foot_imu.decode_many(payloads)
        batch = pressure.decode_many(payloads, self.spec.plantar_cells, self.spec.instep_cells)
        return replace(batch, values=self._calibrated(batch.values))

    def _calibrated(self, values: FloatArray) -> FloatArray:
        return calibrated(values, self.spec.plantar_cells, self.spec.calibration)


class Directory:
    """What the sensors said of themselves."""

    def __init__(self) -> None:
        self._information: dict[str, PodInformation] = {}
        self._layouts: dict[str, CellLayout] = {}
        self._calibrations: dict[str, TongueCalibration] = {}

    def take(self, packet: Packet) -> Described | None:
        """Read a describing packet; None where it says nothing new about any stream.

        Raises
        ------
        WireError
            If it cannot be read.
        """
        if packet.characteristic == uuids.IMPORT_DESCRIPTION:
            description = imported.decode_description(packet.payload)
            known_curves = self._calibrations.get(packet.sensor)
            stream = _imported(packet.sensor, description)
            return Described(description.side, [stream._replace(calibration=known_curves)])
        if packet.characteristic == uuids.SENSOR_MAP:
            said = sensor_map.decode(packet.payload)
            stream = StreamSpec(packet.sensor, StreamKind.IMU, said.rate_hz, mapped=said)
            return Described(said.side, [stream])
        if packet.characteristic == uuids.CALIBRATION:
            self._calibrations[packet.sensor] = calibration.decode(packet.payload)
        elif packet.characteristic == uuids.LAYOUT:
            self._layouts[packet.sensor] = layout.decode(packet.payload)
        else:
            self._information[packet.sensor] = information.decode(packet.payload)
        known = self._information.get(packet.sensor)
        if known is None:
            return None
        return Described(known.side, self._streams(packet.sensor, known))

    def _streams(self, sensor: str, known: PodInformation) -> list[StreamSpec]:
        streams = []
        if known.has_imu:
            streams.append(StreamSpec(sensor, StreamKind.IMU, known.imu_rate_hz))
        if known.has_insole:
            cells = (known.plantar_cells, known.instep_cells)
            place = self._layouts.get(sensor)
            if place and (len(place.plantar), len(place.instep)) != cells:
                place = None
            spec = StreamSpec(sensor, StreamKind.PRESSURE, known.pressure_rate_hz, *cells, place)
            streams.append(spec._replace(calibration=self._calibrations.get(sensor)))
        return streams


def _imported(sensor: str, description: StreamDescription) -> StreamSpec:
    return StreamSpec(
        sensor,
        description.kind,
        description.rate_hz,
        description.plantar_cells,
        description.instep_cells,
        description.layout,
        description.frame is StreamFrame.FOOT,
        description.mass_kg,
        timed=True,
    )
