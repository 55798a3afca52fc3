"""Feet whose sensors a map describes: one sample a notification, without a number or a time."""

import struct

import numpy as np

from monitor.types import Packet, Side
from monitor.wire import sensor_map
from monitor.wire.sensor_map import Axes, NumberType, SensorMap
from monitor.wire.uuids import SENSOR_MAP
from tests.monitor.pipeline.devices import shaken

NOTIFIES = "0000ffe4-0000-1000-8000-00805f9a34fb"
RATE_HZ = 100.0


def mapped_foot(side: Side, from_s: float, to_s: float, true_hz: float = RATE_HZ) -> list[Packet]:
    """What arrives of one foot, its map first; the sensor may be quicker than its map says."""
    said = SensorMap(
        side=side, rate_hz=RATE_HZ, characteristic=NOTIFIES, prefix="5561",
        acc=Axes(at=2, type=NumberType.F32, scale=1.0),
        gyr=Axes(at=14, type=NumberType.F32, scale=1.0),
    )  # fmt: skip
    name = f"{side} sensor"
    t_s = np.arange(from_s, to_s, 1.0 / true_hz)
    late_s = 0.02 + np.random.default_rng(len(name)).exponential(0.004, len(t_s))
    values = shaken(t_s, side)
    return [
        Packet(name, SENSOR_MAP, from_s, sensor_map.encode(said)),
        *(
            Packet(name, NOTIFIES, at_s, b"\x55\x61" + struct.pack("<6f", *sample))
            for at_s, sample in zip(
                np.maximum.accumulate(t_s + late_s).tolist(), values.tolist(), strict=True
            )
        ),
    ]
