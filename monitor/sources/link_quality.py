"""Count rate, loss and clock drift of each sensor from its packets."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from monitor.errors import WireError
from monitor.ingest.delay_envelope import Envelope
from monitor.ingest.limits import IngestLimits
from monitor.ingest.sensor_directory import Stream
from monitor.ingest.stream_spec import StreamSpec
from monitor.types import FloatArray, Packet, Side
from monitor.wire import CHARACTERISTICS, sensor_map, uuids
from monitor.wire.battery import BatteryLevel
from monitor.wire.foot_imu import ImuFrame
from monitor.wire.imported import StreamKind
from monitor.wire.information import PodInformation
from monitor.wire.pressure import PressureFrame

_TICKS_HZ: Final = 32768.0
"""A pod's clock, by definition of our protocol (docs/protocol.md)."""
_TICKS: Final = 1 << 32
_NUMBERS: Final = 1 << 16
_LIMITS: Final = IngestLimits()
_LEAST_BUCKETS: Final = 20
"""Buckets below which drift is not told. Rule of thumb: 40 s, when 25 ppm are a millisecond."""


@dataclass(slots=True)
class _Stream:
    """One characteristic of one sensor."""

    packets: int = 0
    lost: int = 0
    first_s: float = 0.0
    last_s: float = 0.0
    number: int | None = None
    tick: int = 0
    newest_s: float = 0.0
    device_s: float = 0.0
    buckets: set[int] = field(default_factory=set)
    envelope: Envelope = field(default_factory=lambda: Envelope(_LIMITS.clock_buckets))

    def count(self, t_s: float) -> None:
        """A packet came."""
        self.first_s = self.first_s if self.packets else t_s
        self.last_s = t_s
        self.packets += 1

    def follow(self, number: int, tick: int, t_s: float) -> None:
        """A numbered packet came; a restart of the sensor begins anew."""
        step = 1 if self.number is None else (number - self.number) % _NUMBERS
        went_s = 0.0 if self.number is None else ((tick - self.tick) % _TICKS) / _TICKS_HZ
        silent_s = 0.0 if self.number is None else t_s - self.newest_s
        if abs(went_s - silent_s) > _LIMITS.tick_disagreement_s:
            step, went_s = 1, 0.0
            self.device_s, self.buckets = 0.0, set()
            self.envelope = Envelope(_LIMITS.clock_buckets)
        if step == 0 or step > _NUMBERS // 2:
            step = 1
        self.lost += step - 1
        self.device_s += went_s
        self.number, self.tick, self.newest_s = number, tick, t_s
        bucket = int(self.device_s / _LIMITS.clock_bucket_s)
        self.buckets.add(bucket)
        self.envelope.note(bucket, (self.device_s, t_s - self.device_s))


@dataclass(slots=True)
class _Mapped:
    """What a map makes of its sensor."""

    stream: Stream
    newest: FloatArray | None = None
    """Acceleration, m/s², and angular rate, rad/s, of the newest samples."""

    def push(self, packet: Packet) -> None:
        """Consume a notification."""
        for samples in self.stream.push([0], [packet]).samples:
            known = samples.values[~np.isnan(samples.values).any(axis=1)]
            self.newest = known if len(known) else self.newest

    @property
    def words(self) -> str:
        """Lengths of both, and how many notifications the map does not fit."""
        unread = f"; {self.stream.tally.bad} notifications do not fit its map"
        if self.newest is None:
            return f"no sample was read{unread}"
        acc, gyr = np.linalg.norm(self.newest.reshape(-1, 2, 3), axis=2).mean(axis=0)
        return f"acceleration {acc:.1f} m/s² (at rest 9.8), turns by {gyr:.2f} rad/s{unread}"


@dataclass(frozen=True, slots=True)
class Quality:
    """How a sensor is heard; None is not known, or not yet.

    ``drift_ppm`` is positive where the sensor's clock is fast.
    """

    side: Side | None = None
    battery_percent: int | None = None
    packets_hz: float | None = None
    lost_percent: float | None = None
    drift_ppm: float | None = None


class LinkQuality:
    """Count what one sensor sends."""

    def __init__(self) -> None:
        self._side: Side | None = None
        self._battery_percent: int | None = None
        self._streams: dict[str, _Stream] = {}
        self._mapped: _Mapped | None = None

    def push(self, packet: Packet) -> None:
        """Consume a packet of the sensor."""
        if self._of_a_map(packet):
            return
        codec = CHARACTERISTICS.get(packet.characteristic)
        if codec is None or packet.characteristic in (uuids.LINK, uuids.LAYOUT):
            return
        try:
            value = codec.decode(packet.payload)
        except WireError:
            return
        match value:
            case PodInformation(side=side):
                self._side = side
            case BatteryLevel(percent=percent):
                self._battery_percent = percent
            case _:
                stream = self._streams.setdefault(packet.characteristic, _Stream())
                stream.count(packet.t_rx_s)
                if isinstance(value, ImuFrame | PressureFrame):
                    stream.follow(value.sequence, value.tick, packet.t_rx_s)

    def _of_a_map(self, packet: Packet) -> bool:
        """Consume what a map says of the sensor, or reads of it."""
        if packet.characteristic == uuids.SENSOR_MAP:
            said = sensor_map.decode(packet.payload)
            spec = StreamSpec(packet.sensor, StreamKind.IMU, said.rate_hz, mapped=said)
            self._side, self._mapped = said.side, _Mapped(Stream(said.side, spec, _LIMITS))
            return True
        if self._mapped is None or packet.characteristic != self._mapped.stream.characteristic:
            return False
        self._streams.setdefault(packet.characteristic, _Stream()).count(packet.t_rx_s)
        self._mapped.push(packet)
        return True

    @property
    def values(self) -> str:
        """What a map makes of its sensor: at rest one sees whether its scales are right."""
        return self._mapped.words if self._mapped is not None else "not connected"

    @property
    def now(self) -> Quality:
        """What is known so far."""
        streams = [stream for stream in self._streams.values() if stream.packets > 1]
        spans_s = [(s.packets - 1, s.last_s - s.first_s) for s in streams]
        rates_hz = [count / span_s for count, span_s in spans_s if span_s > 0.0]
        numbered = [stream for stream in streams if stream.number is not None]
        sent = sum(stream.packets + stream.lost for stream in numbered)
        drifts_ppm = [
            -1e6 * stream.envelope.slope(_LEAST_BUCKETS)
            for stream in numbered
            if len(stream.buckets) > _LEAST_BUCKETS
        ]
        return Quality(
            self._side,
            self._battery_percent,
            sum(rates_hz) if rates_hz else None,
            100.0 * sum(stream.lost for stream in numbered) / sent if sent else None,
            drifts_ppm[0] if drifts_ppm else None,
        )
