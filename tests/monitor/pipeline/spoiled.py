"""Packets of sensors that fail: each function spoils what one sensor sends for a while."""

import struct
from collections.abc import Callable, Iterable
from math import inf

import numpy as np
import numpy.typing as npt

from monitor.types import Packet
from monitor.wire import uuids

_HEADER = struct.Struct("<IHB")
_COUNTS = slice(_HEADER.size, None)
SAMPLES = (uuids.IMU, uuids.PRESSURE)

Counts = npt.NDArray[np.int64]
Spoil = Callable[[bytes], bytes]


def spoiled(
    packets: Iterable[Packet],
    sensor: str,
    characteristic: str,
    spoil: Spoil,
    span_s: tuple[float, float] = (0.0, inf),
) -> list[Packet]:
    """Packets of one characteristic of a sensor with other payloads, for a while."""
    return [
        packet._replace(payload=spoil(packet.payload))
        if packet[:2] == (sensor, characteristic) and span_s[0] <= packet.t_rx_s < span_s[1]
        else packet
        for packet in packets
    ]


def frozen(
    packets: Iterable[Packet], sensor: str, from_s: float, until_s: float = inf
) -> list[Packet]:
    """A sensor says the same again and again, sequence number and tick included."""
    last: dict[str, bytes] = {}
    out = []
    for packet in packets:
        payload = packet.payload
        if packet.sensor == sensor and packet.characteristic in SAMPLES:
            if from_s <= packet.t_rx_s < until_s:
                payload = last.get(packet.characteristic, payload)
            last[packet.characteristic] = payload
        out.append(packet._replace(payload=payload))
    return out


def with_counts(change: Callable[[Counts], Counts]) -> Spoil:
    """Change the six axes of every sample of an inertial sensor, in counts, shape (n, 6)."""

    def spoil(payload: bytes) -> bytes:
        counts = np.frombuffer(payload[_COUNTS], "<i2").reshape(-1, 6).astype(np.int64)
        changed = np.clip(change(counts), -32768, 32767).astype("<i2")
        return payload[: _HEADER.size] + changed.tobytes()

    return spoil


def zeros(counts: Counts) -> Counts:
    """All axes say nothing."""
    return np.zeros_like(counts)


def one_axis_stuck(counts: Counts) -> Counts:
    """An axis of the gyroscope says the same for ever."""
    changed = counts.copy()
    changed[:, 4] = 37
    return changed


def at_the_end(counts: Counts) -> Counts:
    """An axis of the gyroscope stays at the end of its range, most of the time."""
    changed = counts.copy()
    changed[len(counts) // 3 :, 5] = 32767
    return changed


def wandered(counts: Counts) -> Counts:
    """The gyroscope has a bias that no foot makes: 170 °/s."""
    return counts + np.array([0, 0, 0, 0, 2800, 0])
