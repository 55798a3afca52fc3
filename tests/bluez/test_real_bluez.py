"""The unmodified product on a real bluetoothd and the real Linux Bluetooth (`make test-bluez`)."""

import signal
from collections.abc import Iterator
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

    def wait(self, pattern: str, within_s: float = 180.0) -> None:
        """Wait for a line; the next wait begins after it."""
        line = self.bluetooth.machine.wait(self.name, pattern, within_s, self.mark)
        self.mark = self.bluetooth.machine.lines.index(line, self.mark) + 1

    def wait_streaming(self, *sensors: str) -> None:
        """Wait until each of these is connected, in any order."""
        machine = self.bluetooth.machine
        lines = [
            machine.wait(self.name, f"{sensor}: (connected|back)", 180.0, self.mark)
            for sensor in sensors
        ]
        self.mark = max(machine.lines.index(line, self.mark) for line in lines) + 1

    def wait_strides(self) -> None:
        """Wait until strides are told."""
        self.wait("strides .*steps/min")

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it; return its code."""
        self.bluetooth.machine.signal(self.name, number)
        return self.bluetooth.machine.ended(self.name, self.mark)

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


def test_a_scan_lists_what_is_there(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT, scenes.STRAP):
        said = "\n".join(bluetooth.machine.run("scan", FOOTLOOSE, "scan"))

    for sensor in (*FEET, "heart"):
        assert sensor in said


def test_a_run_hears_every_sensor_and_loses_nothing(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT, scenes.STRAP):
        run = start(bluetooth, "whole")
        run.wait_streaming(*FEET, "heart")
        run.wait_strides()
        run.wait("heart [0-9]+")
        code = run.end()

    packets = run.packets()
    assert code == INTERRUPTED
    assert {packet.sensor for packet in packets} >= {*FEET, "heart"}
    for foot in FEET:
        assert set(jumps(packets, foot)) == {1}


def test_a_run_outlives_what_happens_to_its_sensors(bluetooth: Bluetooth) -> None:
    accidents = (
        scenes.accident("disconnect", "pod-left", 40.0, 4.0),
        scenes.accident("reboot", "pod-right", 60.0, 2.0),
        scenes.accident("stall", "heart", 60.0, 60.0),
    )
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT, scenes.STRAP, *accidents):
        run = start(bluetooth, "accidents")
        run.wait_streaming(*FEET, "heart")
        run.wait("pod-left: connection lost")
        run.wait("pod-left: back")
        run.wait("pod-right: connection lost")
        run.wait("pod-right: (back|restarted)")
        run.wait("heart: (connected, but no data|connection lost)")
        run.wait_strides()
        assert run.end() == INTERRUPTED


def test_a_pod_that_is_switched_on_late_joins(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.late(scenes.RIGHT, 45.0)):
        run = start(bluetooth, "late")
        run.wait_streaming("pod-left")
        run.wait_streaming("pod-right")
        run.wait("strides L [0-9]+ R [0-9]+")
        assert run.end() == INTERRUPTED


def test_two_pods_of_one_name_are_two_feet(bluetooth: Bluetooth) -> None:
    feet = [scenes.called(foot, "footpod") for foot in (scenes.LEFT, scenes.RIGHT)]
    with on_the_air(bluetooth, *feet):
        run = start(bluetooth, "alike")
        run.wait("footpod.*: connected .left pod|footpod.*: connected .right pod")
        run.wait("strides L [0-9]+ R [0-9]+")
        assert run.end() == INTERRUPTED


def test_the_hub_that_was_killed_goes_on_when_it_is_started_again(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT):
        first = start(bluetooth, "killed")
        first.wait_streaming(*FEET)
        first.wait_strides()
        assert first.end(signal.SIGKILL) == -signal.SIGKILL

        second = start(bluetooth, "again")
        second.wait_streaming(*FEET)
        second.wait_strides()
        assert second.end() == INTERRUPTED

    assert {packet.sensor for packet in first.packets()} >= set(FEET)


def test_a_run_outlives_its_bluetooth_service(bluetooth: Bluetooth) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT):
        run = start(bluetooth, "service")
        run.wait_streaming(*FEET)
        for number in (signal.SIGTERM, signal.SIGKILL):
            bluetooth.stop(number)
            run.wait("Bluetooth is not available|connection lost")
            bluetooth.start()
            bluetooth.wait_powered()
            run.wait_streaming(*FEET)
        run.wait_strides()
        assert run.end() == INTERRUPTED


def test_a_run_outlives_an_adapter_that_is_switched_off_and_one_that_is_pulled_out(
    bluetooth: Bluetooth,
) -> None:
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT):
        run = start(bluetooth, "pulled")
        run.wait_streaming(*FEET)
        bluetooth.power(on=False)
        run.wait("Bluetooth is switched off")
        bluetooth.power(on=True)
        run.wait_streaming(*FEET)
        bluetooth.unplug()
        run.wait("Bluetooth is not available")
        bluetooth.plug()
        bluetooth.wait_powered()
        run.wait_streaming(*FEET)
        run.wait_strides()
        assert run.end() == INTERRUPTED


def test_a_run_waits_for_an_adapter_that_is_not_there_yet(bluetooth: Bluetooth) -> None:
    run = start(bluetooth, "absent")
    run.wait("Bluetooth is not available: there is no adapter; plug one in")
    with on_the_air(bluetooth, scenes.LEFT, scenes.RIGHT):
        run.wait_streaming(*FEET)
        run.wait_strides()
        assert run.end() == INTERRUPTED
