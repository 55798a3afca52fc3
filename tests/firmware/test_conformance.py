"""The lace pod's program, run by MicroPython, against the commands for builders of pods."""

import json
import re
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("micropython_unix")

from monitor.sources.ble_one import tell, zero
from monitor.sources.pod_check import Line, check_pod
from monitor.wire import foot_imu, uuids
from monitor.wire.control import Identify, SetRate, Stop, Stream
from tests.firmware.on_the_air import lace_pod
from tests.system.live import QUICK, collect, jumps, of

NAME = re.compile(rb"lace pod L$")
PATIENT = msgspec.structs.replace(QUICK, stall_s=60.0, slow_stall_s=60.0)


async def test_the_firmware_conforms_to_the_open_protocol() -> None:
    lines: list[Line] = []
    async with lace_pod() as (radio, pod):
        met = await check_pod(QUICK, radio, "", 2.0, lines.append)
        found, known = await tell(QUICK, radio, "", Stop(), SetRate(Stream.IMU, 100.0), Identify(1))

    assert [str(line) for line in lines if line.met is False] == []
    assert met
    assert len(lines) > 20
    assert uuids.SERVICE.replace("-", "") == pod.advertised[0][-16:][::-1].hex()
    assert NAME.search(pod.advertised[1])
    assert found.name == "lace pod L"
    assert known.imu_rate_hz == pytest.approx(6667.0 * 1.015 / 64.0, abs=0.01)


async def test_a_radio_that_takes_nothing_for_a_while_loses_whole_notifications() -> None:
    """Each sample carries its own number, as z of its angular rate: none is made up or moved."""
    async with lace_pod() as (radio, pod):
        pod.deaf_after = 3
        packets = await collect(radio, lambda so_far: len(of(so_far, uuids.IMU)) > 30, PATIENT)

    frames = of(packets, uuids.IMU)
    assert max(jumps(packets, uuids.IMU)) > 1
    assert min(jumps(packets, uuids.IMU)) == 1
    hz = 6667.0 * 1.015 / 32.0
    for frame in frames:
        number = turned(frame)
        assert number == list(range(number[0], number[0] + len(number)))
        since_s = (frame.tick - frames[0].tick) / 32768.0
        assert (number[0] - turned(frames[0])[0]) / hz == pytest.approx(since_s, abs=0.01)


async def test_the_zero_is_taken_kept_and_used_before_the_command_ends(tmp_path: Path) -> None:
    async with lace_pod(tmp_path) as (radio, _):
        await zero(QUICK, radio, "")
        packets = await collect(radio, lambda so_far: len(of(so_far, uuids.PRESSURE)) > 2, PATIENT)

    assert all(json.loads((tmp_path / "zeros.json").read_text()))
    frames = of(packets, uuids.PRESSURE)
    assert all((frame.instep_kpa == 0.0).all() for frame in frames)


def turned(frame: foot_imu.ImuFrame) -> list[int]:
    """Numbers of the samples, from 1/16 °/s of 1.12 counts each."""
    return [round(z * 180.0 / 3.141592653589793 * 16 / 1.12) for z in frame.gyr_rad_s[:, 2]]
