"""The demo in a real terminal: keys, Ctrl-C, signals, and a reader that leaves."""

import asyncio
import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import aiomqtt
import pytest

from monitor.session.recording import Recording
from tests.system.test_kill import family, is_alive
from tests.system.test_mqtt import broker, free_port

COMMAND = [sys.executable, "-m", "monitor.cli"]
PATIENCE_S = 60.0


class Terminal:
    """A program in a terminal of its own, of which it is the foreground."""

    def __init__(self, *arguments: str | Path) -> None:
        self.pid, self._side = pty.fork()
        if self.pid == 0:
            os.environ["COLUMNS"] = "200"
            os.execv(sys.executable, [*COMMAND, *map(str, arguments)])
        self.shown = ""

    def read_until(self, text: str) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while text not in self.shown:
            assert time.monotonic() < deadline_s, self.shown
            assert self.read(), f"ended without {text!r}: {self.shown}"

    def read(self) -> bool:
        """Read what is there; False when the program has ended."""
        if not select.select([self._side], [], [], 0.2)[0]:
            return True
        try:
            self.shown += os.read(self._side, 4096).decode(errors="replace")
        except OSError:
            return False
        return True

    def press(self, keys: str) -> None:
        os.write(self._side, keys.encode())

    def settings(self) -> int:
        """Local flags of the terminal: echo, lines."""
        flags = termios.tcgetattr(self._side)[3]
        assert isinstance(flags, int)
        return flags

    def wait(self) -> int:
        """Exit code."""
        deadline_s = time.monotonic() + PATIENCE_S
        while self.read() and time.monotonic() < deadline_s:
            pass
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._side)


@contextmanager
def terminal(*arguments: str | Path) -> Iterator[Terminal]:
    opened = Terminal(*arguments)
    try:
        yield opened
    finally:
        opened.close()


def assert_all_end(pids: list[int]) -> None:
    assert pids, "the pods run in a process of their own"
    deadline_s = time.monotonic() + 5.0
    while any(map(is_alive, pids)) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert not any(map(is_alive, pids))


async def test_three_quick_keys_are_recorded_shown_published_and_replayed(tmp_path: Path) -> None:
    port, path = free_port(), tmp_path / "run.mcap"
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as listener:
            await listener.subscribe("footloose/symptom", qos=1)
            with terminal("demo", "-o", path, "--mqtt", f"127.0.0.1:{port}") as screen:
                before = screen.settings()
                screen.read_until("strides L")
                screen.press("n")
                screen.read_until("numb: l left, r right, b both feet?")
                screen.press("lt")
                screen.read_until("you: numb left foot, top")
                screen.press("q")
                code = screen.wait()
                after = screen.settings()
            message = await anext(aiter(listener.messages))
    replayed = await asyncio.create_subprocess_exec(
        *COMMAND, "replay", path, stdout=asyncio.subprocess.PIPE
    )
    shown_again, _ = await replayed.communicate()

    assert code == 0
    assert before == after, "the terminal echoes again"
    assert f"footloose replay {path}" in screen.shown
    assert isinstance(message.payload, bytes)
    symptom = json.loads(message.payload)
    assert (symptom["feeling"], symptom["side"], symptom["zone"]) == ("numb", "left", "top")
    assert b"you: numb left foot" in shown_again


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_closes_the_recording_and_ends_the_pods(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    path = tmp_path / "run.mcap"
    # whoever runs the tests in the background had SIGINT ignored, and that is inherited
    with subprocess.Popen(
        ["env", "--default-signal=INT", *COMMAND, "demo", "--quiet", "-o", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        assert run.stdout
        assert run.stderr
        first = run.stdout.readline().decode()
        pods = family(run.pid)
        time.sleep(1.0)
        os.killpg(run.pid, number)  # as a terminal does it: to all that it sees
        rest, errors = run.stdout.read(), run.stderr.read()
    recording = Recording(path)
    packets = list(recording.packets())

    assert first == f"recording: {path}\n"
    assert (rest, errors, run.returncode) == (b"", b"", code)
    assert packets
    assert (recording.recovery.finished, recording.recovery.whole) == (True, True)
    assert_all_end(pods)


def test_a_run_without_hangup_outlives_its_terminal(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    with subprocess.Popen(
        ["nohup", *COMMAND, "demo", "--quiet", "--seconds", "5", "-o", path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as run:
        assert run.stdout
        run.stdout.readline()
        run.send_signal(signal.SIGHUP)
    recording = Recording(path)
    newest_s = max(packet.t_rx_s for packet in recording.packets())

    assert run.returncode == 0
    assert newest_s > 4.0


def test_a_reader_that_leaves_ends_the_run_quietly(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    with subprocess.Popen(
        [*COMMAND, "demo", "-o", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout
        assert run.stderr
        while not run.stdout.readline().startswith(b"recording: "):
            pass
        run.stdout.close()
        errors = run.stderr.read()
    recording = Recording(path)
    packets = list(recording.packets())

    assert errors == b""
    assert run.returncode == 1
    assert packets
    assert recording.recovery.finished
