"""Every scenario lives on the air: its sensors are found, connected, read and heard by bleak.

`make test` asks a few, `make soak` all (FOOTLOOSE_SCENARIOS=all).
"""

import asyncio
import os
from collections.abc import Iterable

import pytest

from firmware_sim.air.accidents import Accident
from firmware_sim.air.peripheral import Content
from firmware_sim.air.serve import Radios, serve
from firmware_sim.air.serve_scenario import sensors
from firmware_sim.scenario import scenario_file
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.link import LinkReason
from tests.system.live import collect

FEW = ("easy_run", "two_devices", "fault_wrong_version", "fault_late")
NAMES = scenario_file.names() if os.environ.get("FOOTLOOSE_SCENARIOS") == "all" else FEW
HEARD = {uuids.IMU, uuids.PRESSURE, uuids.HEART_RATE, uuids.RSC_MEASUREMENT}


def speaks(device: Content, accidents: Iterable[Accident]) -> bool:
    """Whether a device is there from the start, and understood."""
    information = device.values.get(uuids.INFORMATION)
    known = information is None or information[0] == 1
    return known and not any(accident.kind == "late" for accident in accidents)


def refused(packets: list[Packet]) -> bool:
    notes = (p for p in packets if p.characteristic == uuids.LINK)
    decode = CHARACTERISTICS[uuids.LINK].decode
    return any(decode(p.payload).reason is LinkReason.WRONG_VERSION for p in notes)


@pytest.mark.parametrize("name", NAMES)
async def test_the_sensors_of_a_scenario_are_found_and_heard(name: str) -> None:
    made = sensors(scenario_file.load(name))
    speaking = sum(speaks(device, accidents) for device, accidents in made)
    strange = name == "fault_wrong_version"

    def enough(packets: list[Packet]) -> bool:
        heard = {p.sensor for p in packets if p.characteristic in HEARD}
        return len(heard) == speaking and refused(packets) == strange

    ready = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve(made, ready.set_result, Radios()))
        packets = await collect(f"firmware_sim.air.backend:BACKEND@{await ready}", enough)
        serving.cancel()

    assert speaking >= 1
    assert len({p.sensor for p in packets if p.characteristic in HEARD}) == speaking
