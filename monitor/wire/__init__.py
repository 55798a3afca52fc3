"""Bytes to values and back: one codec a characteristic, pure, shared with the simulator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from monitor.wire import (
    battery,
    calibration,
    clock,
    control,
    foot_imu,
    heart_rate,
    imported,
    information,
    lap,
    layout,
    link,
    power,
    pressure,
    reference,
    rsc,
    sensor_map,
    symptom,
    temperature,
    treadmill,
    uuids,
    wish,
)


@dataclass(frozen=True, slots=True)
class Codec:
    """How one characteristic is read and written; ``decode`` raises ``WireError``, only.

    What ``decode`` gives and ``encode`` takes differs from codec to codec, hence ``Any``.
    """

    name: str
    decode: Callable[[bytes], Any]
    encode: Callable[[Any], bytes]


CHARACTERISTICS: Final[dict[str, Codec]] = {
    uuids.INFORMATION: Codec("information", information.decode, information.encode),
    uuids.LAYOUT: Codec("layout", layout.decode, layout.encode),
    uuids.IMU: Codec("imu", foot_imu.decode, foot_imu.encode),
    uuids.PRESSURE: Codec("pressure", pressure.decode, pressure.encode),
    uuids.CONTROL: Codec("control", control.decode, control.encode),
    uuids.BATTERY: Codec("battery", battery.decode, battery.encode),
    uuids.HEART_RATE: Codec("heart rate", heart_rate.decode, heart_rate.encode),
    uuids.RSC_MEASUREMENT: Codec("rsc measurement", rsc.decode, rsc.encode),
    uuids.RSC_FEATURE: Codec("rsc feature", rsc.decode_feature, rsc.encode_feature),
    uuids.POWER: Codec("power", power.decode, power.encode),
    uuids.TREADMILL: Codec("treadmill", treadmill.decode, treadmill.encode),
    uuids.TEMPERATURE: Codec("temperature", temperature.decode, temperature.encode),
    uuids.LINK: Codec("link", link.decode, link.encode),
    uuids.SYMPTOM: Codec("symptom", symptom.decode, symptom.encode),
    uuids.CLOCK: Codec("clock", clock.decode, clock.encode),
    uuids.WISH: Codec("wish", wish.decode, wish.encode),
    uuids.REFERENCE: Codec("reference", reference.decode, reference.encode),
    uuids.LAP: Codec("lap", lap.decode, lap.encode),
    uuids.CALIBRATION: Codec("calibration", calibration.decode, calibration.encode),
    uuids.SENSOR_MAP: Codec("sensor map", sensor_map.decode, sensor_map.encode),
    uuids.IMPORT_DESCRIPTION: Codec(
        "import description", imported.decode_description, imported.encode_description
    ),
    uuids.IMPORT_SAMPLES: Codec("import samples", imported.decode, imported.encode),
}
"""Every characteristic that is understood, by UUID."""
