"""Make the devices that a scenario puts on the air, with their accidents."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from firmware_sim.air.peripheral import Content
from firmware_sim.record import Device, served
from firmware_sim.scenario import faults
from firmware_sim.scenario.model import DeviceKind, Fault, Scenario
from firmware_sim.sensors.pod import PodPacket


@dataclass(frozen=True, slots=True)
class _Served:
    """A simulated device with the faults that its packets themselves have."""

    name: str
    called: str
    kind: DeviceKind
    values: Mapping[str, bytes]
    sent: Callable[[], Iterator[tuple[float, str, bytes]]]

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        """What the device sends."""
        return self.sent()


def sensors(scenario: Scenario, seed: int | None = None) -> list[tuple[Content, list[Fault]]]:
    """The devices of a scenario and what happens to them on the air, as `serve` takes them."""
    seed = scenario.seed if seed is None else seed
    starts_s = {spec.name: spec.starts_s for spec in scenario.pod}
    called = {spec.name: spec.called or spec.name for spec in scenario.pod}
    made: list[tuple[Content, list[Fault]]] = []
    for device in served(scenario, seed):
        mine = [fault for fault in scenario.fault if fault.pod in (None, device.name)]
        accidents = [fault for fault in mine if fault.kind in faults.AIR]
        if starts_s[device.name] > 0.0:
            accidents.append(Fault(kind="late", at_s=starts_s[device.name], for_s=0.0))
        garbled = [fault for fault in mine if fault.kind not in faults.AIR]
        sent = functools.partial(_garble, device, garbled, seed)
        made.append(
            (_Served(device.name, called[device.name], device.kind, device.values, sent), accidents)
        )
    return made


def _garble(device: Device, garbled: list[Fault], seed: int) -> Iterator[PodPacket]:
    return faults.suffer(device.packets(), garbled, device.values, seed)
