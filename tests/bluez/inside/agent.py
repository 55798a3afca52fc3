"""Runs programs in the guest for the tests outside, who speak to it over a serial line.

In, a JSON object a line: ``{"start": name, "argv": [...]}``,
``{"signal": number, "name": name}`` or ``{"end": true}``. Out: ``{"ready": true}``, every line that
a program writes, and its end, each with the guest's own time.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import tty
from pathlib import Path
from typing import Any

ENVIRONMENT = {
    **os.environ,  # what init.sh says of the processor
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/run",  # in memory: what this machine's owner keeps is not the guest's
    "LANG": "C.UTF-8",
    "TERM": "dumb",
    "COLUMNS": "140",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}


class Agent:
    """Programs by name, and the line to the tests."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lock = threading.Lock()
        self._running: dict[str, subprocess.Popen[str]] = {}

    def say(self, **what: Any) -> None:
        """Tell the tests something."""
        line = json.dumps({**what, "t_s": round(time.monotonic(), 2)}).encode() + b"\n"
        with self._lock:
            while line:
                line = line[os.write(self._port, line) :]

    def obey(self, order: dict[str, Any]) -> None:
        """Do what the tests ask."""
        if "start" in order:
            self._start(order["start"], order["argv"])
        elif "signal" in order:
            with contextlib.suppress(ProcessLookupError):
                self._running[order["name"]].send_signal(order["signal"])
        else:
            os.sync()
            Path("/proc/sysrq-trigger").write_text("o", encoding="ascii")

    def _start(self, name: str, argv: list[str]) -> None:
        try:
            program = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                env=ENVIRONMENT,
                cwd="/root",
            )
        except OSError as error:
            self.say(name=name, ended=127, line=str(error))
            return
        self._running[name] = program
        threading.Thread(target=self._follow, args=(name, program), name=name, daemon=True).start()

    def _follow(self, name: str, program: "subprocess.Popen[str]") -> None:
        for line in program.stdout or ():
            self.say(name=name, line=line.rstrip("\n"))
        code = program.wait()
        os.sync()
        self.say(name=name, ended=code)


def main() -> None:
    """Serve one line for ever."""
    port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    tty.setraw(port)
    agent = Agent(port)
    agent.say(ready=True)
    waiting = b""
    while True:
        waiting += os.read(port, 4096)
        *lines, waiting = waiting.split(b"\n")
        for line in lines:
            agent.obey(json.loads(line))


main()
