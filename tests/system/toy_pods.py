"""Sensors with simple contents in a process of their own: the other end of the system tests.

python toy_pods.py '{"left": [{"kind": "stall", "at_s": 1, "for_s": 2, "rate": 0}]}'
"""

import json
import math
import struct
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Final

import numpy as np

from firmware_sim.air.serve import Radios, die_with_parent, run, serve
from firmware_sim.air.services import MOVESENSE_NOTIFY, WITMOTION_NOTIFY
from monitor.types import Cell, CellLayout, Side
from monitor.wire import (
    battery,
    foot_imu,
    heart_rate,
    information,
    layout,
    power,
    pressure,
    rsc,
    temperature,
    treadmill,
    uuids,
)

LAYOUT = CellLayout("toy8", tuple(Cell(0.03 * i, 0.0, 1e-4) for i in range(8)))
RADIOS = Radios(interval_s=0.0075)
IMU_HZ, SAMPLES, PRESSURE_HZ = 200.0, 16, 100.0


class ToyPod:
    """A foot pod whose samples are its own sample numbers."""

    kind: Final = "foot"

    def __init__(self, side: Side, name: str, insole: bool = True) -> None:
        self.name = name
        said = information.PodInformation(
            side=side,
            imu_rate_hz=IMU_HZ,
            pressure_rate_hz=PRESSURE_HZ if insole else 0.0,
            plantar_cells=8 if insole else 0,
            acc_range_g=16,
            gyr_range_deg_s=2000,
            layout_id="toy8" if insole else "",
            firmware="toy",
        )
        self.values = {
            uuids.INFORMATION: information.encode(said),
            uuids.BATTERY: battery.encode(battery.BatteryLevel(80)),
        }
        if insole:
            self.values[uuids.LAYOUT] = layout.encode(LAYOUT)
        self._insole = insole

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        for number in range(10**6):
            t_s = number * SAMPLES / IMU_HZ
            tick = round(t_s * 32768)
            acc = np.zeros((SAMPLES, 3))
            acc[:, 1] = number % 16
            frame = foot_imu.ImuFrame(tick, number % 65536, acc, np.zeros((SAMPLES, 3)))
            yield t_s, uuids.IMU, foot_imu.encode(frame)
            for k in range(4 if self._insole else 0):
                kpa = np.full((2, 8), float(number % 100))
                insole = pressure.PressureFrame(
                    tick + k * 655, (4 * number + k) % 65536, kpa, np.zeros((2, 0))
                )
                yield t_s + k * 0.02, uuids.PRESSURE, pressure.encode(insole)


class TappedPod(ToyPod):
    """A pod on a foot that stands still, and taps the ground twice every three seconds."""

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        for number in range(10**6):
            t_s = number * SAMPLES / IMU_HZ
            acc = np.zeros((SAMPLES, 3))
            acc[:, 1] = 60.0 if number % 38 in (15, 20) else 9.81
            tick = round(t_s * 32768)
            frame = foot_imu.ImuFrame(tick, number % 65536, acc, np.zeros((SAMPLES, 3)))
            yield t_s, uuids.IMU, foot_imu.encode(frame)


class NewerPod(ToyPod):
    """A pod that speaks a version of the protocol that nobody knows yet."""

    def __init__(self, side: Side, name: str) -> None:
        super().__init__(side, name)
        said = self.values[uuids.INFORMATION]
        self.values[uuids.INFORMATION] = bytes([said[0] + 1]) + said[1:]


class ToyStrap:
    kind: Final = "heart"
    name = "toy strap"

    def __init__(self) -> None:
        self.values = {uuids.BATTERY: battery.encode(battery.BatteryLevel(50))}

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        for number in range(10**6):
            rate_bpm = 120 + round(20 * math.sin(number))
            beat = heart_rate.HeartRate(rate_bpm, (60 / rate_bpm,), contact=True)
            yield number * 0.25, uuids.HEART_RATE, heart_rate.encode(beat)


class ToySpeed:
    kind: Final = "rsc"
    name = "toy speed"

    def __init__(self) -> None:
        self.values = {uuids.RSC_FEATURE: rsc.encode_feature(rsc.RscFeature(running=True))}

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        for number in range(10**6):
            yield number * 0.25, uuids.RSC_MEASUREMENT, rsc.encode(rsc.RscMeasurement(3.0, 170))


class ToyPower:
    """A speed pod that says its power in another service."""

    kind: Final = "power"
    name = "toy power"
    values = ToySpeed().values

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        for t_s, uuid, payload in ToySpeed().packets():
            yield t_s, uuid, payload
            yield t_s, uuids.POWER, power.encode(power.PowerMeasurement(250))


class ToyTreadmill:
    kind: Final = "treadmill"
    name = "toy treadmill"
    values: Final[dict[str, bytes]] = {}

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        for number in range(10**6):
            said = treadmill.TreadmillData(3.0, number, 0.01)
            yield number * 0.25, uuids.TREADMILL, treadmill.encode(said)


class ToyThermometer:
    """It says 21.5 °C when it is asked, and never by itself."""

    kind: Final = "thermometer"
    name = "toy thermometer"

    def __init__(self) -> None:
        reading = temperature.TemperatureReading(21.5)
        self.values = {uuids.TEMPERATURE: temperature.encode(reading)}

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        yield from ()


class ToyMovesense:
    """One that stands still: it feels gravity along y, and turns by 57.3 °/s about z."""

    kind: Final = "movesense"
    name = "Movesense 0042"
    values: Final[dict[str, bytes]] = {}

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        numbers = [0.0, 9.80665, 0.0] * 8 + [0.0, 0.0, math.degrees(1.0)] * 8
        for number in range(10**6):
            t_s = number * 8 / 104.0
            head = struct.pack("<BBI", 2, 99, 5000 + round(1000.0 * t_s))
            yield t_s, MOVESENSE_NOTIFY, head + struct.pack("<48f", *numbers)


class ToyMovesense208:
    """The same at 208 Hz: what does not fit goes on in a second notification."""

    kind: Final = "movesense"
    name = "Movesense 0208"
    values: Final[dict[str, bytes]] = {}

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        numbers = [0.0, 9.80665, 0.0] * 8 + [0.0, 0.0, math.degrees(1.0)] * 8
        for number in range(10**6):
            t_s = number * 8 / 208.0
            body = struct.pack("<I48f", 5000 + round(1000.0 * t_s), *numbers)
            yield t_s, MOVESENSE_NOTIFY, b"\x02\x63" + body[:150]
            yield t_s, MOVESENSE_NOTIFY, b"\x03\x63" + body[150:]


class ToyWitmotion:
    """One that stands still: 1 g is 2048 counts along y; 1024 counts about z are 62.5 °/s."""

    kind: Final = "witmotion"
    name = "WT901BLE67"
    values: Final[dict[str, bytes]] = {}

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        sample = struct.pack("<BB9h", 0x55, 0x61, 0, 2048, 0, 0, 0, 1024, 0, 0, 0)
        for number in range(10**6):
            yield number / 100.0, WITMOTION_NOTIFY, sample
            if number % 50 == 49:  # what it answers to its app's questions
                yield number / 100.0, WITMOTION_NOTIFY, b"\x55\x71" + sample[2:]


SENSORS = {
    "left": lambda: ToyPod(Side.LEFT, "toy left"),
    "right": lambda: ToyPod(Side.RIGHT, "toy right"),
    "spare": lambda: ToyPod(Side.LEFT, "toy spare"),
    "bare": lambda: ToyPod(Side.RIGHT, "toy bare", insole=False),
    "newer": lambda: NewerPod(Side.RIGHT, "toy newer"),
    "tapped": lambda: TappedPod(Side.LEFT, "toy tapped"),
    "strap": ToyStrap,
    "speed": ToySpeed,
    "power": ToyPower,
    "treadmill": ToyTreadmill,
    "movesense": ToyMovesense,
    "movesense208": ToyMovesense208,
    "thermometer": ToyThermometer,
    "witmotion": ToyWitmotion,
}


def sensors(wanted: dict[str, list[dict[str, Any]]]) -> list[tuple[Any, list[Any]]]:
    """Contents and accidents by name, as `serve` takes them."""
    return [
        (SENSORS[name](), [SimpleNamespace(**accident) for accident in accidents])
        for name, accidents in wanted.items()
    ]


def main() -> None:
    die_with_parent()
    wanted = json.loads(sys.argv[1])
    run(serve(sensors(wanted), lambda address: print(address, flush=True), RADIOS))


if __name__ == "__main__":
    main()
