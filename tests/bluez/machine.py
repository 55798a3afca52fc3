"""A Linux of its own with a real Bluetooth stack, as a process, and the pods' air outside it."""

import contextlib
import json
import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
INSIDE = HERE / "inside"
SIM = Path(sys.executable).with_name("firmware-sim")
FOOTLOOSE = str(Path(sys.executable).with_name("footloose"))
BLUETOOTHD = "/usr/libexec/bluetooth/bluetoothd"
MEMORY = "768M"

_MOST_IN_FLIGHT: Final = 2000
"""Bytes towards the guest that it has not read: its serial line holds 4,095, and drops the rest."""
_CREDIT, _PLUGGED = 0xF0, 0xF1
_NOTE = struct.Struct("<BH")
_HEADER: Final = {1: (3, "B"), 2: (4, "<H"), 3: (3, "B"), 4: (2, "B"), 5: (4, "<H")}


@dataclass(frozen=True)
class Line:
    """What a program in the guest wrote; or (``ended``) with which code it ended."""

    t_s: float
    name: str
    text: str
    ended: int | None = None


class Air:
    """Joins the guest's adapter to a hub of simulated sensors, one hub after the other."""

    def __init__(self) -> None:
        self._line, self.guest_end = socket.socketpair()
        self._hub: socket.socket | None = None
        self._path: Path | None = None
        self._in_flight = 0
        self._down = b""
        self._up = b""
        self._ended, self._end = socket.socketpair()
        self._thread = threading.Thread(target=self._carry, name="air", daemon=True)
        self._thread.start()

    def use(self, path: Path) -> None:
        """From the next time that an adapter is plugged in: this hub."""
        self._path = path

    def close(self) -> None:
        """Carry no more."""
        self._end.close()
        self._thread.join()
        for one in (self._line, self._hub, self._ended):
            if one is not None:
                one.close()

    def _carry(self) -> None:
        while True:
            reads = [self._line, self._ended]
            if self._hub is not None and len(self._down) < 65536:
                reads.append(self._hub)
            room = self._down and self._in_flight < _MOST_IN_FLIGHT
            ready, writable, _ = select.select(reads, [self._line] if room else [], [])
            if self._ended in ready:
                return
            if self._line in ready and not self._take(self._line.recv(65536)):
                return
            if self._hub in ready and self._hub is not None:
                came = self._hub.recv(65536)
                self._down += came
                if not came:
                    self._unplug()
            if writable and self._down:
                sent = self._line.send(self._down[: max(_MOST_IN_FLIGHT - self._in_flight, 1)])
                self._in_flight += sent
                self._down = self._down[sent:]

    def _take(self, came: bytes) -> bool:
        """Hand what comes from the guest on; False when the guest is gone."""
        self._up += came
        while self._up and (size := _size(self._up)):
            packet, self._up = self._up[:size], self._up[size:]
            if packet[0] == _CREDIT:
                self._in_flight -= _NOTE.unpack(packet)[1]
            elif packet[0] == _PLUGGED:
                self._plug()
            elif self._hub is not None:
                self._hub.sendall(packet)
        return bool(came)

    def _plug(self) -> None:
        self._unplug()
        self._in_flight, self._down = 0, b""
        self._hub = socket.socket(socket.AF_UNIX)
        self._hub.connect(str(self._path))

    def _unplug(self) -> None:
        if self._hub is not None:
            self._hub.close()
        self._hub = None


def _size(data: bytes) -> int:
    """Bytes of the first packet of a stretch; 0 if it is not all there."""
    if data[0] in {_CREDIT, _PLUGGED}:
        return _NOTE.size if len(data) >= _NOTE.size else 0
    head, form = _HEADER[data[0]]
    if len(data) < 1 + head:
        return 0
    (length,) = struct.unpack_from(form, data, 1 + head - struct.calcsize(form))
    return 1 + head + length if len(data) >= 1 + head + length else 0


class Machine:
    """The guest: programs are started in it by name, and what they write is waited for."""

    def __init__(self, guest: Path, folder: Path) -> None:
        self.out = folder
        self.air = Air()
        self.lines: list[Line] = []
        self._alive: dict[str, bool] = {}
        self._news = threading.Condition()
        self._orders, inside = socket.socketpair()
        self._console = (folder / "console.txt").open("wb")
        fds = [self.air.guest_end.fileno(), inside.fileno()]
        self._process = subprocess.Popen(
            [
                str(guest / "linux"),
                f"mem={MEMORY}",
                f"umid=footloose{os.getpid()}",
                *("root=none", "rootfstype=hostfs", "rootflags=/", "ro", "quiet"),
                *("con0=null,fd:1", "con=null"),
                *(f"ssl0=fd:{fds[0]}", f"ssl1=fd:{fds[1]}", "ssl=null"),
                f"init={INSIDE / 'init.sh'}",
                f"footloose.GUEST={guest}",
                f"footloose.SHARE={INSIDE}",
                f"footloose.OUT={folder}",
                f"footloose.PYTHON={sys.executable}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=self._console,
            stderr=self._console,
            pass_fds=fds,
            cwd=folder,
            start_new_session=True,
        )
        inside.close()
        self._reader = threading.Thread(target=self._read, name="guest", daemon=True)
        self._reader.start()
        self.wait("guest", "ready", 60.0)

    def start(self, name: str, *argv: str) -> None:
        """Start a program; its name is free again when it has ended."""
        self._alive[name] = True
        self._order({"start": name, "argv": list(argv)})

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a program a signal."""
        self._order({"signal": int(number), "name": name})

    def run(self, name: str, *argv: str, within_s: float = 120.0) -> list[str]:
        """Start a program and wait for its end; return what it wrote."""
        mark = len(self.lines)
        self.start(name, *argv)
        self.ended(name, mark, within_s)
        return [line.text for line in self.lines[mark:] if line.name == name and line.text]

    def ended(self, name: str, mark: int = 0, within_s: float = 120.0) -> int:
        """Wait until a program ends; return its code."""
        found = self._wait_for(
            lambda line: line.name == name and line.ended is not None,
            f"the end of {name}",
            mark,
            within_s,
        )
        return found.ended or 0

    def wait(self, name: str, pattern: str, within_s: float = 120.0, mark: int = 0) -> Line:
        """Wait until a program has written a line in which a pattern is found."""
        wanted = re.compile(pattern)
        return self._wait_for(
            lambda line: line.name == name and wanted.search(line.text) is not None,
            f"{pattern!r} of {name}",
            mark,
            within_s,
        )

    def running(self) -> list[str]:
        """Names of the programs that have not ended."""
        started = [name for name, alive in self._alive.items() if alive]
        return sorted(started)

    def close(self) -> None:
        """Switch off."""
        with contextlib.suppress(OSError):
            self._order({"end": True})
        try:
            self._process.wait(20.0)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._orders.close()
        self._reader.join()
        self.air.close()
        self.air.guest_end.close()
        self._console.close()

    def _order(self, what: dict[str, Any]) -> None:
        self._orders.sendall(json.dumps(what).encode() + b"\n")

    def _wait_for(self, is_it: Any, what: str, mark: int, within_s: float) -> Line:
        until_s = time.monotonic() + within_s
        with self._news:
            while True:
                for line in self.lines[mark:]:
                    if is_it(line):
                        return line
                mark = max(mark, len(self.lines))
                left_s = until_s - time.monotonic()
                if left_s <= 0.0 or not self._reader.is_alive():
                    told = "\n".join(f"{x.t_s:8.2f} {x.name}: {x.text}" for x in self.lines[-40:])
                    raise AssertionError(f"no {what} within {within_s} s; last:\n{told}")
                self._news.wait(min(left_s, 1.0))

    def _read(self) -> None:
        with self._orders.makefile("rb") as lines:
            try:
                for raw in lines:
                    self._take(raw)
            except (OSError, ValueError):
                pass

    def _take(self, raw: bytes) -> None:
        try:
            said = json.loads(raw)
        except ValueError:
            return  # of the kernel
        ready = "ready" if said.get("ready") else ""
        line = Line(
            said["t_s"], said.get("name", "guest"), said.get("line", ready), said.get("ended")
        )
        with self._news:
            self.lines.append(line)
            if line.ended is not None:
                self._alive[line.name] = False
            self._news.notify_all()


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
        self._ask("Set", "string:Powered", value)

    def wait_powered(self, within_s: float = 90.0) -> None:
        """Wait until the adapter is on."""
        until_s = time.monotonic() + within_s
        while "boolean true" not in self._ask("Get", "string:Powered"):
            assert time.monotonic() < until_s, "the adapter is not on"

    def _ask(self, how: str, *what: str) -> str:
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
