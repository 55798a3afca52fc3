"""A sensor of a map that says its name late is not taken for what its services make it."""

from collections.abc import Sequence
from typing import Any, ClassVar

import pytest
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from monitor.sources.ble_adapter import Adapter, FoundSensor
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.sensor_maps import MappedSensor
from monitor.types import Side
from monitor.wire import uuids
from monitor.wire.sensor_map import Axes, NumberType, SensorMap

AXES = Axes(at=2, type=NumberType.I16, scale=1.0)
LEFT = SensorMap(side=Side.LEFT, rate_hz=104.0, characteristic=uuids.IMU, acc=AXES, gyr=AXES)
MAPS = (MappedSensor("Movesense*", "", (), LEFT),)


class Radio(BaseBleakScanner):
    """A radio that hears these names of one sensor with a heart-rate service, one by one."""

    names: ClassVar[Sequence[str | None]] = ()

    def __init__(self, detection_callback: Any, service_uuids: Any, *_: Any, **__: Any) -> None:
        super().__init__(detection_callback, service_uuids)

    async def start(self) -> None:
        for name in self.names:
            data = AdvertisementData(name, {}, {}, [uuids.HEART_RATE_SERVICE], None, -50, ())
            self.call_detection_callbacks(BLEDevice("F0:00:00:00:00:01", name, None), data)

    async def stop(self) -> None:
        pass


class Backend:
    client: type[BaseBleakClient] | None = None

    def __init__(self, names: Sequence[str | None]) -> None:
        self.scanner: type[BaseBleakScanner] | None = type("Heard", (Radio,), {"names": names})


@pytest.mark.parametrize(
    ("maps", "names", "kinds"),
    [
        (MAPS, [None, "Movesense 0042"], ["sensor of a map"]),
        (MAPS, [None, None], ["heart-rate strap"]),
        (MAPS, ["HRM"], ["heart-rate strap"]),
        ((), [None], ["heart-rate strap"]),
    ],
)
async def test_a_name_is_waited_for_once(
    maps: Sequence[MappedSensor], names: Sequence[str | None], kinds: list[str]
) -> None:
    heard: list[FoundSensor] = []

    adapter = Adapter(Backend(names), RadioLimits(), maps)
    async with adapter.listening(lambda _, sensor: heard.append(sensor)):
        pass

    assert [str(sensor.kind) for sensor in heard] == kinds
