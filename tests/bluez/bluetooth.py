"""The guest's Bluetooth, and the sensors that are on its air."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bluez.machine import INSIDE, Machine

SIM = Path(sys.executable).with_name("firmware-sim")
BLUETOOTHD = "/usr/libexec/bluetooth/bluetoothd"
PATIENCE_S = 90.0
"""For the service to do what it is asked."""


class Bluetooth:
    """The guest's Bluetooth: its service, and its adapter on the air of one scenario."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._daemons = 0
        machine.run("dbus", "dbus-daemon", "--system", "--fork")

    @property
    def daemon(self) -> str:
        """Name of the service's program that runs now, or ran last."""
        return f"bluetoothd {self._daemons}"

    def start(self) -> None:
        """Start the service."""
        self._daemons += 1
        self.machine.start(self.daemon, BLUETOOTHD, "-n")
        self.machine.wait(self.daemon, "Bluetooth management interface|Bluetooth daemon", 60.0)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End the service."""
        self.machine.signal(self.daemon, number)
        self.machine.ended(self.daemon)

    def tidy(self) -> None:
        """End what a test left running."""
        for name in self.machine.running():
            mark = len(self.machine.lines)
            self.machine.signal(name, signal.SIGKILL)
            self.machine.ended(name, mark)

    def forget(self) -> None:
        """Let nothing of an earlier test be known."""
        self.machine.run("forget", "sh", "-c", "rm -rf /var/lib/bluetooth/*")

    def plug(self) -> None:
        """Plug an adapter in."""
        mark = len(self.machine.lines)
        relay = str(INSIDE / "relay.py")
        self.machine.start("adapter", sys.executable, relay, "/dev/ttyS0")
        self.machine.wait("adapter", "plugged", 60.0, mark)

    def unplug(self) -> None:
        """Pull it out."""
        mark = len(self.machine.lines)
        self.machine.signal("adapter", signal.SIGKILL)
        self.machine.ended("adapter", mark)

    def power(self, *, on: bool) -> None:
        """Switch the adapter on or off, as its owner does."""
        value = f"variant:boolean:{'true' if on else 'false'}"
        self._ask_until("method return", "Set", "string:Powered", value)

    def wait_powered(self) -> None:
        """Wait until the adapter is on."""
        self._ask_until("boolean true", "Get", "string:Powered")

    def _ask_until(self, wanted: str, how: str, *what: str) -> None:
        until_s = time.monotonic() + PATIENCE_S
        while wanted not in (said := self._ask(how, *what)):
            assert time.monotonic() < until_s, f"{how} {what}: {said}"

    def _ask(self, how: str, *what: str) -> str:
        """Ask the service; one that died is started again, as systemd does when it is called.

        bluetoothd 5.66 dies now and then of being switched off (SIGSEGV, after a line about
        ``btd_adv_monitor_power_down``).
        """
        if self.daemon not in self.machine.running():
            self.start()
        return " ".join(
            self.machine.run(
                "ask",
                *("dbus-send", "--system", "--print-reply", "--dest=org.bluez"),
                "/org/bluez/hci0",
                f"org.freedesktop.DBus.Properties.{how}",
                "string:org.bluez.Adapter1",
                *what,
            )
        )


@contextlib.contextmanager
def pods(scenario: Path, folder: Path) -> Iterator[Path]:
    """The sensors of a scenario, outside; gives where their air is."""
    air = folder / "air.sock"
    air.unlink(missing_ok=True)
    with (folder / f"{scenario.stem}.log").open("w") as log:
        process = subprocess.Popen(
            [SIM, "serve", scenario, "--address", f"unix:{air}", "--stay", "--verbose"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            said = process.stdout.readline() if process.stdout else ""
            assert "on the air" in said, f"the pods do not start: {folder}"
            yield air
        finally:
            process.terminate()
            process.wait()
            if process.stdout:
                process.stdout.close()
