"""The unmodified product on a real bluetoothd and the real Linux Bluetooth (`make test-bluez`)."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from monitor.session.recording import Recording
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS, uuids
from tests.bluez import scenes
from tests.bluez.bluetooth import Bluetooth, pods
from tests.bluez.machine import FOOTLOOSE

FEET = ("pod-left", "pod-right")
STRIDES, STRIDES_OF_BOTH = "strides .*steps/min", "strides L [0-9]+ R [0-9]+"
AWAY_S, EVERY_S, SOON_S = 5.0, 12.0, 8.0
"""How long a pod is out of reach, how often one is, and how soon it has to stream again."""
SOON_SHARE = 0.95
PATIENCE_S = 400.0
"""For a line of a run; an adapter is called deaf after 120 s."""
FAULT = "Traceback"
INTERRUPTED = 130
"""What a program that Ctrl-C ended returns."""


@dataclass
class Run:
    """A run of the product in the guest."""

    bluetooth: Bluetooth
    folder: Path
    mark: int
    name: str = "run"

    @property
    def recording(self) -> Path:
        return self.folder / f"{self.name}.mcap"

    def wait(self, *patterns: str) -> None:
        """Wait for lines, one after the other; the next wait begins after the last of them."""
        self.wait_stories(patterns)

    def wait_stories(self, *stories: Sequence[str]) -> None:
        """Wait for the lines of several stories; which story is told first is left to chance."""
        machine = self.bluetooth.machine
        ends = []
        for story in stories:
            end = self.mark
            for pattern in story:
                line = machine.wait(self.name, pattern, PATIENCE_S, end)
                end = machine.lines.index(line, end) + 1
            ends.append(end)
        self.mark = max(ends)

    def wait_streaming(self, *sensors: str) -> None:
        """Wait until each of these is connected, in any order."""
        self.wait_stories(*([f"{sensor}: (connected|back)"] for sensor in sensors))

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it; return its code. It has told nobody of a fault of its own."""
        machine = self.bluetooth.machine
        machine.signal(self.name, number)
        code = machine.ended(self.name, self.mark)
        assert not [one for one in machine.lines if one.name == self.name and FAULT in one.text]
        return code

    def packets(self) -> list[Packet]:
        """Everything that was recorded."""
        recording = Recording(self.recording)
        return [packet for batch in recording.batches() for packet in batch]


@contextmanager
def on_the_air(bluetooth: Bluetooth, *parts: str) -> Iterator[None]:
    """Sensors, and an adapter that is on."""
    folder = bluetooth.machine.out
    with pods(scenes.write(folder, *parts), folder) as air:
        bluetooth.machine.air.use(air)
        bluetooth.plug()
        bluetooth.wait_powered()
        yield


def start(bluetooth: Bluetooth, name: str, *options: str) -> Run:
    folder = bluetooth.machine.out
    run = Run(bluetooth, folder, len(bluetooth.machine.lines), name)
    run.recording.unlink(missing_ok=True)
    bluetooth.machine.start(name, FOOTLOOSE, "run", "-o", f"/out/{name}.mcap", *options)
    return run


def jumps(packets: list[Packet], sensor: str) -> list[int]:
    """Differences of the sequence numbers of a foot's motion."""
    decode = CHARACTERISTICS[uuids.IMU].decode
    numbers = [decode(p.payload).sequence for p in packets if p[:2] == (sensor, uuids.IMU)]
    return [b - a for a, b in pairwise(numbers)]


def silences_s(packets: list[Packet], sensor: str) -> list[float]:
    """Times between notifications of a foot's motion, s."""
    times_s = [p.t_rx_s for p in packets if p[:2] == (sensor, uuids.IMU)]
    return [b - a for a, b in pairwise(times_s)]


def test_a_scan_lists_what_is_there(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT, scenes.STRAP):
        said = "\n".join(bluetooth.machine.run("scan", FOOTLOOSE, "scan"))

    for sensor in (*FEET, "heart"):
        assert sensor in said


def test_a_run_hears_every_sensor_and_loses_nothing(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT, scenes.STRAP):
        run = start(bluetooth, "whole")
        run.wait_streaming(*FEET, "heart")
        run.wait_stories([STRIDES], ["heart [0-9]+"])
        code = run.end()

    packets = run.packets()
    assert code == INTERRUPTED
    assert {packet.sensor for packet in packets} >= {*FEET, "heart"}
    for foot in FEET:
        assert set(jumps(packets, foot)) == {1}


def test_a_run_outlives_what_happens_to_its_sensors(bluetooth: Bluetooth) -> None:
    accidents = (
        scenes.accident("disconnect", "pod-left", 20.0, 4.0),
        scenes.accident("stall", "heart", 20.0, 60.0),
        scenes.accident("reboot", "pod-right", 60.0, 2.0),
    )
    late = scenes.late(scenes.RIGHT, 45.0)
    with on_the_air(bluetooth, scenes.LEFT, late, scenes.STRAP, *accidents):
        run = start(bluetooth, "accidents", "--no-page")
        run.wait_stories(
            ["pod-left: connected", "pod-left: connection lost", "pod-left: back"],
            ["heart: connected .*strap", "heart: (connected, but no data|connection lost)"],
            ["pod-right: connected", "pod-right: connection lost", "pod-right: (back|restarted)"],
        )
        run.wait(STRIDES_OF_BOTH)
        assert run.end() == INTERRUPTED


def test_a_pod_that_was_out_of_reach_streams_again_soon(bluetooth: Bluetooth) -> None:
    count = int(os.environ.get("BLUEZ_DROPOUTS", "4"))
    pods_in_turn = [FEET[n % 2] for n in range(count)]
    accidents = [
        scenes.accident("disconnect", pod, 30.0 + n * EVERY_S, AWAY_S)
        for n, pod in enumerate(pods_in_turn)
    ]
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT, *accidents):
        run = start(bluetooth, "away", "--no-page")
        run.wait_streaming(*FEET)
        run.wait(*(f"{pod}: back" for pod in pods_in_turn))
        assert run.end() == INTERRUPTED

    packets = run.packets()
    silences = [one_s for foot in FEET for one_s in silences_s(packets, foot)]
    took_s = sorted(one_s - AWAY_S for one_s in silences if one_s > AWAY_S)
    print(f"streaming again, s after it was back: {[round(one_s, 1) for one_s in took_s]}")
    assert len(took_s) == count
    assert sum(one_s <= SOON_S for one_s in took_s) >= SOON_SHARE * count


def test_pods_of_one_name_are_two_feet_and_are_found_again_by_a_hub_that_was_killed(
    bluetooth: Bluetooth,
) -> None:
    feet = [scenes.called(foot, "footpod") for foot in (scenes.LEFT, scenes.RIGHT)]
    streaming = [["footpod.*: connected .left pod"], ["footpod.*: connected .right pod"]]
    with on_the_air(bluetooth, *feet):
        first = start(bluetooth, "killed", "--no-page")
        first.wait_stories(*streaming)
        first.wait(STRIDES_OF_BOTH)
        assert first.end(signal.SIGKILL) == -signal.SIGKILL

        second = start(bluetooth, "again", "--no-page")
        second.wait_stories(*streaming)
        second.wait(STRIDES_OF_BOTH)
        assert second.end() == INTERRUPTED

    for run in (first, second):
        moved = {p.sensor for p in run.packets() if p.characteristic == uuids.IMU}
        assert len(moved) == len(FEET)


def test_a_run_outlives_its_bluetooth_service(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT):
        run = start(bluetooth, "service", "--no-page")
        run.wait_streaming(*FEET)
        for number in (signal.SIGTERM, signal.SIGKILL):
            bluetooth.stop(number)
            run.wait("Bluetooth is not available|connection lost")
            bluetooth.start()
            bluetooth.wait_powered()
            run.wait_streaming(*FEET)
        run.wait(STRIDES)
        assert run.end() == INTERRUPTED


def test_a_run_outlives_an_adapter_that_is_absent_then_off_and_then_pulled_out(
    bluetooth: Bluetooth,
) -> None:
    run = start(bluetooth, "plugged", "--no-page")
    run.wait("Bluetooth is not available: there is no adapter; plug one in")
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT):
        run.wait_streaming(*FEET)
        bluetooth.power(on=False)
        run.wait("Bluetooth is (switched off|not available)")
        bluetooth.power(on=True)
        run.wait_streaming(*FEET)
        bluetooth.unplug()
        run.wait("Bluetooth is not available")
        bluetooth.plug()
        bluetooth.wait_powered()
        run.wait_streaming(*FEET)
        run.wait(STRIDES)
        assert run.end() == INTERRUPTED


def test_an_adapter_that_hears_nothing_is_switched_off_and_on(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT):
        bluetooth.machine.air.deafen()  # until it is reset
        run = start(bluetooth, "deaf", "--no-page")
        run.wait_streaming(*FEET)
        assert run.end() == INTERRUPTED
