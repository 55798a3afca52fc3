"""`footloose calibrate-cells`: asks first, calibrates, is used by runs, and is taken back."""

import asyncio
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from firmware_sim.air.serve import serve
from monitor.errors import SourceError
from monitor.home.calibrations import in_use, read_calibrations
from monitor.home.folder import Home
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.limits import SessionLimits
from monitor.session.recording import read_packets
from monitor.sources.cell_steps import open_cells
from monitor.sources.cuff_step import SettledStep
from monitor.types import Cell, CellLayout, Packet, Side
from monitor.wire import calibration, information, layout, pressure, uuids
from tests.system.forked import called
from tests.system.live import QUICK
from tests.system.toy_pods import RADIOS, ToyPod

ROOT = Path(__file__).parents[2]
NAME = "toy laces"
HURRY = 30.0
"""The pod's clock goes so many times faster: nobody waits for creep here."""
GAIN, POWER = 0.7, 0.9


class LacePod(ToyPod):
    """Three cells that feel 4 kPa and creep; sends for some minutes of its own time."""

    def __init__(self, packets: int) -> None:
        super().__init__(Side.LEFT, NAME, insole=False)
        said = information.PodInformation(
            side=Side.LEFT,
            imu_rate_hz=200.0,
            pressure_rate_hz=50.0,
            instep_cells=3,
            acc_range_g=16,
            gyr_range_deg_s=2000,
            layout_id="tongue",
            firmware="toy",
        )
        self.values[uuids.INFORMATION] = information.encode(said)
        tongue = tuple(Cell(0.09 + 0.02 * cell, 0.0, 1e-4) for cell in range(3))
        self.values[uuids.LAYOUT] = layout.encode(CellLayout("tongue", (), tongue))
        self._packets = packets

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        for number in range(self._packets):
            t_s = (25 * number + np.arange(25)) / 50.0
            kpa = 4.0 * (1.0 - 0.1 * np.exp(-t_s / 15.0))[:, None] * np.array([0.5, 1.0, 1.5])
            frame = pressure.PressureFrame(round(t_s[0] * 32768), number, np.empty((25, 0)), kpa)
            yield t_s[-1] / HURRY, uuids.PRESSURE, pressure.encode(frame)


async def step(pod: LacePod) -> tuple[SettledStep, list[SettledStep]]:
    ready = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve([(pod, [])], ready.set_result, RADIOS))
        radio = f"firmware_sim.air.backend:BACKEND@{await ready}"
        told: list[SettledStep] = []
        try:
            async with open_cells(QUICK, radio, "") as cells:
                await cells.zero()
                settled = await cells.step(told.append)
        finally:
            serving.cancel()
    return settled, told


async def test_a_live_pods_cells_are_watched_until_they_have_settled() -> None:
    settled, told = await step(LacePod(10_000))

    assert [cell.refusal for cell in settled.cells] == ["", "", ""]
    assert [cell.kpa for cell in settled.cells] == pytest.approx([2.0, 4.0, 6.0], rel=0.03)
    assert settled.lasted_s >= 30.0
    assert told[-1] == settled


async def test_a_pod_that_falls_silent_is_named() -> None:
    with pytest.RaisesGroup(pytest.RaisesExc(SourceError, match="toy laces: sends nothing")):
        await step(LacePod(40))


def footloose(home: Path, *words: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {"FOOTLOOSE_HOME": str(home), "PATH": "/usr/bin:/bin"}
    return called(*words, cwd=ROOT, environment=environment, typed=said)


def test_a_foot_that_is_numb_is_never_pressed(tmp_path: Path) -> None:
    asked = footloose(tmp_path, "calibrate-cells", "--backend", "no:radio", said="y\n")

    assert asked.returncode == 1
    assert "numb" in asked.stdout
    assert "do not press it with a cuff" in asked.stderr


def test_without_an_answer_nothing_is_pressed(tmp_path: Path) -> None:
    for said in ("", "\n"):
        asked = footloose(tmp_path, "calibrate-cells", "--backend", "no:radio", said=said)

        assert asked.returncode != 0
        assert "Pump" not in asked.stdout


def cuffed(path: Path) -> Path:
    """A recording of a cuff: empty, 30, 60 and 90 mmHg for a minute each; a cell is beside it."""
    pod = LacePod(0)
    packets = [
        Packet(NAME, uuids.INFORMATION, 0.1, pod.values[uuids.INFORMATION]),
    ]
    for number in range(4 * 120):
        t_s = (25 * number + np.arange(25)) / 50.0
        true_kpa = 0.133322 * np.repeat([0.0, 30.0, 60.0, 90.0], 3000)[25 * number :][:25] + 0.1
        said = (true_kpa / GAIN) ** (1.0 / POWER)
        kpa = np.stack([said, np.zeros(25), 2.0 * said], axis=1)
        frame = pressure.PressureFrame(round(t_s[0] * 32768), number, np.empty((25, 0)), kpa)
        packets.append(Packet(NAME, uuids.PRESSURE, float(t_s[-1]), pressure.encode(frame)))
    write_recording(path, RecordingHeader(datetime.now(UTC)), packets, SessionLimits())
    return path


STEPS = ["0:05-0:55=0", "1:05-1:55=30", "2:05-2:55=60", "3:05-3:55=90"]


def test_a_recording_calibrates_and_undo_takes_it_back(tmp_path: Path) -> None:
    path, home = cuffed(tmp_path / "cuff.mcap"), tmp_path / "home"
    steps = [word for step in STEPS for word in ("--step", step)]

    made = footloose(home, "calibrate-cells", "--recording", str(path), *steps)
    first, second, third = in_use(read_calibrations(Home(home)))[NAME].instep
    listed = footloose(home, "calibrate-cells", "--list").stdout
    back = footloose(home, "calibrate-cells", NAME, "--undo")

    assert made.returncode == 0, made.stderr
    assert "cell 2: left out, it feels nothing" in made.stdout
    assert second is None
    for curve, scale in ((first, 1.0), (third, 2.0)):
        for true_kpa in (4.0, 8.0, 16.0):
            said = scale * (true_kpa / GAIN) ** (1.0 / POWER)
            assert curve.gain * said**curve.exponent == pytest.approx(true_kpa, rel=0.05)
    assert f"{NAME} (left)" in listed
    assert "left out" in listed
    assert back.returncode == 0
    assert in_use(read_calibrations(Home(home))) == {}


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (STEPS[1:], "expected one with 0 mmHg"),
        ([*STEPS[:3], "3:55-3:05=90"], "expected FROM-TO=MMHG"),
        ([*STEPS[:3], "3:05-3:55"], "expected FROM-TO=MMHG"),
        ([*STEPS[:3], "9:05-9:55=90"], "says nothing from 545 s on"),
        ([*STEPS[:2], "1:05-1:55=60", STEPS[3]], "nothing is kept"),
    ],
)
def test_steps_that_are_none_are_refused(tmp_path: Path, steps: list[str], why: str) -> None:
    path = cuffed(tmp_path / "cuff.mcap")
    words = [word for step in steps for word in ("--step", step)]

    made = footloose(tmp_path / "home", "calibrate-cells", "--recording", str(path), *words)

    assert made.returncode in (1, 2)
    assert why in made.stderr
    assert not (tmp_path / "home" / "calibrations.json").exists()


def test_the_next_run_uses_it_and_its_recording_holds_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    steps = [word for step in STEPS for word in ("--step", step)]
    path = cuffed(tmp_path / "cuff.mcap")
    footloose(home, "calibrate-cells", "--recording", str(path), *steps)

    async def run() -> str:
        ready = asyncio.get_running_loop().create_future()
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(serve([(LacePod(10_000), [])], ready.set_result, RADIOS))
            radio = f"firmware_sim.air.backend:BACKEND@{await ready}"
            out = str(tmp_path / "r.mcap")
            words = ["run", "--backend", radio, "--seconds", "3", "--quiet", "-o", out]
            ran = await asyncio.to_thread(footloose, home, *words)
            serving.cancel()
        return ran.stderr

    said = asyncio.run(run())

    told = [p for p in read_packets(tmp_path / "r.mcap") if p.characteristic == uuids.CALIBRATION]
    assert told, said
    kept = in_use(read_calibrations(Home(home)))[NAME]
    assert calibration.decode(told[0].payload) == kept.curves
