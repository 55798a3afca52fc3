"""Which services make a device a sensor of ours, and what such a sensor notifies.

A new kind is one line in ``KINDS`` and one in ``STREAM``; its bytes are a codec of
``monitor.wire``. A device that has several of these services is of the first kind here, and
everything in ``STREAM`` that it has is listened to: a Stryd is a speed pod that says its power too.
"""

from enum import StrEnum
from typing import Final

from monitor.wire import uuids


class SensorKind(StrEnum):
    """What a sensor's services make it."""

    POD = "pod"
    HEART_RATE = "heart-rate strap"
    RSC = "speed pod"
    TREADMILL = "treadmill"
    POWER = "power pod"
    THERMOMETER = "thermometer"
    MAPPED = "sensor of a map"


KINDS: Final[dict[str, SensorKind]] = {
    uuids.SERVICE: SensorKind.POD,
    uuids.HEART_RATE_SERVICE: SensorKind.HEART_RATE,
    uuids.RSC_SERVICE: SensorKind.RSC,
    uuids.FITNESS_MACHINE_SERVICE: SensorKind.TREADMILL,
    uuids.POWER_SERVICE: SensorKind.POWER,
    uuids.ENVIRONMENT_SERVICE: SensorKind.THERMOMETER,
}
"""The services that are looked for."""

STREAM: Final[dict[SensorKind, str]] = {
    SensorKind.HEART_RATE: uuids.HEART_RATE,
    SensorKind.RSC: uuids.RSC_MEASUREMENT,
    SensorKind.TREADMILL: uuids.TREADMILL,
    SensorKind.POWER: uuids.POWER,
    SensorKind.THERMOMETER: uuids.TEMPERATURE,
}
"""What a sensor of a kind must notify (a thermometer may be read instead); a pod says it itself."""
