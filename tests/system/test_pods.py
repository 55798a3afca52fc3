"""The commands for builders of pods, against simulated ones on a virtual radio."""

import asyncio
import time

import pytest

from monitor.errors import SourceError
from monitor.sources.ble_one import tell
from monitor.sources.pod_check import Line, check_pod
from monitor.wire.control import Identify, SetRate, Stop, Stream, Zero
from tests.system.live import QUICK, accident, pods


async def check(radio: str, name: str) -> tuple[bool, list[Line]]:
    lines: list[Line] = []
    met = await check_pod(QUICK, radio, name, 2.0, lines.append)
    return met, lines


async def test_a_simulated_pod_conforms_and_every_requirement_is_said() -> None:
    async with pods(left=[], strap=[]) as radio:
        met, lines = await check(radio, "")

    assert [line for line in lines if line.met is False] == []
    assert met
    asked = [line.requirement for line in lines]
    assert "imu: ticks follow the samples" in asked
    assert "pressure: none lost" in asked
    assert len(asked) > 20


async def test_a_pod_that_loses_samples_and_stalls_is_found_out() -> None:
    async with pods(left=[accident("overflow", 0.1, 20.0, 0.5)]) as radio:
        met, lines = await check(radio, "toy left")

    assert not met
    failed = {line.requirement for line in lines if line.met is False}
    assert "imu: none lost" in failed


async def test_a_pod_that_holds_samples_back_for_half_a_second_is_found_out() -> None:
    held = [accident("stall", float(at_s), 0.5) for at_s in range(1, 30)]
    async with pods(left=held) as radio:
        _, lines = await check(radio, "toy left")

    failed = {line.requirement for line in lines if line.met is False}
    assert "pressure: held back 200 ms at most" in failed


async def test_that_this_computer_is_busy_is_not_the_pods_fault() -> None:
    lines: list[Line] = []

    def hear(line: Line) -> None:
        lines.append(line)
        if line.requirement == "start is answered ok":
            asyncio.get_running_loop().call_later(0.5, time.sleep, 0.8)

    async with pods(left=[]) as radio:
        met = await check_pod(QUICK, radio, "toy left", 2.5, hear)

    assert [line for line in lines if line.met is False] == []
    assert met


async def test_a_pod_of_another_version_fails_by_its_information() -> None:
    async with pods(newer=[]) as radio:
        met, lines = await check(radio, "toy newer")

    assert not met
    assert any("version 2" in line.seen for line in lines if line.met is False)


async def test_a_pod_is_told_to_blink_and_to_take_its_zero() -> None:
    async with pods(left=[], right=[]) as radio:
        found, known = await tell(QUICK, radio, "Toy Right", Identify(5), Stop(), Zero())

    assert (found.name, str(known.side)) == ("toy right", "right")


async def test_what_a_pod_refuses_is_said() -> None:
    async with pods(left=[]) as radio:
        with pytest.raises(SourceError, match="setrate refused: not supported"):
            await tell(QUICK, radio, "toy left", SetRate(Stream.IMU, 208.0))


async def test_two_pods_want_a_name() -> None:
    async with pods(left=[], right=[]) as radio:
        with pytest.raises(SourceError, match="several pods are heard, name one: toy"):
            await tell(QUICK, radio, "", Identify(5))
