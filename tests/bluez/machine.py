"""A Linux of its own with a real Bluetooth stack, as a process: programs are started in it."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bluez.air import Air

INSIDE = Path(__file__).parent / "inside"
FXSAVE_ONLY = Path(__file__).parents[2] / "scripts" / "fxsave_only.py"
FOOTLOOSE = str(Path(sys.executable).with_name("footloose"))
MEMORY = "768M"


@dataclass(frozen=True)
class Line:
    """What a program in the guest wrote; or (``ended``) with which code it ended."""

    t_s: float
    name: str
    text: str
    ended: int | None = None


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
        self._told = (folder / "told.txt").open("w", encoding="utf-8", buffering=1)
        fds = [self.air.guest_end.fileno(), inside.fileno()]
        self._process = subprocess.Popen(
            [
                *(sys.executable, str(FXSAVE_ONLY), str(guest / "linux")),
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
        assert not self._alive.get(name), f"{name} has not ended"
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
        self._told.close()

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
        end = "" if line.ended is None else f" ended with {line.ended}"
        self._told.write(f"{line.t_s:8.2f} {line.name}: {line.text}{end}\n")
        with self._news:
            self.lines.append(line)
            if line.ended is not None:
                self._alive[line.name] = False
            self._news.notify_all()
