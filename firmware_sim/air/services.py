"""The services of simulated sensors that are not foot pods."""

from collections.abc import Mapping
from typing import Final

from monitor.wire import uuids

MOVESENSE_SERVICE = "34802252-7185-4d5d-b431-630e7050e8f0"
MOVESENSE_WRITE = "34800001-7185-4d5d-b431-630e7050e8f0"
MOVESENSE_NOTIFY = "34800002-7185-4d5d-b431-630e7050e8f0"
WITMOTION_SERVICE = "0000ffe5-0000-1000-8000-00805f9a34fb"
WITMOTION_NOTIFY = "0000ffe4-0000-1000-8000-00805f9a34fb"

_RSC = {uuids.RSC_SERVICE: {uuids.RSC_MEASUREMENT: True, uuids.RSC_FEATURE: False}}
OFFERS: Final[Mapping[str, Mapping[str, Mapping[str, bool]]]] = {
    "heart": {uuids.HEART_RATE_SERVICE: {uuids.HEART_RATE: True}},
    "rsc": _RSC,
    "power": _RSC | {uuids.POWER_SERVICE: {uuids.POWER: True}},
    "treadmill": {uuids.FITNESS_MACHINE_SERVICE: {uuids.TREADMILL: True}},
    "witmotion": {WITMOTION_SERVICE: {WITMOTION_NOTIFY: True}},
    "thermometer": {uuids.ENVIRONMENT_SERVICE: {uuids.TEMPERATURE: True}},
}
"""Characteristics of the services of each kind, and whether they notify."""
